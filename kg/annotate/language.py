"""The pipeline: the tokenizer and kg's components."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import spacy
from spacy.language import Language

COMPONENTS: Final = ("kg_annotator", "kg_lemmatizer", "kg_coreference")
MAX_LETTERS: Final = 2**31 - 1
DOCS_AT_ONCE: Final = 64


def blank() -> Language:
    """An English `Language` without components."""
    from kg.annotate import tokenizer  # noqa: F401  (registers the tokenizer)

    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "kg.EnglishTokenizer.v1"}}})


def build(components: Iterable[str] = COMPONENTS) -> Language:
    """The pipeline with the shipped model, or only some of its components, in their order."""
    from kg.annotate import annotator, coreference, lemmas  # noqa: F401  (registers the components)

    nlp = blank()
    nlp.max_length = MAX_LETTERS
    nlp.batch_size = DOCS_AT_ONCE
    for name in components:
        nlp.add_pipe(name)
    return nlp
