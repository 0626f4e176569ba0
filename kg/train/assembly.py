"""A pipeline with the model of any folder; the shipped one comes from `kg.annotate.load`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.bundle import Bundle
from kg.annotate.language import COMPONENTS, blank

__all__ = ["COMPONENTS", "pipeline"]


def pipeline(folder: Path, names: tuple[str, ...]) -> Language:
    """A pipeline of some components, with the model of a folder."""
    from kg.annotate.annotator import Annotator
    from kg.annotate.coreference import Coreference, weights_of
    from kg.annotate.lemmas import Lemmatizer

    bundle = Bundle(folder)
    nlp = blank()
    parts: dict[str, Callable[[Doc], Doc]] = {
        "kg_annotator": Annotator(nlp.vocab, bundle),
        "kg_lemmatizer": Lemmatizer(bundle),
        "kg_coreference": Coreference(weights_of(bundle)),
    }
    for name in names:
        Language.component(f"{name}_of_folder", func=parts[name])
        nlp.add_pipe(f"{name}_of_folder", name=name)
    return nlp
