"""A worker process: answers one query after the other from a read-only snapshot, and may be killed at any moment.

Started by `kg.serve.pool` as `python -m kg.serve.worker SOCKET SETTINGS`; imports little, so that it starts quickly.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.serve import negotiate, sandbox, wire
from kg.serve.negotiate import Format
from kg.serve.scan import check_query

STACK = 512 << 20
"""Bytes of stack, of which only what is used takes memory: pyoxigraph's parser and optimizer recurse."""

PIECE = 64 << 10
"""Bytes that are gathered before they are sent; an error within the first piece still gets a status of its own."""

SMALL = 1024
"""Results below this many bytes are not compressed."""


class Refusal(Exception):
    """A job that is not done, and the HTTP status that says why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class HeaderSent(Exception):
    """The header is out and nothing else was asked for."""


_JSON_ROW = re.compile(rb'\},\{["}]')


class Sink:
    """Takes a serialization as pyoxigraph writes it, counts it against the limits, and sends it in frames."""

    def __init__(self, out: BinaryIO, header: wire.Content, *, rows: int, size: int, head_only: bool) -> None:
        self._out = out
        self._header = header
        self._rows_left = rows
        self._size_left = size
        self._head_only = head_only
        self._pieces: list[bytes] = []
        self._gathered = 0
        self._compressor: zlib._Compress | None = None
        self._sent_header = False
        self._in_quotes = False
        self.format: Format | None = None
        """Set where rows are to be counted in what is written."""

    def write(self, data: bytes) -> int:
        self._pieces.append(data)
        self._gathered += len(data)
        if self._gathered >= PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Nothing: pieces are sent when they are large enough."""

    def count(self, items: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """The items, counted against the limit of rows."""
        most = self._rows_left
        for n, item in enumerate(items, 1):
            if n > most:
                raise _too_many_rows()
            yield item

    def finish(self) -> None:
        """Sends what is left; with it the result is complete."""
        self._send(last=True)

    def _send(self, last: bool = False) -> None:
        data = b"".join(self._pieces)
        self._pieces.clear()
        self._gathered = 0
        self._size_left -= len(data)
        if self._size_left < 0:
            raise Refusal(
                422, "the result is larger than this endpoint sends; ask for less, with LIMIT and OFFSET"
            )
        self._rows_left -= self._count_rows(data)
        if self._rows_left < 0:
            raise _too_many_rows()
        kind = wire.Kind.LAST if last else wire.Kind.DATA
        if self._sent_header:
            data = self._compressed(data, last)
            if data or last:
                wire.send(self._out, kind, data)
            return
        if last and len(data) < SMALL:
            self._header["gzip"] = False
        if self._header["gzip"]:
            self._compressor = zlib.compressobj(5, zlib.DEFLATED, 31)
        elif last:
            self._header["length"] = len(data)
        self._sent_header = True
        if self._head_only:
            wire.send_json(self._out, wire.Kind.HEADER, self._header)
            raise HeaderSent
        wire.send_result(self._out, self._header, kind, self._compressed(data, last))

    def _compressed(self, data: bytes, last: bool) -> bytes:
        if self._compressor is None:
            return data
        return self._compressor.compress(data) + (self._compressor.flush() if last else b"")

    def _count_rows(self, data: bytes) -> int:
        """How many rows end in a piece of a result; nothing where triples are counted as such."""
        if self.format is negotiate.XML:
            return data.count(b"<result>")
        if self.format is negotiate.JSON:
            return len(_JSON_ROW.findall(data))
        if self.format in (negotiate.TSV, negotiate.N_TRIPLES, negotiate.N_QUADS):
            return data.count(b"\n")
        if self.format is negotiate.CSV:
            lines = 0
            for i, part in enumerate(data.split(b'"')):
                if i:
                    self._in_quotes = not self._in_quotes
                if not self._in_quotes:
                    lines += part.count(b"\n")
            return lines
        return 0


def _too_many_rows() -> Refusal:
    return Refusal(
        422, "the result has more rows than this endpoint sends; ask for less, with LIMIT and OFFSET"
    )


class Worker:
    """Answers jobs from the snapshot that each of them names."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, settings: wire.Content) -> None:
        self._in = incoming
        self._out = outgoing
        self._settings = settings
        self._store = ox.Store()
        self._path = ""

    def run(self) -> None:
        """Answers until the server is gone."""
        while (frame := wire.receive(self._in)) is not None:
            job = json.loads(frame[1])
            try:
                self._answer(job)
            except Refusal as refusal:
                self._fail(refusal.status, refusal.detail)
            except QueryError as error:
                self._fail(400, str(error))
            except (SyntaxError, ValueError) as error:
                self._fail(400, f"the query is malformed: {error}")
            except MemoryError:
                self._fail(507, "the query needs more memory than it may use")
            except (OSError, RuntimeError) as error:
                reason = " ".join(str(error).split())
                if "is not supported" in reason:  # a function that the engine does not have, say
                    self._fail(400, f"the query can't be answered here: {reason}")
                else:
                    self._fail(500, f"the query failed: {reason}")

    def _fail(self, status: int, detail: str) -> None:
        wire.send_json(self._out, wire.Kind.ERROR, {"status": status, "detail": detail[:2000]})

    def _answer(self, job: wire.Content) -> None:
        self._open(job["path"])
        try:
            if job["op"] == "query":
                self._query(job)
            elif job["op"] == "graph":
                self._graph(job)
            else:
                wire.send_json(self._out, wire.Kind.END, {})
        except HeaderSent:  # only the header was asked for
            wire.send_json(self._out, wire.Kind.END, {})

    def _open(self, path: str) -> None:
        if path != self._path:
            self._store = ox.Store()  # lets go of the old snapshot
            self._store = ox.Store.read_only(path)
            self._path = path

    def _sink(self, job: wire.Content, format: Format, form: str) -> Sink:
        header: wire.Content = {"content_type": format.content_type, "form": form, "gzip": job["gzip"]}
        return Sink(
            self._out,
            header,
            rows=self._settings["rows"],
            size=self._settings["bytes"],
            head_only=job["head"],
        )

    def _query(self, job: wire.Content) -> None:
        check_query(job["text"], self._settings["nesting"])
        default, named = job["default_graphs"], job["named_graphs"]
        by_protocol = bool(default or named)
        results = self._store.query(
            job["text"],
            base_iri=job["base"],
            prefixes=self._settings["prefixes"],
            default_graph=[_node(iri) for iri in default] if by_protocol else None,
            named_graphs=[_node(iri) for iri in named] if by_protocol else None,
        )
        accept = job["accept"]
        if isinstance(results, ox.QueryTriples):
            self._triples(job, results)
            return
        boolean = isinstance(results, ox.QueryBoolean)
        format = _chosen(accept, negotiate.BOOLEANS if boolean else negotiate.SOLUTIONS)
        sink = self._sink(job, format, "ask" if boolean else "select")
        sink.format = format
        results.serialize(output=cast(IO[bytes], sink), format=format.results)
        sink.finish()

    def _graph(self, job: wire.Content) -> None:
        name: ox.NamedNode | ox.DefaultGraph = ox.DefaultGraph()
        if job["graph"] is not None:
            name = _node(job["graph"])
            if not self._store.contains_named_graph(name):
                raise Refusal(404, f"there is no graph {job['graph']}")
        quads = self._store.quads_for_pattern(None, None, None, name)
        self._triples(job, (quad.triple for quad in quads))

    def _triples(self, job: wire.Content, triples: ox.QueryTriples | Iterator[ox.Triple]) -> None:
        format = _chosen(job["accept"], negotiate.GRAPHS)
        sink = self._sink(job, format, "graph")
        if isinstance(triples, ox.QueryTriples) and format in (negotiate.N_TRIPLES, negotiate.N_QUADS):
            sink.format = format
            triples.serialize(output=cast(IO[bytes], sink), format=format.rdf)
        else:
            ox.serialize(
                sink.count(triples),
                output=cast(IO[bytes], sink),
                format=format.rdf,
                prefixes=self._settings["prefixes"],
            )
        sink.finish()


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise Refusal(400, f"{iri!r} is not an absolute IRI") from error


def _chosen(accept: str | None, offered: tuple[Format, ...]) -> Format:
    format = negotiate.choose(accept, offered)
    if format is None:
        names = ", ".join(format.media_type for format in offered)
        raise Refusal(406, f"the result can't be sent as {accept}; it can be {names}")
    return format


def main() -> None:
    """Entry point; takes the socket's number and the settings, a JSON object."""
    number, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    incoming, outgoing = os.fdopen(number, "rb"), os.fdopen(os.dup(number), "wb")
    sandbox.end_with_parent()
    missing = [
        *sandbox.forbid_network(),
        *sandbox.limit_memory(settings["memory"] + settings["headroom"]),
        *sandbox.confine_files(Path(settings["readable"])),
    ]
    threading.stack_size(STACK)
    wire.send_json(outgoing, wire.Kind.READY, {"missing": missing})
    thread = threading.Thread(target=Worker(incoming, outgoing, settings).run)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
