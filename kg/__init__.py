"""kg: who did what to whom, from the news, as a graph.

>>> import kg
>>> extraction = kg.extract("France has rejected a request from Brazil.")
>>> [(c.subject, c.predicate, c.object) for c in extraction.claims]  # doctest: +SKIP
[('e1', 'rejectedProposalOf', 'e2')]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.display import show_in_notebooks
from kg.records import Claim, Document, Entity, Extraction, Mention, Publication, Span

if TYPE_CHECKING:
    import rdflib
    from spacy.language import Language

    from kg.flow import Extractor

__all__ = [
    "Claim",
    "Document",
    "Entity",
    "Extraction",
    "Mention",
    "Publication",
    "Span",
    "classify_event",
    "extract",
    "load",
    "open_graph",
    "pipe",
]

show_in_notebooks()


@cache
def _extractor() -> Extractor:
    from kg.flow import Extractor

    return Extractor()


def load() -> Language:
    """The English pipeline that kg ships, an ordinary spaCy `Language`: tags, dependencies, names, coreference.

    Raises:
        ModelError: the model file is missing or broken.
    """
    import kg.annotate

    return kg.annotate.load()


def extract(
    text: str, *, id: str = "text", title: str | None = None, issued: dt.date | None = None
) -> Extraction:
    """What a text says: its entities, and its claims with polarity, modality, source, time and evidence.

    Args:
        text: English news; offsets in the result count its characters.
        id: a name for the text, with which its IRI ends in RDF.
        title: its headline, if that is not part of the text.
        issued: the date of publication, from which "Tuesday" and "last year" are reckoned; None leaves them as words.

    Raises:
        ModelError: the model file is missing or broken.
    """
    return _extractor().extract(Document(id, text, Publication(title=title, issued=issued)))


def pipe(texts: Iterable[str], *, batch_size: int = 16) -> Iterator[Extraction]:
    """The extractions of many texts, in order; faster than one at a time. The ids are their numbers, from 1."""
    documents = (Document(str(number), text) for number, text in enumerate(texts, start=1))
    return _extractor().pipe(documents, batch_size=batch_size)


def classify_event(sentence: str, source: tuple[int, int], target: tuple[int, int]) -> tuple[str, float]:
    """The PLOVER root of what the source does to the target in a sentence, with its confidence (0 to 1).

    Args:
        sentence: one sentence of political news.
        source: begin and end (exclusive) of the actor, in characters.
        target: the same of the one acted on.

    Raises:
        ValueError: a span lies outside the sentence or is empty.
        ModelError: the model file is missing or broken.
    """
    from kg.relate import classify

    return classify.classify_event(sentence, source, target)


def open_graph(directory: str | Path) -> rdflib.Dataset:
    """The graph of a store directory as a read-only rdflib Dataset, backed by Oxigraph.

    Raises:
        StoreError: the directory is not a store, or comes from a newer version.
    """
    import kg.store

    return kg.store.open_graph(Path(directory))
