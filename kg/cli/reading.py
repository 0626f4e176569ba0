"""What commands that read texts have in common: their options, and a line on standard error for what can't be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.read import Failure, Options, read
from kg.records import Document

Command = TypeVar("Command", bound=Callable[..., Any])
_COLUMNS = ("text", "html", "title", "date", "url", "publisher", "authors")


def reading_options(command: Command) -> Command:
    """Adds --date, --column, --any-language and --allow-private; `options_of` makes `Options` of their values."""
    for option in (
        click.option(
            "--allow-private",
            is_flag=True,
            help="Fetch loopback and private addresses too (refused otherwise).",
        ),
        click.option("--any-language", is_flag=True, help="Don't refuse texts that are not in English."),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="WHAT=NAME",
            help="Which column or key of CSV and JSON has the text, html, title, date, url, publisher or authors.",
        ),
        click.option(
            "--date",
            type=click.DateTime(["%Y-%m-%d"]),
            help="Date of publication of texts that come with none.",
        ),
    ):
        command = option(command)
    return command


def options_of(
    date: dt.datetime | None,
    columns: Sequence[str] = (),
    any_language: bool = False,
    allow_private: bool = False,
) -> Options:
    """The reading options from the values of the command line.

    Raises:
        click.BadParameter: a column is not one that is read.
    """
    named = {}
    for column in columns:
        what, equals, name = column.partition("=")
        if not equals or not name or what not in _COLUMNS:
            raise click.BadParameter(
                f"--column {column}: write WHAT=NAME, with WHAT one of {', '.join(_COLUMNS)}"
            )
        named[what] = name
    return Options(
        date=date.date() if date else None,
        columns=named,
        language=None if any_language else "en",
        private=allow_private,
    )


def documents_of(
    paths: Sequence[str], options: Options, failures: list[Failure], *, by_name: bool = True
) -> Iterator[Document]:
    """The documents at the paths; what can't be read is named on standard error and added to `failures`.

    Args:
        by_name: name documents by their files, without the ending, and not by their content, for people and scorers.
    """
    names: dict[str, int] = {}
    for outcome in read(paths, options):
        if isinstance(outcome, Document):
            yield replace(outcome, id=_unused(_stem(outcome), names)) if by_name else outcome
        elif not outcome.skipped:
            failures.append(outcome)
            click.echo(f"kg: {outcome}", err=True)


def _stem(document: Document) -> str:
    path = document.publication.path or document.publication.url or ""
    name = Path(path)
    stem = Path(name.stem).stem if name.suffix.lower() == ".gz" else name.stem
    return stem if stem not in ("", "-") else document.id


def _unused(name: str, names: dict[str, int]) -> str:
    names[name] = names.get(name, 0) + 1
    return name if names[name] == 1 else f"{name}-{names[name]}"
