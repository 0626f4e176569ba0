"""Extractions in, RDF quads out: identity, vocabularies, shapes, reasoning."""
