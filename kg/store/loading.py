"""Many documents at once: the whole of a store written anew, with the engine's bulk loader.

A bulk load is no transaction, and a killed one leaves files behind; so it goes into a fresh directory, which takes the
place of the old one when it is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.graphs import DIGEST, ORIGINAL, Graphs

PIECE = 1 << 20
"""Bytes that are gathered before the bulk loader gets any."""


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

    def lines() -> Iterator[bytes]:
        for document in documents:
            if document.iri in loaded:
                raise StoreError(f"document {document.iri} comes twice in one load")
            loaded.add(document.iri)
            content, original = shown(document)
            if not content:
                empty.append(document.iri)
            yield _with_union(content, graphs.document(document.iri), document.iri)
            yield _notes(document, original, graphs)
        yield from _rest(old, graphs, loaded)

    new = ox.Store(str(path))
    try:
        new.bulk_load(cast(IO[bytes], _Stream(lines())), ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise StoreError(f"what was to be loaded is no N-Quads: {error}") from error
    # A document of no quads is one all the same; of the others the loader has made the graphs, and to write them once
    # more would wait until what was loaded is compacted, which the engine does by itself while it is used.
    for iri in empty:
        new.add_graph(graphs.document(iri))
    new.flush()
    return len(loaded)


def _with_union(content: bytes, graph: ox.NamedNode, document: str) -> bytes:
    """Each line with its graph, and again without, for the union."""
    ending = f" {graph} .\n".encode()
    plain = content.replace(ending, b" .\n")
    lines = content.count(b"\n")
    if len(content) - len(plain) != lines * (len(ending) - 3) or (content and not content.endswith(ending)):
        raise StoreError(
            f"document {document}: a line is not in graph {graph}, or not as pyoxigraph writes N-Quads"
        )
    return content + plain


def _notes(document: Load, original: str | None, graphs: Graphs) -> bytes:
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


class _Stream:
    """What the bulk loader reads; it asks for small pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._buffer, self._at = b"", 0

    def read(self, size: int = -1) -> bytes:
        if self._at == len(self._buffer):
            self._buffer, self._at = self._fill(), 0
        end = len(self._buffer) if size < 0 else self._at + size
        piece = self._buffer[self._at : end]
        self._at += len(piece)
        return piece

    def _fill(self) -> bytes:
        parts, length = [], 0
        for piece in self._pieces:
            parts.append(piece)
            length += len(piece)
            if length >= PIECE:
                break
        return b"".join(parts)
