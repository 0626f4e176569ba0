"""The frozen records that pass between the rooms.

They know nothing of spaCy or RDF and import nothing of kg. Offsets are half-open and count the Unicode code points
of the unmodified text of the document.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class EntityType(StrEnum):
    """The four classes of entities; the values are the local names of the classes in the ontology."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    PLACE = "Place"


class Polarity(StrEnum):
    """Whether the text says that it is so, or that it is not."""

    AFFIRMED = "affirmed"
    DENIED = "denied"

    @property
    def turned(self) -> Polarity:
        """The other one."""
        return Polarity.AFFIRMED if self is Polarity.DENIED else Polarity.DENIED


class Modality(StrEnum):
    """How certain the text is of it."""

    ACTUAL = "actual"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    PLANNED = "planned"


class MentionKind(StrEnum):
    """How a text refers to an entity."""

    NAME = "name"
    DEMONYM = "demonym"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `begin` to `end` (exclusive) of a document's text."""

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin < self.end:
            raise ValueError(f"a span needs 0 <= begin < end, not {self.begin} and {self.end}")

    def of(self, text: str) -> str:
        """The words of the span in `text`."""
        return text[self.begin : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.begin <= other.begin and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Publication:
    """One appearance of a text; the same wire story in two papers has two."""

    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    issued: dt.date | None = None
    authors: tuple[str, ...] = ()
    path: str | None = None
    """Where it was read from: the path or URL that the user gave."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text, never modified, and what is known about it."""

    id: str
    """Stable and unique: the IRI of the document ends with it."""
    text: str
    publication: Publication = Publication()
    more_publications: tuple[Publication, ...] = ()
    language: str = "en"

    @property
    def publications(self) -> tuple[Publication, ...]:
        """All of them, the first one first."""
        return self.publication, *self.more_publications

    @property
    def title(self) -> str | None:
        return self.publication.title

    @property
    def issued(self) -> dt.date | None:
        """The date against which relative times in the text are resolved."""
        return self.publication.issued

    @property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text refers to an entity."""

    span: Span
    kind: MentionKind = MentionKind.NAME


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, country or place as one document knows it."""

    id: str
    """Unique within the extraction: e1, e2 ... in the order of first mention."""
    type: EntityType
    name: str
    """The fullest name that the text gives; for a country its usual English name."""
    aliases: tuple[str, ...] = ()
    """The other names used in the text, in the order of first use."""
    mentions: tuple[Mention, ...] = ()
    iso: str | None = None
    """ISO 3166-1 alpha-2 code, for present countries."""
    link: str | None = None
    """IRI in a knowledge base, such as http://www.wikidata.org/entity/Q36; None where nothing is known."""
    qualifier: str | None = None
    """Set only where a text forces two entities of one type and name apart: what tells this one from the other."""


@dataclass(frozen=True, slots=True)
class Time:
    """When something happened, as the text says it and, where it can be known, as a value of XML Schema."""

    text: str
    value: str | None = None
    datatype: Literal["date", "gYearMonth", "gYear"] | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.datatype is None):
            raise ValueError("a time has both a value and a datatype, or neither")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says of two entities, with the words that it was read from."""

    subject: str
    """Id of an entity of the same extraction, as are object and source."""
    predicate: str
    """Name of a predicate of the schema, such as rejectedProposalOf."""
    object: str
    evidence: Span
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ACTUAL
    source: str | None = None
    """Who says so in the text; None is the text's own voice."""
    time: Time | None = None
    title: str | None = None
    """The office, for holdsPositionIn."""
    ended: bool = False
    """Whether the office or membership is a former one."""
    score: float = 1.0
    """Raw; comparable only between claims of one maker."""
    confidence: float = 1.0
    """Calibrated: the share of such claims that are right, 0 to 1."""
    plover: str | None = None
    """Root category of PLOVER of what the sentence tells of the two, such as REJECT; None where that is no event."""
    made_by: str = ""
    """Which frame (`frame:rejectedProposalOf/reject-v`) or model (`model:...`) made it."""

    @property
    def is_plain(self) -> bool:
        """Whether a plain triple is asserted for it: affirmed, actual, in the text's own voice and not ended."""
        return (
            self.polarity is Polarity.AFFIRMED
            and self.modality is Modality.ACTUAL
            and self.source is None
            and not self.ended
        )


@dataclass(frozen=True, slots=True)
class Provenance:
    """The run that made an extraction."""

    software: str = ""
    """Name and version, such as kg 0.1.0."""
    model: str = ""
    """Name and content hash of the English model."""
    ontology: str = ""
    """IRI and version of the ontology."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document."""

    document: Document
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    def entity(self, id: str) -> Entity:
        """The entity of that id.

        Raises:
            KeyError: there is none.
        """
        for entity in self.entities:
            if entity.id == id:
                return entity
        raise KeyError(id)

    def quote(self, claim: Claim) -> str:
        """The exact words that the claim was read from."""
        return claim.evidence.of(self.document.text)
