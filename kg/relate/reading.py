"""A reading: a frame that fits, before it is decided what the text makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.relate.referents import Referent
from kg.schema.frames import Frame


@dataclass(frozen=True, slots=True)
class Reading:
    """Frame, trigger and the two ends."""

    frame: Frame
    trigger: int
    """The token whose embedding decides polarity, modality and source."""
    tokens: tuple[int, ...]
    """All tokens that belong to the evidence besides the two ends."""
    subject: Referent
    object: Referent
    title: str | None = None
    ended: bool = False
    settled: bool = False
    """Whether the text presupposes it, as it does titles: nobody else's word, no doubt, no denial."""
    places: tuple[str, str] = ("", "")
    """The roles at which the two ends were found, for calibration."""
    homes: Mapping[str, float] = field(default_factory=dict)
    """Where the words do not say whose office it is: the countries that may be meant, each with how much the text looks
    to be at home there."""
