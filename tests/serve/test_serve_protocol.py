"""The SPARQL protocols over HTTP: requests, formats, caching, rights, descriptions, snapshots."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.store import GraphStore

from . import sample
from .conftest import TOKEN, Server, serving

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
ALL = "SELECT ?s { ?s a kg:Person } ORDER BY ?s"


def _get(
    server: Server, path: str = "/sparql", headers: dict[str, str] | None = None, **query: str
) -> httpx.Response:
    with server.client() as client:
        return client.get(path, params=query, headers=headers or {})


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
    answer = _get(server, headers={"Accept": accept}, query=ALL)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", ["text/turtle", "image/png", "*/*;q=0", "nonsense"])
def test_what_is_not_acceptable(server: Server, accept: str) -> None:
    assert _get(server, headers={"Accept": accept}, query=ALL).status_code == 406


@pytest.mark.parametrize("format", ["turtle", "n-triples", "rdf+xml", "ld+json", "trig", "n-quads"])
def test_formats_of_graphs(server: Server, format: str) -> None:
    accept = f"{'text' if format == 'turtle' else 'application'}/{format}"
    text = "CONSTRUCT { ?s rdfs:label ?n } WHERE { ?s a kg:Person ; rdfs:label ?n }"
    answer = _get(server, headers={"Accept": accept}, query=text)
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
    assert _get(server, query="ASK {}", **{"default-graph-uri": "no iri"}).status_code == 400
    assert _get(server, "/nothing").status_code == 404
    with server.client() as client:
        assert client.put("/sparql").status_code == 405


def test_etag_and_head(server: Server) -> None:
    first = _get(server, query=ALL)
    again = _get(server, headers={"If-None-Match": first.headers["etag"]}, query=ALL)
    assert (again.status_code, again.content) == (304, b"")
    other = _get(server, headers={"If-None-Match": first.headers["etag"]}, query=ALL + " LIMIT 1")
    assert other.status_code == 200
    assert "etag" not in _get(server, query="SELECT (NOW() AS ?n) {}").headers
    with server.client() as client:
        head = client.head("/sparql", params={"query": ALL})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == first.headers["content-type"]


def test_gzip(server: Server) -> None:
    text = "SELECT * { ?s ?p ?o }"
    plain = _get(server, headers={"Accept-Encoding": "identity"}, query=text)
    small = _get(server, headers={"Accept-Encoding": "gzip"}, query=text)
    refused = _get(server, headers={"Accept-Encoding": "gzip;q=0"}, query=text)
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
        _get(server, query=ALL),
        _get(server, "/nothing"),
        _get(server, "/health"),
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


def test_a_new_snapshot_is_served_without_a_restart(server: Server) -> None:
    text = "SELECT ?s ?a { ?s ?p ?o . ?a ?b ?c } LIMIT 10000"
    with (
        server.client() as client,
        client.stream(
            "GET", "/sparql", params={"query": text}, headers={"Accept-Encoding": "identity"}
        ) as running,
    ):
        pieces = running.iter_raw()
        next(pieces)
        before = len(server.ask(ALL).json()["results"]["bindings"])
        sample.add_document(server.store, f"new-{before}", f"Person Number {before}")
        assert len(server.ask(ALL).json()["results"]["bindings"]) == before + 1
        for _ in pieces:
            pass  # it finishes on the old snapshot


def test_the_description(server: Server) -> None:
    answer = _get(server, headers={"Accept": "text/turtle"})
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert [q.object.value for q in quads if q.predicate.value == f"{sd}endpoint"] == [f"{server.url}/sparql"]
    triples = [q.object.value for q in quads if q.predicate.value == "http://rdfs.org/ns/void#triples"]
    counted = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"][
        "value"
    ]
    assert triples == [counted]
    again = _get(server, headers={"Accept": "text/turtle", "If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert _get(server, headers={"Accept": "text/html"}).headers["location"] == "/query"
    with server.client() as client:
        odd = client.get("/sparql", headers={"Accept": "text/turtle", "Host": "x><script>"})
    assert odd.status_code == 400


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_iris_dereference(server: Server, accept: str) -> None:
    rows = server.ask("SELECT ?s { ?s rdfs:label 'Ada Quill' } LIMIT 1").json()["results"]["bindings"]
    claims = server.ask("SELECT ?s { ?s a kg:Claim } LIMIT 1").json()["results"]["bindings"]
    iris = [rows[0]["s"]["value"], claims[0]["s"]["value"], "https://w3id.org/kg/id/document/first"]
    for iri in iris:
        for prefix in ("/", "/kg/id/"):
            path = prefix + iri.removeprefix("https://w3id.org/kg/id/")
            answer = _get(server, path, headers={"Accept": accept})
            assert answer.status_code == 200
            read = ox.RdfFormat.from_media_type(accept)
            assert any(quad.subject.value == iri for quad in ox.parse(answer.content, format=read))
    assert _get(server, "/entity/nobody", headers={"Accept": accept}).status_code == 404


def test_operations(server: Server) -> None:
    assert _get(server, "/health").json() == {"status": "ok"}
    assert _get(server, "/ready").json()["status"] == "ready"
    text = _get(server, "/metrics").text
    assert 'kg_http_requests_total{method="GET",route="/health",status="200"}' in text
    assert "kg_query_seconds_bucket" in text
    assert "GET /health 200" in server.log.read_text()
    _get(server, "/evil%0d%0aline")
    assert "\nline" not in server.log.read_text()


def test_a_stop_lets_running_queries_finish(tmp_path: Path, sample_store: Path) -> None:
    with serving(sample_store, tmp_path / "log", "--workers", "1") as server:
        text = "SELECT ?s ?a { ?s ?p ?o . ?a ?b ?c } LIMIT 50000"
        with server.client() as client, client.stream("GET", "/sparql", params={"query": text}) as running:
            pieces = running.iter_raw()
            begin = next(pieces)
            server.process.send_signal(signal.SIGTERM)
            rest = b"".join(pieces)
        assert len(json.loads(gzip.decompress(begin + rest))["results"]["bindings"]) == 50000
        assert server.process.wait(30) in (0, -signal.SIGTERM)  # uvicorn hands the signal on when it is done


def test_what_is_wrong_at_the_start_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", "serve", "--store"]
    gone = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, text=True, check=False)
    short = subprocess.run(
        [*command, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KG_TOKEN": "abc"},
    )
    assert (gone.returncode, short.returncode) == (1, 1)
    assert len(gone.stderr.strip().splitlines()) == 1
    assert "KG_TOKEN" in short.stderr


def test_a_function_that_the_engine_lacks_is_the_querys_fault(server: Server) -> None:
    answer = _get(server, query="SELECT (<http://example/f>(1) AS ?x) {}")
    assert answer.status_code == 400
    assert "http://example/f" in answer.json()["detail"]


def test_a_client_that_leaves_with_an_empty_result_costs_no_worker(server: Server) -> None:
    def deaths() -> str:
        text = _get(server, "/metrics").text
        return next(line for line in text.splitlines() if line.startswith("kg_worker_deaths"))

    before = deaths()
    headers = {"Accept": "application/n-triples", "Connection": "close"}
    for _ in range(10):
        answer = _get(
            server, headers=headers, query="CONSTRUCT { ?s ?p ?o } { ?s <http://nowhere> ?o . ?s ?p ?o }"
        )
        assert (answer.status_code, answer.content) == (200, b"")
    assert deaths() == before
