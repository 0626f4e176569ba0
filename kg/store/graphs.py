"""The named graphs of a store, and its own bookkeeping terms."""

from __future__ import annotations

import pyoxigraph as ox

from kg.describe.identity import BASE, document_graph
from kg.errors import StoreError
from kg.schema import KG

DIGEST = ox.NamedNode(f"{KG}digest")
"""In the description graph: what a document was written with, so that unchanged ones are skipped."""

ORIGINAL = ox.NamedNode(f"{KG}originalDigest")
"""In the description graph: which original is kept of a document whose graph the curation has changed."""

PENDING = ox.NamedNode(f"{KG}curationPending")
"""In the description graph, never in a snapshot: the document's graph does not yet follow the latest decisions."""


class Graphs:
    """The named graphs of a store with a certain base: one for each document, and those that concern all of them.

    Attributes:
        curation: what people decided: merges, splits, names, claims accepted and rejected.
        inferences: what follows from the plain triples.
        description: the data set as a whole (VoID), and the digest of each document.
    """

    def __init__(self, base: str = BASE) -> None:
        self._documents = f"{base}document/"
        self._graphs = f"{base}graph/document/"
        self.curation = ox.NamedNode(f"{base}graph/curation")
        self.inferences = ox.NamedNode(f"{base}graph/inferences")
        self.description = ox.NamedNode(f"{base}graph/description")

    def document(self, document: str) -> ox.NamedNode:
        """The graph of a document.

        Raises:
            StoreError: the IRI is not that of a document of this store.
        """
        if not document.startswith(self._documents):
            raise StoreError(f"{document} is not a document of this store; they begin with {self._documents}")
        return ox.NamedNode(document_graph(document))

    def document_of(self, graph: ox.NamedNode | ox.BlankNode) -> str | None:
        """The document that a graph belongs to; None if it belongs to none."""
        if not graph.value.startswith(self._graphs):
            return None
        return self._documents + graph.value.removeprefix(self._graphs)
