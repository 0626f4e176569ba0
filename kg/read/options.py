"""What may be said about how to read, and what comes of a text that can't be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.records import Publication

MEGABYTE = 1_000_000


class Form(StrEnum):
    """How a text is written down."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    WARC = "warc"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much, in bytes but for `characters`; beyond them a text is refused with the limit named."""

    characters: int = 1_000_000
    """Of one text: spaCy's own limit."""
    page: int = 10 * MEGABYTE
    """One HTML page; the biggest real ones have a fifth of it."""
    record: int = 16 * MEGABYTE
    """One line of JSON lines, one row of CSV, one response in a WARC."""
    file: int = 64 * MEGABYTE
    """A JSON file or feed, which have to be held in memory as a whole."""
    download: int = 32 * MEGABYTE
    """One answer from the web, after decompression."""
    expansion: int = 200
    """How many times its own size a gzip file may unfold to, once it is past `file`."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    Args:
        date: date of publication of texts that come with none.
        columns: which column or key of JSON and CSV holds what: `text`, `html`, `title`, `date`, `url`, `publisher`
            or `authors`, each to a name; what is not named is looked for under its usual names.
        language: the one that is read; None reads any.
        private: whether loopback and private addresses may be fetched.
        limits: what is too much.
    """

    date: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    language: str | None = "en"
    private: bool = False
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that could not be read, or was not to be."""

    name: str
    """The file, URL, or file and line."""
    reason: str
    """What is wrong and what can be done, in one line."""
    skipped: bool = False
    """Passed over by design (another language in a mixed collection, a data file among texts): counted, no error."""

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Item:
    """One text as it was found, cheap to make and to send to another process; `parse` makes a document of it."""

    name: str
    form: Form
    content: bytes | str
    publication: Publication = field(default_factory=Publication)
    """What is known of it from around it: a row's columns, a feed's entry."""
    charset: str | None = None
    """What the web server said."""
    collected: bool = False
    """Whether it is one of many in a collection, where texts in other languages are no error."""

    @property
    def size(self) -> int:
        """Bytes, or characters where it is decoded already."""
        return len(self.content)
