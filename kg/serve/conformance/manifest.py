"""Reads the manifests of the test suites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

from kg.errors import KgError

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@dataclass(frozen=True, slots=True)
class Case:
    """One test: its place in a manifest."""

    graph: rdflib.Graph
    node: rdflib.term.Node
    suite: str

    @property
    def name(self) -> str:
        """Suite and local name, unique."""
        local = str(self.node).rpartition("#")[2].rpartition("/")[2]
        return f"{self.suite}/{local}"

    def is_a(self, *types: str) -> bool:
        """Whether it is of one of these types of the test vocabulary."""
        return any((self.node, RDF.type, MF[type]) in self.graph for type in types)

    def value(self, subject: rdflib.term.Node, *predicates: rdflib.URIRef) -> rdflib.term.Node | None:
        """The first value of the first of the predicates that has one."""
        for predicate in predicates:
            found = self.graph.value(subject, predicate)
            if found is not None:
                return found
        return None

    def items(self, node: rdflib.term.Node | None) -> Iterator[rdflib.term.Node]:
        """The members of an RDF list."""
        if node is not None:
            yield from Collection(self.graph, node)

    @property
    def action(self) -> rdflib.term.Node:
        """What is to be done."""
        node = self.value(self.node, MF.action)
        assert node is not None
        return node

    @property
    def result(self) -> rdflib.term.Node | None:
        """What is to come of it."""
        return self.value(self.node, MF.result)

    def named_graphs(self, node: rdflib.term.Node, predicate: rdflib.URIRef) -> dict[str, Path]:
        """Names and files of named graphs: by a label of their own, or by their address."""
        found = {}
        for value in self.graph.objects(node, predicate):
            file = self.value(value, UT.graph)
            label = self.value(value, RDFS.label)
            found[str(label if label is not None else file or value)] = path_of(file or value)
        return found


def cases(folder: Path, suite: str, manifest: str = "manifest.ttl") -> list[Case]:
    """The tests of one suite, in the manifest's order.

    Raises:
        KgError: the folder does not have it.
    """
    path = (folder / suite / manifest).resolve()
    if not path.is_file():
        raise KgError(f"{path} is missing; give the folder sparql11 of the W3C's rdf-tests")
    graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    entries = graph.value(rdflib.URIRef(path.as_uri()), MF.entries)
    return [Case(graph, node, suite) for node in Collection(graph, entries)] if entries is not None else []


def path_of(node: rdflib.term.Node) -> Path:
    """The file of a file: IRI."""
    return Path(unquote(urlparse(str(node)).path))
