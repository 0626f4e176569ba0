"""Coreference metrics: MUC, B³ and CEAFe, and their mean, the CoNLL score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from spacy.tokens import Doc

Mention = tuple[int, int]
Cluster = set[Mention]
Pair = tuple[Sequence[Cluster], Sequence[Cluster]]
Figures = tuple[float, float, float, float]


def document_clusters(doc: Doc) -> list[Cluster]:
    """The clusters in `doc.spans["coref_1"]`, `["coref_2"]` and so on."""
    return [
        {(span.start, span.end) for span in group}
        for key, group in doc.spans.items()
        if key.startswith("coref_")
    ]


def conll_scores(pairs: Iterable[Pair]) -> dict[str, float]:
    """Scores in percent over (gold, predicted) documents, without gold singletons, as usual for OntoNotes."""
    documents = [
        ([one for one in gold if len(one) > 1], [one for one in found if len(one) > 1])
        for gold, found in pairs
    ]
    scores = {
        "MUC": _f1(documents, _muc),
        "B3": _f1(documents, _b_cubed),
        "CEAFe": _f1(documents, _ceafe),
    }
    mentions = [_mention_counts(gold, found) for gold, found in documents]
    right, predicted, total = (
        (sum(column) for column in zip(*mentions, strict=True)) if mentions else (0, 0, 0)
    )
    return {
        "mentions F1": 200 * right / max(predicted + total, 1),
        **scores,
        "CoNLL F1": sum(scores.values()) / 3,
    }


def _mention_counts(gold: Sequence[Cluster], found: Sequence[Cluster]) -> tuple[int, int, int]:
    left, right = set().union(*gold), set().union(*found)
    return len(left & right), len(right), len(left)


def _f1(
    documents: list[tuple[list[Cluster], list[Cluster]]],
    measure: Callable[[list[Cluster], list[Cluster]], Figures],
) -> float:
    sums = np.zeros(4)
    for gold, found in documents:
        sums += np.array(measure(gold, found))
    precision = sums[0] / sums[1] if sums[1] else 0.0
    recall = sums[2] / sums[3] if sums[3] else 0.0
    return float(200 * precision * recall / (precision + recall)) if precision + recall else 0.0


def _index(clusters: list[Cluster]) -> dict[Mention, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _muc(gold: list[Cluster], found: list[Cluster]) -> Figures:
    return (*_links(found, gold), *_links(gold, found))


def _links(clusters: list[Cluster], others: list[Cluster]) -> tuple[float, float]:
    index = _index(others)
    kept = total = 0
    for cluster in clusters:
        parts = {index.get(mention, ("alone", mention)) for mention in cluster}
        kept += len(cluster) - len(parts)
        total += len(cluster) - 1
    return kept, total


def _b_cubed(gold: list[Cluster], found: list[Cluster]) -> Figures:
    return (*_overlap(found, gold), *_overlap(gold, found))


def _overlap(clusters: list[Cluster], others: list[Cluster]) -> tuple[float, float]:
    index = _index(others)
    kept = total = 0.0
    for cluster in clusters:
        for mention in cluster:
            other = others[index[mention]] if mention in index else set()
            kept += len(cluster & other) / len(cluster)
            total += 1
    return kept, total


def _ceafe(gold: list[Cluster], found: list[Cluster]) -> Figures:
    if not gold or not found:
        return 0.0, float(len(found)), 0.0, float(len(gold))
    table = np.array([[2 * len(left & right) / (len(left) + len(right)) for right in found] for left in gold])
    best = _assignment(table)
    return best, float(len(found)), best, float(len(gold))


def _assignment(table: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    """The greatest sum of a one-to-one assignment (Hungarian method, rows augmented one by one)."""
    cost = -table if table.shape[0] <= table.shape[1] else -table.T
    rows, columns = cost.shape
    left, right = np.zeros(rows + 1), np.zeros(columns + 1)
    match = np.zeros(columns + 1, dtype=int)
    way = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        match[0] = row
        column = 0
        least = np.full(columns + 1, np.inf)
        used = np.zeros(columns + 1, dtype=bool)
        while True:
            used[column] = True
            current = cost[match[column] - 1] - left[match[column]] - right[1:]
            free = ~used[1:]
            better = free & (current < least[1:])
            least[1:][better] = current[better]
            way[1:][better] = column
            next_column = int(np.where(free, least[1:], np.inf).argmin()) + 1
            delta = least[next_column]
            left[match[used]] += delta
            right[used] -= delta
            least[~used] -= delta
            column = next_column
            if match[column] == 0:
                break
        while column:
            previous = way[column]
            match[column] = match[previous]
            column = int(previous)
    return float(
        -sum(cost[match[column] - 1, column - 1] for column in range(1, columns + 1) if match[column])
    )
