"""Runs documents and sentences through the relation model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.graph import Outputs
from kg.annotate.lengths import alike
from kg.annotate.pieces import Pieces
from kg.records import Entity, Span
from kg.relate.model.batch import Reading, questions, reading
from kg.relate.model.candidates import Candidate
from kg.relate.model.documents import Stretch, stretches
from kg.relate.model.session import Graphs
from kg.relate.model.windows import Pair, Window

Floats = NDArray[np.float32]
Chooser = Callable[[int, Floats], list[int]]
"""From the number of a window and its proposals [S, S] to the numbers of the pairs to judge."""

BATCH_PIECES: Final = 3_000
MAX_EVIDENCE_WORDS: Final = 45


@dataclass(frozen=True, slots=True)
class Judged:
    """The judge's outputs [P, ...] of the chosen pairs of one window."""

    chosen: list[int]
    outputs: Outputs
    firsts: NDArray[np.int64]
    """The piece of each word."""


class RelationModel:
    """The model of one folder."""

    def __init__(self, folder: Path, tokenizer: Path) -> None:
        self.graphs = Graphs(folder)
        self.tokenizer = tokenizer

    @cached_property
    def pieces(self) -> Pieces:
        """The word pieces, the same as the English model's."""
        return Pieces(self.tokenizer.read_text(encoding="utf-8"))

    @property
    def settings(self) -> dict[str, Any]:
        """What was stored with the graphs: labels, thresholds, calibration."""
        return self.graphs.settings

    def score(
        self, doc: Doc, entities: Sequence[Entity], wanted: Collection[tuple[str, str]] = ()
    ) -> list[Candidate]:
        """The pairs of entities that may be related as a sentence says it, one of them there and the other near.

        Args:
            doc: the parsed text; only its words and sentences are read.
            entities: what is named in it, with all mentions.
            wanted: ids of subjects and objects that are judged however unlikely they seem.

        Raises:
            ModelError: the model's files are missing or broken.
        """
        found = stretches(doc, entities, self.pieces)
        floor = float(self.settings["floor"])

        def choose(number: int, proposals: Floats) -> list[int]:
            window = found[number].window
            ids = [entities[slot.entity].id for slot in window.slots]
            return [
                index
                for index, pair in enumerate(window.pairs)
                if proposals[pair.subject, pair.object] > floor
                or (ids[pair.subject], ids[pair.object]) in wanted
            ]

        judged = self.run([stretch.window for stretch in found], choose)
        return [
            candidate
            for stretch, one in zip(found, judged, strict=True)
            for candidate in self._candidates(doc, entities, stretch, one)
        ]

    def roots(self, windows: Sequence[Window]) -> Floats:
        """Probabilities [windows, roots] of what the marked source does to the marked target."""
        judged = self.run(windows, lambda number, proposals: [0])
        return self._roots(np.stack([one.outputs["root"][0] for one in judged]))

    def _roots(self, logits: Floats) -> Floats:
        scaled: Floats = (logits / self.settings["root_temperature"]).astype(np.float32)
        return _softmax(scaled)

    def run(self, windows: Sequence[Window], choose: Chooser) -> list[Judged]:
        """Read all windows and judge the pairs that are chosen of each."""
        found: dict[int, Judged] = {}
        sizes = [sum(map(len, self.pieces.of(window.words))) + 2 for window in windows]
        for group in alike(sizes, BATCH_PIECES):
            read = reading([windows[number] for number in group], self.pieces)
            outputs = self.graphs.reader.run(read.feed())
            chosen = [choose(number, _sigmoid(outputs["proposals"][row])) for row, number in enumerate(group)]
            judged = self._judge([windows[number] for number in group], chosen, read, outputs)
            found |= dict(zip(group, judged, strict=True))
        return [found[number] for number in range(len(windows))]

    def _judge(
        self, windows: Sequence[Window], chosen: list[list[int]], read: Reading, outputs: Outputs
    ) -> list[Judged]:
        if not any(chosen):
            return [Judged([], {}, first) for first in read.firsts]
        put = questions(windows, chosen, read)
        feed = put.feed() | {"states": outputs["states"], "slots": outputs["slots"]}
        values = self.graphs.judge.run(feed)
        return [
            Judged(numbers, {name: value[row, : len(numbers)] for name, value in values.items()}, first)
            for row, (numbers, first) in enumerate(zip(chosen, read.firsts, strict=True))
        ]

    def _candidates(
        self, doc: Doc, entities: Sequence[Entity], stretch: Stretch, judged: Judged
    ) -> list[Candidate]:
        if not judged.chosen:
            return []
        window, outputs = stretch.window, judged.outputs
        predicates = _sigmoid(outputs["predicate"]).tolist()
        denied = _sigmoid(outputs["denied"][:, 0]).tolist()
        modalities = _softmax(outputs["modality"]).tolist()
        roots = self._roots(outputs["root"]).tolist()
        sources = _softmax(outputs["source"][:, : 1 + len(window.slots)]).tolist()
        ids = [entities[slot.entity].id for slot in window.slots]
        found = []
        for row, number in enumerate(judged.chosen):
            pair = window.pairs[number]
            words = _words_of(window, pair)
            said: dict[str | None, float] = defaultdict(float)
            for name, chance in zip((None, *ids), sources[row], strict=True):
                said[name] += chance
            begin, end = _best_range(*(outputs[name][row, judged.firsts[words]] for name in ("begin", "end")))
            tokens = stretch.tokens[words.start : words.stop]
            found.append(
                Candidate(
                    subject=ids[pair.subject],
                    object=ids[pair.object],
                    sentence=_span(doc, tokens[0], tokens[-1]),
                    evidence=_span(doc, tokens[begin], tokens[end]),
                    predicates=dict(zip(self.settings["predicates"], predicates[row], strict=True)),
                    denied=denied[row],
                    modality=dict(zip(self.settings["modalities"], modalities[row], strict=True)),
                    roots=dict(zip(self.settings["roots"], roots[row], strict=True)),
                    sources=dict(said),
                )
            )
        return found


@cache
def load() -> RelationModel:
    """The model inside the package; its files are read when they are first used."""
    tokenizer = Path(str(files("kg.annotate"))) / "model" / "tokenizer.json"
    return RelationModel(Path(str(files("kg.relate.model"))), tokenizer)


def _words_of(window: Window, pair: Pair) -> slice:
    """The words of the pair's sentence."""
    begin = window.sentences.index(pair.sentence)
    return slice(begin, begin + window.sentences.count(pair.sentence))


def _best_range(begin: Floats, end: Floats) -> tuple[int, int]:
    """First and last word of the likeliest evidence, from the scores of the words of the pair's sentence."""
    steps = np.arange(len(begin))
    distance = steps[None, :] - steps[:, None]
    total = np.where(
        (distance >= 0) & (distance < MAX_EVIDENCE_WORDS), begin[:, None] + end[None, :], -np.inf
    )
    first, last = divmod(int(total.argmax()), len(begin))
    return first, last


def _span(doc: Doc, first: int, last: int) -> Span:
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def _sigmoid(values: Floats) -> Floats:
    made: Floats = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return made


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(-1, keepdims=True))
    made: Floats = powers / powers.sum(-1, keepdims=True)
    return made
