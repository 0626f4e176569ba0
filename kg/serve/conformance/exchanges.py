"""Runs tests that spell out HTTP requests and what their answers must be: the protocol's and the graph store's."""

from __future__ import annotations

import json

import rdflib

from kg.serve import negotiate
from kg.serve.conformance import comparison
from kg.serve.conformance.endpoint import Answer, Endpoint
from kg.serve.conformance.manifest import MF, UT, Case

HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
LOCATION = "$LOCATION$"

_TABULAR = {format.media_type for format in negotiate.SOLUTIONS}
_BOOLEAN = {format.media_type for format in negotiate.BOOLEANS}
_GRAPHS = {format.media_type for format in negotiate.GRAPHS}


def run_exchange(case: Case, endpoint: Endpoint) -> str | None:
    """Sends a test's requests in order; None if all answers are right, else what is wrong with the first."""
    endpoint.clear()
    for graph, path in case.named_graphs(case.node, UT.graphData).items():
        endpoint.put(graph, path.read_bytes())
    location = ""
    for i, request in enumerate(case.items(case.value(case.action, HT.requests)), 1):
        answer = _send(case, endpoint, request, location)
        response = case.value(request, HT.resp)
        assert response is not None
        problem = _problem(case, response, answer)
        if problem:
            return f"request {i}: {problem}"
        if case.value(response, MF.expectedLocation) is not None:
            location = answer.headers.get("location", "")
            if not location:
                return f"request {i}: no Location header"
    return None


def _send(case: Case, endpoint: Endpoint, request: rdflib.term.Node, location: str) -> Answer:
    headers = _headers(case, request)
    path = str(case.value(request, HT.absolutePath)).replace(LOCATION, location)
    if path.startswith("http://"):
        path = "/" + path.split("/", 3)[3]
    body = None
    node = case.value(request, HT.body)
    if node is not None:
        encoding = str(case.value(node, CNT.characterEncoding) or "UTF-8")
        text = str(case.value(node, CNT.chars)).replace(LOCATION, location)
        if "multipart" in headers.get("content-type", ""):
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        if "charset=UTF-16" in headers.get("content-type", ""):
            encoding = "UTF-16"
        body = text.encode(encoding)
    return endpoint.send(str(case.value(request, HT.methodName)), path, headers, body)


def _headers(case: Case, node: rdflib.term.Node) -> dict[str, str]:
    return {
        str(case.value(header, HT.fieldName)).lower(): str(case.value(header, HT.fieldValue))
        for header in case.items(case.value(node, HT.headers))
    }


def _problem(case: Case, response: rdflib.term.Node, answer: Answer) -> str | None:
    expected = {str(status).rpartition("#")[2] for status in case.graph.objects(response, MF.expectedStatus)}
    if expected and not any(_is_status(name, answer.status) for name in expected):
        return f"status {answer.status}, not {' or '.join(sorted(expected))}: {answer.body[:120]!r}"
    boolean = case.value(response, MF.expectedBoolean)
    if boolean is not None:
        assert isinstance(boolean, rdflib.Literal)
        found = _boolean(answer)
        if found is not bool(boolean.toPython()):
            return f"the answer is {found}, not {boolean}"
    format = case.value(response, MF.expectedFormat)
    if format is not None and not _has_format(answer.media_type, str(format)):
        return f"the answer is {answer.media_type}, not {format}"
    body = case.value(response, HT.body)
    if body is None:
        return None
    base = "http://www.example/"
    wanted = _headers(case, response).get("content-type", "text/turtle")
    reading = negotiate.by_content_type(wanted)
    given = negotiate.by_content_type(answer.headers.get("content-type", ""))
    if reading is None or given is None or reading.rdf is None or given.rdf is None:
        return f"the answer is {answer.media_type}, not RDF"
    right = comparison.read_graph(str(case.value(body, CNT.chars)).encode(), reading.rdf, base)
    if not comparison.same_graphs(right, comparison.read_graph(answer.body, given.rdf, base)):
        return f"another graph: {answer.body[:200]!r}"
    return None


def _is_status(name: str, status: int) -> bool:
    named = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
    if name in named:
        return status == named[name]
    return name.startswith("StatusCode") and name[10:11] == str(status)[0]


def _boolean(answer: Answer) -> bool | None:
    format = negotiate.choose(answer.media_type, negotiate.BOOLEANS)
    if format is negotiate.JSON:
        value = json.loads(answer.body).get("boolean")
        return value if isinstance(value, bool) else None
    if format is None or format.results is None:
        return None
    parsed = comparison.read_results(answer.body, format.results)
    return parsed if isinstance(parsed, bool) else None


def _has_format(media_type: str, format: str) -> bool:
    allowed = {"boolean": _BOOLEAN, "tabular": _TABULAR, "RDF": _GRAPHS}
    return media_type in allowed.get(format, ())
