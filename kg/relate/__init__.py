"""Entities and parsed text in, claims out: who did what to whom, and who says so."""

from __future__ import annotations

from kg.relate.relater import Relater

__all__ = ["Relater"]
