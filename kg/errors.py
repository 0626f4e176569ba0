"""The errors that kg raises on purpose: what is wrong, which value, and what to do."""

from __future__ import annotations


class KgError(Exception):
    """Base of every error that kg raises on purpose; its message is one line fit for a person."""


class ReadError(KgError):
    """A text could not be read: missing, empty, binary, not English, broken encoding, too large."""


class ModelError(KgError):
    """The trained English model is missing, broken or from another version."""


class SchemaError(KgError):
    """An ontology file is broken: syntax, unknown class, a cycle, a frame that can't be compiled."""


class StoreError(KgError):
    """A store directory is not one, is in use, comes from another version, or the disk is full."""


class QueryError(KgError):
    """A SPARQL query or update is wrong or went over a limit."""


class CurationError(KgError):
    """A merge, split, rename, accept or reject that makes no sense."""
