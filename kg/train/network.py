"""The multi-task network: one encoder, one vector for each word, a head for each task."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from kg.train.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the heads."""

    tags: int = 256
    names: int = 256
    arcs: int = 256
    labels: int = 192
    coref: int = 128


class Projection(nn.Module):
    """Linear, GELU, dropout."""

    def __init__(self, width: int, out: int, dropout: float) -> None:
        super().__init__()
        self.linear = nn.Linear(width, out)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor) -> Tensor:
        """[..., width] -> [..., out]."""
        return self.dropout(nn.functional.gelu(self.linear(states)))


@dataclass(slots=True)
class Parse:
    """What the parser says of words [W, ...]; see `Network.parse`."""

    dependent: Tensor
    head: Tensor
    root: Tensor
    label_dependent: Tensor
    label_head: Tensor


class Network(nn.Module):
    """Encoder and heads; `labels` gives the label list of each tagging task."""

    def __init__(
        self, encoder: Encoder, labels: dict[str, list[str]], sizes: Sizes, dropout: float = 0.25
    ) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.pieces.weight.shape[1]
        self.word_dropout = nn.Dropout(dropout)
        self.tasks = [task for task in labels if task != "deprel"]
        self.tag_layer = Projection(width, sizes.tags, dropout)
        self.name_layer = Projection(width, sizes.names, dropout)
        self.outputs = nn.ModuleDict(
            {
                task: nn.Linear(
                    sizes.names if task.startswith("ner_") or task == "etype" else sizes.tags,
                    len(labels[task]),
                )
                for task in self.tasks
            }
        )
        self.arc_dependent = Projection(width, sizes.arcs, dropout)
        self.arc_head = Projection(width, sizes.arcs, dropout)
        self.arc_weight = nn.Parameter(torch.zeros(sizes.arcs, sizes.arcs))
        self.arc_bias = nn.Linear(sizes.arcs, 1)
        self.root = nn.Linear(sizes.arcs, 1)
        nn.init.xavier_uniform_(self.arc_weight)
        self.label_dependent = Projection(width, sizes.labels, dropout)
        self.label_head = Projection(width, sizes.labels, dropout)
        relations = len(labels["deprel"])
        self.label_output = nn.Linear(3 * sizes.labels, relations)
        self.coref_query = nn.Linear(width, sizes.coref)
        self.coref_key = nn.Linear(width, sizes.coref)
        self.coref_scale = sizes.coref**-0.5

    def words(self, pieces: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """pieces, shapes, breaks, mask [B, T]; first [W] index into B*T -> word vectors [W, H]."""
        states = self.encoder(pieces, shapes, breaks, mask)
        return self.word_dropout(states.reshape(-1, states.shape[-1])[first])

    def tags(self, words: Tensor) -> dict[str, Tensor]:
        """[W, H] -> task -> logits [W, labels]."""
        tagged = self.tag_layer(words)
        named = self.name_layer(words)
        return {
            task: self.outputs[task](named if task.startswith("ner_") or task == "etype" else tagged)
            for task in self.tasks
        }

    def parse(self, words: Tensor) -> Parse:
        """[W, H] -> parser vectors; the score of head j for word i is dependent[i] @ head[j]."""
        dependent = self.arc_dependent(words)
        head = self.arc_head(words)
        bias = self.arc_bias(head)
        one = torch.ones_like(bias)
        return Parse(
            dependent=torch.cat([dependent @ self.arc_weight, one], dim=-1),
            head=torch.cat([head, bias], dim=-1),
            root=self.root(dependent).squeeze(-1),
            label_dependent=self.label_dependent(words),
            label_head=self.label_head(words),
        )

    def relation(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Label vectors of words and of their heads [N, D] -> relation logits [N, relations]."""
        logits: Tensor = self.label_output(torch.cat([dependent * head, dependent, head], dim=-1))
        return logits

    def coreference(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """[W, H] -> query and key [W, D]; their product scores an antecedent against a dummy of 0."""
        return self.coref_query(words) * self.coref_scale, self.coref_key(words)
