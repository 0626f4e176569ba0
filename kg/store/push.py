"""A store's named graphs to another SPARQL 1.1 store, one at a time.

Each graph takes the place of the one of its name, so that doing it again changes nothing. What has arrived is noted
beside the store; a run that was cut off goes on where it was, and a later run sends only what changed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.snapshot import Snapshot
from kg.store.table import Table

LEDGER = "pushed.sqlite"
ATTEMPTS = 5
TIMEOUT = 60.0
"""Seconds for one request."""

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


class Protocol(StrEnum):
    """How the other store takes a graph."""

    GRAPH_STORE = "gsp"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many graphs were sent, were there already, and were removed."""

    sent: int = 0
    unchanged: int = 0
    removed: int = 0


def credentials(environment: Mapping[str, str] = os.environ) -> httpx.Auth | None:
    """What KG_PUSH_TOKEN, or KG_PUSH_USER and KG_PUSH_PASSWORD, say; None without them.

    Raises:
        StoreError: a user without a password, or the other way round.
    """
    token, user, password = (environment.get(f"KG_PUSH_{name}") for name in ("TOKEN", "USER", "PASSWORD"))
    if token:
        return _Bearer(token)
    if bool(user) != bool(password):
        raise StoreError("KG_PUSH_USER and KG_PUSH_PASSWORD go together; set both or neither")
    return httpx.BasicAuth(user, password) if user and password else None


def push(
    snapshot: Snapshot,
    url: str,
    protocol: Protocol = Protocol.GRAPH_STORE,
    *,
    auth: httpx.Auth | None = None,
    anew: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    wait: Callable[[float], None] = time.sleep,
) -> Pushed:
    """Sends all named graphs of a snapshot that the other store does not have yet, and removes those that are gone.

    Args:
        url: of the Graph Store Protocol (without ?graph=) or of SPARQL update.
        anew: send what was noted as sent, too.
        progress: hears how many graphs of how many are done.
        wait: sleeps between attempts, in seconds.

    Raises:
        StoreError: the address is no http one, the other store refuses, or does not answer; what was sent is noted.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StoreError(f"{url!r} is not an http address of a SPARQL store")
    if parts.username or parts.password:
        raise StoreError("credentials belong into KG_PUSH_USER and KG_PUSH_PASSWORD, not into the address")
    sent = unchanged = removed = 0
    graphs = sorted(graph.value for graph in snapshot.store.named_graphs() if isinstance(graph, ox.NamedNode))
    client = httpx.Client(auth=auth, timeout=TIMEOUT, headers={"User-Agent": "kg-push"})
    with _Ledger(snapshot.directory, url) as ledger, client:
        target = _Target(client, url, protocol, wait)
        gone = sorted(ledger.graphs() - set(graphs))
        for number, graph in enumerate(graphs):
            triples = _content(snapshot.store, graph)
            digest = hashlib.sha256(triples).hexdigest()
            if not anew and ledger.digest(graph) == digest:
                unchanged += 1
            else:
                target.replace(graph, triples)
                ledger.note(graph, digest)
                sent += 1
            progress(number + 1, len(graphs) + len(gone))
        for number, graph in enumerate(gone):
            target.remove(graph)
            ledger.forget(graph)
            removed += 1
            progress(len(graphs) + number + 1, len(graphs) + len(gone))
    return Pushed(sent, unchanged, removed)


def _content(store: ox.Store, graph: str) -> bytes:
    lines = (f"{quad.triple} .\n" for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
    return "".join(sorted(lines)).encode()


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _Target:
    """The other store."""

    def __init__(
        self, client: httpx.Client, url: str, protocol: Protocol, wait: Callable[[float], None]
    ) -> None:
        self._client, self._url, self._protocol, self._wait = client, url, protocol, wait

    def replace(self, graph: str, triples: bytes) -> None:
        if self._protocol is Protocol.GRAPH_STORE:
            self._send("PUT", graph, triples, "application/n-triples")
        else:
            text = f"DROP SILENT GRAPH <{graph}> ;\nINSERT DATA {{ GRAPH <{graph}> {{\n".encode()
            self._update(graph, text + triples + b"} }")

    def remove(self, graph: str) -> None:
        if self._protocol is Protocol.GRAPH_STORE:
            self._send("DELETE", graph, None, None, accept=frozenset({404}))
        else:
            self._update(graph, f"DROP SILENT GRAPH <{graph}>".encode())

    def _update(self, graph: str, text: bytes) -> None:
        request = self._client.build_request(
            "POST", self._url, content=text, headers={"Content-Type": "application/sparql-update"}
        )
        self._try(request, graph, frozenset())

    def _send(
        self,
        method: str,
        graph: str,
        content: bytes | None,
        media_type: str | None,
        accept: frozenset[int] = frozenset(),
    ) -> None:
        headers = {"Content-Type": media_type} if media_type else {}
        url = httpx.URL(self._url).copy_merge_params({"graph": graph})
        self._try(self._client.build_request(method, url, content=content, headers=headers), graph, accept)

    def _try(self, request: httpx.Request, graph: str, accept: frozenset[int]) -> None:
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._wait(2.0 ** (attempt - 1))
            try:
                response = self._client.send(request)
            except httpx.TransportError as error:
                problem = f"{type(error).__name__}: {error}"
                continue
            if response.is_success or response.status_code in accept:
                return
            problem = f"HTTP {response.status_code} {' '.join(response.text.split())[:200]}"
            if response.status_code not in _TRANSIENT:
                break
        advice = {
            401: "set KG_PUSH_TOKEN, or KG_PUSH_USER and KG_PUSH_PASSWORD",
            403: "these credentials may not write",
        }
        status = int(problem[5:8]) if problem.startswith("HTTP ") else 0
        more = advice.get(status, "what was sent before is noted, run again to go on")
        raise StoreError(f"{self._url} did not take graph {graph}: {problem.strip()}; {more}")


class _Ledger(Table):
    """Which graphs another store has, by digest; in a file of its own, which a reader of the store may write."""

    def __init__(self, directory: Path, url: str) -> None:
        self._url = url
        definition = "pushed (url TEXT, graph TEXT, digest TEXT, PRIMARY KEY (url, graph))"
        advice = "what was sent can't be noted; free some space or check the disk"
        super().__init__(directory / LEDGER, definition, advice, durable=True)

    def digest(self, graph: str) -> str | None:
        query = "SELECT digest FROM pushed WHERE url = ? AND graph = ?"
        return next((digest for (digest,) in self.run(query, (self._url, graph))), None)

    def graphs(self) -> set[str]:
        rows = self.run("SELECT graph FROM pushed WHERE url = ?", (self._url,))
        return {graph for (graph,) in rows}

    def note(self, graph: str, digest: str) -> None:
        self.run("INSERT OR REPLACE INTO pushed VALUES (?, ?, ?)", (self._url, graph, digest))

    def forget(self, graph: str) -> None:
        self.run("DELETE FROM pushed WHERE url = ? AND graph = ?", (self._url, graph))

    def __enter__(self) -> _Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
