"""A folder of shards as the target of a build: graphs as files, for any store to load, and no store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.bulk.listing import Listing
from kg.bulk.shards import Manifest, read_manifest, read_shard
from kg.bulk.target import Graph, list_graphs
from kg.describe.identity import document_graph
from kg.errors import StoreError
from kg.store.lock import WriterLock

_LOCK = "shards.lock"


class ShardFolder:
    """The shards in a folder, open for one writer at a time.

    Args:
        directory: made if it isn't there.
        base: of the data IRIs; None takes that of the folder, or kg's own.

    Raises:
        StoreError: somebody else writes into it, its manifest is broken or of another base, or the disk is full.
    """

    shards_alone = True

    def __init__(self, directory: Path, base: str | None = None) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._lock = WriterLock(directory / _LOCK)
        except OSError as error:
            raise StoreError(f"shards {directory}: {error.strerror}") from None
        try:
            self._manifest = Manifest(directory, base)
            self._listing = Listing(read_manifest(directory))
        except BaseException:
            self._lock.release()
            raise

    @property
    def base(self) -> str:
        """What the data IRIs begin with."""
        return self._manifest.base

    @property
    def shards(self) -> Path:
        """The folder."""
        return self._manifest.directory

    def digest(self, document: str) -> str | None:
        """The digest that a document was put in with."""
        listed = self._listing.document(document)
        return listed.digest if listed else None

    def original(self, document: str) -> Iterable[ox.Quad]:
        """The graph of a document as it was put in."""
        listed = self._listing.document(document)
        if listed is None:
            return []
        graph = ox.NamedNode(document_graph(document))
        content = read_shard(self.shards, listed.shard, listed.sha256)
        return [quad for quad in ox.parse(content, format=ox.RdfFormat.N_QUADS) if quad.graph_name == graph]

    def put(self, graphs: Sequence[Graph]) -> None:
        """Lets the shards of documents count, durably."""
        for line in list_graphs(self._manifest, graphs):
            self._listing.add(line)

    def remove(self, document: str) -> bool:
        """Notes that a document is gone."""
        if self._listing.document(document) is None:
            return False
        self._listing.add(self._manifest.remove(document))
        return True

    def close(self) -> None:
        """Frees the folder for another writer."""
        self._manifest.close()
        self._listing.close()
        self._lock.release()
