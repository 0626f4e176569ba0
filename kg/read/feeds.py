"""RSS and Atom, by feedparser: an item for each entry that carries its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import feedparser

from kg.errors import ReadError
from kg.read.html import fragment_text
from kg.read.options import Failure, Form, Item
from kg.records import Publication


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    publication: Publication
    text: str
    """What the feed itself has of the text: all of it, or a summary, or nothing."""
    whole: bool
    """Whether the feed says that this is the content and not a summary."""


def entries(data: bytes, name: str) -> list[Entry]:
    """The entries of a feed, in its order; `name` is its URL or path.

    Raises:
        ReadError: it isn't a feed.
    """
    feed = feedparser.parse(data)
    if not feed.version and not feed.entries:
        problem = feed.get("bozo_exception")
        raise ReadError(f"not a feed in RSS or Atom{f' ({_line(problem)})' if problem else ''}")
    publisher = fragment_text(str(feed.feed.get("title", ""))) or None
    return [_entry(entry, publisher, name) for entry in feed.entries]


def feed_items(data: bytes, name: str, named: bool = True) -> Iterator[Item | Failure]:
    """An item for each entry, with the text that the feed has; the pages that it links to are not fetched.

    Raises:
        ReadError: it isn't a feed, or (an .xml file that the user named) something else in XML.
    """
    try:
        found = entries(data, name)
    except ReadError as error:
        yield Failure(name, str(error), skipped=not named)
        return
    if not found:
        yield Failure(name, "the feed has no entries", skipped=not named)
    for number, entry in enumerate(found, start=1):
        label = f"{name}#{entry.publication.url or number}"
        if entry.text:
            yield Item(label, Form.TEXT, entry.text, entry.publication, collected=True)
        else:
            yield Failure(label, "the entry has no text, only a link", skipped=True)


def _entry(entry: feedparser.FeedParserDict, publisher: str | None, name: str) -> Entry:
    contents = [str(part.get("value", "")) for part in entry.get("content", [])]
    whole = max((fragment_text(content) for content in contents), key=len, default="")
    text = whole or fragment_text(str(entry.get("summary", "")))
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    source = entry.get("source")
    return Entry(
        Publication(
            url=entry.get("link") or None,
            publisher=(fragment_text(str(source.get("title", ""))) if source else "") or publisher,
            title=fragment_text(str(entry.get("title", ""))) or None,
            issued=dt.date(*moment[:3]) if moment else None,
            authors=tuple(str(author["name"]) for author in entry.get("authors", []) if author.get("name")),
            path=name,
        ),
        text,
        bool(whole),
    )


def _line(problem: object) -> str:
    return " ".join(str(problem).split())
