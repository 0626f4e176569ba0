"""Windows with what their corpus says of them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.relate.model.windows import Window

UNKNOWN = -1
"""Label of what a corpus does not say; it costs no loss."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one pair."""

    predicates: tuple[int, ...] = ()
    """Indices of the predicates that hold."""
    unsure: tuple[int, ...] = ()
    """Predicates that may hold or not: left out of the loss."""
    scope: int = 0
    """Which predicates the corpus knows: 0 none, 1 all, 2 affiliations only."""
    root: int = UNKNOWN
    """PLOVER root."""
    cameo: int = UNKNOWN
    sentiment: int = UNKNOWN
    denied: int = UNKNOWN
    modality: int = UNKNOWN
    sources: tuple[int, ...] | None = None
    """Slots of the source; empty for the text's own voice, None for not known."""
    evidence: tuple[int, int] | None = None
    """First and last word of the evidence."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window with an answer for each of its pairs."""

    window: Window
    answers: tuple[Answer, ...]
