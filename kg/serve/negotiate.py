"""Content negotiation: which of the formats that a result can have a client likes best (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")


@dataclass(frozen=True, slots=True)
class Format:
    """A serialization: what it is called on the wire and how pyoxigraph knows it."""

    media_type: str
    results: ox.QueryResultsFormat | None = None
    rdf: ox.RdfFormat | None = None
    aliases: tuple[str, ...] = ()
    suffix: str = ""

    @property
    def content_type(self) -> str:
        """With the encoding, where the media type has that parameter."""
        plain = self.media_type.startswith("text/") or self.media_type.endswith("n-triples")
        return f"{self.media_type}; charset=utf-8" if plain else self.media_type


JSON = Format(
    "application/sparql-results+json", ox.QueryResultsFormat.JSON, aliases=("application/json",), suffix="srj"
)
XML = Format(
    "application/sparql-results+xml",
    ox.QueryResultsFormat.XML,
    aliases=("application/xml", "text/xml"),
    suffix="srx",
)
CSV = Format("text/csv", ox.QueryResultsFormat.CSV, suffix="csv")
TSV = Format("text/tab-separated-values", ox.QueryResultsFormat.TSV, suffix="tsv")
TURTLE = Format("text/turtle", rdf=ox.RdfFormat.TURTLE, aliases=("application/x-turtle",), suffix="ttl")
N_TRIPLES = Format("application/n-triples", rdf=ox.RdfFormat.N_TRIPLES, aliases=("text/plain",), suffix="nt")
RDF_XML = Format(
    "application/rdf+xml", rdf=ox.RdfFormat.RDF_XML, aliases=("application/xml", "text/xml"), suffix="rdf"
)
JSON_LD = Format(
    "application/ld+json", rdf=ox.RdfFormat.JSON_LD, aliases=("application/json",), suffix="jsonld"
)
TRIG = Format("application/trig", rdf=ox.RdfFormat.TRIG, suffix="trig")
N_QUADS = Format("application/n-quads", rdf=ox.RdfFormat.N_QUADS, aliases=("text/x-nquads",), suffix="nq")
HTML = Format("text/html", aliases=("application/xhtml+xml",), suffix="html")

SOLUTIONS = (JSON, XML, CSV, TSV)
BOOLEANS = (JSON, XML)
GRAPHS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS)


@dataclass(frozen=True, slots=True)
class Range:
    """One element of an Accept header."""

    type: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How closely it fits: 3 the type itself, 2 `type/*`, 1 `*/*`, 0 not at all."""
        if self.type == media_type:
            return 3
        if self.type == "*/*":
            return 1
        return 2 if self.type.endswith("/*") and media_type.startswith(self.type[:-1]) else 0


def parse_accept(header: str) -> tuple[Range, ...]:
    """The ranges of an Accept header; parameters other than q are ignored, and so is what can't be read."""
    ranges = []
    for element in header.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                value = value.strip()
                quality = float(value) if _QUALITY.match(value) else 0.0
        if "/" in name:
            ranges.append(Range(name.lower(), quality))
    return tuple(ranges)


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """The offered format with the highest quality, the first of equals; None if none is acceptable.

    Args:
        accept: the Accept header; None or an empty one accepts everything.
        offered: formats, the preferred first.
    """
    ranges = parse_accept(accept or "*/*")
    if not ranges:
        return None
    best, best_quality = None, 0.0
    for format in offered:
        quality = max([_quality(ranges, format.media_type), *_aliased(ranges, format)])
        if quality > best_quality:
            best, best_quality = format, quality
    return best


def _aliased(ranges: Sequence[Range], format: Format) -> list[float]:
    """Qualities of the ranges that ask for it by another of its names, in so many words."""
    return [r.quality for r in ranges if r.type in format.aliases]


def _quality(ranges: Iterable[Range], media_type: str) -> float:
    fitting = [(r.specificity(media_type), r.quality) for r in ranges if r.specificity(media_type)]
    if not fitting:
        return 0.0
    closest = max(specificity for specificity, _ in fitting)
    return max(quality for specificity, quality in fitting if specificity == closest)


def accepts_gzip(header: str | None) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    for element in (header or "").lower().split(","):
        name, _, parameter = element.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameter)
    return False


def by_content_type(content_type: str) -> Format | None:
    """The RDF format of a request's body; None if it is not one that can be read."""
    name = content_type.partition(";")[0].strip().lower()
    for format in GRAPHS:
        if name == format.media_type or (name in format.aliases and name != "application/json"):
            return format
    return JSON_LD if name == "application/json" else None
