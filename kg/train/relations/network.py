"""The relation network: a reader that proposes pairs of entities, and a judge of those that it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.relate.model.batch import GAPS, ZONES
from kg.relate.model.windows import FUNCTIONS, TYPES
from kg.train.encoder import NEVER, Encoder

HEADS: Final = 6
LAYERS: Final = 2
"""Of the judge."""
PROPOSAL: Final = 128
"""Width in which subjects and objects are compared."""
RARE: Final = -3.0
"""Logit from which a proposal starts: few pairs are related."""


class PairLayer(nn.Module):
    """One layer of the judge: pairs look at the words of their window, by what these are to the pair."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.mix = nn.Linear(width, width)
        self.zones = nn.Parameter(torch.zeros(ZONES, HEADS))
        self.norm_attention = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 2 * width)
        self.contract = nn.Linear(2 * width, width)
        self.norm_output = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, pairs: Tensor, states: Tensor, zones: Tensor, mask: Tensor) -> Tensor:
        """pairs [B, P, H], states [B, T, H], zones [B, P, T], mask [B, T] -> [B, P, H]."""
        batch, count, width = pairs.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(batch, -1, HEADS, width // HEADS).transpose(1, 2)

        bias = self.zones.to(pairs.dtype)[zones].permute(0, 3, 1, 2)
        bias = bias.masked_fill(~mask[:, None, None, :], NEVER)
        mixed = functional.scaled_dot_product_attention(
            heads(self.query(pairs)), heads(self.key(states)), heads(self.value(states)), attn_mask=bias
        )
        mixed = self.mix(mixed.transpose(1, 2).reshape(batch, count, width))
        pairs = self.norm_attention(pairs + self.dropout(mixed))
        inner = self.contract(functional.gelu(self.expand(pairs)))
        return self.norm_output(pairs + self.dropout(inner))


class RelationNetwork(nn.Module):
    """Pairs of entities in windows to predicates, PLOVER roots, factuality, source and evidence."""

    def __init__(
        self, encoder: Encoder, labels: dict[str, int], frozen: int = 3, dropout: float = 0.2
    ) -> None:
        """`labels` gives the number of classes of each output; the entities are marked after `frozen` layers.

        The output "predicate" has one class more, the last, against which each predicate is weighed.
        """
        super().__init__()
        self.encoder = encoder
        self.frozen = frozen
        width = encoder.pieces.weight.shape[1]
        self.norm = nn.LayerNorm(width)
        self.types = nn.Embedding(1 + len(TYPES), width)
        self.roles = nn.Embedding(3, width)
        self.functions = nn.Embedding(len(FUNCTIONS), width)
        nn.init.normal_(self.types.weight, std=0.02)
        nn.init.normal_(self.roles.weight, std=0.05)
        with torch.no_grad():
            self.types.weight[0] = 0
            self.roles.weight[0] = 0
            self.functions.weight.zero_()
        self.left = nn.Linear(width, PROPOSAL)
        self.right = nn.Linear(width, PROPOSAL)
        self.left_alone = nn.Linear(width, 1)
        self.right_alone = nn.Linear(width, 1)
        self.near = nn.Embedding(GAPS, 1)
        nn.init.constant_(self.near.weight, RARE)
        self.subject = nn.Linear(width, width)
        self.object = nn.Linear(width, width)
        self.gaps = nn.Embedding(GAPS, width)
        nn.init.normal_(self.gaps.weight, std=0.02)
        self.norm_pair = nn.LayerNorm(width)
        self.judge = nn.ModuleList(PairLayer(width, dropout) for _ in range(LAYERS))
        self.mix = nn.Linear(3 * width, width)
        self.drop = nn.Dropout(dropout)
        self.outputs = nn.ModuleDict({name: nn.Linear(width, size) for name, size in labels.items()})
        self.begin = nn.Linear(width, width)
        self.end = nn.Linear(width, width)
        self.source = nn.Linear(width, width)
        self.no_source = nn.Linear(width, 1)

    def read(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Pieces, shapes, breaks and mask [B, T] -> [B, T, H]: the lower layers, which know nothing of entities."""
        pieces, shapes, breaks, mask = (inputs[name] for name in ("pieces", "shapes", "breaks", "mask"))
        encoder = self.encoder
        steps = torch.arange(pieces.shape[1], device=pieces.device)
        states = encoder.pieces(pieces) + encoder.positions(steps)[None]
        states = states + encoder.shapes(shapes) + encoder.breaks(breaks)
        states = encoder.dropout(encoder.norm(states))
        for layer in encoder.layers[: self.frozen]:
            states = layer(states, mask[:, None, None, :])
        return states

    def top(self, states: Tensor, types: Tensor, roles: Tensor, functions: Tensor, mask: Tensor) -> Tensor:
        """States of `read` [B, T, H] -> [B, T, H]: told of entities, roles and syntax, the trained layers."""
        states = self.norm(states + self.types(types) + self.roles(roles) + self.functions(functions))
        for layer in self.encoder.layers[self.frozen :]:
            states = layer(states, mask[:, None, None, :])
        return states

    def propose(self, states: Tensor, pool: Tensor, gaps: Tensor) -> tuple[Tensor, Tensor]:
        """States [B, T, H], pool [B, S, T], gaps [B, S, S] -> slots [B, S, H], logits [B, S, S] of being related."""
        slots = pool.to(states.dtype) @ states
        scores = self.left(slots) @ self.right(slots).transpose(1, 2) * PROPOSAL**-0.5
        scores = scores + self.left_alone(slots) + self.right_alone(slots).transpose(1, 2)
        return slots, scores + self.near(gaps).squeeze(-1)

    def pairs(
        self,
        states: Tensor,
        slots: Tensor,
        mask: Tensor,
        named: Tensor,
        subjects: Tensor,
        objects: Tensor,
        gaps: Tensor,
        zones: Tensor,
    ) -> dict[str, Tensor]:
        """What was read, and questions [B, P], to outputs [B, P, ...].

        `named` [B, S] is true on slots, `mask` [B, T] on pieces; the rest as in kg.relate.model.batch.
        """
        width = states.shape[-1]
        subject = slots.gather(1, subjects[:, :, None].expand(-1, -1, width))
        object_ = slots.gather(1, objects[:, :, None].expand(-1, -1, width))
        found = self.norm_pair(self.subject(subject) + self.object(object_) + self.gaps(gaps))
        for layer in self.judge:
            found = layer(found, states, zones, mask)
        hidden = self.drop(functional.gelu(self.mix(self.drop(torch.cat([subject, object_, found], -1)))))
        out = {name: layer(hidden) for name, layer in self.outputs.items()}
        columns = states.transpose(1, 2) * width**-0.5
        out["begin"] = (self.begin(hidden) @ columns).masked_fill(~mask[:, None, :], NEVER)
        out["end"] = (self.end(hidden) @ columns).masked_fill(~mask[:, None, :], NEVER)
        sources = self.source(hidden) @ (slots.transpose(1, 2) * width**-0.5)
        sources = sources.masked_fill(~named[:, None, :], NEVER)
        out["source"] = torch.cat([self.no_source(hidden), sources], -1)
        return out
