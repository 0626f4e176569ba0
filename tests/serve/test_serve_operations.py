"""What a server does beside answering queries: new snapshots, descriptions, pages of IRIs, health, start and stop."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from . import sample
from .conftest import Server, serving

ALL = "SELECT ?s { ?s a kg:Person } ORDER BY ?s"


def test_a_new_snapshot_is_served_without_a_restart(tmp_path: Path) -> None:
    sample.build(tmp_path / "store")  # its own, since the other tests count what is in theirs
    with serving(tmp_path / "store", tmp_path / "log", "--workers", "2") as server, server.client() as client:
        text = "SELECT ?s ?a { ?s ?p ?o . ?a ?b ?c } LIMIT 10000"
        headers = {"Accept-Encoding": "identity"}
        with client.stream("GET", "/sparql", params={"query": text}, headers=headers) as running:
            pieces = running.iter_raw()
            next(pieces)
            before = len(server.ask(ALL).json()["results"]["bindings"])
            sample.add_document(server.store, "new", "Person Number One")
            assert len(server.ask(ALL).json()["results"]["bindings"]) == before + 1
            for _ in pieces:
                pass  # it finishes on the old snapshot


def test_the_description(server: Server) -> None:
    answer = server.get(headers={"Accept": "text/turtle"})
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert [q.object.value for q in quads if q.predicate.value == f"{sd}endpoint"] == [f"{server.url}/sparql"]
    triples = [q.object.value for q in quads if q.predicate.value == "http://rdfs.org/ns/void#triples"]
    counted = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"][
        "value"
    ]
    assert triples == [counted]
    again = server.get(headers={"Accept": "text/turtle", "If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert server.get(headers={"Accept": "text/html"}).headers["location"] == "/query"
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
            answer = server.get(path, headers={"Accept": accept})
            assert answer.status_code == 200
            read = ox.RdfFormat.from_media_type(accept)
            assert any(quad.subject.value == iri for quad in ox.parse(answer.content, format=read))
    assert server.get("/entity/nobody", headers={"Accept": accept}).status_code == 404


def test_operations(server: Server) -> None:
    assert server.get("/health").json() == {"status": "ok"}
    assert server.get("/ready").json()["status"] == "ready"
    text = server.get("/metrics").text
    assert 'kg_http_requests_total{method="GET",route="/health",status="200"}' in text
    assert "kg_query_seconds_bucket" in text
    assert "GET /health 200" in server.log.read_text()
    server.get("/evil%0d%0aline")
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
    answer = server.get(query="SELECT (<http://example/f>(1) AS ?x) {}")
    assert answer.status_code == 400
    assert "http://example/f" in answer.json()["detail"]


def test_a_client_that_leaves_with_an_empty_result_costs_no_worker(server: Server) -> None:
    def deaths() -> str:
        text = server.get("/metrics").text
        return next(line for line in text.splitlines() if line.startswith("kg_worker_deaths"))

    before = deaths()
    headers = {"Accept": "application/n-triples", "Connection": "close"}
    for _ in range(10):
        answer = server.get(
            headers=headers, query="CONSTRUCT { ?s ?p ?o } { ?s <http://nowhere> ?o . ?s ?p ?o }"
        )
        assert (answer.status_code, answer.content) == (200, b"")
    assert deaths() == before
