"""Fits the few numbers with which frames and model are combined, on documents that the model was not trained on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.records import Claim, Document
from kg.relate import Relater
from kg.relate.combine import Weights, schema_admits
from kg.relate.model.runner import RelationModel
from kg.relate.opinions import FEATURES, Opinion, Triple, log_odds, opinions, wanted_pairs
from kg.schema import Schema
from kg.train.relations.gold import GoldDocument

Floats = NDArray[np.float64]

PRIOR_CLAIMS: Final = 4.0
"""With how many claims of its predicate's precision a frame's own precision is smoothed."""
RIDGE: Final = 1.0
RIDGE_SINGLE: Final = 3.0
"""Of the numbers for single predicates."""
NAMES: Final = ("bias", *FEATURES)
SORTS: Final = ("alone", "framed")
"""What only the model sees and what a frame says, each with a number for each predicate."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An opinion, and whether the annotation has its triple (and, for a frame's claim, with that polarity)."""

    document: int
    opinion: Opinion
    right: bool


def frame_claims(relater: Relater, gold: Sequence[GoldDocument]) -> list[tuple[Claim, ...]]:
    """What the frames alone find in kg's own entities of each document; `relater` has no model."""
    return [relater.relate(one.doc, Document(one.name, one.doc.text), one.resolved) for one in gold]


def _gold_triples(document: GoldDocument, symmetric: frozenset[str]) -> dict[Triple, set[str]]:
    found: dict[Triple, set[str]] = defaultdict(set)
    for claim in document.claims:
        ends = [document.entities[claim[key]].id for key in ("s", "o")]
        found[ends[0], claim["p"], ends[1]].add(claim["polarity"])
        if claim["p"] in symmetric:
            found[ends[1], claim["p"], ends[0]].add(claim["polarity"])
    return found


def reliability(
    gold: Sequence[GoldDocument], claims: Sequence[Sequence[Claim]], symmetric: frozenset[str]
) -> dict[str, float]:
    """Log odds that a claim is right, by frame; smoothed towards its predicate's, and that towards all frames'."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    of_frame: dict[str, str] = {}
    for document, made in zip(gold, claims, strict=True):
        there = _gold_triples(document, symmetric)
        for claim in made:
            right = claim.polarity.value in there.get((claim.subject, claim.predicate, claim.object), ())
            of_frame[claim.made_by] = claim.predicate
            for key in ("", f"predicate:{claim.predicate}", claim.made_by):
                counts[key][0] += right
                counts[key][1] += 1
    overall = (counts[""][0] + 1) / (counts[""][1] + 2)
    found = {"": log_odds(overall)}
    for frame, predicate in of_frame.items():
        hits, size = counts[f"predicate:{predicate}"]
        middle = (hits + PRIOR_CLAIMS * overall) / (size + PRIOR_CLAIMS)
        hits, size = counts[frame]
        found[frame] = round(log_odds((hits + PRIOR_CLAIMS * middle) / (size + PRIOR_CLAIMS)), 3)
    return found


def judged(
    gold: Sequence[GoldDocument],
    claims: Sequence[Sequence[Claim]],
    model: RelationModel | None,
    schema: Schema,
) -> list[Judged]:
    """All opinions on some documents; without a model those of the frames alone."""
    symmetric = frozenset(name for name, one in schema.predicates.items() if one.symmetric)
    found = []
    for number, (document, made) in enumerate(zip(gold, claims, strict=True)):
        own = document.entities[: document.found]
        there = _gold_triples(document, symmetric)
        wanted = wanted_pairs(made, symmetric)
        candidates = model.score(document.doc, own, wanted) if model is not None else []
        for opinion in opinions(made, candidates, symmetric, partial(schema_admits, schema.predicates, own)):
            polarity = opinion.claim.polarity.value if opinion.claim else None
            stated = there.get(opinion.triple, set())
            found.append(Judged(number, opinion, polarity in stated if polarity else bool(stated)))
    return found


def fit(
    rows: Sequence[Judged], trust: Mapping[str, float], gold_claims: int, least_precision: float
) -> dict[str, Any]:
    """The combination's weights: logistic regression, and the threshold with the best F1 at the precision asked for."""
    sorts = [_sort(row.opinion) for row in rows]
    single = sorted({*sorts})
    matrix = np.array(
        [
            (1.0, *row.opinion.features(trust), *(sort == one for one in single))
            for row, sort in zip(rows, sorts, strict=True)
        ]
    )
    right = np.array([row.right for row in rows], dtype=np.float64)
    ridge = np.array([0.0, *[RIDGE] * (len(NAMES) - 1), *[RIDGE_SINGLE] * len(single)])
    weights = logistic(matrix, right, ridge)
    chances = 1 / (1 + np.exp(-matrix @ weights))
    order = np.argsort(-chances)
    hits = np.cumsum(right[order])
    size = np.arange(1, len(order) + 1)
    f1 = 2 * hits / (size + gold_claims)
    precise = hits / size >= least_precision
    best = int(np.where(precise, f1, 0.0).argmax() if precise.any() else f1.argmax())
    rounded = [round(float(weight), 4) for weight in weights]
    by_sort = dict(zip(single, rounded[len(NAMES) :], strict=True))
    return dict(zip(NAMES, rounded[: len(NAMES)], strict=True)) | {
        **{name: {p: weight for (sort, p), weight in by_sort.items() if sort == name} for name in SORTS},
        "threshold": round(float(chances[order[best]]), 4),
        "frames": dict(trust),
    }


def _sort(opinion: Opinion) -> tuple[str, str]:
    return SORTS[opinion.claim is not None], opinion.triple[1]


def curve(
    rows: Sequence[Judged], weights: Weights, gold_claims: int, thresholds: Sequence[float]
) -> list[tuple[float, float, float, float]]:
    """Threshold, precision, recall and F1 (in percent) of claims at several thresholds."""
    chances = np.array([weights.confidence(row.opinion) for row in rows])
    right = np.array([row.right for row in rows], dtype=np.float64)
    found = []
    for threshold in thresholds:
        kept = chances >= threshold
        hits, size = float(right[kept].sum()), int(kept.sum())
        found.append(
            (
                threshold,
                100 * hits / max(1, size),
                100 * hits / max(1, gold_claims),
                200 * hits / max(1, size + gold_claims),
            )
        )
    return found


def logistic(matrix: Floats, right: Floats, ridge: Floats, steps: int = 60) -> Floats:
    """Weights of a logistic regression, each shrunk by its ridge, by Newton's method."""
    weights = np.zeros(matrix.shape[1])
    for _ in range(steps):
        chances = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (chances - right) + ridge * weights
        curvature = (matrix * (chances * (1 - chances))[:, None]).T @ matrix + np.diag(ridge + 1e-6)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    if not all(map(math.isfinite, weights)):
        raise ValueError("the combination could not be fitted; are there any claims?")
    return weights
