"""Linking to a knowledge base that the user gives: a table of names and IRIs. What it lacks stays without a link."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.records import EntityType
from kg.resolve.names import normalise_name
from kg.schema.labels import labels

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]+")
_COLUMNS: Final = {
    "iri": ("iri", "id", "uri", "link"),
    "type": ("type", "class"),
    "names": ("names", "name", "label", "labels"),
}


class KnowledgeBase:
    """Names by type, each with the IRI that it stands for; a name with several IRIs links to none."""

    def __init__(self, entries: Iterable[tuple[str, EntityType, Sequence[str]]]) -> None:
        """Take (IRI, type, names) rows; names are compared as `normalise_name` makes them."""
        self._iris: list[str] = []
        self._index: dict[tuple[str, str], int] = {}
        numbers: dict[str, int] = {}
        self.ambiguous = 0
        """How many names stand for more than one IRI."""
        for iri, type, names in entries:
            number = numbers.setdefault(iri, len(numbers))
            if number == len(self._iris):
                self._iris.append(iri)
            for name in names:
                key = (type.value, normalise_name(name, type))
                known = self._index.setdefault(key, number)
                if known not in (number, -1):
                    self._index[key] = -1
                    self.ambiguous += 1

    def __len__(self) -> int:
        """The number of different IRIs."""
        return len(self._iris)

    def link(self, type: EntityType, name: str, aliases: Sequence[str] = ()) -> str | None:
        """The IRI for an entity: by its fullest name, else by an alias of two words or more; None where nothing fits.

        Aliases that point to different IRIs link to none.
        """
        by_name = self._index.get((type.value, normalise_name(name, type)))
        if by_name is not None:
            return self._iris[by_name] if by_name >= 0 else None
        keys = [(type.value, normalise_name(alias, type)) for alias in aliases if len(alias.split()) > 1]
        found = {self._index[key] for key in keys if key in self._index}
        number = found.pop() if len(found) == 1 else -1
        return self._iris[number] if number >= 0 else None

    @classmethod
    def load(cls, path: Path) -> KnowledgeBase:
        """Read `names.tsv` (columns iri, type, names; several names parted by "|") or `names.ttl` (labels and classes).

        A million rows take about as many hundred megabytes as they have names in millions; the file is streamed.

        Raises:
            ReadError: the file is missing or not one of these, lacks a column, or has a broken IRI or unknown type.
        """
        if not path.is_file():
            raise ReadError(f"the knowledge base {path} is not a file; give a table (.tsv) or Turtle (.ttl)")
        suffix = path.suffix.lower()
        if suffix in (".tsv", ".csv", ".txt"):
            return cls(_read_table(path, "," if suffix == ".csv" else "\t"))
        if suffix in (".ttl", ".nt"):
            return cls(_read_turtle(path))
        raise ReadError(
            f"the knowledge base {path} has an unknown ending {suffix or '(none)'}; use .tsv, .csv, .ttl or .nt"
        )


def _read_table(path: Path, separator: str) -> Iterator[tuple[str, EntityType, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(
                file, delimiter=separator, quoting=csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL
            )
            header = [cell.strip().lower() for cell in next(reader, [])]
            at = {}
            for column, headings in _COLUMNS.items():
                found = [header.index(heading) for heading in headings if heading in header]
                if not found:
                    raise ReadError(
                        f"the knowledge base {path} has no column {column!r} in its first line "
                        f"({', '.join(header)[:200] or 'empty'}); it needs iri, type, names"
                    )
                at[column] = found[0]
            for row in reader:
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) <= max(at.values()):
                    raise ReadError(
                        f"line {reader.line_num} of {path} has {len(row)} columns; it needs iri, type, names"
                    )
                names = [name.strip() for name in row[at["names"]].split("|") if name.strip()]
                where = f"line {reader.line_num} of {path}"
                if not names:
                    raise ReadError(f"{where} has no name")
                yield _iri(row[at["iri"]].strip(), where), _type(row[at["type"]].strip(), where), names
    except UnicodeDecodeError as error:
        raise ReadError(f"the knowledge base {path} is not UTF-8 (byte {error.start})") from error
    except csv.Error as error:
        raise ReadError(f"the knowledge base {path} is no table: {error}") from error
    except OSError as error:
        raise ReadError(f"the knowledge base {path} can't be read: {error.strerror}") from error


def _iri(value: str, where: str) -> str:
    value = value.removeprefix("<").removesuffix(">")
    if not _IRI.fullmatch(value):
        raise ReadError(f"{where}: {value[:80]!r} is not an absolute IRI")
    return value


def _type(value: str, where: str) -> EntityType:
    type = _known_type(value)
    if type is not None:
        return type
    raise ReadError(f"{where}: unknown type {value[:80]!r}; use Person, Organization, Country or Place")


def _known_type(value: str) -> EntityType | None:
    """The type that a word or the last part of an IRI names ("Person", "kg:Person", "http://schema.org/Person")."""
    local = re.split(r"[#/:]", value)[-1].lower()
    return next((type for type in EntityType if type.value.lower() == local), None)


def _read_turtle(path: Path) -> Iterator[tuple[str, EntityType, Sequence[str]]]:
    found = False
    for iri, classes, names in labels(path):
        types = [type for value in classes if (type := _known_type(value)) is not None]
        if types:
            found = True
            yield iri, types[0], names
    if not found:
        raise ReadError(
            f"the knowledge base {path} names no Person, Organization, Country or Place; "
            "give each a class of that name and a label"
        )


def load_kb(path: Path) -> KnowledgeBase:
    """Read a knowledge base from a file; the same as `KnowledgeBase.load`."""
    return KnowledgeBase.load(path)
