"""Extractions in, RDF quads out: identity, vocabularies, shapes, reasoning."""

from kg.describe.extraction import describe
from kg.describe.identity import BASE, check_base, claim_iri, document_graph, document_iri, entity_iri
from kg.describe.terms import PREFIXES

__all__ = [
    "BASE",
    "PREFIXES",
    "check_base",
    "claim_iri",
    "describe",
    "document_graph",
    "document_iri",
    "entity_iri",
]
