"""The pipeline: spaCy's English tokenizer, with hyphens split as in Universal Dependencies, and kg's components."""

from __future__ import annotations

from typing import Final

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

# Universal Dependencies part "10-year-old" and "mid-1990s" at their hyphens as they do "well-known".
_INFIXES: Final = (r"(?<=[0-9])-(?=[A-Za-z])", r"(?<=[A-Za-z])-(?=[0-9])")
COMPONENTS: Final = ("kg_annotator", "kg_lemmatizer", "kg_coreference")
MAX_LETTERS: Final = 2**31 - 1
DOCS_AT_ONCE: Final = 64


def blank() -> Language:
    """An English `Language` without components."""
    nlp = spacy.blank("en")
    infixes = [*(nlp.Defaults.infixes or []), *_INFIXES]
    tokenizer(nlp).infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer of a `Language`."""
    made = nlp.tokenizer
    if not isinstance(made, Tokenizer):
        raise TypeError(f"expected spaCy's tokenizer, found {type(made).__name__}")
    return made


def build() -> Language:
    """The whole pipeline with the shipped model."""
    from kg.annotate import annotator, coreference, lemmas  # noqa: F401  (registers the components)

    nlp = blank()
    nlp.max_length = MAX_LETTERS
    nlp.batch_size = DOCS_AT_ONCE
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp
