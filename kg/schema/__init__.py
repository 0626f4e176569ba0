"""Ontology files in, frozen predicates, frames and class hierarchy out."""
