"""Extractions in, RDF quads out: identity, vocabularies, shapes, reasoning.

>>> import kg.schema
>>> from kg.records import Document, Entity, EntityType, Extraction
>>> extraction = Extraction(Document("a", "Zenda"), (Entity("e1", EntityType.PLACE, "Oslo"),))
>>> quads = describe(extraction, kg.schema.load())
>>> quads[0].graph_name.value
'https://w3id.org/kg/id/graph/document/a'
"""

from kg.describe.dataset import describe_dataset
from kg.describe.extraction import describe
from kg.describe.identity import BASE, check_base, claim_iri, document_graph, document_iri, entity_iri
from kg.describe.reasoning import infer, reason
from kg.describe.shapes import Problem, validate
from kg.describe.terms import PREFIXES

__all__ = [
    "BASE",
    "PREFIXES",
    "Problem",
    "check_base",
    "claim_iri",
    "describe",
    "describe_dataset",
    "document_graph",
    "document_iri",
    "entity_iri",
    "infer",
    "reason",
    "validate",
]
