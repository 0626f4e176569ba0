"""A client that sends exactly what a test says, and a server for it to talk to."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Endpoint:
    """A server at a port of this machine that runs `--plain`, and the token for writing to it."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self._token = token

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Sends one request, with no header but those given, Host, Content-Length and the token."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"host": "www.example", "authorization": f"Bearer {self._token}"}
        sent |= {key.lower(): value for key, value in (headers or {}).items()}
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if body is not None or method in ("POST", "PUT"):
                sent["content-length"] = str(len(body or b""))
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, content)
        finally:
            connection.close()

    def query(self, text: str, accept: str) -> Answer:
        """A query by POST."""
        headers = {"content-type": "application/sparql-query", "accept": accept}
        return self.send("POST", "/sparql", headers, text.encode())

    def update(self, text: str) -> Answer:
        """An update by POST."""
        return self.send("POST", "/sparql", {"content-type": "application/sparql-update"}, text.encode())

    def put(self, graph: str | None, triples: bytes) -> None:
        """Replaces a graph, or the default graph, by N-Triples.

        Raises:
            KgError: the endpoint refuses.
        """
        path = "/gsp?default" if graph is None else f"/gsp?graph={quote(graph, safe='')}"
        answer = self.send("PUT", path, {"content-type": "application/n-triples"}, triples)
        if answer.status not in (200, 201, 204):
            raise KgError(
                f"the endpoint refused test data with status {answer.status}: {answer.body[:200]!r}"
            )

    def clear(self) -> None:
        """Empties the store.

        Raises:
            KgError: the endpoint refuses.
        """
        answer = self.update("DROP ALL")
        if answer.status not in (200, 204):
            raise KgError(
                f"the endpoint refused to be emptied with status {answer.status}: {answer.body[:200]!r}"
            )


@contextlib.contextmanager
def served() -> Iterator[Endpoint]:
    """A server of an empty store in a temporary directory, while the context lasts.

    Raises:
        KgError: it does not start.
    """
    token = secrets.token_urlsafe(24)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="kg-conformance-") as directory:
        command = [
            sys.executable, "-c", "from kg.cli.main import main; main()", "serve",
            "--plain", "--quiet", "--workers", "2", "--store", str(Path(directory) / "store"), "--port", str(port),
        ]  # fmt: skip
        server = subprocess.Popen(command, env={**os.environ, "KG_TOKEN": token}, stdin=subprocess.DEVNULL)
        try:
            endpoint = Endpoint(port, token)
            _wait_for(endpoint, server)
            yield endpoint
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(endpoint: Endpoint, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError):
            if endpoint.send("GET", "/ready").status == 200:
                return
        time.sleep(0.1)
    raise KgError("the server for the conformance tests did not start; try kg serve by itself to see why")
