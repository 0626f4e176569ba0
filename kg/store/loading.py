"""Many documents at once: the whole of a store written anew, with the engine's bulk loader.

A bulk load is no transaction, and a killed one leaves files behind; so it goes into a fresh directory, which takes the
place of the old one when it is complete. Several loads go on side by side, each in rounds: what a round brought in is
compacted while the next are read. One load after the other leaves a part of two cores idle, and one without rounds so
much to compact at its end that the next write waits for a minute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.graphs import DIGEST, ORIGINAL, Graphs

PIECE: Final = 1 << 20
"""Bytes that are gathered before a loader gets any."""
LOADERS: Final = 2
"""Loads side by side; each takes two threads and up to 2 GB."""
ROUND: Final = 800 << 20
"""Bytes that a loader reads before the engine gets what it made of them."""
REMEMBERED: Final = 1 << 18
"""Lines of the union that are remembered, lest they are loaded for each document that has them; of those that did come
again as many more."""


@dataclass(frozen=True, slots=True)
class Load:
    """A document to be loaded."""

    iri: str
    quads: bytes
    """N-Quads, all in the document's graph, a line each, without blank nodes: what pyoxigraph writes."""
    digest: str | None = None


def load_anew(
    path: Path,
    old: ox.Store,
    graphs: Graphs,
    documents: Iterable[Load],
    shown: Callable[[Load], tuple[bytes, str | None]],
) -> int:
    """Makes a database of the documents and of what an old one has besides them.

    Args:
        path: of the new database.
        shown: a document's N-Quads as the curation has them, and the digest of the original if that is another.

    Returns:
        How many documents were loaded.

    Raises:
        StoreError: a document comes twice, or a line is not in its graph or not N-Quads.
    """
    loaded: set[str] = set()
    empty: list[str] = []
    union = _Union()

    def lines() -> Iterator[bytes]:
        for document in documents:
            if document.iri in loaded:
                raise StoreError(f"document {document.iri} comes twice in one load")
            loaded.add(document.iri)
            content, original = shown(document)
            if not content:
                empty.append(document.iri)
            yield content
            yield union.of(in_union(document.iri, content, graphs))
            yield noted(document, original, graphs)
        yield from _rest(old, graphs, loaded)

    new = ox.Store(str(path))
    try:
        _load(new, _gathered(lines()))
    except SyntaxError as error:
        raise StoreError(f"what was to be loaded is no N-Quads: {error}") from error
    # A document of no quads is one all the same; of the others the loader has made the graphs, and to write them once
    # more would wait until what was loaded is compacted, which the engine does by itself while it is used.
    for iri in empty:
        new.add_graph(graphs.document(iri))
    new.flush()
    return len(loaded)


class _Union:
    """Lines for the union; most of those that came before are left out."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._seen_again: set[bytes] = set()

    def of(self, plain: bytes) -> bytes:
        new = [line for line in plain.splitlines(keepends=True) if line not in self._seen_again]
        again = self._seen.intersection(new)
        new = [line for line in new if line not in again]
        for known, lines_known in ((self._seen, new), (self._seen_again, again)):
            if len(known) > REMEMBERED:
                known.clear()
            known.update(lines_known)
        return b"".join(new)


def in_union(document: str, content: bytes, graphs: Graphs) -> bytes:
    """The lines of a document without their graph.

    Raises:
        StoreError: a line is not in its graph.
    """
    graph = graphs.document(document)
    ending = f" {graph} .\n".encode()
    plain = content.replace(ending, b" .\n")
    lines = content.count(b"\n")
    if len(content) - len(plain) != lines * (len(ending) - 3) or (content and not content.endswith(ending)):
        raise StoreError(
            f"document {document}: a line is not in graph {graph}, or not as pyoxigraph writes N-Quads"
        )
    return plain


def noted(document: Load, original: str | None, graphs: Graphs) -> bytes:
    """What the store notes of a document that it gets, as N-Quads."""
    node, notes = ox.NamedNode(document.iri), []
    for predicate, value in ((DIGEST, document.digest), (ORIGINAL, original)):
        if value is not None:
            notes.append(ox.Triple(node, predicate, ox.Literal(value)))
    return _both(notes, graphs.description)


def _rest(old: ox.Store, graphs: Graphs, loaded: set[str]) -> Iterator[bytes]:
    """What the old database has that is not of the loaded documents."""
    for graph in old.named_graphs():
        if not isinstance(graph, ox.NamedNode) or graphs.document_of(graph) in loaded:
            continue
        triples = (quad.triple for quad in old.quads_for_pattern(None, None, None, graph))
        if graph == graphs.description:
            notes = {DIGEST, ORIGINAL}
            triples = (
                one for one in triples if not (one.predicate in notes and _value(one.subject) in loaded)
            )
        yield _both(triples, graph)


def _both(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> bytes:
    return "".join(f"{triple} {graph} .\n{triple} .\n" for triple in triples).encode()


def _value(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    parts, length = [], 0
    for piece in pieces:
        parts.append(piece)
        length += len(piece)
        if length >= PIECE:
            yield b"".join(parts)
            parts, length = [], 0
    if parts:
        yield b"".join(parts)


def _load(database: ox.Store, pieces: Iterable[bytes]) -> None:
    """Reads pieces of whole lines by several loaders."""
    queue: Queue[bytes | None] = Queue(2 * LOADERS)
    failed = threading.Event()

    def follow(feed: _Feed) -> None:
        try:
            while feed.next_round():
                database.bulk_load(cast(IO[bytes], feed), ox.RdfFormat.N_QUADS)
        except BaseException:
            failed.set()
            raise
        finally:
            feed.drain()

    with ThreadPoolExecutor(LOADERS) as pool:
        loaders = [pool.submit(follow, _Feed(queue)) for _ in range(LOADERS)]
        try:
            for piece in pieces:
                if failed.is_set():
                    break
                queue.put(piece)
        finally:
            for _ in range(LOADERS):
                queue.put(None)
    try:
        while loaders:
            loaders.pop().result()
    finally:
        loaders.clear()  # one that failed holds its error, which holds this frame, which holds the database


class _Feed:
    """What a loader reads, round by round, of a queue that all share; each takes one None off its end."""

    def __init__(self, queue: Queue[bytes | None]) -> None:
        self._queue = queue
        self._buffer, self._at = b"", 0
        self._left = 0
        self._over = False

    def next_round(self) -> bool:
        """Whether there may be more to read."""
        self._left = ROUND
        return not self._over

    def read(self, size: int = -1) -> bytes:
        """The loader asks for small parts."""
        if self._at == len(self._buffer):
            self._buffer, self._at = self._piece(), 0
        end = len(self._buffer) if size < 0 else self._at + size
        part = self._buffer[self._at : end]
        self._at += len(part)
        return part

    def drain(self) -> None:
        """Leaves nothing for which the writer of the queue would wait."""
        while not self._over:
            self._over = self._queue.get() is None

    def _piece(self) -> bytes:
        if self._over or self._left <= 0:
            return b""
        piece = self._queue.get()
        self._over = piece is None
        self._left -= len(piece or b"")
        return piece or b""
