"""Which documents' graphs a change of the curation may touch."""

from __future__ import annotations

import pyoxigraph as ox

from kg.describe import terms as t
from kg.store.curation import Curation
from kg.store.graphs import ORIGINAL, Graphs


def affected(database: ox.Store, graphs: Graphs, old: Curation, new: Curation) -> set[str]:
    """The documents whose graphs may look otherwise; a few too many do no harm."""
    found: set[ox.NamedNode] = set()
    for iri in old.changed(new):
        for shown in {iri, old.stands_for(iri), new.stands_for(iri)}:
            for quad in database.quads_for_pattern(ox.NamedNode(shown), t.TYPE, None):
                if isinstance(quad.graph_name, ox.NamedNode):
                    found.add(quad.graph_name)
    documents = {graphs.document_of(graph) for graph in found}
    if old.rejected - new.rejected:  # what was rejected is in no graph, only in originals
        kept = database.quads_for_pattern(None, ORIGINAL, None, graphs.description)
        documents |= {quad.subject.value for quad in kept if isinstance(quad.subject, ox.NamedNode)}
    return {document for document in documents if document is not None}
