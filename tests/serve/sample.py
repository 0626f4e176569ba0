"""A small graph with all that pages and queries have to cope with, made through `kg.describe` from records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kg.describe import describe, document_iri
from kg.records import (
    Claim,
    Document,
    Entity,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Publication,
    Span,
    Time,
)
from kg.schema import load
from kg.store import GraphStore

HOSTILE = "<script>alert(1)</script>"

FIRST = """Minister turns down plan

Borland's foreign minister Ada Quill on Tuesday rejected a proposal by President Otto Brandis of Norland.
"Norland did not attack Borland," she said. According to the Harbour Union, Norland may sanction Borland next year.
Quill met Brandis in Port Elm. """

SECOND = """Port Elm talks end

Ada Quill rejected a proposal by Otto Brandis, the Harbour Union said.
Brandis was once president of the Harbour Union. """


def build(directory: Path) -> None:
    """Makes a store of the sample documents."""
    schema = load()
    with GraphStore.open(directory, create=True) as store:
        for extraction in (_first(), _second(), _hostile()):
            iri = document_iri(extraction.document.id)
            store.replace(iri, describe(extraction, schema), digest=extraction.document.digest)


def add_document(directory: Path, id: str, name: str) -> None:
    """Adds a document about one person, and publishes."""
    text = f"{name} spoke."
    person = Entity("e1", EntityType.PERSON, name, mentions=(Mention(Span(0, len(name))),))
    extraction = Extraction(Document(id, text), (person,))
    with GraphStore.open(directory) as store:
        store.replace(document_iri(id), describe(extraction, load()))


def _find(text: str, words: str, nth: int = 0) -> Span:
    begin = -1
    for _ in range(nth + 1):
        begin = text.index(words, begin + 1)
    return Span(begin, begin + len(words))


def _entity(
    text: str,
    id: str,
    type: EntityType,
    name: str,
    *words: str,
    iso: str | None = None,
    link: str | None = None,
) -> Entity:
    mentions = [Mention(_find(text, word)) for word in words]
    if id == "quill" and "she said" in text:
        mentions.append(Mention(_find(text, "she"), MentionKind.PRONOUN))
    aliases = tuple(word for word in dict.fromkeys(words) if word != name)
    return Entity(id, type, name, aliases, tuple(mentions), iso, link)


def _first() -> Extraction:
    text = FIRST
    entities = (
        _entity(text, "quill", EntityType.PERSON, "Ada Quill", "Ada Quill", "Quill met"),
        _entity(text, "brandis", EntityType.PERSON, "Otto Brandis", "Otto Brandis"),
        _entity(
            text,
            "borland",
            EntityType.COUNTRY,
            "Borland",
            "Borland",
            link="http://www.wikidata.org/entity/Q990001",
        ),
        _entity(
            text,
            "norland",
            EntityType.COUNTRY,
            "Norland",
            "Norland",
            link="http://www.wikidata.org/entity/Q990002",
        ),
        _entity(text, "union", EntityType.ORGANIZATION, "Harbour Union", "Harbour Union"),
        _entity(text, "elm", EntityType.PLACE, "Port Elm", "Port Elm"),
    )
    claims = (
        Claim(
            "quill", "rejectedProposalOf", "brandis",
            _find(text, "rejected a proposal by President Otto Brandis"), time=Time("Tuesday", "2026-03-10", "date"),
            confidence=0.91, plover="REJECT", made_by="frame:rejectedProposalOf/reject-v",
        ),
        Claim(
            "quill", "holdsPositionIn", "borland", _find(text, "Borland's foreign minister Ada Quill"),
            title="foreign minister", confidence=0.95,
        ),
        Claim(
            "brandis", "holdsPositionIn", "norland", _find(text, "President Otto Brandis of Norland"),
            title="President", confidence=0.97,
        ),
        Claim(
            "norland", "attacked", "borland", _find(text, "Norland did not attack Borland"),
            polarity=Polarity.DENIED, source="quill", confidence=0.84,
        ),
        Claim(
            "norland", "sanctioned", "borland", _find(text, "Norland may sanction Borland next year"),
            modality=Modality.POSSIBLE, source="union", time=Time("next year", "2027", "gYear"), confidence=0.66,
        ),
        Claim("quill", "metWith", "brandis", _find(text, "Quill met Brandis"), confidence=0.88),
    )  # fmt: skip
    publication = Publication(
        url="https://news.example/minister", publisher="The Elm Courier", title="Minister turns down plan",
        issued=dt.date(2026, 3, 11), authors=("J. Reporter",),
    )  # fmt: skip
    return Extraction(Document("first", text, publication), entities, claims)


def _second() -> Extraction:
    text = SECOND
    entities = (
        _entity(text, "quill", EntityType.PERSON, "Ada Quill", "Ada Quill"),
        _entity(text, "brandis", EntityType.PERSON, "Otto Brandis", "Otto Brandis"),
        _entity(text, "union", EntityType.ORGANIZATION, "Harbour Union", "Harbour Union"),
    )
    claims = (
        Claim(
            "quill", "rejectedProposalOf", "brandis", _find(text, "rejected a proposal by Otto Brandis"),
            source="union", confidence=0.8,
        ),
        Claim(
            "brandis", "holdsPositionIn", "union", _find(text, "once president of the Harbour Union"),
            title="president", ended=True, confidence=0.7,
        ),
    )  # fmt: skip
    publication = Publication(
        publisher="Norland Today", title="Port Elm talks end", issued=dt.date(2026, 4, 2)
    )
    return Extraction(Document("second", text, publication), entities, claims)


def _hostile() -> Extraction:
    name = f"{HOSTILE} \"Evil\" 'O&Co'"
    text = f"{name} met </title><img src=x onerror=alert(2)>."
    other = "</title><img src=x onerror=alert(2)>"
    entities = (
        _entity(text, "evil", EntityType.ORGANIZATION, name, name),
        _entity(text, "other", EntityType.ORGANIZATION, other, other),
    )
    claims = (Claim("evil", "metWith", "other", Span(0, len(text)), title=HOSTILE, source="evil"),)
    publication = Publication(url="javascript:alert(3)", publisher=HOSTILE, title=HOSTILE, authors=(HOSTILE,))
    return Extraction(Document('<b>"x"', text, publication), entities, claims)
