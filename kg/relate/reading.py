"""A reading: a frame that fits, before it is decided what the text makes of it."""

from __future__ import annotations

from dataclasses import dataclass

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
    implied: bool = False
    """Whether one end is not in the words themselves but follows from the rest of the text."""
