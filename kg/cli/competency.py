"""Competency questions: queries with the answers that a careful reader of the texts would give."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store import rows, run_query


@dataclass(frozen=True)
class Answer:
    """What a store answered: all columns for the reader, and what differs in those that are compared."""

    question: Question
    rows: tuple[dict[str, str], ...]
    missing: tuple[tuple[str, ...], ...]
    unexpected: tuple[tuple[str, ...], ...]

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.unexpected)


@dataclass(frozen=True)
class Question:
    """A query, the question in English, and the expected rows in some of its columns."""

    text: str
    query: str
    columns: tuple[str, ...]
    expected: frozenset[tuple[str, ...]]
    compared: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Question:
        """From a .rq file, whose first line is a comment, and the .csv of the same name.

        Raises:
            QueryError: one of the two is missing, or the .csv has a column that the query does not give.
        """
        answers = path.with_suffix(".csv")
        if not answers.exists():
            raise QueryError(f"{path}: the expected answers {answers.name} are missing beside it")
        query = path.read_text(encoding="utf-8")
        with answers.open(encoding="utf-8", newline="") as file:
            header, *expected = csv.reader(file)
        columns = tuple(v.value for v in _solutions(ox.Store(), query).variables)
        if unknown := [name for name in header if name not in columns]:
            raise QueryError(
                f"{answers}: column {unknown[0]} is not one of the query's ({', '.join(columns)})"
            )
        text = query.splitlines()[0].removeprefix("#").strip()
        return cls(text, query, columns, frozenset(map(tuple, expected)), tuple(header))

    def ask(self, store: ox.Store) -> Answer:
        """The answer of a store."""
        found = tuple(as_text(_solutions(store, self.query)))
        seen = {tuple(row.get(name, "") for name in self.compared) for row in found}
        return Answer(self, found, tuple(sorted(self.expected - seen)), tuple(sorted(seen - self.expected)))


def as_text(result: ox.QuerySolutions) -> Iterator[dict[str, str]]:
    """The rows as strings by column; columns without a value are left out."""
    names = [variable.value for variable in result.variables]
    for row in rows(result):
        terms = ((name, row[name]) for name in names)
        yield {
            name: term.value
            for name, term in terms
            if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)
        }


def _solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    result = run_query(store, query)
    if not isinstance(result, ox.QuerySolutions):
        raise QueryError("a competency question is a SELECT query")
    return result


def questions(folder: Path, pattern: str = "*.rq") -> Iterator[Question]:
    """The questions of a folder whose file names fit, in the order of these."""
    for path in sorted(folder.glob(pattern)):
        yield Question.read(path)
