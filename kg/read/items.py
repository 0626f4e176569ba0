"""From a source, a file, URL or standard input, to the texts in it, without holding more than one of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kg.errors import ReadError
from kg.read.options import Failure, Form, Item, Options
from kg.read.plain import binary_kind
from kg.read.rows import NoText, csv_items, json_items, jsonl_items, options_for_found
from kg.read.sources import Source, form_by_name
from kg.read.unfold import opened, opened_path, read_at_most
from kg.records import Publication

_HEAD = 2048


def items(source: Source, options: Options) -> Iterator[Item | Failure]:
    """The texts in a source, each as it was found there.

    Never raises for what is in the source: what can't be read is a `Failure`, and what comes after it goes on.
    """
    try:
        if source.kind == "url":
            from kg.read.web import url_items

            def split(stream: IO[bytes], form: Form) -> Iterator[Item | Failure]:
                with opened(stream, options.limits) as unpacked:
                    yield from _split(unpacked, source, options, form)

            yield from url_items(source.name, options, split, sniffed)
        elif source.kind == "stdin":
            with opened(sys.stdin.buffer, options.limits) as stream:
                yield from _split(stream, source, options)
        else:
            with opened_path(Path(source.name), options.limits) as stream:
                yield from _split(stream, source, options)
    except NoText as error:
        yield Failure(source.name, str(error), skipped=not source.named)
    except ReadError as error:
        yield Failure(source.name, str(error))


def _split(
    stream: io.BufferedReader, source: Source, options: Options, form: Form | None = None
) -> Iterator[Item | Failure]:
    name, limits = source.name, options.limits
    rows = options if source.named else options_for_found(options)
    head = stream.peek(_HEAD)[:_HEAD]
    if not head:
        raise ReadError("the file is empty")
    form = form or form_by_name(name) or sniffed(head)
    if form is Form.WARC:
        from kg.read.warc import warc_items

        yield from warc_items(stream, name, options)
    elif form is Form.FEED:
        from kg.read.feeds import feed_items

        data = read_at_most(stream, limits.file, "a feed")
        yield from feed_items(data, name, source.named)
    elif form is Form.JSONL:
        yield from jsonl_items(stream, name, rows)
    elif form is Form.JSON:
        yield from json_items(stream, name, rows)
    elif form is Form.CSV:
        yield from csv_items(stream, name, rows)
    else:
        limit = limits.page if form is Form.HTML else 4 * limits.characters
        data = read_at_most(stream, limit, "an HTML page" if form is Form.HTML else "a text; split it")
        yield Item(name, form, data, Publication(path=name))


def sniffed(head: bytes) -> Form:
    """The form of a source whose name doesn't tell, by how it begins."""
    if binary_kind(head):
        return Form.TEXT  # which will be refused with the kind of binary named
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith(b"warc/"):
        return Form.WARC
    if start.startswith((b"<!doctype html", b"<html")):
        return Form.HTML
    if start.startswith(b"<") and any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        return Form.FEED
    if start.startswith(b"<") and any(mark in start for mark in (b"<html", b"<head", b"<body")):
        return Form.HTML
    if start.startswith(b"{"):
        first, _, rest = head.partition(b"\n")
        return Form.JSONL if first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{") else Form.JSON
    if start.startswith((b"[{", b"[\n", b"[ ")):
        return Form.JSON
    return Form.TEXT
