"""The training configuration: a TOML file that names every choice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.train.config import read_table
from kg.train.relations.loop import Schedule


@dataclass(frozen=True, slots=True)
class Share:
    """Which share of a corpus is drawn in each epoch of [first, last)."""

    share: float = 1.0
    first: int = 0
    last: int = 1000


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that one training run depends on."""

    schedule: Schedule
    frozen: int
    """The lowest layers of the encoder that are not trained."""
    dropout: float
    floor: float
    """Pairs that are proposed with less than this likelihood are not judged."""
    weights: dict[str, float]
    """Of each task's loss."""
    sources: dict[str, Share] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Config:
        """Read a TOML file, which may extend another; an unknown key is an error."""
        table = read_table(path)
        return cls(
            schedule=Schedule(**table["schedule"]),
            weights=dict(table["weights"]),
            sources={name: Share(**share) for name, share in table["sources"].items()},
            **table["model"],
        )
