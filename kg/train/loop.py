"""The training loop: mixed batches, a linear schedule, averaged weights, a checkpoint for each epoch."""

from __future__ import annotations

import json
import logging
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from kg.annotate.pieces import Pieces
from kg.train.augment import disturbed_breaks, disturbed_shapes, hidden_words
from kg.train.config import Config, Schedule
from kg.train.corpora import label_lists, read_corpus
from kg.train.encoder import Encoder
from kg.train.losses import losses
from kg.train.network import Network
from kg.train.quick import quick_scores
from kg.train.thaw import thaw
from kg.train.windows import Batch, Encoded, Window, batches, collate, cut, encode

log = logging.getLogger(__name__)


class Trainer:
    """One run: data, network, optimiser and their state in a folder."""

    def __init__(
        self, config: Config, corpora: Path, encoder: Path, out: Path, start: Path | None = None
    ) -> None:
        self.config = config
        self.out = out
        out.mkdir(parents=True, exist_ok=True)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(config.schedule.seed)
        torch.set_flush_denormal(True)
        self.pieces = Pieces((encoder / "tokenizer.json").read_text(encoding="utf-8"))
        texts = [read_corpus(corpus, corpora, config.schedule.seed) for corpus in config.train]
        self.labels = label_lists(text for group in texts for text in group)
        (out / "labels.json").write_text(json.dumps(self.labels, indent=0), encoding="utf-8")
        self.texts = [[encode(text, self.pieces, self.labels) for text in group] for group in texts]
        self.dev = {
            corpus.reader: [
                encode(text, self.pieces, self.labels) for text in read_corpus(corpus, corpora, 0)
            ]
            for corpus in config.dev
        }
        self.network = Network(
            Encoder.from_pretrained(encoder), self.labels, config.sizes, config.schedule.dropout
        ).to(self.device)
        if start is not None:
            thaw(self.network, start, self.labels)
        self.average = {name: value.detach().clone() for name, value in self.network.state_dict().items()}
        self.optimizer = _optimizer(self.network, config.schedule)
        self.epoch = 0
        self.step = 0
        self.steps = sum(len(self.plan(epoch)) for epoch in range(config.schedule.epochs))
        for group, name in zip(self.texts, config.train, strict=True):
            log.info("%s: %d texts, %d words", name.file, len(group), sum(len(text.pieces) for text in group))
        log.info("%d steps in %d epochs on %s", self.steps, config.schedule.epochs, self.device)

    def plan(self, epoch: int) -> list[list[Window]]:
        """The batches of an epoch; the same for the same seed and epoch."""
        schedule = self.config.schedule
        windows: list[Window] = []
        for number, (corpus, group) in enumerate(zip(self.config.train, self.texts, strict=True)):
            rng = random.Random(f"{schedule.seed}-{epoch}-{number}")
            for text in _share(group, corpus.share, epoch, schedule.seed):
                single = rng.random() < schedule.single_sentences
                target = 1 if single else rng.randint(30, schedule.window_words)
                windows.extend(cut(text, target, schedule.window_words, schedule.window_pieces))
        return batches(windows, schedule.batch_words, random.Random(f"{schedule.seed}-{epoch}"))

    def train(self) -> None:
        """Train the epochs that are left; the weights that a run began with stay in a file of their own, too."""
        self.resume()
        if self.epoch == 0:
            torch.save(self.average, self.out / "average-0.pt")
        while self.epoch < self.config.schedule.epochs:
            self._train_epoch()
            self.epoch += 1
            self.save()
            for name, score in quick_scores(self.averaged(), self.dev, self.labels, self.batch).items():
                log.info("epoch %d dev %s %.2f", self.epoch, name, 100 * score)

    def _train_epoch(self) -> None:
        schedule = self.config.schedule
        self.network.train()
        rng = random.Random(f"{schedule.seed}-noise-{self.epoch}")
        torch.manual_seed(schedule.seed + self.epoch)
        totals: Counter[str] = Counter()
        begun, words = time.monotonic(), 0
        plan = self.plan(self.epoch)
        for number, windows in enumerate(plan, start=1):
            batch = self.batch(windows, rng)
            factor = _factor(self.step, self.steps, schedule.warmup)
            for group in self.optimizer.param_groups:
                group["lr"] = group["rate"] * factor
            with torch.autocast(self.device.type, dtype=torch.bfloat16):
                parts = losses(self.network, batch, self.config.weights)
            total = torch.stack(list(parts.values())).sum()
            self.optimizer.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), schedule.clip)
            self.optimizer.step()
            self.step += 1
            self._average(schedule.average_decay)
            words += batch.first.shape[0]
            totals.update({task: loss.item() for task, loss in parts.items()})
            if number % 50 == 0 or number == len(plan):
                speed = words / (time.monotonic() - begun)
                mean = " ".join(f"{task} {value / number:.3f}" for task, value in sorted(totals.items()))
                log.info(
                    "epoch %d step %d/%d, %.0f words/s: %s",
                    self.epoch + 1,
                    self.step,
                    self.steps,
                    speed,
                    mean,
                )

    def batch(self, windows: list[Window], rng: random.Random | None) -> Batch:
        """Tensors of some windows, disturbed where a generator is given."""
        how = self.config.augmentation
        if rng is None:
            shapes = [one.text.shapes[one.begin : one.end] for one in windows]
            breaks = [one.text.breaks[one.begin : one.end] for one in windows]
            hidden = [one.text.shapes[one.begin : one.end] < 0 for one in windows]
        else:
            shapes = [disturbed_shapes(one, rng, how) for one in windows]
            breaks = [disturbed_breaks(one, rng, how) for one in windows]
            hidden = [hidden_words(one, rng, how) for one in windows]
        return _to(collate(windows, list(self.labels), self.pieces, shapes, breaks, hidden), self.device)

    @torch.no_grad()
    def _average(self, decay: float) -> None:
        decay = min(decay, (1 + self.step) / (10 + self.step))
        current = self.network.state_dict()
        names = [name for name in current if current[name].is_floating_point()]
        torch._foreach_lerp_(
            [self.average[name] for name in names], [current[name] for name in names], 1 - decay
        )

    def averaged(self) -> Network:
        """A copy of the network with the averaged weights, for prediction."""
        encoder = self.network.encoder
        copy = Network(
            Encoder(
                vocabulary=encoder.pieces.num_embeddings,
                width=encoder.pieces.embedding_dim,
                inner=encoder.inner,
                layers=len(encoder.layers),
                heads=encoder.heads,
                positions=encoder.positions.num_embeddings,
            ),
            self.labels,
            self.config.sizes,
        ).to(self.device)
        copy.load_state_dict(self.average)
        return copy.eval()

    def save(self) -> None:
        """Write the state; the averaged weights of each epoch stay in files of their own."""
        torch.save(self.average, self.out / f"average-{self.epoch}.pt")
        state = {
            "epoch": self.epoch,
            "step": self.step,
            "network": self.network.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
        }
        partial = self.out / "state.partial"
        torch.save(state, partial)
        partial.replace(self.out / "state.pt")

    def resume(self) -> None:
        """Go on from the last finished epoch, if the folder has one."""
        path = self.out / "state.pt"
        if path.exists():
            state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
            self.epoch, self.step = state["epoch"], state["step"]
            self.network.load_state_dict(state["network"])
            self.average = state["average"]
            self.optimizer.load_state_dict(state["optimizer"])
            log.info("resumed after epoch %d", self.epoch)


def _share(group: list[Encoded], share: float, epoch: int, seed: int) -> list[Encoded]:
    order = list(range(len(group)))
    random.Random(seed).shuffle(order)
    begin, end = round(epoch * share * len(group)), round((epoch + 1) * share * len(group))
    return [group[order[index % len(group)]] for index in range(begin, end)]


def _optimizer(network: Network, schedule: Schedule) -> torch.optim.AdamW:
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        groups.setdefault((name.startswith("encoder."), parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "rate": schedule.encoder_rate if encoder else schedule.head_rate,
                "weight_decay": schedule.weight_decay if decays else 0.0,
            }
            for (encoder, decays), parameters in groups.items()
        ],
        lr=schedule.head_rate,
        betas=(0.9, 0.98),
        fused=True,
    )


def _factor(step: int, steps: int, warmup: float) -> float:
    progress = step / max(steps, 1)
    if progress < warmup:
        return (step + 1) / (warmup * steps + 1)
    return max((1 - progress) / (1 - warmup), 0.01)


def _to(batch: Batch, device: torch.device) -> Batch:
    if device.type == "cpu":
        return batch
    return Batch(
        pieces=batch.pieces.to(device),
        shapes=batch.shapes.to(device),
        breaks=batch.breaks.to(device),
        mask=batch.mask.to(device),
        first=batch.first.to(device),
        rows=batch.rows.to(device),
        labels={task: value.to(device) for task, value in batch.labels.items()},
        heads=batch.heads.to(device),
        sentences=batch.sentences.to(device),
        clusters=batch.clusters.to(device),
    )
