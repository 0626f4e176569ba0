"""Pushing to a real server, Oxigraph's, and to one that fails."""

from __future__ import annotations

import http.server
import os
import shutil
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import httpx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.errors import StoreError
from kg.store import GraphStore, Snapshot
from kg.store.push import Protocol, credentials, push

from .claims import GRAPHS, document, quads


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    with GraphStore.open(tmp_path / "s", create=True) as store:
        for name in "abc":
            store.replace(document(name), quads(name, "Ann Lee", 'Bo "Ek" \\ ł\n'))
    return tmp_path / "s"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An Oxigraph server in memory, on loopback."""
    binary = shutil.which("oxigraph", path=f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}")
    assert binary, "the test extra has it: pip install oxigraph"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [binary, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                httpx.get(address, timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait()


def held(server: str) -> set[ox.Quad]:
    answer = httpx.get(f"{server}/store", headers={"Accept": "application/n-quads"}, timeout=30)
    return set(ox.parse(answer.content, ox.RdfFormat.N_QUADS))


def stored(directory: Path) -> set[ox.Quad]:
    with Snapshot.latest(directory) as snapshot:
        return {quad for quad in snapshot.store if quad.graph_name != ox.DefaultGraph()}


@pytest.mark.parametrize(("via", "path"), [("gsp", "/store"), ("update", "/update")])
def test_the_other_store_has_the_same_graphs(directory: Path, server: str, via: str, path: str) -> None:
    httpx.post(
        f"{server}/update",
        content="DROP ALL",
        headers={"Content-Type": "application/sparql-update"},
        timeout=30,
    )

    def run(*more: str) -> str:
        words = ["push", "--store", str(directory), "--to", server + path, "--via", via, *more]
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, result.exception
        return result.stderr

    run()
    assert held(server) == stored(directory)
    assert "0 graphs sent, 4 unchanged" in run()
    assert "4 graphs sent" in run("--anew")
    with GraphStore.open(directory) as store:
        store.remove(document("a"))
        store.replace(document("b"), quads("b", "Cy Dee"))
    assert "1 graphs sent, 2 unchanged, 1 removed" in run()
    assert held(server) == stored(directory)


class _Flaky(http.server.BaseHTTPRequestHandler):
    """Fails as it is told, then takes everything; notes what it was asked."""

    failures: ClassVar[list[int]] = []
    seen: ClassVar[list[tuple[str, str, str]]] = []

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.command, self.path, self.headers.get("Authorization", "")))
        status = self.failures.pop(0) if self.failures else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def flaky() -> Iterator[str]:
    _Flaky.failures, _Flaky.seen = [], []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Flaky) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/store"
        server.shutdown()


def test_it_tries_again_and_goes_on_where_it_was(directory: Path, flaky: str) -> None:
    waits: list[float] = []
    with Snapshot.latest(directory) as snapshot:
        _Flaky.failures = [503, 429]
        assert push(snapshot, flaky, wait=waits.append).sent == 4
        assert waits == [1.0, 2.0]
        _Flaky.failures = [204, 204, 400]
        with pytest.raises(StoreError, match=r"HTTP 400.*run again to go on"):
            push(snapshot, flaky, anew=True, wait=waits.append)
    with GraphStore.open(directory) as store:
        for name in "abc":
            store.replace(document(name), quads(name, "Di Eff"))
    with Snapshot.latest(directory) as snapshot:
        _Flaky.failures = [204, 401]
        with pytest.raises(StoreError, match="KG_PUSH_TOKEN"):
            push(snapshot, flaky, wait=waits.append)
        _Flaky.seen = []
        assert push(snapshot, flaky, wait=waits.append).sent == 2
        assert len(_Flaky.seen) == 2


def test_credentials_come_from_the_environment_and_go_nowhere_else(directory: Path, flaky: str) -> None:
    assert credentials({}) is None
    with pytest.raises(StoreError, match="go together"):
        credentials({"KG_PUSH_USER": "ann"})
    with Snapshot.latest(directory) as snapshot:
        push(snapshot, flaky, auth=credentials({"KG_PUSH_TOKEN": "secret"}))
        assert {seen[2] for seen in _Flaky.seen} == {"Bearer secret"}
        _Flaky.failures, _Flaky.seen = [302], []
        with pytest.raises(StoreError, match="HTTP 302") as caught:
            push(
                snapshot,
                flaky,
                auth=credentials({"KG_PUSH_USER": "ann", "KG_PUSH_PASSWORD": "secret"}),
                anew=True,
            )
        assert "secret" not in str(caught.value)
        assert [seen[2][:6] for seen in _Flaky.seen] == ["Basic "]
        with pytest.raises(StoreError, match="credentials belong"):
            push(snapshot, "http://ann:secret@127.0.0.1/store")


@pytest.mark.parametrize("url", ["ftp://a/b", "store", "file:///etc/passwd", "http://"])
def test_addresses_that_are_none_are_refused(directory: Path, url: str) -> None:
    with Snapshot.latest(directory) as snapshot, pytest.raises(StoreError, match="not an http address"):
        push(snapshot, url)


def test_nobody_there_is_a_clear_error(directory: Path) -> None:
    waits: list[float] = []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/store"
    with (
        Snapshot.latest(directory) as snapshot,
        pytest.raises(StoreError, match="did not take graph") as caught,
    ):
        push(snapshot, address, Protocol.UPDATE, wait=waits.append)
    assert len(waits) == 4
    assert GRAPHS.description.value in str(caught.value)
