"""What a document is called: a pure function of its text, so that it is the same in any order and on any machine."""

from __future__ import annotations

import hashlib

from kg.records import Document, Publication

_DIGITS = 24


def document_id(text: str) -> str:
    """The first 24 hexadecimal digits of the SHA-256 of the text: no path, no date, no machine."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_DIGITS]


def document(text: str, publications: tuple[Publication, ...], language: str = "en") -> Document:
    """The document of a text that appeared in these places, the earliest dated first, whatever their order here."""
    first, *more = sorted(set(publications), key=publication_order)
    return Document(document_id(text), text, first, tuple(more), language)


def publication_order(publication: Publication) -> tuple[str, ...]:
    """A key that sorts publications by date, those without one last, and the rest by content."""
    return (
        publication.issued.isoformat() if publication.issued else "~",
        publication.url or "~",
        publication.publisher or "~",
        publication.title or "~",
        *publication.authors,
        publication.path or "~",
    )
