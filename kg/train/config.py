"""The training configuration: a TOML file that names every choice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.train.augment import Augmentation
from kg.train.network import Sizes


@dataclass(frozen=True, slots=True)
class Corpus:
    """A training file: which reader reads it and which share of its texts each epoch sees."""

    file: str
    reader: str
    share: float = 1.0
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Optimisation."""

    seed: int = 1
    epochs: int = 5
    batch_words: int = 1600
    window_words: int = 200
    window_pieces: int = 320
    single_sentences: float = 0.2
    encoder_rate: float = 2.5e-4
    head_rate: float = 2e-3
    warmup: float = 0.06
    weight_decay: float = 0.01
    average_decay: float = 0.998
    clip: float = 2.0
    dropout: float = 0.25


@dataclass(frozen=True, slots=True)
class Coreference:
    """Training of the coreference head; an epoch reads the treebank's documents so many times, the articles once.

    `lean` is taken off the score of having no antecedent, tuned on GUM dev.
    """

    treebank: int = 2
    epochs: int = 15
    rate: float = 1e-3
    lean: float = 1.0


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that one training run depends on."""

    schedule: Schedule
    sizes: Sizes
    augmentation: Augmentation
    weights: dict[str, float]
    coreference: Coreference
    train: tuple[Corpus, ...]
    dev: tuple[Corpus, ...] = field(default=())

    @classmethod
    def read(cls, path: Path) -> Config:
        """Read a TOML file; an unknown key is an error."""
        table = read_table(path)
        return cls(
            schedule=Schedule(**table.get("schedule", {})),
            sizes=Sizes(**table.get("sizes", {})),
            augmentation=Augmentation(**table.get("augmentation", {})),
            weights=dict(table.get("weights", {})),
            coreference=Coreference(**table.get("coreference", {})),
            train=tuple(Corpus(**one) for one in table["train"]),
            dev=tuple(Corpus(**one) for one in table.get("dev", [])),
        )


def read_table(path: Path) -> dict[str, Any]:
    """What a TOML file says.

    Where it `extends` another file of its folder, it names only what differs: of a table the keys, of a corpus that
    the other file has, too, what it says of it anew.
    """
    own: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    extended = own.pop("extends", None)
    if extended is None:
        return own
    merged = read_table(path.with_name(extended))
    for name, value in own.items():
        if isinstance(value, list):
            merged[name] = _corpora(merged.get(name, []), value)
        else:
            merged[name] = merged.get(name, {}) | value
    return merged


def _corpora(before: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The corpora of both, in the first one's order; a file with its reader stands once."""
    merged = {(one["file"], one["reader"]): one for one in before}
    for one in own:
        key = one["file"], one["reader"]
        merged[key] = merged.get(key, {}) | one
    return list(merged.values())
