"""What the lines of a manifest come to: for each document its digest and the shard that has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.bulk.shards import Line, Removed, Shard

_TABLES = """
CREATE TABLE shards (id INTEGER PRIMARY KEY, name TEXT UNIQUE, sha256 TEXT);
CREATE TABLE documents (iri TEXT PRIMARY KEY, digest TEXT, shard INTEGER) WITHOUT ROWID;
CREATE INDEX documents_by_shard ON documents (shard);
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that counts, and where it is."""

    digest: str
    shard: str
    sha256: str


class Listing:
    """An index of a manifest, in a temporary file of SQLite's: memory does not grow with the number of documents.

    Args:
        lines: of the manifest, in order.

    Attributes:
        base: what the data IRIs begin with; None where no line says so.
    """

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.base: str | None = None
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._run("BEGIN")  # for good: nothing of it outlives the process
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """Takes one more line into account."""
        if isinstance(line, Removed):
            self._run("INSERT OR REPLACE INTO documents VALUES (?, NULL, NULL)", line.removed)
        elif isinstance(line, Shard):
            keep = "INSERT INTO shards (name, sha256) VALUES (?, ?) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256"
            ((shard,),) = self._run(f"{keep} RETURNING id", line.shard, line.sha256).fetchall()
            rows = [(entry.iri, entry.digest, shard) for entry in line.documents]
            self._database.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", rows)
        else:
            self.base = line.base

    def document(self, iri: str) -> Listed | None:
        """Where a document is; None if it isn't, or is gone."""
        query = "SELECT digest, name, sha256 FROM documents JOIN shards ON id = shard WHERE iri = ?"
        return next((Listed(*row) for row in self._run(query, iri)), None)

    def removed(self) -> Iterator[str]:
        """The documents that are gone."""
        for (iri,) in self._run("SELECT iri FROM documents WHERE shard IS NULL ORDER BY iri"):
            yield iri

    def shards(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """The shards that have a document that counts, in the order of the manifest.

        Yields:
            Name, SHA-256, and from the IRIs of those documents to their digests.
        """
        for shard, name, sha256 in self._run("SELECT id, name, sha256 FROM shards ORDER BY id"):
            wanted = dict(self._run("SELECT iri, digest FROM documents WHERE shard = ?", shard))
            if wanted:
                yield name, sha256, wanted

    def close(self) -> None:
        """Frees the temporary file."""
        self._database.close()

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self._database.execute(statement, values)
