"""Quads in, a persistent graph out: transactions, curation, exports."""

from kg.store.graphs import Graphs
from kg.store.query import refuse_remote, rows, run_query, write_result
from kg.store.snapshot import Snapshot, open_graph
from kg.store.writer import GraphStore, StoredDocument

__all__ = [
    "GraphStore",
    "Graphs",
    "Snapshot",
    "StoredDocument",
    "open_graph",
    "refuse_remote",
    "rows",
    "run_query",
    "write_result",
]
