"""The losses of the relation network over one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from kg.annotate.pieces import Pieces
from kg.relate.model.batch import INSIDE, Reading, questions, reading
from kg.train.encoder import NEVER
from kg.train.relations.examples import UNKNOWN, Answer, Example
from kg.train.relations.network import RelationNetwork

IGNORE: Final = -100
CLASSES: Final = ("root", "cameo", "sentiment", "modality")
LIKELY_NEGATIVES: Final = 28
"""Unrelated pairs of a window that the judge sees in training: so many that seem likeliest to be related,"""
OTHER_NEGATIVES: Final = 8
"""and so many of the others."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples and what the reader takes of them."""

    examples: tuple[Example, ...]
    read: Reading
    inputs: dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Task:
    """What the corpora know and how it is weighed."""

    predicates: int
    affiliations: Sequence[int]
    """Predicates of which a corpus of the second scope knows."""
    weights: dict[str, float]
    smoothing: float


def batch(
    examples: Sequence[Example],
    vocabulary: Pieces,
    type_dropout: float = 0.0,
    rng: np.random.Generator | None = None,
    hidden: float = 0.0,
) -> Batch:
    """Pad and stack examples; a share of the windows loses its entities' types, and of the words some are hidden."""
    read = reading([example.window for example in examples], vocabulary)
    if rng is not None and hidden:
        read = replace(read, pieces=_hide(read, vocabulary.mask, hidden, rng))
    if rng is not None and type_dropout:
        drop = rng.random(len(examples)) < type_dropout
        types = read.types.copy()
        types[drop] = np.minimum(types[drop], 1)
        read = replace(read, types=types)
    inputs = {name: torch.from_numpy(np.asarray(value)) for name, value in read.feed().items()}
    inputs["mask"] = torch.from_numpy(read.mask)
    return Batch(tuple(examples), read, inputs)


def _hide(read: Reading, mask: int, share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """The pieces [B, T] with `mask` in place of those of a share of the words."""
    pieces = read.pieces.copy()
    for row, first in enumerate(read.firsts):
        bounds = np.append(first, int(read.mask[row].sum()) - 1)
        hides = np.repeat(rng.random(len(first)) < share, np.diff(bounds))
        pieces[row, 1 : bounds[-1]][hides] = mask
    return pieces


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network makes of a batch."""

    proposals: Tensor
    """[B, S, S]"""
    answers: tuple[Answer, ...]
    """Of the N pairs that were judged, in all windows."""
    outputs: dict[str, Tensor]
    """[N, ...]"""
    zones: Tensor
    """[N, T]"""
    firsts: tuple[NDArray[np.int64], ...]
    """For each pair the pieces of its window's words."""


def judged(network: RelationNetwork, states: Tensor, batch: Batch, rng: np.random.Generator) -> Judgement:
    """Read a batch, from the states of the frozen layers, and judge the pairs that are chosen of each window."""
    inputs, mask = batch.inputs, batch.inputs["mask"]
    states = network.top(states, *(inputs[name] for name in ("types", "roles", "functions", "mask")))
    slots, proposals = network.propose(states, inputs["pool"], inputs["gaps"])
    scores = proposals.detach().float().numpy()
    chosen = [_chosen(example, row, rng) for example, row in zip(batch.examples, scores, strict=True)]
    put = questions([example.window for example in batch.examples], chosen, batch.read)
    asked = {name: torch.from_numpy(np.asarray(value)) for name, value in put.feed().items()}
    named = inputs["pool"].sum(-1) > 0
    out = network.pairs(
        states, slots, mask, named, *(asked[name] for name in ("subjects", "objects", "gaps", "zones"))
    )
    counts = torch.tensor([len(numbers) for numbers in chosen])
    real = torch.arange(put.subjects.shape[1])[None] < counts[:, None]
    together = list(zip(batch.examples, chosen, batch.read.firsts, strict=True))
    return Judgement(
        proposals,
        tuple(example.answers[number] for example, numbers, _ in together for number in numbers),
        {name: value.float()[real] for name, value in out.items()},
        asked["zones"][real],
        tuple(first for _, numbers, first in together for _ in numbers),
    )


def losses(
    network: RelationNetwork, states: Tensor, batch: Batch, task: Task, rng: np.random.Generator
) -> dict[str, Tensor]:
    """Weighted losses by task, from the states of the frozen layers; a task without labels is left out."""
    made = judged(network, states, batch, rng)
    found = {
        **_proposal_loss(batch.examples, made.proposals),
        **_class_losses(made.outputs, made.answers, task.smoothing),
        **_predicate_loss(made.outputs["predicate"], made.answers, task),
        **_pointer_losses(made),
    }
    return {name: loss * task.weights.get(name, 1.0) for name, loss in found.items()}


def _proposal_loss(examples: Sequence[Example], scores: Tensor) -> dict[str, Tensor]:
    """Of the pairs of which it is known whether they are related."""
    index = [
        (row, pair.subject, pair.object, bool(answer.predicates))
        for row, example in enumerate(examples)
        for pair, answer in zip(example.window.pairs, example.answers, strict=True)
        if answer.scope == 1 and (answer.predicates or not answer.unsure)
    ]
    if not index:
        return {}
    rows, subjects, objects, related = (torch.tensor(column) for column in zip(*index, strict=True))
    logits = scores[rows, subjects, objects].float()
    loss = functional.binary_cross_entropy_with_logits(logits, related.float(), reduction="sum")
    return {"proposal": loss / (1 + related.sum())}


def _chosen(example: Example, scores: NDArray[np.float32], rng: np.random.Generator) -> list[int]:
    """The pairs that the judge sees: all that are related, or of which more is known, and some that are not."""
    known = [number for number, answer in enumerate(example.answers) if _is_known(answer)]
    rest = [number for number, answer in enumerate(example.answers) if answer.scope and not _is_known(answer)]
    pairs = example.window.pairs
    rest.sort(key=lambda number: -float(scores[pairs[number].subject, pairs[number].object]))
    others = rest[LIKELY_NEGATIVES:]
    drawn = rng.permutation(len(others))[:OTHER_NEGATIVES]
    return known + rest[:LIKELY_NEGATIVES] + [others[number] for number in drawn]


def _is_known(answer: Answer) -> bool:
    return bool(answer.predicates) or max(answer.root, answer.cameo, answer.sentiment) != UNKNOWN


def _class_losses(rows: dict[str, Tensor], answers: Sequence[Answer], smoothing: float) -> dict[str, Tensor]:
    found = {}
    for name in CLASSES:
        gold = torch.tensor([getattr(answer, name) for answer in answers])
        known = gold != UNKNOWN
        if known.any():
            found[name] = functional.cross_entropy(rows[name][known], gold[known], label_smoothing=smoothing)
    gold = torch.tensor([answer.denied for answer in answers])
    known = gold != UNKNOWN
    if known.any():
        found["denied"] = functional.binary_cross_entropy_with_logits(
            rows["denied"].squeeze(-1)[known], gold[known].float()
        )
    return found


def _predicate_loss(logits: Tensor, answers: Sequence[Answer], task: Task) -> dict[str, Tensor]:
    """Each predicate that holds shall beat the last class, and that all which don't (ATLOP, Zhou et al. 2021)."""
    scope = [number for number, answer in enumerate(answers) if answer.scope]
    if not scope:
        return {}
    holds = torch.zeros(len(scope), task.predicates + 1, dtype=torch.bool)
    fails = torch.zeros_like(holds)
    for row, number in enumerate(scope):
        answer = answers[number]
        fails[row, : task.predicates] = answer.scope == 1
        if answer.scope == 2:
            fails[row, list(task.affiliations)] = True
        fails[row, list(answer.unsure)] = False
        fails[row, list(answer.predicates)] = False
        holds[row, list(answer.predicates)] = True
    nothing = torch.zeros_like(holds)
    nothing[:, -1] = True
    logits = logits[scope]
    related = logits.masked_fill(~(holds | nothing), NEVER).log_softmax(-1)
    unrelated = logits.masked_fill(~(fails | nothing), NEVER).log_softmax(-1)
    loss = -(related * holds).sum() - unrelated[:, -1].sum()
    return {"predicate": loss / len(scope)}


def _pointer_losses(made: Judgement) -> dict[str, Tensor]:
    """Of who says so, over slots, and of the evidence's first and last word, over the pair's sentence."""
    found = {}
    said = [
        (number, answer.sources) for number, answer in enumerate(made.answers) if answer.sources is not None
    ]
    if said:
        scores = made.outputs["source"][[number for number, _ in said]]
        right = torch.zeros_like(scores, dtype=torch.bool)
        for row, (_, sources) in enumerate(said):
            right[row, [1 + slot for slot in sources] or [0]] = True
        found["source"] = (scores.logsumexp(-1) - scores.masked_fill(~right, NEVER).logsumexp(-1)).mean()
    shown = [
        (number, answer.evidence) for number, answer in enumerate(made.answers) if answer.evidence is not None
    ]
    if shown:
        numbers = [number for number, _ in shown]
        within = torch.isin(made.zones[numbers], torch.tensor(INSIDE))
        for end, name in enumerate(("begin", "end")):
            gold = torch.tensor([int(made.firsts[number][evidence[end]]) for number, evidence in shown])
            found[name] = functional.cross_entropy(
                made.outputs[name][numbers].masked_fill(~within, NEVER), gold
            )
    return found
