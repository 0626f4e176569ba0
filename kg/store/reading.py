"""Entities, claims and documents of a store as records, for those who would rather not write SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.describe import terms as t
from kg.records import EntityType

UNION = ox.DefaultGraph()
"""Where a store keeps the union of its named graphs."""


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """An entity with all that the documents say of it."""

    iri: str
    type: str
    """Person, Organization, Country or Place."""
    name: str
    aliases: tuple[str, ...]
    iso: str | None
    links: tuple[str, ...]
    """IRIs in knowledge bases."""
    documents: tuple[str, ...]
    """IRIs of the documents that mention it."""


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """Characters `begin` to `end` of a document, and their text."""

    document: str
    begin: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim; subject, predicate, object and source are IRIs."""

    iri: str
    subject: str
    predicate: str
    object: str
    polarity: str
    modality: str
    source: str | None
    times: tuple[str, ...]
    time_texts: tuple[str, ...]
    titles: tuple[str, ...]
    ended: bool
    confidence: float
    """The highest, where documents differ."""
    plover: tuple[str, ...]
    """Root categories of PLOVER; several where texts tell of it differently."""
    made_by: tuple[str, ...]
    evidence: tuple[StoredEvidence, ...]

    @property
    def is_plain(self) -> bool:
        """Whether a plain triple stands beside it."""
        return (
            self.polarity == "affirmed"
            and self.modality == "actual"
            and self.source is None
            and not self.ended
        )


@dataclass(frozen=True, slots=True)
class StoredText:
    """What is known of a document, without its text."""

    iri: str
    title: str | None
    issued: str | None
    publisher: str | None
    url: str | None


def entities(store: ox.Store, *types: EntityType) -> Iterator[StoredEntity]:
    """The entities of some types, or of all, in no particular order within one."""
    for type in types or EntityType:
        for quad in store.quads_for_pattern(None, t.TYPE, t.ENTITY_CLASSES[type], UNION):
            if isinstance(quad.subject, ox.NamedNode):
                found = entity(store, quad.subject.value)
                if found is not None and found.type == type:
                    yield found


def entity(store: ox.Store, iri: str) -> StoredEntity | None:
    """The entity of that IRI; None if there is none."""
    facts = _Facts(store, iri)
    types = facts.all(t.TYPE)
    type = next((type for type in EntityType if t.ENTITY_CLASSES[type].value in types), None)
    names = facts.all(t.LABEL)
    if type is None or not names:
        return None
    return StoredEntity(
        iri=iri,
        type=type,
        name=names[0],
        aliases=tuple(dict.fromkeys((*names[1:], *facts.all(t.ALT_LABEL)))),
        iso=facts.one(t.ISO_CODE),
        links=facts.all(t.SAME_AS),
        documents=facts.all(t.MENTIONED_IN),
    )


def claims(store: ox.Store) -> Iterator[StoredClaim]:
    """All claims, in no particular order."""
    for quad in store.quads_for_pattern(None, t.TYPE, t.CLAIM, UNION):
        if isinstance(quad.subject, ox.NamedNode):
            found = claim(store, quad.subject.value)
            if found is not None:
                yield found


def claim(store: ox.Store, iri: str) -> StoredClaim | None:
    """The claim of that IRI; None if there is none, or not a whole one."""
    facts = _Facts(store, iri)
    parts = [facts.one(term) for term in (t.SUBJECT, t.PREDICATE, t.OBJECT, t.POLARITY, t.MODALITY)]
    if t.CLAIM.value not in facts.all(t.TYPE) or None in parts:
        return None
    subject, predicate, object, polarity, modality = (part or "" for part in parts)
    return StoredClaim(
        iri=iri,
        subject=subject,
        predicate=predicate,
        object=object,
        polarity=local_name(polarity),
        modality=local_name(modality),
        source=facts.one(t.SOURCE),
        times=facts.all(t.TIME),
        time_texts=facts.all(t.TIME_TEXT),
        titles=facts.all(t.TITLE),
        ended=facts.one(t.ENDED) in {"true", "1"},
        confidence=max((float(value) for value in facts.all(t.CONFIDENCE)), default=1.0),
        plover=facts.all(t.PLOVER_CATEGORY),
        made_by=facts.all(t.MADE_BY),
        evidence=tuple(_evidence(store, place) for place in facts.all(t.EVIDENCE)),
    )


def document(store: ox.Store, iri: str) -> StoredText | None:
    """What is known of the document of that IRI; None if the store does not have it."""
    facts = _Facts(store, iri)
    if t.DOCUMENT.value not in facts.all(t.TYPE):
        return None
    return StoredText(
        iri=iri,
        title=facts.one(t.DC_TITLE),
        issued=facts.one(t.DC_ISSUED),
        publisher=facts.one(t.DC_PUBLISHER),
        url=facts.one(t.DC_SOURCE),
    )


def label(store: ox.Store, iri: str) -> str:
    """The name of anything that has one; the end of the IRI for what has none."""
    return _Facts(store, iri).one(t.LABEL) or local_name(iri)


def local_name(iri: str) -> str:
    """What follows the last # or / of an IRI."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri


def _evidence(store: ox.Store, place: str) -> StoredEvidence:
    facts = _Facts(store, place)
    return StoredEvidence(
        document=facts.one(t.IN_DOCUMENT) or "",
        begin=int(facts.one(t.BEGIN_INDEX) or 0),
        end=int(facts.one(t.END_INDEX) or 0),
        quote=facts.one(t.ANCHOR_OF) or "",
    )


class _Facts:
    """The values of the properties of one node, each sorted, so that the first is the same in every store."""

    def __init__(self, store: ox.Store, iri: str) -> None:
        self._values: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, UNION):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                self._values.setdefault(quad.predicate.value, []).append(quad.object.value)

    def all(self, predicate: ox.NamedNode) -> tuple[str, ...]:
        return tuple(sorted(self._values.get(predicate.value, ())))

    def one(self, predicate: ox.NamedNode) -> str | None:
        return next(iter(self.all(predicate)), None)
