"""Requests that would have others called or data changed, and broken ones: refused, and no connection made."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import httpx
import pytest

from .conftest import TOKEN, Server

SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SELECT * { service silent<http://127.0.0.1:PORT/>{?s ?p ?o} }",
    "SELECT * { SERVICE#\n<http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "PREFIX t: <http://127.0.0.1:PORT/> SELECT * { sErViCe t:x { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:PORT/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <http://127.0.0.1:PORT/> } SERVICE SILENT ?e { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#' . SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """a"b""" . SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }',
    "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c FILTER(?a>?b) } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } } }",
    "SELECT * { ?s <http://e/\\u0041#x> ?o . SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "PREFIX p: <http://e/> SELECT * { ?s p:a\\#b ?o . SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_asks_nobody(server: Server, trap: tuple[int, list[str]], text: str) -> None:
    port, calls = trap
    answer = server.ask(text.replace("PORT", str(port)))
    assert answer.status_code == 400
    assert not calls


@pytest.mark.parametrize("iri", ["http://127.0.0.1:PORT/x", "file:///etc/passwd", "file:/etc/hosts"])
def test_from_reads_nothing(server: Server, trap: tuple[int, list[str]], iri: str) -> None:
    port, calls = trap
    iri = iri.replace("PORT", str(port))
    for text, parameters in (
        (f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}", {}),
        (f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
        ("SELECT * { ?s ?p ?o }", {"default-graph-uri": iri}),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": iri}),
    ):
        answer = server.ask(text, **parameters)
        assert answer.status_code == 200
        assert answer.json()["results"]["bindings"] == []
    assert not calls


@pytest.mark.parametrize("iri", ["http://127.0.0.1:PORT/x", "file:///etc/passwd"])
@pytest.mark.parametrize("form", ["LOAD <IRI>", "load<IRI>into graph <http://g>", "CLEAR ALL ; LOAD <IRI>"])
def test_load_is_refused(writable: Server, trap: tuple[int, list[str]], iri: str, form: str) -> None:
    port, calls = trap
    assert writable.update(form.replace("IRI", iri.replace("PORT", str(port)))) == 400
    assert not calls


def test_silent_load_does_nothing(writable: Server, trap: tuple[int, list[str]]) -> None:
    port, calls = trap
    text = f"LOAD SILENT <http://127.0.0.1:{port}/x> INTO GRAPH <http://g> ; INSERT DATA {{ <http://a> <http://b> 1 }}"
    assert writable.update(text) == 204
    assert not calls
    assert writable.ask("ASK { <http://a> <http://b> 1 }").json()["boolean"] is True


def test_service_in_an_update_is_refused(writable: Server, trap: tuple[int, list[str]]) -> None:
    port, calls = trap
    where = f"{{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    assert writable.update(f"INSERT {{ ?s ?p ?o }} WHERE {where}") == 400
    assert not calls


def test_an_update_is_no_query(server: Server, writable: Server) -> None:
    for target in (server, writable):
        with target.client() as client:
            text = "INSERT DATA { <http://a> <http://b> 2 }"
            assert client.get("/sparql", params={"query": text}).status_code == 400
            assert client.get("/sparql", params={"update": text}).status_code == 405
            assert client.post("/sparql", params={"update": text}, data={"a": "b"}).status_code in (400, 403)
    assert writable.ask("ASK { <http://a> <http://b> 2 }").json()["boolean"] is False


def test_two_operations_are_refused(writable: Server) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with writable.client(headers=headers) as client:
        both = client.post("/sparql", data={"query": "ASK {}", "update": "CLEAR ALL"})
        twice = client.post("/sparql", data={"update": ["CLEAR ALL", "CLEAR ALL"]})
        queries = client.get("/sparql", params={"query": ["ASK {}", "ASK {}"]})
        mixed = client.post(
            "/sparql", params={"query": "ASK {}"}, content="CLEAR ALL",
            headers={"Content-Type": "application/sparql-update"},
        )  # fmt: skip
    assert [both.status_code, twice.status_code, queries.status_code, mixed.status_code] == [400] * 4


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"ASK {}", 415),
        ("", b"ASK {}", 415),
        ("application/json", b"{}", 415),
        ("application/sparql-query; charset=utf-16", "ASK {}".encode("utf-16"), 415),
        ("application/sparql-query", b"ASK { ?s ?p '\xff' }", 400),
        ("application/sparql-query", b"ASK { ?s ?p '\xed\xa0\x80' }", 400),
        ("application/sparql-query", b"ASK { \x00 }", 400),
        ("application/x-www-form-urlencoded", b"query=ASK%20%7B%20%FF%7D", 400),
        ("application/x-www-form-urlencoded", b"query=\xff", 400),
        ("application/x-www-form-urlencoded", b"a=b", 400),
        ("application/x-www-form-urlencoded", b"&".join(b"a=b" for _ in range(5000)), 400),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nASK {}\r\n--x--", 415),
    ],
)
def test_wrong_bodies(server: Server, kind: str, body: bytes, status: int) -> None:
    with server.client() as client:
        headers = {"Content-Type": kind} if kind else {}
        assert client.post("/sparql", content=body, headers=headers).status_code == status
    assert server.is_well()


def test_a_body_too_large_is_refused(server: Server) -> None:
    assert server.ask("ASK {}" + " " * (9 << 20)).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * (1 << 18)

    with server.client() as client:
        headers = {"Content-Type": "application/sparql-query"}
        with contextlib.suppress(httpx.WriteError):  # the server may hang up before all was sent
            assert client.post("/sparql", content=pieces(), headers=headers).status_code == 413
    assert server.is_well()


def test_a_slow_body_holds_nobody_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as slow:
        slow.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nAS"
        )
        assert server.is_well()
