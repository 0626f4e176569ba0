"""Where a build's graphs go: into a store, or into a folder of shards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.bulk.shards import Entry, Manifest, Shard, write_shard
from kg.resolve import Profile
from kg.store import GraphStore, Load
from kg.store.profile_cache import ProfileCache


@dataclass(frozen=True, slots=True)
class Graph:
    """What a build has of one document."""

    iri: str
    """Of the document."""
    digest: str
    """Of all that the graph was made from."""
    quads: bytes
    """N-Quads; empty if they are in the shard and nobody asked for them."""
    profiles: tuple[Profile, ...] | None = None
    """What it says of who its entities are; None where nobody looked."""
    shard: str | None = None
    """The name of the shard that has it."""


class Target(Protocol):
    """Takes the graphs of documents, each whole or not at all."""

    @property
    def shards(self) -> Path | None:
        """The folder in which workers are to leave the graphs, if they are."""
        ...

    @property
    def shards_alone(self) -> bool:
        """Whether that is enough, so that no worker need send them."""
        ...

    def digest(self, document: str) -> str | None:
        """The digest that a document was put in with; None if it isn't there."""
        ...

    def original(self, document: str) -> Iterable[ox.Quad]:
        """The graph of a document as it was put in; empty if it isn't there."""
        ...

    def put(self, graphs: Sequence[Graph]) -> None:
        """Takes documents in, each in the place of what was there of it; acknowledged when it returns.

        Raises:
            StoreError: the disk is full, or the shard of a worker isn't there.
        """
        ...

    def remove(self, document: str) -> bool:
        """Removes what only this document said; False if it isn't there."""
        ...


class Stored:
    """A store as the target, with a manifest of the same graphs as files if one is kept.

    Args:
        store: open for writing.
        profiles: of its documents.
        manifest: of shards that are to be written beside.
    """

    shards_alone = False

    def __init__(self, store: GraphStore, profiles: ProfileCache, manifest: Manifest | None = None) -> None:
        self._store = store
        self._profiles = profiles
        self._manifest = manifest

    @property
    def shards(self) -> Path | None:
        """The folder of the manifest."""
        return self._manifest.directory if self._manifest else None

    def digest(self, document: str) -> str | None:
        """The digest that a document was put in with."""
        return self._store.digest(document)

    def original(self, document: str) -> Iterable[ox.Quad]:
        """The graph of a document as it was put in."""
        return self._store.original(document)

    def put(self, graphs: Sequence[Graph]) -> None:
        """Takes documents in; a shard counts before the store has it, which a kill in between has done again."""
        if self._manifest is not None:
            list_graphs(self._manifest, graphs)
        for graph in graphs:
            if graph.profiles is not None:
                self._profiles.put(graph.iri, graph.digest, graph.profiles)
            self._store.put(Load(graph.iri, graph.quads, graph.digest))

    def remove(self, document: str) -> bool:
        """Removes what only this document said."""
        removed = self._store.remove(document)
        if removed and self._manifest is not None:
            self._manifest.remove(document)
        return removed


def list_graphs(manifest: Manifest, graphs: Sequence[Graph]) -> list[Shard]:
    """Lets the shards of graphs count; those that no worker left in one get theirs here.

    Returns:
        The new lines of the manifest.
    """
    entries: dict[str, list[Entry]] = defaultdict(list)
    for graph in graphs:
        shard = graph.shard or write_shard(manifest.directory, [graph.quads])
        entries[shard].append(Entry(graph.iri, graph.digest))
    return [manifest.add(shard, documents) for shard, documents in entries.items()]
