"""Checks built graphs against the SHACL shapes, and says in plain English what is wrong.

pySHACL takes time, so documents are checked some at a time: each graph of a document is complete by itself, and what
conforms alone conforms beside others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.describe import identity
from kg.describe import terms as t
from kg.schema import KG, Schema, load, ontology_dir
from kg.schema.files import parse, to_rdflib

BATCH = 20
"""Documents checked together."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing in a graph that breaks a shape."""

    document: str
    """IRI of the document whose graph it is in; empty for the default graph."""
    node: str
    """IRI of what is wrong."""
    what: str
    """The same in words: a claim's subject, predicate and object, an entity's name, a span's quote."""
    message: str
    """What is wrong with it."""

    def __str__(self) -> str:
        place = f"{self.document}: " if self.document else ""
        return f"{place}{self.what}: {self.message}"


def validate(store: ox.Store, schema: Schema | None = None) -> Iterator[Problem]:
    """Checks the graphs of all documents; in a store without named graphs, the default graph.

    Args:
        store: one that kg built, or any other; it is only read.
        schema: with the user's predicates, if there are any; None is kg's own.

    Yields:
        The problems, those of one document together; none if all conform.
    """
    schema = schema or load()
    documents = [
        graph
        for graph in sorted(store.named_graphs(), key=str)
        if isinstance(graph, ox.NamedNode) and identity.document_of(graph.value)
    ]
    for start in range(0, len(documents), BATCH):
        some = documents[start : start + BATCH]
        quads = (quad for graph in some for quad in store.quads_for_pattern(None, None, None, graph))
        yield from validate_quads(quads, schema)
    if next(store.named_graphs(), None) is None:
        yield from validate_quads(store, schema)


def validate_quads(quads: Iterable[ox.Quad], schema: Schema) -> list[Problem]:
    """Checks quads together, such as those of `describe`; sorted by document."""
    homes: dict[Node, str] = {}
    graph = Graph()
    triples = []
    for quad in quads:
        triples.append(quad.triple)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            homes.setdefault(URIRef(quad.subject.value), identity.document_of(quad.graph_name.value) or "")
    if not triples:
        return []
    to_rdflib(triples, graph)
    words = _Words(graph, schema)
    report = _report(graph + _axioms(schema))
    problems = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        about_many = focus in (URIRef(f"{KG}inDocument"), URIRef(f"{KG}predicate"))
        node = value if about_many and value is not None else focus
        assert node is not None
        message = " ".join(str(report.value(result, SH.resultMessage)).split())
        if not about_many and value is not None and value != focus:
            message += f", not {words.of(value)}"
        problems.add(Problem(homes.get(node, ""), str(node), words.of(node), message))
    return sorted(problems)


def _report(graph: Graph) -> Graph:
    import pyshacl

    # The graph is ours and already holds the axioms, so it need be neither copied nor reasoned on.
    result: tuple[Any, Any, Any] = pyshacl.validate(
        graph, shacl_graph=_shapes(), inference="none", advanced=False, inplace=True
    )
    report = result[1]
    assert isinstance(report, Graph)
    return report


@cache
def _shapes() -> Graph:
    graph = Graph()
    to_rdflib(parse(ontology_dir() / "shapes.ttl"), graph)
    return graph


def _axioms(schema: Schema) -> Graph:
    """What the shapes need of the ontology: classes above, and for each predicate one class of all that it allows."""
    graph = Graph()
    for record in schema.classes.values():
        for above in record.ancestors:
            graph.add((URIRef(record.iri), RDFS.subClassOf, URIRef(above)))
    for predicate in schema.predicates.values():
        node = URIRef(predicate.iri)
        graph.add((node, RDF.type, OWL.ObjectProperty))
        for relation, types in ((RDFS.domain, predicate.domain), (RDFS.range, predicate.range)):
            allowed = URIRef(f"{predicate.iri}/{relation.fragment}")
            graph.add((node, relation, allowed))
            for type in types:
                graph.add((URIRef(f"{KG}{type}"), RDFS.subClassOf, allowed))
    return graph


class _Words:
    """Says in words what a node is."""

    def __init__(self, graph: Graph, schema: Schema) -> None:
        self.graph, self.labels = graph, {p.iri: p.label for p in schema.predicates.values()}

    def of(self, node: Node) -> str:
        if isinstance(node, Literal):
            return f'"{node}"'
        if (node, RDF.type, URIRef(t.CLAIM.value)) in self.graph:
            subject, predicate, object = (
                self._value(node, term) for term in (t.SUBJECT, t.PREDICATE, t.OBJECT)
            )
            parts = (
                self._name(subject),
                self.labels.get(str(predicate), f"<{predicate}>"),
                self._name(object),
            )
            return f"claim “{' '.join(parts)}” <{node}>"
        quote = self._value(node, t.ANCHOR_OF)
        if quote is not None:
            return f"evidence “{' '.join(str(quote).split())}” <{node}>"
        if self._value(node, t.REFERS_TO) is not None:
            return f"mention <{node}>"
        label = self._value(node, t.LABEL)
        return f"{label} <{node}>" if label is not None else f"<{node}>"

    def _value(self, node: Node, term: ox.NamedNode) -> Node | None:
        return self.graph.value(node, URIRef(term.value), any=True)

    def _name(self, node: Node | None) -> str:
        if node is None:
            return "?"
        label = self._value(node, t.LABEL)
        return str(label) if label is not None else f"<{node}>"
