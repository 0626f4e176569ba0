"""Graphs of documents as they were read, for those whose graph the curation has changed.

A row is written before the transaction that refers to it, by its digest, and removed after one that does not; so a
kill leaves at worst a row that nothing refers to.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError


class Originals:
    """A table of graphs in the store's directory.

    Raises:
        StoreError: the file is broken, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._errors():
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS originals (document TEXT, digest TEXT, triples BLOB,"
                " PRIMARY KEY (document, digest)) WITHOUT ROWID"
            )

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Does all changes in one go, and waits for the disk once."""
        with self._errors():
            self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._database.rollback()
            raise
        with self._errors():
            self._database.execute("COMMIT")

    def put(self, document: str, triples: Iterable[ox.Triple]) -> str:
        """Keeps a graph.

        Returns:
            Its digest, the same for the same triples.
        """
        content = b"".join(sorted(f"{triple} .\n".encode() for triple in triples))
        digest = hashlib.sha256(content).hexdigest()
        with self._errors():
            self._database.execute(
                "INSERT OR REPLACE INTO originals VALUES (?, ?, ?)",
                (document, digest, zlib.compress(content, 1)),
            )
        return digest

    def get(self, document: str, digest: str) -> set[ox.Triple]:
        """The graph of that digest.

        Raises:
            StoreError: it is not there.
        """
        with self._errors():
            row = self._database.execute(
                "SELECT triples FROM originals WHERE document = ? AND digest = ?", (document, digest)
            ).fetchone()
        if row is None:
            raise StoreError(f"{self._path}: the original of {document} is missing; read that document again")
        return {quad.triple for quad in ox.parse(zlib.decompress(row[0]), ox.RdfFormat.N_TRIPLES)}

    def keep_only(self, document: str, digest: str | None) -> None:
        """Removes what is kept of a document but for one graph."""
        with self._errors():
            self._database.execute(
                "DELETE FROM originals WHERE document = ? AND digest IS NOT ?", (document, digest)
            )

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"store {self._path.parent}: {error}; free some space or check the disk"
            ) from error
