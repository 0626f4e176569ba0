"""From paths, URLs and feeds to documents.

`read` does it all, one document at a time; bulk work takes it apart into `sources`, `items` (cheap, one after another)
and `parse` (a pure function for any process).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.read.identity import document, document_id
from kg.read.items import items
from kg.read.options import Failure, Form, Item, Limits, Options
from kg.read.parse import parse
from kg.read.sources import Source, sources
from kg.records import Document

__all__ = [
    "Failure",
    "Form",
    "Item",
    "Limits",
    "Options",
    "Source",
    "document",
    "document_id",
    "items",
    "parse",
    "read",
    "sources",
]


def read(paths: Sequence[str], options: Options | None = None) -> Iterator[Document | Failure]:
    """The documents in files, folders, patterns, URLs and standard input ("-"), one at a time, in order.

    Never raises for what is in them: what can't be read is yielded as a `Failure` that names the file and says what
    is wrong, and the rest goes on. Texts are untouched: nothing is normalised, trimmed or repaired.
    """
    options = options or Options()
    for source in sources(paths):
        if isinstance(source, Failure):
            yield source
            continue
        for item in items(source, options):
            yield item if isinstance(item, Failure) else parse(item, options)
