"""The relation network: the encoder told of entities and roles, and a head that reads pairs."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.relate.model.windows import TYPES
from kg.train.encoder import Encoder

HEADS: Final = 4
NEVER: Final = -1e4
RARE: Final = -4.0
"""Logit from which a predicate starts: few pairs are related."""


class RelationNetwork(nn.Module):
    """Pairs of entities in windows to predicates, PLOVER roots, factuality, source and evidence."""

    def __init__(
        self,
        encoder: Encoder,
        labels: dict[str, int],
        frozen: int = 3,
        hidden: int = 384,
        dropout: float = 0.2,
    ) -> None:
        """`labels` gives the number of classes of each output; the lowest `frozen` layers are not trained."""
        super().__init__()
        self.encoder = encoder
        self.frozen = frozen
        width = encoder.pieces.weight.shape[1]
        self.norm = nn.LayerNorm(width)
        self.types = nn.Embedding(1 + len(TYPES), width)
        self.roles = nn.Embedding(3, width)
        nn.init.normal_(self.types.weight, std=0.02)
        nn.init.normal_(self.roles.weight, std=0.05)
        with torch.no_grad():
            self.types.weight[0] = 0
            self.roles.weight[0] = 0
        self.query_subject = nn.Linear(width, width)
        self.query_object = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.near = nn.Parameter(torch.zeros(HEADS))
        self.mix = nn.Linear(3 * width, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.drop = nn.Dropout(dropout)
        self.outputs = nn.ModuleDict({name: nn.Linear(hidden, size) for name, size in labels.items()})
        with torch.no_grad():
            self.outputs["predicate"].bias.fill_(RARE)
        self.begin = nn.Linear(hidden, width)
        self.end = nn.Linear(hidden, width)
        self.source = nn.Linear(hidden, width)
        self.no_source = nn.Linear(hidden, 1)

    def bottom(self, pieces: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor) -> Tensor:
        """[B, T] each -> [B, T, H]: the frozen layers, which know nothing of entities."""
        encoder = self.encoder
        steps = torch.arange(pieces.shape[1], device=pieces.device)
        states = encoder.pieces(pieces) + encoder.positions(steps)[None]
        states = states + encoder.shapes(shapes) + encoder.breaks(breaks)
        states = encoder.dropout(encoder.norm(states))
        for layer in encoder.layers[: self.frozen]:
            states = layer(states, mask[:, None, None, :])
        return states

    def top(self, states: Tensor, types: Tensor, roles: Tensor, mask: Tensor) -> Tensor:
        """States of `bottom` [B, T, H] -> [B, T, H]: told of entities and roles, the trained layers."""
        states = self.norm(states + self.types(types) + self.roles(roles))
        for layer in self.encoder.layers[self.frozen :]:
            states = layer(states, mask[:, None, None, :])
        return states

    def pairs(
        self, states: Tensor, mask: Tensor, pool: Tensor, subjects: Tensor, objects: Tensor, within: Tensor
    ) -> dict[str, Tensor]:
        """States [B, T, H] to outputs [B, P, ...]; see kg.relate.model.batch for the inputs."""
        batch, length, width = states.shape
        slots = pool.to(states.dtype) @ states
        subject = slots.gather(1, subjects[:, :, None].expand(-1, -1, width))
        object_ = slots.gather(1, objects[:, :, None].expand(-1, -1, width))
        count = subjects.shape[1]
        query = (self.query_subject(subject) + self.query_object(object_)).view(batch, count, HEADS, -1)
        key = self.key(states).view(batch, length, HEADS, -1)
        scores = query.transpose(1, 2) @ key.permute(0, 2, 3, 1) / (width // HEADS) ** 0.5
        scores = scores + self.near[None, :, None, None] * within[:, None].to(scores.dtype)
        scores = scores.masked_fill(~mask[:, None, None, :], NEVER)
        value = states.view(batch, length, HEADS, -1).transpose(1, 2)
        context = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, count, width)
        hidden = functional.gelu(self.mix(self.drop(torch.cat([subject, object_, context], -1))))
        hidden = self.drop(hidden + functional.gelu(self.second(self.drop(hidden))))
        found = {name: layer(hidden) for name, layer in self.outputs.items()}
        scale = width**-0.5
        columns = states.transpose(1, 2) * scale
        found["begin"] = (self.begin(hidden) @ columns).masked_fill(~within, NEVER)
        found["end"] = (self.end(hidden) @ columns).masked_fill(~within, NEVER)
        sources = (self.source(hidden) @ (slots.transpose(1, 2) * scale)).masked_fill(
            ~(pool.sum(-1) > 0)[:, None, :], NEVER
        )
        found["source"] = torch.cat([self.no_source(hidden), sources], -1)
        return found

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        breaks: Tensor,
        types: Tensor,
        roles: Tensor,
        mask: Tensor,
        pool: Tensor,
        subjects: Tensor,
        objects: Tensor,
        within: Tensor,
    ) -> dict[str, Tensor]:
        """All inputs to all outputs of the pairs."""
        states = self.top(self.bottom(pieces, shapes, breaks, mask), types, roles, mask)
        return self.pairs(states, mask, pool, subjects, objects, within)
