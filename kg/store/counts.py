"""What a store holds, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.describe import terms as t
from kg.records import EntityType
from kg.store import layout
from kg.store.reading import UNION, local_name
from kg.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one snapshot."""

    base: str
    snapshot: int
    documents: int
    graphs: int
    triples: int
    """Of the union of all graphs."""
    entities: dict[str, int]
    """By type."""
    claims: int
    polarity: dict[str, int]
    modality: dict[str, int]
    attributed: int
    """Claims with a source in the text."""
    bytes: int
    """Of the files of this snapshot."""


def count(snapshot: Snapshot) -> Counts:
    """Counts what a snapshot holds; reads an index or two, not the whole."""
    store = snapshot.store
    return Counts(
        base=snapshot.base,
        snapshot=snapshot.number,
        documents=_number(store, t.TYPE, t.DOCUMENT),
        graphs=sum(1 for _ in store.named_graphs()),
        triples=sum(1 for _ in store.quads_for_pattern(None, None, None, UNION)),
        entities={type.value: _number(store, t.TYPE, t.ENTITY_CLASSES[type]) for type in EntityType},
        claims=_number(store, t.TYPE, t.CLAIM),
        polarity=_by_value(store, t.POLARITY),
        modality=_by_value(store, t.MODALITY),
        attributed=_number(store, t.SOURCE, None),
        bytes=_size(layout.snapshot_path(snapshot.directory, snapshot.number)),
    )


def _number(store: ox.Store, predicate: ox.NamedNode, object: ox.NamedNode | None) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, predicate, object, UNION))


def _by_value(store: ox.Store, predicate: ox.NamedNode) -> dict[str, int]:
    values = Counter(
        local_name(quad.object.value)
        for quad in store.quads_for_pattern(None, predicate, None, UNION)
        if isinstance(quad.object, ox.NamedNode)
    )
    return dict(sorted(values.items()))


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
