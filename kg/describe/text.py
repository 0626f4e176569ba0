"""Text from anywhere made fit for RDF: literals that every syntax can hold, IRIs that are none but well formed.

Offsets count characters, so a character that can't be written is replaced by one other, never dropped.
"""

from __future__ import annotations

import re
from urllib.parse import quote

import pyoxigraph as ox

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0, and so RDF/XML, can't hold, not even escaped; lone surrogates have no UTF-8 either."""

_NO_IRI = re.compile(
    r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff\s\u200b-\u200f\u202a-\u202e\u2066-\u2069'
    r"\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""What an IRI may hold only percent-encoded: RFC 3987, the productions of Turtle, spaces and marks of direction."""

_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"(https?|ftp)://[^/?#\s]+|(file|urn|tag|doi|info):[^\s]", re.IGNORECASE)


def writable(text: str) -> str:
    """The text with every character that XML can't hold (NUL and other controls, lone surrogates) replaced by U+FFFD.

    Its length is that of `text`, so offsets stay right.
    """
    return _NO_XML.sub(_REPLACEMENT, text)


def literal(text: str) -> ox.Literal:
    """A string literal of the writable text."""
    return ox.Literal(writable(text))


def iri(text: str) -> ox.NamedNode | None:
    """An absolute IRI with what is not allowed percent-encoded; None if it is not of a scheme that names things.

    Those are http, https, ftp, file, urn, tag, doi and info: no `javascript:`, no relative path.
    """
    text = text.strip()
    if not _ABSOLUTE.match(text):
        return None
    escaped = _NO_IRI.sub(lambda m: quote(m.group().encode("utf-8", "replace")), text)
    escaped = _BROKEN_PERCENT.sub("%25", escaped)
    if not _ABSOLUTE.match(escaped):
        return None
    try:
        return ox.NamedNode(escaped)
    except ValueError:
        return None


def segment(text: str) -> str:
    """The text as one segment of an IRI's path: everything but unreserved ASCII percent-encoded."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
