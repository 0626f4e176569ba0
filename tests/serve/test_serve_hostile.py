"""Input that means harm: the right status, the server alive, the next query right, no connection made."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from .conftest import TOKEN, Server

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"

NESTED = {
    "concat": "SELECT (" + "CONCAT(" * 1000 + "'a'" + ")" * 1000 + " AS ?x) {}",
    "braces": "SELECT * " + "{" * 3000 + "}" * 3000,
    "brackets": "SELECT * { ?s ?p " + "[ <p> " * 5000 + "1" + "]" * 5000 + "}",
    "lists": "SELECT * { ?s ?p " + "(" * 250 + "1" + ")" * 250 + "}",
    "signs": "SELECT * { FILTER(" + "!" * 20000 + "true) }",
    "subqueries": "SELECT * " + "{ SELECT * " * 400 + "{}" + "}" * 400,
    "brackets in a comment's disguise": 'SELECT * { ?s ?p "#" , ' + "(" * 250 + "1" + ")" * 250 + "}",
}

RUNAWAY = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "order": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f",
    "group": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {CROSS} }}",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<http://x>)* ?b . ?c (!<http://x>)* ?d . ?e (!<http://x>)* ?f }",
    "doubling": "SELECT * { BIND('" + "x" * 1000 + "' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40)) + " }",
    "regex": "SELECT * { BIND(REGEX('" + "a" * 5000 + "!', '(((a+)+)+)+$') AS ?x) }",
    "regex with a huge repetition": "SELECT * { BIND(REGEX('a', '((a{1000}){1000}){1000}') AS ?x) }",
    "long sequence": "SELECT * { ?s " + "/".join(f"<http://e/{i}>" for i in range(10000)) + " ?o }",
    "long or": "SELECT * { ?s ?p ?o FILTER(" + "||".join(f"?o={i}" for i in range(10000)) + ") }",
}  # fmt: skip


@pytest.fixture
def trap() -> Iterator[tuple[int, list[str]]]:
    """A listener on loopback that nobody must call: its port, and who called."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    listener.settimeout(0.2)
    calls: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            try:
                connection, address = listener.accept()
            except TimeoutError:
                continue
            calls.append(str(address))
            connection.close()

    thread = threading.Thread(target=watch)
    thread.start()
    yield listener.getsockname()[1], calls
    over.set()
    thread.join()
    listener.close()


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_refused(server: Server, name: str) -> None:
    answer = server.ask(NESTED[name])
    assert answer.status_code == 400
    assert "nested more than 100 deep" in answer.json()["detail"]
    assert server.is_well()


def test_runaway_queries_end(server: Server) -> None:
    begin = time.monotonic()
    with ThreadPoolExecutor(2) as threads:  # so many may be long at once
        answers = dict(zip(RUNAWAY, threads.map(server.ask, RUNAWAY.values()), strict=True))
    for name, answer in answers.items():
        if name.startswith("regex"):  # the engine's regular expressions take linear time
            assert answer.status_code in (200, 504), name
        else:
            assert answer.status_code in (422, 500, 504, 507), name
            assert answer.json()["detail"], name
    assert time.monotonic() - begin < 60
    assert server.is_well()


def test_ten_thousand_alternatives_are_answered_or_refused(server: Server) -> None:
    answer = server.ask("SELECT * { ?s " + "|".join(f"<http://e/{i}>" for i in range(10000)) + " ?o }")
    assert answer.status_code in (200, 504)
    assert server.is_well()


def test_many_values_are_counted(writable: Server) -> None:
    values = " ".join(f"<http://e/{i}>" for i in range(200_000))
    answer = writable.ask(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} }}")
    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "200000"


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
    assert _update(writable, form.replace("IRI", iri.replace("PORT", str(port)))) == 400
    assert not calls


def test_silent_load_does_nothing(writable: Server, trap: tuple[int, list[str]]) -> None:
    port, calls = trap
    text = f"LOAD SILENT <http://127.0.0.1:{port}/x> INTO GRAPH <http://g> ; INSERT DATA {{ <http://a> <http://b> 1 }}"
    assert _update(writable, text) == 204
    assert not calls
    assert writable.ask("ASK { <http://a> <http://b> 1 }").json()["boolean"] is True


def test_service_in_an_update_is_refused(writable: Server, trap: tuple[int, list[str]]) -> None:
    port, calls = trap
    where = f"{{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    assert _update(writable, f"INSERT {{ ?s ?p ?o }} WHERE {where}") == 400
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


def test_a_client_that_leaves_frees_its_worker(server: Server) -> None:
    request = b"GET /sparql?query=%s HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"
    endless = b"SELECT%20*%20%7B?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i%7D"
    for read in (0, 4096):
        for _ in range(6):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(request % endless)
                if read:
                    client.recv(read)
    assert server.is_well()


def test_a_result_over_a_limit_is_cut_off_visibly(server: Server) -> None:
    """Over the limit after the first piece was sent: the connection breaks, so nobody takes a part for the whole."""
    text = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(httpx.RemoteProtocolError):
        server.ask(text)
    assert server.is_well()


def test_workers_killed_in_mid_query_cost_that_query_only(writable: Server) -> None:
    values = " ".join(map(str, range(1000)))
    endless = (
        "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{name} {{ {values} }}" for name in "abcd") + " }"
    )
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(writable.ask, endless)
        with writable.client() as client:
            while "kg_queries_running 1.0" not in client.get("/metrics").text:
                time.sleep(0.05)
        time.sleep(0.5)
        for pid in _children(writable):  # the idle ones, too
            if "kg.serve.worker" in Path(f"/proc/{pid}/cmdline").read_text():
                _kill(pid)
        answer = asked.result()
    assert answer.status_code == 500
    assert "worker" in answer.json()["detail"]
    assert _recovers(writable)


def test_the_writer_killed_in_mid_write_loses_that_write_only(writable: Server) -> None:
    assert (
        _update(
            writable, "INSERT DATA { GRAPH <http://kept> { <http://a> <http://b> 1, 2, 3, 4, 5, 6, 7, 8 } }"
        )
        == 204
    )
    runaway = (
        "INSERT { ?a ?b ?o } WHERE { "
        + " ".join(f"GRAPH ?g{i} {{ ?a{i} ?b{i} ?o{i} }}" for i in range(12))
        + " }"
    )
    grow = "INSERT { GRAPH <http://lost> { ?a ?b ?c } } WHERE { GRAPH ?g { ?a ?b ?c } } ; " + runaway
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(_update, writable, grow)
        time.sleep(1)
        _kill(_child(writable, "kg.serve.writer"))
        assert asked.result() == 500
    assert writable.ask("ASK { GRAPH <http://lost> { ?s ?p ?o } }").json()["boolean"] is False
    assert _update(writable, "INSERT DATA { GRAPH <http://kept> { <http://a> <http://b> 9 } }") == 204
    counted = writable.ask("SELECT (COUNT(*) AS ?n) { GRAPH <http://kept> { ?s ?p ?o } }")
    assert counted.json()["results"]["bindings"][0]["n"]["value"] == "9"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(12))
    + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://s"><e:p>&m;</e:p></rdf:Description></rdf:RDF>'
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "IRI">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://s"><e:p>&a;</e:p></rdf:Description></rdf:RDF>'
)


def test_billion_laughs(writable: Server) -> None:
    assert _put(writable, "application/rdf+xml", LAUGHS.encode()).status_code in (400, 500, 504, 507)
    assert writable.is_well()


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://127.0.0.1:PORT/x"])
def test_external_entities_are_not_read(writable: Server, trap: tuple[int, list[str]], iri: str) -> None:
    port, calls = trap
    answer = _put(
        writable, "application/rdf+xml", EXTERNAL.replace("IRI", iri.replace("PORT", str(port))).encode()
    )
    assert answer.status_code == 400
    assert not calls


def test_remote_contexts_are_not_fetched(writable: Server, trap: tuple[int, list[str]]) -> None:
    port, calls = trap
    body = f'{{"@context": "http://127.0.0.1:{port}/c", "@id": "http://s", "name": "x"}}'
    assert _put(writable, "application/ld+json", body.encode()).status_code == 400
    assert not calls


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/ld+json", b"[" * 50_000 + b"]" * 50_000),
        ("application/ld+json", b'{"@id":"http://s","http://p":' * 20_000 + b"1" + b"}" * 20_000),
        ("text/turtle", b"<http://s> <http://p> " + b"(" * 10_000 + b")" * 10_000 + b" ."),
        (
            "text/turtle",
            b"<http://s> <http://p> " + b"[ <http://p> " * 10_000 + b"1" + b"]" * 10_000 + b" .",
        ),
        ("text/turtle", b'<http://s> <http://p> "\xff" .'),
        ("application/trig", b"<http://g> { <http://s> <http://p> 1 }"),
        ("text/html", b"<p>"),
    ],
)
def test_hostile_uploads(writable: Server, kind: str, body: bytes) -> None:
    assert _put(writable, kind, body).status_code in (201, 204, 400, 415, 500, 504, 507)
    assert writable.is_well()


def test_fifty_runaway_queries_at_once(server: Server) -> None:
    """Health answers in under a second, ordinary queries go on, memory stays under its limit."""
    kinds = [RUNAWAY["count"], RUNAWAY["order"], RUNAWAY["group"], RUNAWAY["path"], RUNAWAY["doubling"]]
    slowest = most = ordinary = 0.0
    usual = max(_seconds_of_health(server) for _ in range(10))
    with ThreadPoolExecutor(51) as threads:
        flood = [threads.submit(_status, server, kinds[i % len(kinds)]) for i in range(50)]
        time.sleep(0.3)
        end = time.monotonic() + 30
        while time.monotonic() < end and not (ordinary >= 3 and all(result.done() for result in flood)):
            slowest = max(slowest, _seconds_of_health(server))
            most = max(most, _resident(server))
            if server.is_well():
                ordinary += 1
            time.sleep(0.05)
        statuses = [result.result() for result in flood]
    # a machine that is busy with other things is slow without a flood, too
    assert slowest < max(1, 20 * usual)
    assert ordinary >= 3
    assert most < (4 * 350 + 200) * (1 << 20)  # four workers at their limits, and the server
    assert set(statuses) <= {429, 500, 503, 504, 507}
    assert server.is_well()


def _seconds_of_health(server: Server) -> float:
    with server.client() as client:
        begin = time.monotonic()
        assert client.get("/health").status_code == 200
        return time.monotonic() - begin


def _status(server: Server, text: str) -> int:
    return server.ask(text).status_code


def _update(server: Server, text: str) -> int:
    with server.client() as client:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        return client.post("/sparql", content=text.encode(), headers=headers).status_code


def _put(server: Server, kind: str, body: bytes) -> httpx.Response:
    with server.client() as client:
        headers = {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"}
        return client.put("/gsp", params={"graph": "http://uploaded"}, content=body, headers=headers)


def _children(server: Server) -> list[int]:
    path = Path(f"/proc/{server.process.pid}/task")
    return [int(pid) for task in path.iterdir() for pid in (task / "children").read_text().split()]


def _child(server: Server, module: str) -> int:
    return next(pid for pid in _children(server) if module in Path(f"/proc/{pid}/cmdline").read_text())


def _recovers(server: Server) -> bool:
    """Whether the server answers again after at most a few tries."""
    for _ in range(20):
        if server.is_well():
            return True
        time.sleep(0.5)
    return False


def _resident(server: Server) -> int:
    total = 0
    for pid in [server.process.pid, *_children(server)]:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
        except OSError:
            continue  # it ended meanwhile
    return total


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
