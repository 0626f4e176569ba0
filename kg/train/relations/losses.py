"""The losses of the relation network over one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.annotate.pieces import Pieces
from kg.relate.model.batch import Arrays, arrays
from kg.train.relations.examples import UNKNOWN, Example
from kg.train.relations.network import RelationNetwork

IGNORE = -100
CLASSES = ("root", "cameo", "sentiment", "modality")
BINARY = ("denied",)


@dataclass(slots=True)
class Batch:
    """Network inputs and the labels of the pairs, [B, P, ...]."""

    inputs: dict[str, Tensor]
    classes: dict[str, Tensor]
    predicates: Tensor
    """[B, P, K] 0, 1 or IGNORE."""
    source: Tensor
    """[B, P, 1 + S] boolean: acceptable answers, none first; no true value where not known."""
    begin: Tensor
    end: Tensor


def batch(
    examples: Sequence[Example],
    vocabulary: Pieces,
    affiliations: Sequence[int],
    predicates: int,
    type_dropout: float = 0.0,
    rng: np.random.Generator | None = None,
) -> Batch:
    """Pad and stack examples."""
    packed: Arrays = arrays([example.window for example in examples], vocabulary)
    size, pairs = packed.subjects.shape
    slots = packed.pool.shape[1]
    if rng is not None and type_dropout:
        drop = rng.random(size) < type_dropout
        packed.types[drop] = np.minimum(packed.types[drop], 1)
    classes = {name: np.full((size, pairs), IGNORE) for name in (*CLASSES, *BINARY)}
    multi = np.full((size, pairs, predicates), IGNORE, np.int64)
    source = np.zeros((size, pairs, 1 + slots), np.bool_)
    begin, end = (np.full((size, pairs), IGNORE) for _ in range(2))
    for row, example in enumerate(examples):
        first = packed.firsts[row]
        for column, answer in enumerate(example.answers):
            for name in classes:
                value = getattr(answer, name)
                if value != UNKNOWN:
                    classes[name][row, column] = value
            if answer.scope == 1:
                multi[row, column] = 0
            elif answer.scope == 2:
                multi[row, column, list(affiliations)] = 0
            multi[row, column, list(answer.unsure)] = IGNORE
            multi[row, column, list(answer.predicates)] = 1
            if answer.sources is not None:
                source[row, column, [1 + slot for slot in answer.sources] or [0]] = True
            if answer.evidence is not None:
                begin[row, column], end[row, column] = first[answer.evidence[0]], first[answer.evidence[1]]
    tensor = torch.from_numpy
    return Batch(
        inputs={name: tensor(value) for name, value in packed.feed().items()},
        classes={name: tensor(value) for name, value in classes.items()},
        predicates=tensor(multi),
        source=tensor(source),
        begin=tensor(begin),
        end=tensor(end),
    )


def losses(
    network: RelationNetwork, states: Tensor, batch: Batch, weights: dict[str, float], smoothing: float
) -> dict[str, Tensor]:
    """Weighted losses by task, from the states of the frozen layers; a task without labels is left out."""
    inputs = batch.inputs
    states = network.top(states, *(inputs[name] for name in ("types", "roles", "mask")))
    out = network.pairs(states, *(inputs[name] for name in ("mask", "pool", "subjects", "objects", "within")))
    found: dict[str, Tensor] = {}
    for name in CLASSES:
        gold = batch.classes[name]
        if (gold != IGNORE).any():
            found[name] = functional.cross_entropy(
                out[name].float().flatten(0, 1),
                gold.flatten(),
                ignore_index=IGNORE,
                label_smoothing=smoothing,
            )
    for name in BINARY:
        gold = batch.classes[name]
        keep = gold != IGNORE
        if keep.any():
            found[name] = functional.binary_cross_entropy_with_logits(
                out[name].float().squeeze(-1)[keep], gold[keep].float()
            )
    keep = batch.predicates != IGNORE
    if keep.any():
        loss = functional.binary_cross_entropy_with_logits(
            out["predicate"].float()[keep], batch.predicates[keep].float(), reduction="sum"
        )
        found["predicate"] = loss / keep.any(-1).sum()
    known = batch.source.any(-1)
    if known.any():
        scores = out["source"].float()[known]
        right = scores.masked_fill(~batch.source[known], -1e4)
        found["source"] = (scores.logsumexp(-1) - right.logsumexp(-1)).mean()
    for name in ("begin", "end"):
        gold = getattr(batch, name)
        if (gold != IGNORE).any():
            found[name] = functional.cross_entropy(
                out[name].float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE
            )
    return {name: loss * weights.get(name, 1.0) for name, loss in found.items()}
