"""Text in, annotated spaCy documents out."""

from __future__ import annotations

from spacy.language import Language

from kg.annotate.language import build

__all__ = ["load"]


def load() -> Language:
    """The English news pipeline: sentences, tags, morphology, lemmas, dependencies, names and coreference.

    Raises:
        ModelError: the model's files are missing or broken.
    """
    return build()
