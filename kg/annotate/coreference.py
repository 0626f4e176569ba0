"""The spaCy component that finds coreference: which names, pronouns and noun phrases mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.annotate.bundle import ARRAYS, Bundle, shipped
from kg.annotate.entities import Entity, Rows
from kg.annotate.mentions import NAME, PRONOUN, Mention, candidates
from kg.annotate.pairs import MentionTable, mention_features, pair_features, tabulate
from kg.annotate.threads import one_blas_thread

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

ANTECEDENTS: Final = 16
BLOCK: Final = 256
REACH: Final = 1500
WIDTH: Final = 128
PREFIX: Final = "coref_"
LEAST_MENTION: Final = 0.15
OTHER_TYPE: Final = 0


@dataclass(slots=True)
class Candidates:
    """Pairs of a mention `left` and a possible antecedent `right` [P], with coarse scores."""

    left: Integers
    right: Integers
    scores: Floats


def find_mentions(doc: Doc, width: int) -> MentionTable:
    """The mentions of a Doc that the encoder takes for mentions too."""
    found = candidates(doc)
    if len(found):
        chance = 1 - doc.tensor[[one.head for one in found], 2 * width + OTHER_TYPE]
        found = [
            one
            for one, likely in zip(found, chance.tolist(), strict=True)
            if likely > LEAST_MENTION or one.kind in (PRONOUN, NAME)
        ]
    return tabulate(doc, found, width)


def choose_pairs(table: MentionTable) -> Candidates:
    """For each mention the antecedents with the best coarse scores: the encoder's, and a bonus for equal strings."""
    lefts, rights, values = [], [], []
    spoken = table.kinds != PRONOUN
    for begin in range(0, len(table), BLOCK):
        end = min(begin + BLOCK, len(table))
        low = max(0, begin - REACH)
        scores = table.query[begin:end] @ table.key[low:end].T
        rows = np.arange(begin, end)
        columns = np.arange(low, end)
        coarse = scores - 0.02 * np.minimum(rows[:, None] - columns[None, :], 100)
        same = table.lemmas[rows][:, None] == table.lemmas[columns][None, :]
        same |= table.lasts[rows][:, None] == table.lasts[columns][None, :]
        same |= table.texts[rows][:, None] == table.acronyms[columns][None, :]
        same |= table.acronyms[rows][:, None] == table.texts[columns][None, :]
        coarse = coarse + 4 * (same & spoken[rows][:, None] & spoken[columns][None, :])
        coarse = np.where(columns[None, :] < rows[:, None], coarse, -np.inf)
        kept = min(ANTECEDENTS, coarse.shape[1])
        best = np.argpartition(-coarse, kept - 1, axis=1)[:, :kept]
        row, slot = np.nonzero(np.take_along_axis(coarse, best, axis=1) > -np.inf)
        column = best[row, slot]
        lefts.append(row + begin)
        rights.append(column + low)
        values.append(scores[row, column])
    if not lefts:
        none = np.zeros(0, dtype=np.int64)
        return Candidates(none, none, np.zeros(0, dtype=np.float32))
    return Candidates(np.concatenate(lefts), np.concatenate(rights), np.concatenate(values))


def pair_layer(table: MentionTable, pairs: Candidates, arrays: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """The pairs' hidden layer [P, H] without what the entities tell, and scores of having no antecedent [M]."""
    own = np.concatenate([mention_features(table), table.states], axis=1)
    features = pair_features(table, pairs.left, pairs.right, pairs.scores)
    product = table.query[pairs.left] * table.key[pairs.right]
    hidden = features @ arrays["coref_pair"] + product @ arrays["coref_product"]
    hidden += (own @ arrays["coref_left"])[pairs.left] + (own @ arrays["coref_right"])[pairs.right]
    hidden += arrays["coref_hidden_bias"]
    alone = (
        np.maximum(own @ arrays["coref_alone"] + arrays["coref_alone_bias"], 0) @ arrays["coref_alone_output"]
    )
    return hidden.astype(np.float32), (alone + arrays["coref_alone_shift"]).astype(np.float32)


def link(table: MentionTable, arrays: Mapping[str, Floats]) -> list[list[Mention]]:
    """Clusters of two and more mentions, in order of their first ones.

    Mentions are read in order; each joins the entity whose mentions are together likeliest, or begins a new one.
    """
    pairs = choose_pairs(table)
    if not len(pairs.left):
        return []
    hidden, alone = pair_layer(table, pairs, arrays)
    rows = Rows.of(table)
    entities: list[Entity] = []
    entity_of: list[int] = []
    bounds = np.searchsorted(pairs.left, np.arange(len(table) + 1)).tolist()
    for row, (begin, end) in enumerate(pairwise(bounds)):
        antecedents = pairs.right[begin:end].tolist()
        chosen = -1
        if antecedents:
            near = [entity_of[antecedent] for antecedent in antecedents]
            fits = history(entities, near, antecedents, rows, row)
            scores = np.maximum(hidden[begin:end] + fits @ arrays["coref_entity"], 0) @ arrays["coref_output"]
            chosen = _likeliest(near, scores.tolist(), float(alone[row]))
        if chosen < 0:
            chosen = len(entities)
            entities.append(Entity())
        entities[chosen].add(rows, row)
        entity_of.append(chosen)
    clusters: dict[int, list[Mention]] = {}
    for mention, number in zip(table.mentions, entity_of, strict=True):
        clusters.setdefault(number, []).append(mention)
    return [cluster for cluster in clusters.values() if len(cluster) > 1]


def history(
    entities: Sequence[Entity], near: Sequence[int], antecedents: Sequence[int], rows: Rows, row: int
) -> Floats:
    """[A, FITS + 1]: how a mention fits its antecedents' entities, `near`, and whether each is the latest there."""
    fits = {number: entities[number].fit(rows, row) for number in set(near)}
    return np.array(
        [
            [*fits[number], entities[number].last == antecedent]
            for number, antecedent in zip(near, antecedents, strict=True)
        ],
        dtype=np.float32,
    )


def _likeliest(near: Sequence[int], scores: Sequence[float], alone: float) -> int:
    """The entity with the greatest sum of its antecedents' chances, -1 for none."""
    top = max(*scores, alone)
    chances: dict[int, float] = {}
    for number, score in zip(near, scores, strict=True):
        chances[number] = chances.get(number, 0.0) + exp(score - top)
    best = max(chances, key=chances.__getitem__)
    return best if chances[best] > exp(alone - top) else -1


@Language.factory("kg_coreference", requires=["token.dep", "doc.ents"], assigns=["doc.spans"])
def make_coreference(nlp: Language, name: str) -> Coreference:
    """Make the component with the shipped weights."""
    return Coreference(weights_of(shipped()), name)


class Coreference:
    """Writes clusters to `doc.spans["coref_1"]`, `["coref_2"]` and so on, and empties `doc.tensor`."""

    def __init__(self, arrays: Mapping[str, Floats], name: str = "kg_coreference") -> None:
        self.arrays = dict(arrays)
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Resolve one Doc in place."""
        for key in [key for key in doc.spans if key.startswith(PREFIX)]:
            del doc.spans[key]
        if len(doc) and doc.tensor.shape[:1] == (len(doc),):
            with one_blas_thread():
                clusters = link(find_mentions(doc, WIDTH), self.arrays)
            for number, cluster in enumerate(clusters, start=1):
                key = f"{PREFIX}{number}"
                doc.spans[key] = SpanGroup(doc, name=key, spans=[doc[one.begin : one.end] for one in cluster])
            doc.tensor = np.zeros((0,))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Resolve a stream of Docs."""
        return map(self.__call__, stream)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        with (Path(path) / ARRAYS).open("wb") as stream:
            np.savez(stream, allow_pickle=False, **self.arrays)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Coreference:
        """Use the weights of a folder."""
        with np.load(Path(path) / ARRAYS) as stored:
            self.arrays = {name: stored[name].astype(np.float32) for name in stored.files}
        return self


def weights_of(bundle: Bundle) -> dict[str, Floats]:
    """The coreference weights among a bundle's arrays."""
    return {name: value for name, value in bundle.arrays.items() if name.startswith("coref_")}
