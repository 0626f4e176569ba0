"""The losses of all heads over one batch, each a sum over its annotated words divided by the batch's words."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from kg.train.network import Network, Parse
from kg.train.texts import IGNORE
from kg.train.windows import Batch


def losses(network: Network, batch: Batch, weights: dict[str, float]) -> dict[str, Tensor]:
    """Weighted losses by task; a task without labels in the batch is left out."""
    words = network.words(batch.pieces, batch.shapes, batch.breaks, batch.mask, batch.first)
    size = batch.first.shape[0]
    found: dict[str, Tensor] = {}
    for task, logits in network.tags(words).items():
        gold = batch.labels[task]
        keep = gold != IGNORE
        if keep.any():
            found[task] = functional.cross_entropy(logits.float()[keep], gold[keep], reduction="sum")
    parsed = (batch.heads != IGNORE).nonzero().squeeze(-1)
    if len(parsed):
        found.update(_parse_losses(network, network.parse(words), batch))
    if (batch.clusters >= 0).any():
        found["coref"] = _coreference_loss(network, words, batch)
    return {task: loss * weights.get(task, 1.0) / size for task, loss in found.items()}


def arc_scores(parse: Parse, rows: Tensor, sentences: Tensor) -> Tensor:
    """Scores [B, N, N] of each word's heads within its sentence, a root being its own head."""
    safe = rows.clamp(min=0)
    scores = torch.bmm(parse.dependent[safe], parse.head[safe].transpose(1, 2)).float()
    diagonal = torch.eye(rows.shape[1], dtype=torch.bool, device=rows.device)
    scores = torch.where(diagonal, parse.root[safe].float()[:, :, None], scores)
    number = torch.where(rows >= 0, sentences[safe], -1)
    same = (number[:, :, None] == number[:, None, :]) & (rows >= 0)[:, None, :]
    return scores.masked_fill(~same, -1e4)


def _parse_losses(network: Network, parse: Parse, batch: Batch) -> dict[str, Tensor]:
    safe = batch.rows.clamp(min=0)
    gold = torch.where(batch.rows >= 0, batch.heads[safe], IGNORE)
    windows = (gold != IGNORE).any(dim=1)
    rows, gold = batch.rows[windows], gold[windows]
    scores = arc_scores(parse, rows, batch.sentences)
    arc = functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORE, reduction="sum")
    window, word = (gold != IGNORE).nonzero(as_tuple=True)
    dependents = rows[window, word]
    heads = rows[window, gold[window, word]]
    logits = network.relation(parse.label_dependent[dependents], parse.label_head[heads]).float()
    label = functional.cross_entropy(
        logits, batch.labels["deprel"][dependents], ignore_index=IGNORE, reduction="sum"
    )
    return {"arc": arc, "label": label}


def _coreference_loss(network: Network, words: Tensor, batch: Batch) -> Tensor:
    query, key = network.coreference(words)
    safe = batch.rows.clamp(min=0)
    clusters = torch.where(batch.rows >= 0, batch.clusters[safe], IGNORE)
    windows = (clusters >= 0).any(dim=1)
    rows, clusters = safe[windows], clusters[windows]
    scores = torch.bmm(query[rows], key[rows].transpose(1, 2)).float()
    mention = clusters >= 0
    earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
    candidate = earlier & mention[:, None, :]
    same = candidate & (clusters[:, :, None] == clusters[:, None, :])
    dummy = torch.zeros_like(scores[:, :, :1])
    everything = torch.logsumexp(torch.cat([dummy, scores.masked_fill(~candidate, -1e4)], dim=-1), dim=-1)
    gold_dummy = torch.where(same.any(dim=-1, keepdim=True), -1e4, dummy)
    right = torch.logsumexp(torch.cat([gold_dummy, scores.masked_fill(~same, -1e4)], dim=-1), dim=-1)
    return (everything - right)[mention].sum()
