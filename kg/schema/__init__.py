"""Ontology files in, frozen predicates, frames and class hierarchy out.

>>> schema = load()
>>> predicate = schema.predicates["rejectedProposalOf"]
>>> predicate.label, predicate.plover, predicate.inverse
('rejected a proposal of', 'REJECT', 'hadProposalRejectedBy')
"""

from kg.schema.files import ontology_dir
from kg.schema.frames import Frame, FrameKind
from kg.schema.load import load
from kg.schema.model import KG, OntologyClass, Predicate, Property, Schema

__all__ = [
    "KG",
    "Frame",
    "FrameKind",
    "OntologyClass",
    "Predicate",
    "Property",
    "Schema",
    "load",
    "ontology_dir",
]
