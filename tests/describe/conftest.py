"""A made-up article, its extraction and its quads."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

import kg.schema
from kg.describe import describe
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
    Provenance,
    Publication,
    Span,
    Time,
)
from kg.schema import Schema

TEXT = (
    "Secretary Ada Lind of the Northern League has rejected Andorra's plan. "
    "Andorra did not attack Zenda, she said on Tuesday. Former minister Tomas Verne, an Andorran, met Lind."
)


def span(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(begin, begin + len(words))


@pytest.fixture(scope="session")
def schema() -> Schema:
    return kg.schema.load()


@pytest.fixture
def extraction() -> Extraction:
    entities = (
        Entity(
            "e1",
            EntityType.PERSON,
            "Ada Lind",
            ("Lind",),
            (Mention(span("Ada Lind")), Mention(Span(len(TEXT) - 5, len(TEXT) - 1))),
        ),
        Entity("e2", EntityType.ORGANIZATION, "Northern League", (), (Mention(span("Northern League")),)),
        Entity(
            "e3",
            EntityType.COUNTRY,
            "Andorra",
            ("Andorran",),
            (Mention(span("Andorra")), Mention(span("Andorran"), MentionKind.DEMONYM)),
            iso="AD",
            link="http://www.wikidata.org/entity/Q228",
        ),
        Entity("e4", EntityType.PLACE, "Zenda", (), (Mention(span("Zenda")),)),
        Entity("e5", EntityType.PERSON, "Tomas Verne", (), (Mention(span("Tomas Verne")),)),
    )
    tuesday = Time("on Tuesday", "2021-05-04", "date")
    claims = (
        Claim(
            "e1",
            "holdsPositionIn",
            "e2",
            span("Secretary Ada Lind of the Northern League"),
            title="Secretary",
            confidence=0.97,
            made_by="frame:holdsPositionIn/secretary-r",
        ),
        Claim(
            "e1",
            "rejectedProposalOf",
            "e3",
            span("Ada Lind of the Northern League has rejected Andorra's plan"),
            confidence=0.9,
            plover="REJECT",
            made_by="frame:rejectedProposalOf/reject-v",
        ),
        Claim(
            "e3",
            "attacked",
            "e4",
            span("Andorra did not attack Zenda"),
            Polarity.DENIED,
            Modality.ACTUAL,
            source="e1",
            time=tuesday,
            confidence=0.8,
            plover="ASSAULT",
            made_by="frame:attacked/attack-v",
        ),
        Claim(
            "e5",
            "holdsPositionIn",
            "e3",
            span("Former minister Tomas Verne, an Andorran"),
            title="minister",
            ended=True,
            confidence=0.6,
            made_by="model:relations",
        ),
        Claim(
            "e5", "metWith", "e1", span("Tomas Verne, an Andorran, met Lind"), made_by="frame:metWith/meet-v"
        ),
    )
    document = Document(
        "zenda-1",
        TEXT,
        Publication(
            "https://news.example/a?b=c d",
            "Zenda Herald",
            "League says no",
            dt.date(2021, 5, 7),
            ("A. Writer",),
        ),
        (Publication("https://other.example/1", "Strelsau Times"),),
    )
    return Extraction(document, entities, claims, Provenance("kg 0.1.0", "en_kg 0.1.0", "kg 0.1.0"))


@pytest.fixture
def quads(extraction: Extraction, schema: Schema) -> list[ox.Quad]:
    return describe(extraction, schema)


@pytest.fixture
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store
