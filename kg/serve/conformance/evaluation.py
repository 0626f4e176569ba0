"""Runs tests of the query and update languages: data in, a query or an update, and what must come of it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.serve.conformance import comparison
from kg.serve.conformance.endpoint import Endpoint
from kg.serve.conformance.manifest import QT, UT, Case, path_of

_RESULTS = "application/sparql-results+xml"
_GRAPH = "application/n-triples"


def run_query_test(case: Case, endpoint: Endpoint) -> str | None:
    """Loads a test's data, asks its query and compares; None if the result is right, else what is wrong."""
    query = path_of(case.value(case.action, QT.query) or case.action)
    assert isinstance(case.result, rdflib.URIRef)
    expected = path_of(case.result)
    endpoint.clear()
    for data in case.graph.objects(case.action, QT.data):
        endpoint.put(None, _triples(path_of(data)))
    for name, path in case.named_graphs(case.action, QT.graphData).items():
        endpoint.put(name, _triples(path))
    text = _with_base(query)
    if expected.suffix == ".csv":
        return _compare_csv(endpoint, text, expected)
    accept = f"{_RESULTS}, {_GRAPH};q=0.9"
    if expected.suffix == ".srj":
        accept = "application/sparql-results+json"
    elif expected.suffix == ".tsv":
        accept = "text/tab-separated-values"
    answer = endpoint.query(text, accept)
    if answer.status != 200:
        return f"status {answer.status}: {answer.body[:200]!r}"
    if answer.media_type == _GRAPH:
        graph = comparison.read_graph(answer.body, ox.RdfFormat.N_TRIPLES, "")
        right = list(ox.parse(path=str(expected), base_iri=expected.as_uri()))
        return None if comparison.same_graphs(right, graph) else f"another graph: {answer.body[:300]!r}"
    format = ox.QueryResultsFormat.from_media_type(answer.media_type)
    assert format is not None
    results = comparison.read_results(answer.body, format)
    if comparison.same_results(comparison.expected_results(expected), results):
        return None
    return f"another result: {answer.body[:300]!r}"


def run_update_test(case: Case, endpoint: Endpoint) -> str | None:
    """Loads a test's data, makes its update and compares the whole store; None if it is right."""
    endpoint.clear()
    _load(case, case.action, endpoint)
    request = case.value(case.action, UT.request)
    assert request is not None
    answer = endpoint.update(_with_base(path_of(request)))
    if answer.status not in (200, 204):
        return f"status {answer.status}: {answer.body[:200]!r}"
    right = []
    if case.result is not None:
        for data in case.graph.objects(case.result, UT.data):
            right += list(ox.parse(path=str(path_of(data)), base_iri=str(data)))
        for name, path in case.named_graphs(case.result, UT.graphData).items():
            right += [
                _in_graph(quad, ox.NamedNode(name))
                for quad in ox.parse(path=str(path), base_iri=path.as_uri())
            ]
    found = _dataset(endpoint)
    return None if comparison.same_graphs(right, found) else f"another dataset: {found}"[:300]


def run_syntax_test(case: Case, endpoint: Endpoint) -> str | None:
    """Sends a query or an update whose syntax is right, or wrong; a right one may still fail or not be allowed."""
    text = _with_base(path_of(case.action))
    update = case.is_a("PositiveUpdateSyntaxTest11", "NegativeUpdateSyntaxTest11")
    answer = endpoint.update(text) if update else endpoint.query(text, "*/*")
    positive = case.is_a("PositiveSyntaxTest11", "PositiveUpdateSyntaxTest11")
    malformed = answer.status == 400 and b"malformed" in answer.body
    right = not malformed and answer.status < 500 if positive else malformed
    return None if right else f"status {answer.status}: {answer.body[:200]!r}"


def _load(case: Case, node: rdflib.term.Node, endpoint: Endpoint) -> None:
    for data in case.graph.objects(node, UT.data):
        endpoint.put(None, _triples(path_of(data)))
    for name, path in case.named_graphs(node, UT.graphData).items():
        endpoint.put(name, _triples(path))


def _triples(path: Path) -> bytes:
    """A file as N-Triples, its relative IRIs resolved against its address."""
    triples = (quad.triple for quad in ox.parse(path=str(path), base_iri=path.as_uri()))
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return data


def _with_base(path: Path) -> str:
    """A query with its own address as base, which a file has and a request has not."""
    return f"BASE <{path.as_uri()}>\n{path.read_text(encoding='utf-8')}"


def _compare_csv(endpoint: Endpoint, text: str, expected: Path) -> str | None:
    answer = endpoint.query(text, "text/csv")
    lines = answer.body.decode().replace("\r\n", "\n").splitlines()
    right = expected.read_text(encoding="utf-8").splitlines()
    by_column = sorted(right[0].split(",")) == sorted(lines[0].split(",")) if lines else False
    if not by_column or _cells(lines) != _cells(right):
        return f"another table: {answer.body[:300]!r}"
    return None


def _cells(lines: list[str]) -> list[dict[str, str]]:
    """Rows as dictionaries, in an order of their own; blank nodes without their labels."""
    names = lines[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=False)) for line in lines[1:]]
    for row in rows:
        row |= {name: "_:" for name, value in row.items() if value.startswith("_:")}
    return sorted(rows, key=lambda row: sorted(row.items()))


def _dataset(endpoint: Endpoint) -> list[ox.Quad]:
    """All that the endpoint holds; each triple of a named graph with its graph's name."""
    answer = endpoint.send("GET", "/gsp?default", {"accept": _GRAPH})
    quads = comparison.read_graph(answer.body, ox.RdfFormat.N_TRIPLES, "")
    names = endpoint.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", _RESULTS)
    table = comparison.read_results(names.body, ox.QueryResultsFormat.XML)
    assert not isinstance(table, bool)
    for row in table[1]:
        name = row["g"]
        assert isinstance(name, ox.NamedNode)
        graph = endpoint.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {name} {{ ?s ?p ?o }} }}", _GRAPH)
        triples = comparison.read_graph(graph.body, ox.RdfFormat.N_TRIPLES, "")
        quads += [_in_graph(quad, name) for quad in triples]
    return quads


def _in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)
