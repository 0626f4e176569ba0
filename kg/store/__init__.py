"""Quads in, a persistent graph out: transactions, curation, exports."""

from kg.store.graphs import Graphs
from kg.store.snapshot import Snapshot, open_graph
from kg.store.writer import GraphStore, StoredDocument

__all__ = ["GraphStore", "Graphs", "Snapshot", "StoredDocument", "open_graph"]
