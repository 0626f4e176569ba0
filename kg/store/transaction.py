"""Changes to several graphs at once: all of them, or none.

The database's own default graph always holds the union of the named graphs, as a set. A query over it is a plain
query, and a triple that many documents give counts once; the engine's union on the fly gives it once for each graph
(oxigraph issue 1919), which multiplies rows and falsifies counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox


@dataclass(slots=True)
class _Change:
    gone: set[ox.Triple] = field(default_factory=set)
    come: set[ox.Triple] = field(default_factory=set)
    dropped: bool = False


class Transaction:
    """Collects changes to named graphs; `as_update` is the one SPARQL update that makes them all."""

    def __init__(self, database: ox.Store) -> None:
        self._database = database
        self._changes: dict[ox.NamedNode, _Change] = {}

    def set_graph(
        self, graph: ox.NamedNode, triples: Iterable[ox.Triple], held: set[ox.Triple] | None = None
    ) -> None:
        """Puts triples in the place of all that the graph holds, which a caller who has read it may give."""
        pattern = (None, None, None, graph)
        old = {quad.triple for quad in self._database.quads_for_pattern(*pattern)} if held is None else held
        new = set(triples)
        change = self._change(graph)
        change.gone |= old - new
        change.come |= new - old
        change.dropped = False

    def drop_graph(self, graph: ox.NamedNode) -> None:
        """Removes the graph with all that it holds."""
        self.set_graph(graph, ())
        self._change(graph).dropped = True

    def set_value(
        self, graph: ox.NamedNode, subject: ox.NamedNode, predicate: ox.NamedNode, value: str | None
    ) -> None:
        """Puts one literal, or with None nothing, in the place of all values of a property."""
        old = {quad.triple for quad in self._database.quads_for_pattern(subject, predicate, None, graph)}
        new = set() if value is None else {ox.Triple(subject, predicate, ox.Literal(value))}
        change = self._change(graph)
        change.gone |= old - new
        change.come |= new - old

    def add(self, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Adds triples to a graph."""
        self._change(graph).come |= set(triples)

    def discard(self, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Takes triples out of a graph."""
        self._change(graph).gone |= set(triples)

    def as_update(self) -> str:
        """The update in SPARQL 1.1; empty if nothing changes."""
        come = set().union(*(change.come for change in self._changes.values()))
        orphans = [triple for triple in self._all_gone() if triple not in come and not self._is_held(triple)]
        deletions = _lines(None, orphans)
        insertions = _lines(None, come)
        steps = []
        for graph, change in self._changes.items():
            if change.dropped:
                steps.append(f"DROP SILENT GRAPH {graph}")
                continue
            if not self._database.contains_named_graph(graph):
                steps.append(f"CREATE SILENT GRAPH {graph}")
            deletions += _lines(graph, change.gone)
            insertions += _lines(graph, change.come)
        if deletions:
            steps.append(f"DELETE DATA {{\n{deletions}}}")
        if insertions:
            steps.append(f"INSERT DATA {{\n{insertions}}}")
        return ";\n".join(steps)

    def _change(self, graph: ox.NamedNode) -> _Change:
        return self._changes.setdefault(graph, _Change())

    def _all_gone(self) -> set[ox.Triple]:
        return set().union(*(change.gone for change in self._changes.values()))

    def _is_held(self, triple: ox.Triple) -> bool:
        """Whether a graph goes on holding a triple that another loses."""
        pattern = (triple.subject, triple.predicate, triple.object)
        for quad in self._database.quads_for_pattern(*pattern):
            graph = quad.graph_name
            if isinstance(graph, ox.NamedNode):
                change = self._changes.get(graph)
                if change is None or triple not in change.gone:
                    return True
        return False


def without_blank_nodes(graph: ox.NamedNode, triples: Iterable[ox.Triple], base: str) -> list[ox.Triple]:
    """The triples with an IRI in the place of each blank node, the same for the same graph whatever its labels were.

    Blank nodes can't be taken out of a union again; RDF 1.1 (section 3.5) says how to replace them.
    """
    triples = list(triples)
    if not any(
        isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)
    ):
        return triples
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    stem = f"{base}.well-known/genid/{hashlib.sha256(graph.value.encode()).hexdigest()[:12]}-"

    def named(term: ox.NamedNode | ox.BlankNode) -> ox.NamedNode:
        return ox.NamedNode(stem + term.value) if isinstance(term, ox.BlankNode) else term

    return [
        ox.Triple(
            named(quad.subject),
            quad.predicate,
            named(quad.object) if isinstance(quad.object, ox.BlankNode) else quad.object,
        )
        for quad in dataset
    ]


def _lines(graph: ox.NamedNode | None, triples: Iterable[ox.Triple]) -> str:
    """Triples as the inside of DELETE DATA or INSERT DATA; a pyoxigraph triple prints itself in SPARQL's syntax."""
    lines = "".join([f"{triple} .\n" for triple in triples])
    return f"GRAPH {graph} {{\n{lines}}}\n" if lines and graph is not None else lines
