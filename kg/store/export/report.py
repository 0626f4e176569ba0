"""A report in one HTML file: nothing is loaded from elsewhere, and nothing in it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import jinja2
import pyoxigraph as ox

from kg.records import EntityType
from kg.store import reading

NAMES_KEPT = 100_000
"""How many labels are remembered while writing; the others are looked up again."""


@dataclass(frozen=True, slots=True)
class _Quote:
    words: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    claim: reading.StoredClaim
    subject: str
    predicate: str
    object: str
    source: str | None
    quotes: tuple[_Quote, ...]


def report(store: ox.Store) -> Iterator[str]:
    """Counts, entities by type, and every claim with its certainty, its source and the words that it was read from."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("kg.store.export", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    counts = Counter(entity.type for entity in reading.entities(store))
    template = environment.get_template("report.html.jinja")
    stream = template.stream(
        types=[(type.value, counts[type.value]) for type in EntityType if counts[type.value]],
        entities=lambda type: reading.entities(store, EntityType(type)),
        rows=_rows(store),
    )
    stream.enable_buffering(50)
    yield from stream


def _rows(store: ox.Store) -> Iterator[_Row]:
    @lru_cache(NAMES_KEPT)
    def name(iri: str) -> str:
        return reading.label(store, iri)

    @lru_cache(NAMES_KEPT)
    def text(iri: str) -> tuple[str, str | None]:
        document = reading.document(store, iri)
        if document is None:
            return iri, None
        parts = (document.title or reading.local_name(iri), document.publisher, document.issued)
        url = document.url if document.url and document.url.startswith(("https://", "http://")) else None
        return ", ".join(filter(None, parts)), url

    for claim in reading.claims(store):
        yield _Row(
            claim=claim,
            subject=name(claim.subject),
            predicate=_words(reading.local_name(claim.predicate)),
            object=name(claim.object),
            source=name(claim.source) if claim.source else None,
            quotes=tuple(_Quote(evidence.quote, *text(evidence.document)) for evidence in claim.evidence),
        )


def _words(name: str) -> str:
    """`rejectedProposalOf` as `rejected proposal of`."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name)
