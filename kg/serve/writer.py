"""The writer process: makes SPARQL updates and Graph Store Protocol writes, one after the other.

Started by `kg.serve.writing` as `python -m kg.serve.writer SOCKET SETTINGS`, and only where the server has a token.
It locks the store for a write and lets go of it when no other follows at once, so that `kg build` gets its turn.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
import threading
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError
from kg.serve import negotiate, sandbox, wire
from kg.serve.scan import prepare_update
from kg.serve.worker import STACK, Refusal
from kg.store import GraphStore

LINGER = 1.0
"""Seconds that the store stays locked after a write, in case another follows."""

_UNION = """;
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } };
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"""
"""Makes the default graph the union of the named graphs again, which kg's stores keep it."""


class Writer:
    """Makes the writes that the server sends."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, settings: wire.Content) -> None:
        self._in = incoming
        self._out = outgoing
        self._settings = settings
        self._store: GraphStore | None = None

    def run(self) -> None:
        """Writes until the server is gone."""
        while True:
            if self._store is not None and not select.select([self._in], [], [], LINGER)[0]:
                self._let_go()
            frame = wire.receive(self._in)
            body = wire.receive(self._in) if frame is not None else None
            if frame is None or body is None:
                break
            try:
                done = self._write(json.loads(frame[1]), body[1])
                wire.send_json(self._out, wire.Kind.END, done)
            except Refusal as refusal:
                self._fail(refusal.status, refusal.detail)
            except StoreError as error:
                self._fail(503, str(error))
            except (KgError, SyntaxError, ValueError) as error:
                self._fail(400, str(error))
            except RuntimeError as error:  # the engine's: a graph that is not there, say
                self._fail(400, f"the update can't be made: {error}")
            except (OSError, MemoryError) as error:
                self._fail(500, f"the write failed: {' '.join(str(error).split())}")
        self._let_go()

    def _fail(self, status: int, detail: str) -> None:
        wire.send_json(self._out, wire.Kind.ERROR, {"status": status, "detail": detail[:2000]})

    def _let_go(self) -> None:
        if self._store is not None:
            store, self._store = self._store, None
            with contextlib.suppress(StoreError):  # what was written is published already
                store.close()

    def _open(self) -> GraphStore:
        if self._store is None:
            self._store = GraphStore.open(self._settings["store"])
        return self._store

    def _write(self, job: wire.Content, body: bytes) -> wire.Content:
        if job["op"] == "update":
            return self._update(job, body)
        triples = list(_parse(body, job["content_type"], job["base"])) if job["op"] != "delete" else []
        store = self._open()
        graph = _graph(job["graph"])
        existed = graph == ox.DefaultGraph() or store.database.contains_named_graph(graph)
        if job["op"] == "delete" and not existed:
            raise Refusal(404, f"there is no graph {job['graph']}")
        if self._settings["plain"]:
            _write_plainly(store, graph, triples, job["op"])
        elif isinstance(graph, ox.DefaultGraph):
            raise Refusal(
                409, "the default graph is the union of the named graphs; write to one of them, ?graph=..."
            )
        else:
            _write_to_union(store, graph, triples, job["op"])
        store.publish()
        return {"status": 204 if existed else 201}

    def _update(self, job: wire.Content, body: bytes) -> wire.Content:
        using, using_named = tuple(job["using"]), tuple(job["using_named"])
        for iri in (*using, *using_named):
            _graph(iri)
        text = prepare_update(body.decode(), self._settings["nesting"], using, using_named)
        if not self._settings["plain"]:
            text += _UNION
        database = self._open().database
        try:
            database.update(text, base_iri=job["base"], prefixes=self._settings["prefixes"])
        except SyntaxError as error:
            raise QueryError(f"the update is malformed: {error}") from error
        self._open().publish()
        return {"status": 204}


def _graph(iri: str | None) -> ox.NamedNode | ox.DefaultGraph:
    if iri is None:
        return ox.DefaultGraph()
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise Refusal(400, f"{iri!r} is not an absolute IRI") from error


def _write_plainly(
    store: GraphStore, graph: ox.NamedNode | ox.DefaultGraph, triples: Iterable[ox.Triple], operation: str
) -> None:
    """One transaction on a store whose default graph is a graph of its own."""
    default = isinstance(graph, ox.DefaultGraph)
    lines = "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples)
    steps = []
    if operation != "post":
        steps.append("CLEAR DEFAULT" if default else f"DROP SILENT GRAPH {graph}")
    if operation != "delete":
        if not default:
            steps.append(f"CREATE SILENT GRAPH {graph}")
        steps.append(
            f"INSERT DATA {{ {lines} }}" if default else f"INSERT DATA {{ GRAPH {graph} {{ {lines} }} }}"
        )
    store.database.update(" ;\n".join(steps))


def _write_to_union(store: GraphStore, graph: ox.NamedNode, triples: list[ox.Triple], operation: str) -> None:
    """One transaction on a store whose default graph is the union of its named graphs."""
    if operation == "post":
        triples += [quad.triple for quad in store.database.quads_for_pattern(None, None, None, graph)]
    store.replace_graph(graph, triples)
    if operation == "delete":
        store.database.remove_graph(graph)


def _parse(body: bytes, content_type: str, base: str) -> Iterator[ox.Triple]:
    """The triples of a request's body.

    Raises:
        Refusal: the media type is not one of RDF, or the body names graphs of its own.
    """
    if content_type.partition(";")[0].strip().lower() == "multipart/form-data":
        yield from _parse_parts(body, content_type, base)
        return
    format = negotiate.by_content_type(content_type)
    if format is None:
        names = ", ".join(known.media_type for known in negotiate.GRAPHS)
        raise Refusal(415, f"{content_type or 'no content type'} is not read here; send one of {names}")
    try:
        for quad in ox.parse(body, format=format.rdf, base_iri=base):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                raise Refusal(400, "the body names graphs of its own; send one graph at a time")
            yield quad.triple
    except SyntaxError as error:
        raise Refusal(400, f"the body is not {format.media_type}: {error}") from error


def _parse_parts(body: bytes, content_type: str, base: str) -> Iterator[ox.Triple]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + body, policy=policy.HTTP)
    if not message.is_multipart():
        raise Refusal(400, "the multipart body is malformed")
    for part in message.iter_parts():
        if part.is_multipart():
            raise Refusal(400, "a part of the multipart body has parts of its own")
        content = part.get_payload(decode=True)
        yield from _parse(bytes(content), str(part.get("Content-Type", "")), base)


def main() -> None:
    """Entry point; takes the socket's number and the settings, a JSON object."""
    number, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    incoming, outgoing = os.fdopen(number, "rb", buffering=0), os.fdopen(os.dup(number), "wb")
    sandbox.end_with_parent()
    missing = sandbox.forbid_network()
    if settings["plain"] and not Path(settings["store"]).exists():
        GraphStore.open(settings["store"], create=True).close()
    threading.stack_size(STACK)
    wire.send_json(outgoing, wire.Kind.READY, {"missing": missing})
    thread = threading.Thread(target=Writer(incoming, outgoing, settings).run)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
