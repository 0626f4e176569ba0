"""Rows of JSON and CSV, whose columns say what is the text, the title, the date."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.errors import ReadError
from kg.read.dates import date_of
from kg.read.options import Failure, Form, Item, Options
from kg.read.plain import decode
from kg.read.unfold import lines, read_at_most
from kg.records import Publication

USUAL = {
    "text": ("text", "body", "content", "maintext", "main_text", "full_text", "fulltext", "article_text"),
    "html": ("html", "raw_html"),
    "title": ("title", "headline", "head_line"),
    "date": (
        "date", "issued", "published", "date_published", "published_at", "publishedat", "publish_date", "date_publish",
        "pub_date", "pubdate", "publication_date", "datetime", "timestamp", "created_at",
    ),
    "url": ("url", "link", "source_url", "canonical_url", "uri"),
    "publisher": ("publisher", "source", "site", "sitename", "site_name", "source_name", "source_domain", "outlet"),
    "authors": ("authors", "author", "byline", "creator"),
}  # fmt: skip
"""The names under which collections of news keep what we need; compared without regard to case."""

_UNDECODED = re.compile("[\udc80-\udcff]")
"""What stands for bytes that are no UTF-8."""


class NoText(ReadError):
    """A row or file has no column that could be the text."""


def jsonl_items(stream: io.BufferedReader, name: str, options: Options) -> Iterator[Item | Failure]:
    """An item for each line of JSON lines; what isn't JSON or has no text is a failure of its line alone."""
    limit = options.limits.record
    for number, line in enumerate(lines(stream, limit), start=1):
        label = f"{name}:{number}"
        if line is None:
            yield Failure(label, f"too long: a line of more than {limit:,} bytes")
        elif line.strip():
            yield _item_of_json(line, label, name, options)


def json_items(stream: io.BufferedReader, name: str, options: Options) -> Iterator[Item | Failure]:
    """The items of a JSON file: an object, a list of them, or an object that holds one such list.

    Raises:
        ReadError: it isn't JSON or too big; NoText: nothing in it has a text.
    """
    data = read_at_most(stream, options.limits.file, "a JSON file; JSON lines may be of any size")
    value = _loaded(decode(data))
    if isinstance(value, dict):
        row = _lowered(value)
        lists = [entry for entry in value.values() if isinstance(entry, list) and entry and _is_rows(entry)]
        if _column(row, "text", options) or _column(row, "html", options):
            yield item_of_row(value, name, name, options, collected=False)
            return
        if len(lists) != 1:
            raise _no_text(row, options)
        value = lists[0]
    if not isinstance(value, list) or not _is_rows(value):
        raise NoText(f"the JSON is neither an object nor a list of objects but {_kind(value)}")
    rows = [_lowered(row) for row in value]
    if not any(_column(row, "text", options) or _column(row, "html", options) for row in rows):
        raise _no_text(rows[0] if rows else {}, options)
    for number, row in enumerate(value, start=1):
        yield _safely(row, f"{name}[{number}]", name, options)


def csv_items(stream: io.BufferedReader, name: str, options: Options) -> Iterator[Item | Failure]:
    """An item for each row of CSV (comma, semicolon or tab, told by the header), named by the row's number.

    Raises:
        NoText: the header has no column for the text; ReadError: it is no CSV.
    """
    csv.field_size_limit(options.limits.record)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    header = text.readline(options.limits.record)
    if not header.strip():
        raise ReadError("the file is empty")
    delimiter = max("\t;,", key=header.count)
    reader = csv.DictReader(itertools.chain([header], text), delimiter=delimiter)
    try:
        columns = _lowered(dict.fromkeys(reader.fieldnames or (), ""))
        if not (_column(columns, "text", options) or _column(columns, "html", options)):
            raise _no_text(columns, options)
        for number, row in enumerate(reader, start=1):
            yield _safely(
                {key: value for key, value in row.items() if key is not None},
                f"{name}:{number}",
                name,
                options,
            )
    except csv.Error as error:
        raise ReadError(f"the CSV is broken near line {reader.line_num}: {error}") from None


def item_of_row(
    row: Mapping[str, Any], label: str, path: str, options: Options, *, collected: bool = True
) -> Item:
    """The item in a row.

    Raises:
        NoText: no column holds a text; ReadError: the column does not hold a string.
    """
    lowered = _lowered(row)
    column = _column(lowered, "text", options)
    form = Form.TEXT
    if column is None or not lowered[column]:
        html = _column(lowered, "html", options)
        column, form = (html, Form.HTML) if html else (column, form)
    if column is None:
        raise _no_text(lowered, options)
    text = lowered[column]
    if not isinstance(text, str):
        raise ReadError(f"column {column!r} holds {_kind(text)}, not a text")
    if _UNDECODED.search(text):
        raise ReadError("not valid UTF-8; convert the file to UTF-8")

    def cell(what: str) -> Any:
        found = _column(lowered, what, options)
        return lowered[found] if found else None

    publication = Publication(
        url=_string(cell("url")),
        publisher=_string(cell("publisher")),
        title=_string(cell("title")),
        issued=date_of(cell("date")),
        authors=_strings(cell("authors")),
        path=path,
    )
    return Item(label, form, text, publication, collected=collected)


def _item_of_json(line: bytes, label: str, path: str, options: Options) -> Item | Failure:
    try:
        value = _loaded(decode(line))
    except ReadError as error:
        return Failure(label, str(error))
    if not isinstance(value, dict):
        return Failure(label, f"the line is not a JSON object but {_kind(value)}")
    return _safely(value, label, path, options)


def _safely(row: Mapping[str, Any], label: str, path: str, options: Options) -> Item | Failure:
    try:
        return item_of_row(row, label, path, options)
    except ReadError as error:
        return Failure(label, str(error))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ReadError("not valid JSON: nested too deeply") from None
    except ValueError as error:
        raise ReadError(f"not valid JSON: {error}") from None


def options_for_found(options: Options) -> Options:
    """The options for a data file that merely lies in a folder: a table is no collection of articles only because it
    has a column "body", so the text must be in a column that is called `text` or that the user named."""
    if "text" in options.columns or "html" in options.columns:
        return options
    return replace(options, columns={**options.columns, "text": "text"})


def _column(row: Mapping[str, Any], what: str, options: Options) -> str | None:
    """The column that holds it: the one that the user named, or the first usual one that there is."""
    if what in options.columns:
        name = options.columns[what].lower()
        return name if name in row else None
    return next((name for name in USUAL[what] if name in row), None)


def _no_text(row: Mapping[str, Any], options: Options) -> NoText:
    wanted = options.columns.get("text")
    has = ", ".join(repr(key) for key in list(row)[:12]) or "none"
    missing = f"no column {wanted!r}" if wanted else "no column for the text"
    return NoText(f"{missing}; the columns are {has} (name it with --column text=NAME)")


def _lowered(row: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).strip().lower(): value for key, value in row.items()}


def _is_rows(value: list[Any]) -> bool:
    return all(isinstance(entry, dict) for entry in value)


def _string(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return value.strip() or None if isinstance(value, str) else None


def _strings(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(string for string in map(_string, values) if string)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")
