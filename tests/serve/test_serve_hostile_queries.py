"""Queries that mean harm, deep, endless or in floods: the right status, the server alive, the next query right."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from .conftest import Server

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


def _resident(server: Server) -> int:
    total = 0
    for pid in [server.process.pid, *server.children()]:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
        except OSError:
            continue  # it ended meanwhile
    return total
