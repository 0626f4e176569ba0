"""Entities and parsed text in, claims out: who did what to whom, and who says so."""

from __future__ import annotations

from pathlib import Path

from kg.relate.model import RelationModel
from kg.relate.model import load as _load
from kg.relate.model.session import JUDGE, READER
from kg.relate.relater import Relater

__all__ = ["Relater", "load_model"]


def load_model() -> RelationModel | None:
    """The relation model inside the package; None where a build has left it out."""
    folder = Path(__file__).parent / "model"
    return _load() if all((folder / name).exists() for name in (READER, JUDGE)) else None
