"""What is behind a URL: a page, a feed with the pages that it links to, or a data file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

from kg.errors import ReadError
from kg.read.feeds import Entry, entries
from kg.read.fetch import Answer, Fetcher
from kg.read.options import Failure, Form, Item, Options
from kg.read.sources import form_by_name
from kg.records import Publication

_KINDS = {
    "text/html": Form.HTML,
    "application/xhtml+xml": Form.HTML,
    "text/markdown": Form.MARKDOWN,
    "application/json": Form.JSON,
    "application/feed+json": Form.JSON,
    "application/jsonl": Form.JSONL,
    "application/x-ndjson": Form.JSONL,
    "text/csv": Form.CSV,
    "application/rss+xml": Form.FEED,
    "application/atom+xml": Form.FEED,
    "application/rdf+xml": Form.FEED,
    "application/warc": Form.WARC,
}


def url_items(
    url: str,
    options: Options,
    split: Callable[[IO[bytes], Form], Iterator[Item | Failure]],
    sniffed: Callable[[bytes], Form],
) -> Iterator[Item | Failure]:
    """The texts behind a URL that the user named.

    Args:
        split: takes apart what is not a page, given its form.
        sniffed: the form of what begins with these bytes.

    Raises:
        ReadError: it can't be fetched.
    """
    with Fetcher(options) as fetcher:
        answer = fetcher.get(url, robots=False)
        expect_success(answer)
        form = _KINDS.get(answer.kind) or form_by_name(answer.url) or sniffed(answer.body[:2048])
        if form is Form.FEED or sniffed(answer.body[:2048]) is Form.FEED:
            yield from linked_items(entries(answer.body, url), fetcher)
        elif form in (Form.HTML, Form.TEXT, Form.MARKDOWN) and not answer.body.startswith(b"\x1f\x8b"):
            yield page_item(answer, form, url)
        else:
            yield from split(io.BytesIO(answer.body), form)


def linked_items(
    found: list[Entry], fetcher: Fetcher, known: Callable[[str], bool] = lambda url: False
) -> Iterator[Item | Failure]:
    """The texts of a feed's entries, from the pages that they link to unless the feed has them whole.

    Args:
        known: whether a page has been read before and need not be fetched.
    """
    for entry in found:
        url = entry.publication.url
        name = url or f"{entry.publication.path}#{entry.publication.title}"
        if known(name):
            continue
        if entry.whole or url is None:
            if entry.text:
                yield Item(name, Form.TEXT, entry.text, entry.publication, collected=True)
            continue
        try:
            answer = fetcher.get(url)
            expect_success(answer)
        except ReadError as error:
            yield Failure(name, str(error))
            continue
        item = page_item(answer, _KINDS.get(answer.kind, Form.HTML), name)
        yield replace(item, publication=replace(entry.publication, url=answer.url, path=url), collected=True)


def page_item(answer: Answer, form: Form, name: str) -> Item:
    """The item of a page that was fetched."""
    return Item(name, form, answer.body, Publication(url=answer.url, path=name), answer.charset)


def expect_success(answer: Answer) -> None:
    """Nothing.

    Raises:
        ReadError: the server said something else than 200.
    """
    if answer.status != 200:
        raise ReadError(f"the server answers with status {answer.status}")
