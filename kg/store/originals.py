"""Graphs of documents as they were read, for those whose graph the curation has changed.

A row is written before the transaction that refers to it, by its digest, and removed after one that does not; so a
kill leaves at worst a row that nothing refers to.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.table import Table


class Originals(Table):
    """A table of graphs in the store's directory."""

    def __init__(self, path: Path) -> None:
        columns = "document TEXT, digest TEXT, triples BLOB, PRIMARY KEY (document, digest)"
        advice = "free some space or check the disk"
        super().__init__(path, f"originals ({columns}) WITHOUT ROWID", advice, durable=True)

    def put(self, document: str, triples: Iterable[ox.Triple]) -> str:
        """Keeps a graph.

        Returns:
            Its digest, the same for the same triples.
        """
        content = b"".join(sorted(f"{triple} .\n".encode() for triple in triples))
        digest = hashlib.sha256(content).hexdigest()
        row = document, digest, zlib.compress(content, 1)
        self.run("INSERT OR REPLACE INTO originals VALUES (?, ?, ?)", row)
        return digest

    def get(self, document: str, digest: str) -> set[ox.Triple]:
        """The graph of that digest.

        Raises:
            StoreError: it is not there.
        """
        query = "SELECT triples FROM originals WHERE document = ? AND digest = ?"
        rows = self.run(query, (document, digest))
        if not rows:
            raise StoreError(f"{self.path}: the original of {document} is missing; read that document again")
        return {quad.triple for quad in ox.parse(zlib.decompress(rows[0][0]), ox.RdfFormat.N_TRIPLES)}

    def keep_only(self, document: str, digest: str | None) -> None:
        """Removes what is kept of a document but for one graph."""
        self.run("DELETE FROM originals WHERE document = ? AND digest IS NOT ?", (document, digest))
