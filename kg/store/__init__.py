"""Quads in, a persistent graph out: transactions, curation, exports."""

from kg.store.counts import Counts, count
from kg.store.curator import Curator, decide_by_texts
from kg.store.decisions import Decision
from kg.store.export import FORMS, export
from kg.store.graphs import Graphs
from kg.store.loading import Load
from kg.store.query import refuse_remote, rows, run_query, write_result
from kg.store.snapshot import Snapshot, open_graph
from kg.store.writer import GraphStore, StoredDocument

__all__ = [
    "FORMS",
    "Counts",
    "Curator",
    "Decision",
    "GraphStore",
    "Graphs",
    "Load",
    "Snapshot",
    "StoredDocument",
    "count",
    "decide_by_texts",
    "export",
    "open_graph",
    "refuse_remote",
    "rows",
    "run_query",
    "write_result",
]
