"""What is known of one document before its frames are matched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.relate.arguments import Arguments
from kg.relate.places import Resolver
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.schema.frames import Frame

Fits = Callable[[Frame, Referent, Referent], bool]
"""(frame, subject, object) → whether domain and range, or the frame's own classes, allow the pair."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the matchers read."""

    tree: Tree
    arguments: Arguments
    referents: Referents
    resolver: Resolver
    """From a frame's roles to entities."""
    fits: Fits
