"""Servers for the tests of this folder: real processes on loopback, each started once."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from . import sample

TOKEN = "a-token-for-tests-0123456789"


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    store: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False, **options)  # type: ignore[arg-type]

    def get(
        self, path: str = "/sparql", headers: dict[str, str] | None = None, **query: str
    ) -> httpx.Response:
        """Whatever a path gives."""
        with self.client() as client:
            return client.get(path, params=query, headers=headers or {})

    def ask(self, text: str, **parameters: str) -> httpx.Response:
        """A query by POST."""
        with self.client() as client:
            headers = {"Content-Type": "application/sparql-query", "Accept": "*/*"}
            return client.post("/sparql", content=text.encode(), headers=headers, params=parameters)

    def update(self, text: str) -> int:
        """An update by POST, with the token; gives the status."""
        with self.client() as client:
            headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
            return client.post("/sparql", content=text.encode(), headers=headers).status_code

    def put(self, kind: str, body: bytes) -> httpx.Response:
        """An upload of a graph, with the token."""
        with self.client() as client:
            headers = {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"}
            return client.put("/gsp", params={"graph": "http://uploaded"}, content=body, headers=headers)

    def children(self) -> list[int]:
        """The process ids of its workers."""
        path = Path(f"/proc/{self.process.pid}/task")
        return [int(pid) for task in path.iterdir() for pid in (task / "children").read_text().split()]

    def is_well(self) -> bool:
        """Whether it still answers, and rightly."""
        answer = self.ask("SELECT (1 + 1 AS ?two) {}")
        return answer.status_code == 200 and answer.json()["results"]["bindings"][0]["two"]["value"] == "2"


@contextlib.contextmanager
def serving(store: Path, log: Path, *options: str, token: str | None = None) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", "serve", "--store", str(store)]
    environment = {k: v for k, v in os.environ.items() if k != "KG_TOKEN"}
    if token:
        environment["KG_TOKEN"] = token
    with log.open("wb") as output:
        process = subprocess.Popen([*command, "--port", str(port), *options], env=environment, stderr=output)
    server = Server(f"http://127.0.0.1:{port}", store, process, log)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _wait(server: Server) -> None:
    for _ in range(900):
        assert server.process.poll() is None, server.log.read_text()
        with contextlib.suppress(httpx.TransportError), server.client() as client:
            if client.get("/ready").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start: " + server.log.read_text())


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("serve") / "store"
    sample.build(directory)
    return directory


@pytest.fixture(scope="session")
def server(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Read-only, with tight limits."""
    limits = ("--time", "2", "--memory", "192", "--rows", "200000", "--size", "32", "--workers", "4")
    with serving(sample_store, tmp_path_factory.mktemp("log") / "log", *limits) as server:
        yield server


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A plain store that is empty at first, with a token."""
    folder = tmp_path_factory.mktemp("plain")
    options = ("--plain", "--time", "30", "--workers", "2")
    with serving(folder / "store", folder / "log", *options, token=TOKEN) as server:
        yield server


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
