"""The SPARQL protocols over HTTP: requests, formats, caching, rights."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import GraphStore

from . import sample
from .conftest import TOKEN, Server, serving

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
ALL = "SELECT ?s { ?s a kg:Person } ORDER BY ?s"


def test_three_ways_to_ask(server: Server) -> None:
    with server.client() as client:
        answers = [
            client.get("/sparql", params={"query": ALL}),
            client.get("/sparql/", params={"query": ALL}),
            client.post("/sparql", data={"query": ALL}),
            client.post(
                "/sparql", content=ALL, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}
            ),
        ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.text for answer in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.3", "text/csv; charset=utf-8"),
    ],
)
def test_formats_of_solutions(server: Server, accept: str, media_type: str) -> None:
    answer = server.get(headers={"Accept": accept}, query=ALL)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", ["text/turtle", "image/png", "*/*;q=0", "nonsense"])
def test_what_is_not_acceptable(server: Server, accept: str) -> None:
    assert server.get(headers={"Accept": accept}, query=ALL).status_code == 406


@pytest.mark.parametrize("format", ["turtle", "n-triples", "rdf+xml", "ld+json", "trig", "n-quads"])
def test_formats_of_graphs(server: Server, format: str) -> None:
    accept = f"{'text' if format == 'turtle' else 'application'}/{format}"
    text = "CONSTRUCT { ?s rdfs:label ?n } WHERE { ?s a kg:Person ; rdfs:label ?n }"
    answer = server.get(headers={"Accept": accept}, query=text)
    assert answer.headers["content-type"].startswith(accept)
    read = ox.RdfFormat.from_media_type(accept)
    assert {quad.object.value for quad in ox.parse(answer.content, format=read)} == {
        "Ada Quill",
        "Otto Brandis",
    }


def test_named_datasets(server: Server) -> None:
    with GraphStore.open(server.store) as store:
        graph = store.graphs.document("https://w3id.org/kg/id/document/second").value
    everywhere = "SELECT DISTINCT ?p { ?p a kg:Place }"
    assert len(server.ask(everywhere).json()["results"]["bindings"]) == 1
    for answer in (
        server.ask(everywhere, **{"default-graph-uri": graph}),
        server.ask(everywhere.replace("{", f"FROM <{graph}> {{", 1)),
        server.ask(everywhere, **{"named-graph-uri": graph}),
    ):
        assert answer.json()["results"]["bindings"] == []
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    found = server.ask(named, **{"named-graph-uri": graph}).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in found] == [graph]


def test_a_triple_in_many_graphs_counts_once(server: Server) -> None:
    answer = server.ask("SELECT (COUNT(*) AS ?n) { ?s rdfs:label 'Ada Quill' }")
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "1"


def test_errors_say_what_is_wrong(server: Server) -> None:
    answer = server.ask("SELECT * { ?s ?p }")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "malformed" in answer.json()["detail"]
    assert server.get(query="ASK {}", **{"default-graph-uri": "no iri"}).status_code == 400
    assert server.get("/nothing").status_code == 404
    with server.client() as client:
        assert client.put("/sparql").status_code == 405


def test_etag_and_head(server: Server) -> None:
    first = server.get(query=ALL)
    again = server.get(headers={"If-None-Match": first.headers["etag"]}, query=ALL)
    assert (again.status_code, again.content) == (304, b"")
    other = server.get(headers={"If-None-Match": first.headers["etag"]}, query=ALL + " LIMIT 1")
    assert other.status_code == 200
    assert "etag" not in server.get(query="SELECT (NOW() AS ?n) {}").headers
    with server.client() as client:
        head = client.head("/sparql", params={"query": ALL})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == first.headers["content-type"]


def test_gzip(server: Server) -> None:
    text = "SELECT * { ?s ?p ?o }"
    plain = server.get(headers={"Accept-Encoding": "identity"}, query=text)
    small = server.get(headers={"Accept-Encoding": "gzip"}, query=text)
    refused = server.get(headers={"Accept-Encoding": "gzip;q=0"}, query=text)
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    with server.client() as client, client.stream("GET", "/sparql", params={"query": text}) as raw:
        assert gzip.decompress(b"".join(raw.iter_raw())) == plain.content


def test_cors_and_security_headers(server: Server) -> None:
    with server.client() as client:
        before = client.options(
            "/sparql", headers={"Origin": "http://x", "Access-Control-Request-Method": "POST"}
        )
    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    for answer in (
        server.get(query=ALL),
        server.get("/nothing"),
        server.get("/health"),
        server.ask("ASK {"),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


def test_reading_is_all_that_a_server_without_a_token_allows(server: Server) -> None:
    with server.client(headers=AUTHORIZED) as client:
        answers = [
            client.post("/sparql", data={"update": "CLEAR ALL"}),
            client.post(
                "/sparql", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"}
            ),
            client.put("/gsp?graph=http://g", content=""),
            client.post("/gsp?graph=http://g", content=""),
            client.delete("/gsp?graph=http://g"),
        ]
    assert [answer.status_code for answer in answers] == [403] * 5


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer wrong", "Basic eDp5", f"Bearer {TOKEN}x", f"bearer{TOKEN}", "Bearer \xe9"],
)
def test_the_token_must_be_right(writable: Server, authorization: str) -> None:
    with writable.client() as client:
        headers = {"Authorization": authorization.encode("latin-1")} if authorization else {}
        answer = client.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_token_is_not_in_the_log_nor_in_the_workers(writable: Server) -> None:
    with writable.client(headers=AUTHORIZED) as client:
        client.post("/sparql", data={"update": "CLEAR SILENT GRAPH <http://g>"}, params={"secret": TOKEN})
    assert TOKEN not in writable.log.read_text()
    for task in Path(f"/proc/{writable.process.pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            assert TOKEN.encode() not in Path(f"/proc/{child}/environ").read_bytes()
            assert TOKEN.encode() not in Path(f"/proc/{child}/cmdline").read_bytes()


def test_graph_store_round_trip(writable: Server) -> None:
    turtle = '<http://a> <http://b> "x", [ <http://c> 1 ] .'
    with writable.client(headers=AUTHORIZED) as client:
        path = "/gsp?graph=http://graph/one"
        assert client.get(path).status_code == 404
        kind = {"Content-Type": "text/turtle"}
        assert client.put(path, content=turtle, headers=kind).status_code == 201
        assert client.put(path, content=turtle, headers=kind).status_code == 204
        assert client.post(path, content="<http://a> <http://b> 2 .", headers=kind).status_code == 204
        read = client.get(path, headers={"Accept": "application/n-triples"})
        assert len(read.text.splitlines()) == 4
        assert client.head(path).status_code == 200
        assert client.put(path, content="{", headers=kind).status_code == 400
        assert len(client.get(path, headers={"Accept": "application/n-triples"}).text.splitlines()) == 4
        assert client.delete(path).status_code == 204
        assert client.delete(path).status_code == 404
        assert client.get("/gsp").status_code == 400
        assert client.get("/gsp?graph=not+an+iri").status_code == 400
        assert client.get("/gsp?default&graph=http://g").status_code == 400


def test_update_with_a_named_dataset(writable: Server) -> None:
    with writable.client(headers=AUTHORIZED) as client:
        for graph in ("http://one", "http://two"):
            text = f"INSERT DATA {{ GRAPH <{graph}> {{ <{graph}> a <http://Thing> }} }}"
            assert client.post("/sparql", data={"update": text}).status_code == 204
        text = "INSERT { GRAPH <http://out> { ?s <http://seen> true } } WHERE { ?s a <http://Thing> }"
        used = {"update": text, "using-graph-uri": "http://one"}
        assert client.post("/sparql", data=used).status_code == 204
        text = "DELETE WHERE { GRAPH <http://two> { ?s a <http://Thing> } }"
        deleted = {"update": text, "using-named-graph-uri": "http://one"}
        assert client.post("/sparql", data=deleted).status_code == 204
    seen = writable.ask("SELECT ?s { GRAPH <http://out> { ?s ?p ?o } }").json()["results"]["bindings"]
    assert [row["s"]["value"] for row in seen] == ["http://one"]
    assert writable.ask("ASK { GRAPH <http://two> { ?s ?p ?o } }").json()["boolean"] is True


def test_writing_to_a_store_of_kg_keeps_its_union(tmp_path: Path) -> None:
    sample.build(tmp_path / "store")
    with serving(tmp_path / "store", tmp_path / "log", "--workers", "1", token=TOKEN) as server:
        with server.client(headers=AUTHORIZED) as client:
            kind = {"Content-Type": "text/turtle"}
            put = client.put(
                "/gsp?graph=http://mine", content="<http://a> <http://b> <http://c> .", headers=kind
            )
            assert put.status_code == 201
            assert server.ask("ASK { <http://a> <http://b> <http://c> }").json()["boolean"] is True
            assert client.put("/gsp?default", content="", headers=kind).status_code == 409
            text = """INSERT DATA { GRAPH <http://mine> { <http://d> <http://b> 1 } } ;
                DELETE DATA { GRAPH <http://mine> { <http://a> <http://b> <http://c> } }"""
            assert client.post("/sparql", data={"update": text}).status_code == 204
            assert server.ask("ASK { <http://d> <http://b> 1 }").json()["boolean"] is True
            assert server.ask("ASK { <http://a> ?p ?o }").json()["boolean"] is False
            assert client.delete("/gsp?graph=http://mine").status_code == 204
            assert server.ask("ASK { <http://d> ?p ?o }").json()["boolean"] is False
            assert len(server.ask(ALL).json()["results"]["bindings"]) == 2
        time.sleep(1.5)  # the writer lets go of the store when nothing follows
        sample.add_document(tmp_path / "store", "late", "Late Comer")
        assert len(server.ask(ALL).json()["results"]["bindings"]) == 3
