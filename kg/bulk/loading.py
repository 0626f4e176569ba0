"""Shards into a store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.bulk.listing import Listing
from kg.bulk.shards import read_manifest, read_shard
from kg.store import GraphStore, Load, StoredDocument, layout
from kg.store.likeness import identify
from kg.store.profile_cache import ProfileCache
from kg.store.profiles import profiles_of

_PAYS = 4
"""A bulk load writes the whole store anew, some five times as fast as its documents are replaced one by one: it pays
where the store has less than so many times what is new."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did, in documents."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def load_shards(shards: Path, directory: Path, *, base: str | None = None) -> Loaded:
    """Brings a store, which is made if it isn't there, to what shards say; what it has already is left alone.

    It is decided anew who is who across its documents.

    Args:
        shards: a folder that a build wrote.
        directory: of the store.
        base: of the data IRIs; None takes that of the shards.

    Raises:
        StoreError: there is no manifest, a shard is missing or damaged, or the store is in use or has another base.
            What was loaded before that stays; of many documents, which are loaded at once, none are.
    """
    with (
        contextlib.closing(Listing(read_manifest(shards))) as listing,
        GraphStore.open(directory, create=True, base=base or listing.base) as store,
    ):
        removed = sum(store.remove(iri) for iri in listing.removed())
        has = sum(1 for _ in store.documents())
        wanted = sum(len(documents) for _, _, documents in listing.shards())
        new = sum(len(documents) for _, _, documents in _new(listing, store))
        if has < _PAYS * new:
            _load_at_once(shards, listing, store)
        else:
            for load in _loads(shards, listing, store):
                store.put(load)
            if store.unpublished:
                identify(store)
        return Loaded(new, wanted - new, removed)


def _load_at_once(shards: Path, listing: Listing, store: GraphStore) -> None:
    """Decides who is who before anything is written, so that no graph is written twice.

    The shards are read twice for it, as what they say need not fit into memory.
    """
    coming = []
    with contextlib.closing(ProfileCache(store.directory / layout.PROFILES)) as profiles, profiles.together():
        for load in _loads(shards, listing, store):
            assert load.digest is not None
            profiles.put(load.iri, load.digest, profiles_of(_quads(load), store.base))
            coming.append(StoredDocument(load.iri, load.digest))
    identify(store, coming)
    store.load(_loads(shards, listing, store))


def _quads(load: Load) -> Iterator[ox.Quad]:
    return ox.parse(load.quads, format=ox.RdfFormat.N_QUADS)


def _new(listing: Listing, store: GraphStore) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The shards with those of their documents that the store doesn't have as they are there."""
    for shard, sha256, documents in listing.shards():
        new = {iri: digest for iri, digest in documents.items() if store.digest(iri) != digest}
        if new:
            yield shard, sha256, new


def _loads(directory: Path, listing: Listing, store: GraphStore) -> Iterator[Load]:
    for shard, sha256, digests in _new(listing, store):
        graphs = {f"<{store.graphs.document(iri).value}>".encode(): iri for iri in digests}
        lines = read_shard(directory, shard, sha256).splitlines(keepends=True)
        for graph, quads in groupby(lines, key=_graph_of):
            if graph in graphs:
                iri = graphs.pop(graph)
                yield Load(iri, b"".join(quads), digests[iri])
        for iri in graphs.values():
            yield Load(iri, b"", digests[iri])


def _graph_of(line: bytes) -> bytes:
    """The last term of a line of N-Quads as pyoxigraph writes it."""
    return line.rsplit(b" ", 2)[1] if line.count(b" ") > 2 else b""
