"""What a document is called: a pure function of its text, so that it is the same in any order and on any machine."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

from kg.records import Document, Publication

_WORDS = 6
_SLUG_LENGTH = 40
_HASH_LENGTH = 16  # of base 32: 80 bits


def document_id(text: str) -> str:
    """The first words of the text, for people, and a hash of all of it: no path, no date, no machine.

    >>> document_id("Oslo said no.")
    'oslo-said-no-c57wvqrhvcgx6tyb'
    """
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain)[:_WORDS])[:_SLUG_LENGTH].rstrip("-")
    digest = base64.b32encode(hashlib.sha256(text.encode("utf-8")).digest()).decode().lower()[:_HASH_LENGTH]
    return f"{words}-{digest}" if words else digest


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
