"""Runs documents and sentences through the relation model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.pieces import Pieces
from kg.records import Entity, Span
from kg.relate.model.batch import arrays
from kg.relate.model.candidates import Candidate
from kg.relate.model.documents import Stretch, marked, marked_words, stretches
from kg.relate.model.session import FILE, Graph
from kg.relate.model.windows import Window

Floats = NDArray[np.float32]
Outputs = dict[str, Floats]

BATCH_PIECES: Final = 3_000
MAX_EVIDENCE_WORDS: Final = 45
OUTSIDE: Final = -5e3
"""Scores below mark words of other sentences."""


class RelationModel:
    """The model of one ONNX file."""

    def __init__(self, path: Path, tokenizer: Path) -> None:
        self.graph = Graph(path)
        self.tokenizer = tokenizer

    @cached_property
    def pieces(self) -> Pieces:
        """The word pieces, the same as the English model's."""
        return Pieces(self.tokenizer.read_text(encoding="utf-8"))

    @property
    def settings(self) -> dict[str, Any]:
        """What was stored with the graph: labels, thresholds, calibration."""
        return self.graph.settings

    @property
    def predicates(self) -> tuple[str, ...]:
        """The predicates that it knows."""
        return tuple(self.settings["predicates"])

    def score(self, doc: Doc, entities: Sequence[Entity]) -> list[Candidate]:
        """All pairs of entities that stand in one sentence, or one of them in the sentence before.

        Of pairs for which no predicate is likelier than the stored floor only the probabilities matter.

        Args:
            doc: the parsed text; only its words and sentences are read.
            entities: what is named in it, with all mentions.

        Raises:
            ModelError: the model file is missing or broken.
        """
        found = stretches(doc, entities, self.pieces)
        looked = [
            (stretch, index, {name: values[index] for name, values in outputs.items()})
            for stretch, outputs in zip(found, self.run([stretch.window for stretch in found]), strict=True)
            for index in range(len(stretch.window.pairs))
        ]
        floor, weight = float(self.settings["floor"]), float(self.settings["second_look"])
        likely = {
            n for n, (_, _, outputs) in enumerate(looked) if _sigmoid(outputs["predicate"]).max() > floor
        }
        again: dict[int, Outputs] = {}
        if weight:
            windows = [marked(looked[n][0].window, looked[n][1]) for n in sorted(likely)]
            for number, outputs in zip(sorted(likely), self.run(windows), strict=True):
                again[number] = {name: values[0] for name, values in outputs.items()}
        return [
            self._candidate(doc, entities, stretch, index, outputs, again.get(n), weight, n in likely)
            for n, (stretch, index, outputs) in enumerate(looked)
        ]

    def roots(self, windows: Sequence[Window]) -> Floats:
        """Probabilities [windows, roots] of what the marked source does to the marked target."""
        logits = np.stack([outputs["root"][0] for outputs in self.run(windows)])
        scaled: Floats = (logits / self.settings["root_temperature"]).astype(np.float32)
        return _softmax(scaled)

    def run(self, windows: Sequence[Window]) -> list[Outputs]:
        """The outputs of each window's pairs, by name."""
        results: list[Outputs] = [{} for _ in windows]
        names = [output.name for output in self.graph.session.get_outputs()] if windows else []
        for group in _groups(windows, self.pieces):
            chosen = [windows[number] for number in group]
            made = arrays(chosen, self.pieces)
            feed = made.feed() | {"mask": made.mask.astype(np.int32)}
            values = self.graph.session.run(names, feed)
            for row, number in enumerate(group):
                count = len(windows[number].pairs)
                results[number] = {
                    name: value[row, :count] for name, value in zip(names, values, strict=True)
                }
                words = np.full(values[names.index("begin")].shape[-1], -1)
                words[made.firsts[row]] = np.arange(len(made.firsts[row]))
                results[number]["words"] = np.broadcast_to(words, (count, len(words)))
        return results

    def _candidate(
        self,
        doc: Doc,
        entities: Sequence[Entity],
        stretch: Stretch,
        index: int,
        first: Outputs,
        second: Outputs | None,
        weight: float,
        likely: bool,
    ) -> Candidate:
        window, pair = stretch.window, stretch.window.pairs[index]
        subject, object_ = (entities[window.slots[slot].entity] for slot in (pair.subject, pair.object))
        views = [(1.0 if second is None else 1 - weight, window, first, 0)]
        if second is not None:
            small = marked(window, index)
            views.append((weight, small, second, marked_words(window, pair).start))
        logits = sum(share * view["predicate"] for share, _, view, _ in views)
        denied = sum(share * float(_sigmoid(view["denied"])[0]) for share, _, view, _ in views)
        modality = sum(share * _softmax(view["modality"]) for share, _, view, _ in views)
        sources: dict[str | None, float] = defaultdict(float)
        for share, seen, view, _ in views:
            chances = _softmax(view["source"])
            sources[None] += share * float(chances[0])
            for number, slot in enumerate(seen.slots):
                sources[entities[slot.entity].id] += share * float(chances[1 + number])
        inside = [
            stretch.tokens[n] for n, sentence in enumerate(window.sentences) if sentence == pair.sentence
        ]
        whole = evidence = _span(doc, inside[0], inside[-1])
        if likely:
            _, _, last, offset = views[-1]
            begin, end = (stretch.tokens[offset + word] for word in _best_range(last))
            evidence = _span(doc, begin, end)
        calibrated = self._calibrated(np.asarray(logits))
        return Candidate(
            subject=subject.id,
            object=object_.id,
            sentence=whole,
            evidence=evidence,
            predicates=dict(zip(self.predicates, map(float, calibrated), strict=True)),
            denied=denied,
            modality=dict(zip(self.settings["modalities"], map(float, np.asarray(modality)), strict=True)),
            sources=dict(sources),
        )

    def _calibrated(self, logits: Floats) -> Floats:
        slope, shift = (np.asarray(self.settings[name], np.float32) for name in ("slopes", "shifts"))
        return _sigmoid(logits * slope + shift)


@cache
def load() -> RelationModel:
    """The model inside the package; its file is read when it is first used."""
    folder = Path(str(files("kg.relate.model")))
    return RelationModel(folder / FILE, Path(str(files("kg.annotate"))) / "model" / "tokenizer.json")


def _groups(windows: Sequence[Window], pieces: Pieces) -> Iterator[list[int]]:
    """Windows of one length together: attention in the graph knows no padding."""
    alike: dict[int, list[int]] = defaultdict(list)
    for number, window in enumerate(windows):
        alike[sum(map(len, pieces.of(window.words))) + 2].append(number)
    for size, numbers in sorted(alike.items()):
        most = max(1, BATCH_PIECES // size)
        for start in range(0, len(numbers), most):
            yield numbers[start : start + most]


def _best_range(outputs: Outputs) -> tuple[int, int]:
    """First and last word of the likeliest evidence, among the words of the pair's sentence."""
    inside = np.flatnonzero(outputs["begin"] > OUTSIDE)
    total = outputs["begin"][inside][:, None] + outputs["end"][inside][None, :]
    steps = np.arange(len(inside))
    distance = steps[None, :] - steps[:, None]
    total = np.where((distance >= 0) & (distance < MAX_EVIDENCE_WORDS), total, -np.inf)
    one, two = divmod(int(total.argmax()), len(inside))
    words = outputs["words"][inside]
    return int(words[one]), int(words[two])


def _span(doc: Doc, first: int, last: int) -> Span:
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def _sigmoid(values: Floats) -> Floats:
    made: Floats = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return made


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(-1, keepdims=True))
    made: Floats = powers / powers.sum(-1, keepdims=True)
    return made
