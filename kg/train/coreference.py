"""Trains the coreference head on documents that the shipped pipeline annotated, so that it sees what it will see."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor, nn

from kg.annotate.coreference import WIDTH, Candidates, choose_pairs, find_mentions, history
from kg.annotate.entities import FITS, Entity, Rows
from kg.annotate.pairs import MentionTable, mention_features, pair_features
from kg.train.evaluate import tokenized, treebank_documents
from kg.train.links import Annotations, links_of
from kg.train.names import worldwide_documents
from kg.train.treebanks import entity_mentions

log = logging.getLogger(__name__)

Array = NDArray[np.float32]
HIDDEN = 128


@dataclass(frozen=True, slots=True)
class Case:
    """One document: pair indices [P], features, and which pairs corefer.

    `fits` tell how each mention fits the gold entity of its antecedent as far as it has been mentioned before.
    """

    left: Tensor
    right: Tensor
    pairs: Tensor
    fits: Tensor
    own: Tensor
    query: Tensor
    key: Tensor
    gold: Tensor
    size: int


class Scorer(nn.Module):
    """The network whose weights `kg.annotate.coreference` runs in NumPy."""

    def __init__(self, own: int, pairs: int, dropout: float = 0.3) -> None:
        super().__init__()
        self.pair = nn.Linear(pairs, HIDDEN)
        self.entity = nn.Linear(FITS + 1, HIDDEN, bias=False)
        self.product = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.left = nn.Linear(own, HIDDEN, bias=False)
        self.right = nn.Linear(own, HIDDEN, bias=False)
        self.output = nn.Linear(HIDDEN, 1, bias=False)
        self.alone = nn.Linear(own, HIDDEN)
        self.alone_output = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(dropout)
        self.input_dropout = nn.Dropout(dropout)

    def forward(self, case: Case) -> tuple[Tensor, Tensor]:
        """Pair scores [P] and scores of having no antecedent [M]."""
        own = self.input_dropout(case.own)
        product = self.input_dropout(case.query[case.left] * case.key[case.right])
        hidden = self.pair(case.pairs) + self.entity(case.fits) + self.product(product)
        hidden = hidden + self.left(own)[case.left] + self.right(own)[case.right]
        scores = self.output(self.dropout(torch.relu(hidden))).squeeze(-1)
        alone = self.alone_output(self.dropout(torch.relu(self.alone(own)))).squeeze(-1)
        return scores, alone

    def arrays(self) -> dict[str, Array]:
        """The weights by the names that the run time uses."""
        state = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        return {
            "coref_pair": state["pair.weight"].T,
            "coref_hidden_bias": state["pair.bias"],
            "coref_entity": state["entity.weight"].T,
            "coref_product": state["product.weight"].T,
            "coref_left": state["left.weight"].T,
            "coref_right": state["right.weight"].T,
            "coref_output": state["output.weight"][0],
            "coref_alone": state["alone.weight"].T,
            "coref_alone_bias": state["alone.bias"],
            "coref_alone_output": state["alone_output.weight"][0],
            "coref_alone_shift": state["alone_output.bias"],
        }


def treebank_cases(nlp: Language, path: Path) -> list[Case]:
    """The documents of a GUM file, annotated by a pipeline without its coreference component."""
    documents = list(treebank_documents(path))
    docs = nlp.pipe(tokenized(nlp, sentences, starts=False) for sentences in documents)
    return [
        _case(doc, _clusters(doc, [row[9] for sentence in sentences for row in sentence.rows]))
        for sentences, doc in zip(documents, docs, strict=True)
    ]


def article_cases(nlp: Language, path: Path, annotations: Annotations) -> list[Case]:
    """The articles of the worldwide corpus whose coreference is annotated, likewise."""
    found = []
    for name, paragraphs in worldwide_documents(path):
        links = links_of(annotations, name, [word for words, _ in paragraphs for word in words])
        if links is None:
            continue
        words: list[str] = []
        places: list[int] = []
        for part, _ in paragraphs:
            if words and len(places) < links.words:
                words.append("\n\n")
            for word in part[: links.words - len(places)]:
                places.append(len(words))
                words.append(word)
        doc = nlp(Doc(nlp.vocab, words=words))
        clusters = {
            doc[places[begin] : places[end - 1] + 1].root.i: number
            for number, cluster in enumerate(links.clusters)
            for begin, end, _ in cluster
        }
        found.append(_case(doc, clusters))
    return found


def _clusters(doc: Doc, misc: list[str]) -> dict[int, int]:
    return {
        doc[mention.begin : mention.end].root.i: mention.cluster
        for mention in sorted(entity_mentions(misc), key=lambda one: one.begin - one.end)
    }


def _case(doc: Doc, clusters: dict[int, int]) -> Case:
    table = find_mentions(doc, WIDTH)
    pairs = choose_pairs(table)
    cluster = np.array(
        [clusters.get(one.head, -1 - number) for number, one in enumerate(table.mentions)], dtype=np.int64
    )
    return Case(
        left=torch.from_numpy(pairs.left),
        right=torch.from_numpy(pairs.right),
        pairs=torch.from_numpy(pair_features(table, pairs.left, pairs.right, pairs.scores)),
        fits=torch.from_numpy(_fits(table, pairs, cluster)),
        own=torch.from_numpy(np.concatenate([mention_features(table), table.states], axis=1)),
        query=torch.from_numpy(table.query.copy()),
        key=torch.from_numpy(table.key.copy()),
        gold=torch.from_numpy(cluster[pairs.left] == cluster[pairs.right]),
        size=len(table),
    )


def _fits(table: MentionTable, pairs: Candidates, clusters: NDArray[np.int64]) -> Array:
    rows = Rows.of(table)
    _, numbers = np.unique(clusters, return_inverse=True)
    entity_of = numbers.tolist()
    entities = [Entity() for _ in range(max(entity_of, default=-1) + 1)]
    bounds = np.searchsorted(pairs.left, np.arange(len(table) + 1)).tolist()
    found = [np.zeros((0, FITS + 1), dtype=np.float32)]
    for row, (begin, end) in enumerate(pairwise(bounds)):
        antecedents = pairs.right[begin:end].tolist()
        if antecedents:
            near = [entity_of[antecedent] for antecedent in antecedents]
            found.append(history(entities, near, antecedents, rows, row))
        entities[entity_of[row]].add(rows, row)
    return np.concatenate(found)


def loss_of(scorer: Scorer, case: Case) -> Tensor:
    """The negative log-likelihood of the gold antecedents, or of none, a mean over the mentions."""
    scores, alone = scorer(case)
    everything = _log_sum(scores, case.left, alone)
    has_gold = torch.zeros(case.size, dtype=torch.bool).index_fill(0, case.left[case.gold], True)
    right = _log_sum(scores.masked_fill(~case.gold, -1e4), case.left, torch.where(has_gold, -1e4, alone))
    return (everything - right).mean()


def _log_sum(scores: Tensor, left: Tensor, alone: Tensor) -> Tensor:
    top = alone.detach().scatter_reduce(0, left, scores.detach(), "amax")
    total = torch.exp(alone - top).scatter_add(0, left, torch.exp(scores - top[left]))
    return torch.log(total.clamp(min=1e-30)) + top


def train_scorer(
    train: Sequence[Case], epochs: int = 25, rate: float = 1e-3, seed: int = 1
) -> Mapping[str, Array]:
    """Train and return the weights."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    scorer = Scorer(train[0].own.shape[1], train[0].pairs.shape[1])
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * len(train)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(1 - step / steps, 0.02))
    order = [case for case in train if len(case.left)]
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for case in order:
            loss = loss_of(scorer, case)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(scorer.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        log.info("coreference epoch %d: loss %.4f", epoch + 1, total / max(len(order), 1))
    return scorer.eval().arrays()
