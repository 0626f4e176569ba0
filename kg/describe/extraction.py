"""One extraction as RDF quads, all in the named graph of its document.

A claim is a node with its evidence; a plain triple is asserted beside it only if the claim is affirmed, actual, in
the text's own voice and not ended. There are no blank nodes, and nothing depends on the clock. Mentions are
not typed here: `itsrdf:taIdentRef` says what they are, and reasoning infers kg:Mention from it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.describe import identity
from kg.describe import terms as t
from kg.describe.identity import BASE
from kg.describe.text import iri, literal, writable
from kg.errors import KgError
from kg.records import Claim, Entity, Extraction, MentionKind, Provenance, Publication, Span, Time
from kg.schema import Schema

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

_LEXICAL = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "gYearMonth": re.compile(r"\d{4}-\d{2}"),
    "gYear": re.compile(r"\d{4}"),
}


def describe(extraction: Extraction, schema: Schema, base: str = BASE) -> list[ox.Quad]:
    """The quads of an extraction, in a stable order and without repetition.

    Args:
        extraction: what was read from one document.
        schema: knows the IRIs of the predicates.
        base: what data IRIs begin with; ends with /.

    Raises:
        KgError: a predicate is not in the schema, an entity has no name or a link that is no IRI, a claim speaks of
            an entity that is not there or of characters that the text does not have, a confidence is no number from
            0 to 1, or the base is broken.
    """
    page = _Page(extraction, schema, identity.check_base(base))
    graph = ox.NamedNode(identity.document_graph(page.iri))
    triples = dict.fromkeys(page.triples(graph))
    return [ox.Quad(s, p, o, graph) for s, p, o in triples]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one document says of one claim, all places together."""

    claim: Claim
    """The most confident one."""
    spans: tuple[Span, ...]
    times: tuple[Time, ...]
    titles: tuple[str, ...]


class _Page:
    """Makes the triples of one extraction."""

    def __init__(self, extraction: Extraction, schema: Schema, base: str) -> None:
        self.extraction, self.schema, self.base = extraction, schema, base
        self.document = extraction.document
        self.text = writable(self.document.text)
        self.iri = identity.document_iri(self.document.id, base)
        self.node = ox.NamedNode(self.iri)
        self.entities = {e.id: ox.NamedNode(identity.entity_iri(e, base)) for e in extraction.entities}

    def triples(self, graph: ox.NamedNode) -> Iterator[Triple]:
        yield from self._document()
        yield from self._provenance(graph)
        for entity in self.extraction.entities:
            yield from self._entity(entity)
        for name, reading in self._readings().items():
            yield from self._claim(ox.NamedNode(name), reading)

    def _document(self) -> Iterator[Triple]:
        node, document = self.node, self.document
        yield node, t.TYPE, t.DOCUMENT
        yield node, t.TYPE, t.NIF_CONTEXT
        yield node, t.DC_IDENTIFIER, literal(document.id)
        yield node, t.DC_LANGUAGE, literal(document.language)
        yield node, t.IS_STRING, ox.Literal(self.text)
        yield from _publication(node, document.publication)
        for number, publication in enumerate(document.more_publications, start=2):
            other = ox.NamedNode(f"{self.iri}#publication-{number}")
            yield node, t.ALSO_PUBLISHED_AS, other
            yield other, t.TYPE, t.PUBLICATION
            yield from _publication(other, publication)

    def _provenance(self, graph: ox.NamedNode) -> Iterator[Triple]:
        provenance = self.extraction.provenance
        if provenance == Provenance():
            return
        run = ox.NamedNode(identity.run_iri(self.iri, provenance, self.base))
        software = ox.NamedNode(identity.software_iri(provenance, self.base))
        yield graph, t.WAS_GENERATED_BY, run
        yield run, t.TYPE, t.ACTIVITY
        yield run, t.USED, self.node
        yield run, t.USED, ox.NamedNode(f"{self.schema.iri}/{self.schema.version}")
        yield run, t.WAS_ASSOCIATED_WITH, software
        yield software, t.TYPE, t.SOFTWARE_AGENT
        yield software, t.LABEL, literal(", ".join(filter(None, (provenance.software, provenance.model))))

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        node = self.entities[entity.id]
        yield node, t.TYPE, t.ENTITY_CLASSES[entity.type]
        yield node, t.LABEL, literal(entity.name)
        for alias in entity.aliases:
            if alias != entity.name:
                yield node, t.ALT_LABEL, literal(alias)
        if entity.iso:
            yield node, t.ISO_CODE, literal(entity.iso.upper())
        if entity.link:
            link = iri(entity.link)
            if link is None:
                raise KgError(f"entity {entity.name!r}: its link {entity.link!r} is not an absolute IRI")
            yield node, t.SAME_AS, link
        yield node, t.MENTIONED_IN, self.node
        for mention in entity.mentions:
            place = self._span(mention.span, f"a mention of {entity.name!r}")
            yield place, t.REFERS_TO, node
            yield from self._offsets(place, mention.span)
            if mention.kind is not MentionKind.NAME:
                yield place, t.MENTION_KIND, literal(mention.kind)

    def _readings(self) -> dict[str, _Reading]:
        """The claims by their IRI: one that is made at several places is one claim with several evidences."""
        found: dict[str, list[Claim]] = {}
        for claim in self.extraction.claims:
            found.setdefault(self._claim_iri(claim), []).append(claim)
        return {
            name: _Reading(
                claim=min(claims, key=lambda c: (-c.confidence, c.made_by, c.evidence)),
                spans=tuple(sorted({c.evidence for c in claims})),
                times=tuple(dict.fromkeys(c.time for c in claims if c.time)),
                titles=tuple(dict.fromkeys(c.title for c in claims if c.title)),
            )
            for name, claims in found.items()
        }

    def _claim_iri(self, claim: Claim) -> str:
        return identity.claim_iri(
            self._end(claim, claim.subject).value,
            self._predicate(claim).value,
            self._end(claim, claim.object).value,
            claim.polarity,
            claim.modality,
            self._end(claim, claim.source).value if claim.source else None,
            claim.ended,
            self.base,
        )

    def _claim(self, node: ox.NamedNode, reading: _Reading) -> Iterator[Triple]:
        claim = reading.claim
        subject, object = self._end(claim, claim.subject), self._end(claim, claim.object)
        predicate = self._predicate(claim)
        yield node, t.TYPE, t.CLAIM
        yield node, t.SUBJECT, subject
        yield node, t.PREDICATE, predicate
        yield node, t.OBJECT, object
        yield node, t.POLARITY, t.POLARITIES[claim.polarity]
        yield node, t.MODALITY, t.MODALITIES[claim.modality]
        if claim.source:
            yield node, t.SOURCE, self._end(claim, claim.source)
        for time in reading.times:
            yield node, t.TIME_TEXT, literal(time.text)
            if value := _time(time):
                yield node, t.TIME, value
        for title in reading.titles:
            yield node, t.TITLE, literal(title)
        if claim.ended:
            yield node, t.ENDED, t.TRUE
        yield node, t.CONFIDENCE, _confidence(claim)
        if claim.plover:
            yield node, t.PLOVER_CATEGORY, literal(claim.plover)
        if claim.made_by:
            yield node, t.MADE_BY, literal(claim.made_by)
        for span in reading.spans:
            place = self._span(span, f"the evidence of a claim of {claim.predicate}")
            yield node, t.EVIDENCE, place
            yield place, t.TYPE, t.EVIDENCE_CLASS
            yield from self._offsets(place, span)
            yield place, t.ANCHOR_OF, ox.Literal(span.of(self.text))
        if claim.is_plain:
            yield subject, predicate, object

    def _predicate(self, claim: Claim) -> ox.NamedNode:
        predicate = self.schema.predicates.get(claim.predicate)
        if predicate is None:
            raise KgError(f"document {self.document.id}: {claim.predicate!r} is no predicate of the ontology")
        return ox.NamedNode(predicate.iri)

    def _end(self, claim: Claim, id: str) -> ox.NamedNode:
        try:
            return self.entities[id]
        except KeyError:
            raise KgError(
                f"document {self.document.id}: a claim of {claim.predicate} speaks of entity {id!r}, which is not there"
            ) from None

    def _span(self, span: Span, what: str) -> ox.NamedNode:
        if span.end > len(self.text):
            raise KgError(
                f"document {self.document.id}: {what} ends at {span.end}, after the text's {len(self.text)} characters"
            )
        return ox.NamedNode(identity.span_iri(self.iri, span))

    def _offsets(self, place: ox.NamedNode, span: Span) -> Iterator[Triple]:
        yield place, t.IN_DOCUMENT, self.node
        yield place, t.BEGIN_INDEX, ox.Literal(str(span.begin), datatype=t.INTEGER)
        yield place, t.END_INDEX, ox.Literal(str(span.end), datatype=t.INTEGER)


def _publication(node: ox.NamedNode, publication: Publication) -> Iterator[Triple]:
    if publication.title:
        yield node, t.DC_TITLE, literal(publication.title)
    if publication.issued:
        yield node, t.DC_ISSUED, ox.Literal(publication.issued.isoformat(), datatype=t.DATE)
    if publication.publisher:
        yield node, t.DC_PUBLISHER, literal(publication.publisher)
    for author in publication.authors:
        yield node, t.DC_CREATOR, literal(author)
    if publication.url:
        yield node, t.DC_SOURCE, iri(publication.url) or literal(publication.url)


def _time(time: Time) -> ox.Literal | None:
    """The value of a time; None if it has none, or one that XML Schema would not read."""
    if time.value is None or time.datatype is None or not _LEXICAL[time.datatype].fullmatch(time.value):
        return None
    try:
        dt.date.fromisoformat((time.value + "-01-01")[:10])
    except ValueError:
        return None
    return ox.Literal(time.value, datatype=ox.NamedNode(f"{t.XSD}{time.datatype}"))


def _confidence(claim: Claim) -> ox.Literal:
    if not 0 <= claim.confidence <= 1:
        raise KgError(f"a claim of {claim.predicate} has the confidence {claim.confidence}, not 0 to 1")
    digits = f"{claim.confidence:.4f}".rstrip("0").rstrip(
        "."
    )  # the canonical form, which stores keep as it is
    return ox.Literal(digits, datatype=t.DECIMAL)
