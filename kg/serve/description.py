"""What the endpoint says of itself: SPARQL 1.1 Service Description and VoID."""

from __future__ import annotations

import io

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.serve import negotiate
from kg.serve.problems import Problem
from kg.serve.requests import absolute_url
from kg.serve.service import Service, matches

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")

_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip
_INPUT_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")

_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "documents": "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a <https://w3id.org/kg/ontology#Document> }",
    "entities": "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e <https://w3id.org/kg/ontology#mentionedIn> ?d }",
}


async def describe_service(service: Service, request: Request) -> Response:
    """The description in the format that the client likes best; people are led to the page with the editor.

    Raises:
        Problem: no acceptable format.
    """
    offered = (*negotiate.GRAPHS, negotiate.HTML)
    format = negotiate.choose(request.headers.get("accept"), offered)
    if format is None:
        raise Problem(406, "the description can be had as " + ", ".join(f.media_type for f in offered))
    headers = {"Vary": "Accept"}
    if format is negotiate.HTML:
        if request.app.state.has_pages:
            return RedirectResponse("/query", 303, headers)
        format = negotiate.TURTLE
    headers["ETag"] = service.etag(request, "description")
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    output = io.BytesIO()
    triples = _description(service, absolute_url(request), await counts(service))
    prefixes = {"sd": _SD, "void": _VOID, "formats": _FORMATS}
    ox.serialize(triples, output, format.rdf, prefixes=prefixes)
    return Response(output.getvalue(), headers=headers, media_type=format.content_type)


async def counts(service: Service) -> dict[str, int]:
    """How much is in the store, counted once for each snapshot; what takes too long to count is left out."""
    version = service.snapshots.version(service.snapshots.refresh())
    if service.counted.get("version") != version:
        numbers = {}
        for name, text in _COUNTS.items():
            try:
                rows = await service.select(text)
            except Problem:
                continue
            numbers[name] = int(rows[0]["n"]["value"])
        service.counted = {"version": version, "numbers": numbers}
    found: dict[str, int] = service.counted["numbers"]
    return found


def _description(service: Service, url: str, numbers: dict[str, int]) -> list[ox.Triple]:
    endpoint, dataset, graph = ox.NamedNode(url), ox.BlankNode("dataset"), ox.BlankNode("graph")
    description = ox.BlankNode("service")
    triples = []

    def add(subject: ox.NamedNode | ox.BlankNode, name: str, value: ox.NamedNode | ox.BlankNode) -> None:
        predicate = _RDF_TYPE if name == "a" else ox.NamedNode(name)
        triples.append(ox.Triple(subject, predicate, value))

    add(description, "a", ox.NamedNode(f"{_SD}Service"))
    add(description, f"{_SD}endpoint", endpoint)
    languages = ["SPARQL10Query", "SPARQL11Query"]
    if service.writer is not None:
        languages.append("SPARQL11Update")
    for language in languages:
        add(description, f"{_SD}supportedLanguage", ox.NamedNode(f"{_SD}{language}"))
    for format in _RESULT_FORMATS:
        add(description, f"{_SD}resultFormat", ox.NamedNode(f"{_FORMATS}{format}"))
    if service.writer is not None:
        for format in _INPUT_FORMATS:
            add(description, f"{_SD}inputFormat", ox.NamedNode(f"{_FORMATS}{format}"))
    if not service.settings.plain:
        add(description, f"{_SD}feature", ox.NamedNode(f"{_SD}UnionDefaultGraph"))
    add(description, f"{_SD}defaultDataset", dataset)
    add(dataset, "a", ox.NamedNode(f"{_SD}Dataset"))
    add(dataset, "a", ox.NamedNode(f"{_VOID}Dataset"))
    add(dataset, f"{_VOID}sparqlEndpoint", endpoint)
    add(dataset, f"{_SD}defaultGraph", graph)
    add(graph, "a", ox.NamedNode(f"{_SD}Graph"))
    for name, number in numbers.items():
        if name in ("triples", "properties", "documents", "entities"):
            value = ox.Literal(str(number), datatype=_INTEGER)
            triples.append(ox.Triple(dataset, ox.NamedNode(f"{_VOID}{name}"), value))
    return triples
