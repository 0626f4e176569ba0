"""How things of the graph are put for people: names of predicates and types, claims as lines with their evidence."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from kg.describe import PREFIXES
from kg.errors import KgError
from kg.serve.resources import path_of
from kg.serve.service import Row, Service

KG = PREFIXES["kg"]
TYPES = {"Person": "Persons", "Organization": "Organizations", "Country": "Countries", "Place": "Places"}


@dataclass(frozen=True, slots=True)
class Thing:
    """An IRI with a name, and the path of its page here, if it has one."""

    iri: str
    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim was read from."""

    words: str
    document: Thing
    publisher: str
    issued: str
    href: str
    """The passage itself, highlighted."""
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as one line says it."""

    href: str
    iri: str
    subject: Thing
    predicate: str
    predicate_iri: str
    object: Thing
    polarity: str
    modality: str
    source: Thing | None
    confidence: float | None
    title: str
    time_text: str
    time: str
    ended: bool
    plover: str
    made_by: str
    evidence: Sequence[Evidence]


@cache
def labels() -> Mapping[str, str]:
    """The labels of the ontology's predicates, by IRI; reading it takes a second."""
    from kg.schema import load

    try:
        return {predicate.iri: predicate.label for predicate in load().predicates.values()}
    except KgError as error:  # pages can do without
        logging.getLogger("kg.serve").warning("predicates are shown without their labels: %s", error)
        return {}


def predicate_name(iri: str) -> str:
    """A predicate's label in the ontology; for others its local name, taken apart."""
    label = labels().get(iri)
    return label or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_name(iri)).lower()


def local_name(iri: str) -> str:
    """What follows the last # or /."""
    return re.split(r"[#/]", iri)[-1] or iri


def thing(service: Service, iri: str, name: str | None = None) -> Thing:
    """A thing under its name, or else its local name."""
    return Thing(iri, name or local_name(iri), path_of(service, iri))


def web_link(iri: str) -> str | None:
    """The IRI if a browser may follow it: http and https only, so no javascript:."""
    return iri if urlsplit(iri).scheme in ("http", "https") else None


def get(row: Row, name: str, default: str = "") -> str:
    """A variable's value in a solution."""
    return row[name]["value"] if name in row else default


def claim_lines(service: Service, rows: Sequence[Row], evidence: Sequence[Row]) -> list[ClaimLine]:
    """Claims with their evidence."""
    places: dict[str, list[Evidence]] = {}
    for row in evidence:
        document = thing(service, get(row, "document"), get(row, "title") or None)
        begin, end = int(get(row, "begin")), int(get(row, "end"))
        place = Evidence(
            words=get(row, "words"),
            document=document,
            publisher=get(row, "publisher"),
            issued=get(row, "issued"),
            href=f"{document.href}?at={begin}-{end}#char-{begin}-{end}",
            begin=begin,
            end=end,
        )
        places.setdefault(get(row, "claim"), []).append(place)
    return [_claim_line(service, row, places.get(get(row, "claim"), [])) for row in rows]


def _claim_line(service: Service, row: Row, evidence: Sequence[Evidence]) -> ClaimLine:
    iri, predicate, source = get(row, "claim"), get(row, "predicate"), get(row, "source")
    confidence = get(row, "confidence")
    return ClaimLine(
        href=path_of(service, iri) or "",
        iri=iri,
        subject=thing(service, get(row, "subject"), get(row, "subjectName")),
        predicate=predicate_name(predicate),
        predicate_iri=predicate,
        object=thing(service, get(row, "object"), get(row, "objectName")),
        polarity=local_name(get(row, "polarity")),
        modality=local_name(get(row, "modality")),
        source=thing(service, source, get(row, "sourceName")) if source else None,
        confidence=float(confidence) if confidence else None,
        title=get(row, "title"),
        time_text=get(row, "timeText"),
        time=get(row, "time"),
        ended=get(row, "ended") == "true",
        plover=get(row, "plover"),
        made_by=get(row, "madeBy"),
        evidence=evidence,
    )
