"""A named mention, as it passes between the steps of resolving."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import EntityType, MentionKind
from kg.resolve.countries import Country
from kg.resolve.lexicon import Listed
from kg.resolve.names import fold
from kg.resolve.titles import Titled


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of the text that names something; offsets are characters of the text."""

    begin: int
    end: int
    text: str
    type: EntityType
    kind: MentionKind = MentionKind.NAME
    country: Country | None = None
    """For a country, or for a territory that is a place."""
    listed: Listed | None = None
    """The general organization or place that it surely is."""
    base: str | None = None
    """The name without a common noun that belongs to it ("Lund" in "Lund province")."""
    titled: Titled | None = None
    """For a person: the titles that stand before the name."""
    start: int = 0
    """Index of the first token; `stop` is exclusive."""
    stop: int = 0

    @property
    def key(self) -> str:
        """The folded name."""
        return fold(self.text)
