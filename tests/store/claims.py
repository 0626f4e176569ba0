"""Small graphs of documents, made by hand to the contract of the ontology."""

from __future__ import annotations

import datetime as dt
import re

import pyoxigraph as ox

from kg.describe import BASE, describe
from kg.records import (
    Claim,
    Document,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Provenance,
    Publication,
    Span,
    Time,
)
from kg.schema import KG
from kg.schema import load as load_schema
from kg.store import Graphs

GRAPHS = Graphs()
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def kg(name: str) -> ox.NamedNode:
    return ox.NamedNode(KG + name)


def node(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


def document(name: str) -> str:
    return f"{BASE}document/{name}"


def quads(name: str, *labels: str) -> list[ox.Quad]:
    """A document that mentions a person for each label."""
    graph = GRAPHS.document(document(name))
    found = [ox.Quad(node(f"document/{name}"), RDF_TYPE, kg("Document"), graph)]
    for label in labels:
        person = node(f"entity/person/{re.sub('[^a-z0-9]+', '-', label.lower())}")
        found += [
            ox.Quad(person, RDF_TYPE, kg("Person"), graph),
            ox.Quad(person, LABEL, ox.Literal(label), graph),
            ox.Quad(person, kg("mentionedIn"), node(f"document/{name}"), graph),
        ]
    return found


VICTIM_DOCUMENTS = 12
"""How many documents the processes that are killed write to."""


def content(number: int, version: int) -> list[ox.Quad]:
    """Of a document of theirs."""
    return quads(f"d{number}", "Shared Person", *(f"Person {version} {n}" for n in range(version % 40)))


TEXT = """Ann Lee, Minister of Tea, denied that Freedonia attacked Sylvania.\r
Bo "O'\\Ek" <b>met</b> Ann Lee on May 4. ☕ 𝒳"""


def extraction(name: str, text: str = TEXT) -> Extraction:
    """A document with a plain claim, a denied one that somebody makes, one with a title, and hostile text."""

    def span(words: str) -> Span:
        begin = text.index(words)
        return Span(begin, begin + len(words))

    def entity(id: str, type: EntityType, called: str, *aliases: str, **more: str) -> Entity:
        return Entity(id, type, called, aliases, (Mention(span(called)),), **more)

    entities = (
        entity("e1", EntityType.PERSON, "Ann Lee", "Lee"),
        entity(
            "e2",
            EntityType.COUNTRY,
            "Freedonia",
            "Freedonian",
            iso="XF",
            link="http://www.wikidata.org/entity/Q1",
        ),
        entity("e3", EntityType.COUNTRY, "Sylvania"),
        entity("e4", EntityType.PERSON, 'Bo "O\'\\Ek"'),
    )
    claims = (
        Claim(
            "e2",
            "attacked",
            "e3",
            span("Freedonia attacked Sylvania"),
            Polarity.DENIED,
            source="e1",
            confidence=0.9,
            plover="ASSAULT",
        ),
        Claim(
            "e4", "metWith", "e1", span("met</b> Ann Lee on May 4"), time=Time("May 4", "2021-05-04", "date")
        ),
        Claim(
            "e1",
            "holdsPositionIn",
            "e3",
            span("Ann Lee, Minister of Tea"),
            title="Minister of Tea",
            ended=True,
        ),
        Claim(
            "e2",
            "attacked",
            "e3",
            span("Freedonia attacked"),
            modality=Modality.POSSIBLE,
            made_by="frame:attacked",
        ),
    )
    publication = Publication(
        "https://news.example/a?b=c&d=<e>", "The <Times>", 'Tea & "war"', dt.date(2021, 5, 5), ("A. Uthor",)
    )
    return Extraction(Document(name, text, publication), entities, claims, Provenance("kg 0", "en 0", "o 0"))


def described(name: str, text: str = TEXT) -> list[ox.Quad]:
    return describe(extraction(name, text), load_schema())
