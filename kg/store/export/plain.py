"""The forms that pyoxigraph writes by itself, as it reads: N-Triples, N-Quads, RDF 1.2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from kg.describe import PREFIXES
from kg.describe import terms as t
from kg.store.export.turtle import grouped
from kg.store.reading import UNION

REIFIES = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")


def n_triples(store: ox.Store, output: IO[bytes]) -> None:
    """The union of all graphs."""
    ox.serialize(_union(store), output, ox.RdfFormat.N_TRIPLES)


def n_quads(store: ox.Store, output: IO[bytes], graphs: list[ox.NamedNode]) -> None:
    """The named graphs, one after the other."""
    quads = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    ox.serialize(quads, output, ox.RdfFormat.N_QUADS)


def rdf_12(store: ox.Store, output: IO[bytes]) -> None:
    """The union of all graphs in Turtle 1.2, in which each claim reifies the triple that it is about."""
    ox.serialize(_with_triple_terms(store), output, ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))


def _union(store: ox.Store) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, UNION))


def _with_triple_terms(store: ox.Store) -> Iterator[ox.Triple]:
    for subject, quads in grouped(store.quads_for_pattern(None, None, None, UNION)):
        parts = {quad.predicate: quad.object for quad in quads}
        yield from (quad.triple for quad in quads)
        if t.CLAIM in {quad.object for quad in quads if quad.predicate == t.TYPE}:
            who, what, whom = (parts.get(term) for term in (t.SUBJECT, t.PREDICATE, t.OBJECT))
            if isinstance(who, ox.NamedNode) and isinstance(what, ox.NamedNode) and whom is not None:
                yield ox.Triple(subject, REIFIES, ox.Triple(who, what, whom))
