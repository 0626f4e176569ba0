"""Training: batches of like examples, AdamW, a linear schedule."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from kg.annotate.pieces import Pieces
from kg.train.relations.examples import Example
from kg.train.relations.losses import Batch, Task, batch, losses
from kg.train.relations.network import RelationNetwork
from kg.train.relations.renaming import Renaming

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """Examples of one corpus: `share` of them are drawn in each epoch of [first, last)."""

    name: str
    examples: Sequence[Example]
    share: float = 1.0
    first: int = 0
    last: int = 1000


@dataclass(frozen=True, slots=True)
class Schedule:
    """Optimisation."""

    epochs: int = 6
    batch_words: int = 1200
    encoder_rate: float = 1.5e-4
    """Learning rate of the layers that read after the entities are marked."""
    lower_rate: float = 0.0
    """Learning rate of the layers that read before; at 0 they stay as they are, and each text is put to them once."""
    head_rate: float = 1e-3
    warmup: float = 0.08
    weight_decay: float = 0.01
    smoothing: float = 0.05
    type_dropout: float = 0.1
    hidden: float = 0.0
    """Share of the words that the network is not shown, lest it learns texts by heart; for thawed lower layers only."""
    clip: float = 2.0
    renamed: float = 0.0
    """Share of the windows in which persons and countries have other names each time."""
    average: float = 0.995
    """Decay of the moving average of the weights that is kept in the end; 0 keeps the last ones."""
    seed: int = 1


Key = tuple[tuple[str, ...], tuple[int, ...]]


class Memory:
    """Keeps what the frozen layers say of the texts of some examples, as they would say it again in every epoch."""

    def __init__(self, network: RelationNetwork, examples: Iterable[Example]) -> None:
        self._network = network
        self._lasting = {_key(example) for example in examples}
        self._held: dict[Key, Tensor] = {}

    @torch.no_grad()
    def states(self, examples: Sequence[Example], made: Batch) -> Tensor:
        """[B, T, H] of a batch, zero at padding."""
        keys = [_key(example) for example in examples]
        mask = made.inputs["mask"]
        lengths = mask.sum(-1).tolist()
        made_of = {row: self._held[key] for row, key in enumerate(keys) if key in self._held}
        new = [row for row in range(len(keys)) if row not in made_of]
        if new:
            was = self._network.training
            self._network.eval()
            found = self._network.read({name: value[new] for name, value in made.inputs.items()})
            self._network.train(was)
            for row, states in zip(new, found, strict=True):
                made_of[row] = states[: lengths[row]].to(torch.bfloat16).clone()
                if keys[row] in self._lasting:
                    self._held[keys[row]] = made_of[row]
        return torch.nn.utils.rnn.pad_sequence(
            [made_of[row] for row in range(len(keys))], batch_first=True
        ).float()


def _key(example: Example) -> Key:
    return example.window.words, example.window.breaks


def batches(sources: Sequence[Source], epoch: int, schedule: Schedule) -> list[list[Example]]:
    """The batches of one epoch in random order, each of one source and of like lengths."""
    rng = random.Random(schedule.seed * 1000 + epoch)
    found: list[list[Example]] = []
    for source in sources:
        if not source.first <= epoch < source.last:
            continue
        count = round(len(source.examples) * min(1.0, source.share))
        drawn = rng.sample(list(source.examples), count)
        drawn.sort(key=lambda example: len(example.window.words) + rng.random() * 15)
        chunk: list[Example] = []
        for example in drawn:
            size = len(example.window.words) + 2
            if chunk and size * (len(chunk) + 1) > schedule.batch_words:
                found.append(chunk)
                chunk = []
            chunk.append(example)
        if chunk:
            found.append(chunk)
    rng.shuffle(found)
    return found


def train(
    network: RelationNetwork,
    sources: Sequence[Source],
    schedule: Schedule,
    task: Task,
    vocabulary: Pieces,
    checkpoint: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train in place; the weights kept in the end are a moving average.

    `checkpoint` is called after each epoch, counted from 1, while the network holds the weights as they are then.
    """
    torch.manual_seed(schedule.seed)
    rng = np.random.default_rng(schedule.seed)
    thawed = schedule.lower_rate > 0
    for part in (
        network.encoder.pieces,
        network.encoder.positions,
        network.encoder.shapes,
        network.encoder.breaks,
    ):
        part.weight.requires_grad_(False)
    lower = (network.encoder.norm, *network.encoder.layers[: network.frozen])
    for part in lower:
        part.requires_grad_(thawed)
    named = [(name, value) for name, value in network.named_parameters() if value.requires_grad]
    first = {value for part in lower for value in part.parameters()}
    groups = [
        {"params": [v for _, v in named if v in first], "lr": schedule.lower_rate},
        {
            "params": [v for n, v in named if n.startswith("encoder.") and v not in first],
            "lr": schedule.encoder_rate,
        },
        {"params": [v for n, v in named if not n.startswith("encoder.")], "lr": schedule.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=schedule.weight_decay, fused=True)
    plan = [batches(sources, epoch, schedule) for epoch in range(schedule.epochs)]
    steps = sum(map(len, plan))
    warm = max(1.0, schedule.warmup * steps)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    averages = [value.detach().clone() for _, value in named]
    everything = [example for source in sources for example in source.examples]
    memory = Memory(network, everything)
    rename, names = Renaming(everything), random.Random(schedule.seed)
    begun, done = time.monotonic(), 0
    network.train()
    for epoch, chunks in enumerate(plan):
        sums: dict[str, list[float]] = {}
        for plain in chunks:
            chunk = [rename(one, names) if names.random() < schedule.renamed else one for one in plain]
            made = batch(chunk, vocabulary, schedule.type_dropout, rng, schedule.hidden if thawed else 0.0)
            with torch.autocast("cpu", torch.bfloat16):
                states = network.read(made.inputs) if thawed else memory.states(chunk, made)
                found = losses(network, states, made, task, rng)
            for name, loss in found.items():
                sums.setdefault(name, []).append(float(loss.detach()))
            optimizer.zero_grad()
            torch.stack(list(found.values())).sum().backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), schedule.clip)
            optimizer.step()
            scheduler.step()
            done += 1
            decay = min(schedule.average, (1 + done) / (10 + done)) if schedule.average else 0.0
            torch._foreach_lerp_(averages, [value.detach() for _, value in named], 1 - decay)
        means = " ".join(f"{name} {np.mean(values):.3f}" for name, values in sorted(sums.items()))
        log.info("epoch %d step %d/%d %.0fs %s", epoch + 1, done, steps, time.monotonic() - begun, means)
        checkpoint(epoch + 1)
    with torch.no_grad():
        for (_, value), average in zip(named, averages, strict=True):
            value.copy_(average)
    network.eval()
