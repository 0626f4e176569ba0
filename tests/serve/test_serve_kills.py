"""Workers and the writer killed in the midst of their work: that work is lost, and no more."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .conftest import Server


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
        for pid in writable.children():  # the idle ones, too
            if "kg.serve.worker" in Path(f"/proc/{pid}/cmdline").read_text():
                _kill(pid)
        answer = asked.result()
    assert answer.status_code == 500
    assert "worker" in answer.json()["detail"]
    assert _recovers(writable)


def test_the_writer_killed_in_mid_write_loses_that_write_only(writable: Server) -> None:
    assert (
        writable.update(
            "INSERT DATA { GRAPH <http://kept> { <http://a> <http://b> 1, 2, 3, 4, 5, 6, 7, 8 } }"
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
        asked = threads.submit(writable.update, grow)
        time.sleep(1)
        _kill(_child(writable, "kg.serve.writer"))
        assert asked.result() == 500
    assert writable.ask("ASK { GRAPH <http://lost> { ?s ?p ?o } }").json()["boolean"] is False
    assert writable.update("INSERT DATA { GRAPH <http://kept> { <http://a> <http://b> 9 } }") == 204
    counted = writable.ask("SELECT (COUNT(*) AS ?n) { GRAPH <http://kept> { ?s ?p ?o } }")
    assert counted.json()["results"]["bindings"][0]["n"]["value"] == "9"


def _child(server: Server, module: str) -> int:
    return next(pid for pid in server.children() if module in Path(f"/proc/{pid}/cmdline").read_text())


def _recovers(server: Server) -> bool:
    """Whether the server answers again after at most a few tries."""
    for _ in range(20):
        if server.is_well():
            return True
        time.sleep(0.5)
    return False


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
