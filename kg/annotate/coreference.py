"""The spaCy component that finds coreference: which names, pronouns and noun phrases mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.annotate.bundle import ARRAYS, Bundle, shipped
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


def pair_scores(
    table: MentionTable, pairs: Candidates, arrays: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """The scores of the pairs [P], and of having no antecedent [M]."""
    own = np.concatenate([mention_features(table), table.states], axis=1)
    features = pair_features(table, pairs.left, pairs.right, pairs.scores)
    product = table.query[pairs.left] * table.key[pairs.right]
    hidden = features @ arrays["coref_pair"] + product @ arrays["coref_product"]
    hidden += (own @ arrays["coref_left"])[pairs.left] + (own @ arrays["coref_right"])[pairs.right]
    hidden = np.maximum(hidden + arrays["coref_hidden_bias"], 0)
    scores = hidden @ arrays["coref_output"]
    alone = (
        np.maximum(own @ arrays["coref_alone"] + arrays["coref_alone_bias"], 0) @ arrays["coref_alone_output"]
    )
    return scores.astype(np.float32), (alone + arrays["coref_alone_shift"]).astype(np.float32)


def link(table: MentionTable, arrays: Mapping[str, Floats]) -> list[list[Mention]]:
    """Clusters of two and more mentions, in order of their first ones."""
    pairs = choose_pairs(table)
    if not len(pairs.left):
        return []
    scores, alone = pair_scores(table, pairs, arrays)
    best = alone.copy()
    antecedent = np.full(len(table), -1, dtype=np.int64)
    order = np.argsort(scores, kind="stable")
    left = pairs.left[order]
    # Later entries win, so each mention is left with its best antecedent.
    antecedent[left] = pairs.right[order]
    best[left] = scores[order]
    antecedent[best <= alone] = -1
    cluster_of: dict[int, int] = {}
    clusters: list[list[Mention]] = []
    for number, earlier in enumerate(antecedent.tolist()):
        if earlier < 0:
            continue
        if earlier not in cluster_of:
            cluster_of[earlier] = len(clusters)
            clusters.append([table.mentions[earlier]])
        cluster_of[number] = cluster_of[earlier]
        clusters[cluster_of[number]].append(table.mentions[number])
    return sorted(clusters, key=lambda cluster: cluster[0].head)


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
