"""The one writer of a store."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyoxigraph as ox

from kg.describe import terms as t
from kg.errors import StoreError
from kg.store import layout
from kg.store.affected import affected
from kg.store.curation import Curation
from kg.store.decisions import Decision, as_triples, read_decisions
from kg.store.graphs import DIGEST, ORIGINAL, PENDING, Graphs
from kg.store.loading import Load, in_union, load_anew, noted
from kg.store.lock import WriterLock
from kg.store.opening import lock_store
from kg.store.originals import Originals
from kg.store.publication import drop_unread, make_snapshot
from kg.store.showing import Showing
from kg.store.transaction import Transaction, without_blank_nodes

BUFFERED: Final = 32 << 20
"""Bytes of updates after which the engine's buffers go to disk: left to itself, it lets them grow to gigabytes."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document that the store holds, and the digest it was written with."""

    iri: str
    digest: str | None


class GraphStore:
    """A store opened for writing; one process at a time can.

    A document is acknowledged when `replace` returns: from then on no kill loses it. Readers see it after
    `publish`, which `close` calls too if anything was written.

    Attributes:
        database: the pyoxigraph.Store underneath; follow direct writes by `publish`.
        graphs: the IRIs of the store's named graphs.
        curation: what the decisions that were taken come to.
    """

    def __init__(self, directory: Path, base: str, lock: WriterLock) -> None:
        self.directory = directory
        self.base = base
        self.graphs = Graphs(base)
        self._lock = lock
        with layout.disk_errors(directory):
            for part in (layout.DATA, layout.SNAPSHOTS):
                (directory / part).mkdir(exist_ok=True)
            self._head = layout.read_head(directory)
            if not self._head.data:
                self._head = layout.Head(data=1, snapshot=0)
                layout.write_head(directory, self._head)
            self._remove_leftovers()
            self.database = ox.Store(str(layout.data_path(directory, self._head.data)))
        self._changed = (directory / layout.UNPUBLISHED).exists()
        self._buffered = 0
        self._originals = Originals(directory / layout.ORIGINALS)
        self._showing = self._shower()
        taken = self.database.quads_for_pattern(None, None, None, self.graphs.curation)
        self.curation = Curation(read_decisions(quad.triple for quad in taken), base)
        self._commit_all(self._showing.follow(self.curation))
        if not self._head.snapshot:
            self.publish()

    @classmethod
    def open(
        cls, directory: str | os.PathLike[str], *, create: bool = False, base: str | None = None
    ) -> Self:
        """Opens a store and locks it.

        Args:
            directory: the store's directory.
            create: make the store where the directory is missing or empty.
            base: base of the data IRIs; None takes the store's own, or kg's for a new one.

        Raises:
            StoreError: it is not a store, is in use, has another base, or comes from a newer version; then
                nothing is touched.
        """
        path = Path(directory)
        known, lock = lock_store(path, create=create, base=base)
        try:
            return cls(path, known, lock)
        except BaseException:
            lock.release()
            raise

    def replace(self, document: str, quads: Iterable[ox.Quad], *, digest: str | None = None) -> None:
        """Puts a document's graph in the place of the one that the store had of it, in one transaction.

        Args:
            document: IRI of the document.
            quads: all in the document's graph, `graphs.document(document)`.
            digest: of whatever the quads were made from; `digest` gives it back.

        Raises:
            StoreError: a quad is in another graph, or the disk is full; the store is as it was.
        """
        graph = self.graphs.document(document)
        triples = []
        for quad in quads:
            if quad.graph_name != graph:
                raise StoreError(f"document {document}: a quad is in graph {quad.graph_name}, not {graph}")
            triples.append(quad.triple)
        original = set(without_blank_nodes(graph, triples, self.base))
        self._commit_all(self._showing.write(document, original, {DIGEST: digest}, self.curation))

    def put(self, document: Load) -> None:
        """As `replace`; faster where the store doesn't have the document yet, as the engine itself parses it then.

        Raises:
            StoreError: it is not as `Load` says, or the disk is full; the store is as it was.
        """
        graph, blank = self.graphs.document(document.iri), b"_:" in document.quads
        if blank or not document.quads or self.database.contains_named_graph(graph):
            quads = ox.parse(document.quads, format=ox.RdfFormat.N_QUADS)
            self.replace(document.iri, quads, digest=document.digest)
            return
        content, kept = self._shown(document)
        lines = content + in_union(document.iri, content, self.graphs) + noted(document, kept, self.graphs)
        with self._writing(len(lines)):
            try:
                self.database.load(lines, format=ox.RdfFormat.N_QUADS)
            except SyntaxError as error:
                raise StoreError(f"document {document.iri}: this is no N-Quads: {error}") from error

    def remove(self, document: str) -> bool:
        """Removes what only this document said; False if the store does not have it."""
        graph = self.graphs.document(document)
        if not self.database.contains_named_graph(graph):
            return False
        transaction = Transaction(self.database)
        transaction.drop_graph(graph)
        for note in (DIGEST, ORIGINAL, PENDING):
            transaction.set_value(self.graphs.description, ox.NamedNode(document), note, None)
        self._commit(transaction)
        self._originals.keep_only(document, None)
        return True

    def original(self, document: str) -> list[ox.Quad]:
        """What `replace` was given for a document, which the curation may have changed since; empty if unknown."""
        graph = self.graphs.document(document)
        return [
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for triple in self._showing.original(document)
        ]

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Puts decisions in the place of all that were taken, and has every document's graph follow them.

        The decisions are kept in one transaction, the graphs follow after it; a killed writer's successor goes on
        with them, and nothing is published in between. `kg.store.Curator` makes decisions that make sense.
        """
        old, new = self.curation, Curation(tuple(decisions), self.base)
        transaction = Transaction(self.database)
        transaction.set_graph(
            self.graphs.curation, [triple for one in new.decisions for triple in as_triples(one, self.base)]
        )
        concerned = affected(self.database, self.graphs, old, new)
        pending = [ox.Triple(ox.NamedNode(document), PENDING, t.TRUE) for document in concerned]
        transaction.add(self.graphs.description, pending)
        self._commit(transaction)
        self.curation = new
        self._commit_all(self._showing.follow(new))

    def replace_graph(self, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Puts triples in the place of a whole named graph, in one transaction; for inferences, say.

        Blank nodes get IRIs, the same ones for the same graph.
        """
        named = without_blank_nodes(graph, triples, self.base)
        document = self.graphs.document_of(graph)
        if document is not None:
            self._commit_all(self._showing.write(document, set(named), {}, self.curation))
            return
        transaction = Transaction(self.database)
        transaction.set_graph(graph, named)
        self._commit(transaction)

    def load(self, documents: Iterable[Load]) -> int:
        """Writes very many documents at once, all of them or none; each takes the place of the one the store had.

        It costs a pass over the whole store, and as much disk again, and is some five times as fast as `replace`.

        Returns:
            How many documents were written.

        Raises:
            StoreError: a document comes twice or is not as `Load` says, or the disk is full; the store is as it was.
        """
        number = self._head.data + 1
        path = layout.data_path(self.directory, number)
        try:
            with layout.disk_errors(self.directory):
                done = load_anew(path, self.database, self.graphs, documents, self._shown)
                (self.directory / layout.UNPUBLISHED).touch()
                layout.write_head(self.directory, layout.Head(number, self._head.snapshot))
        except BaseException:
            if path.exists():
                layout.discard(path)
            raise
        old = layout.data_path(self.directory, self._head.data)
        self._head, self._changed = layout.Head(number, self._head.snapshot), True
        self.database = ox.Store(str(path))
        self._showing = self._shower()
        layout.discard(old)
        return done

    def _shown(self, document: Load) -> tuple[bytes, str | None]:
        return self._showing.lines(document.iri, document.quads, self.curation)

    def digest(self, document: str) -> str | None:
        """The digest that a document was written with; None if the store does not have it."""
        return self._showing.note(document, DIGEST)

    def documents(self) -> Iterator[StoredDocument]:
        """All documents, in no particular order."""
        for graph in self.database.named_graphs():
            document = self.graphs.document_of(graph)
            if document is not None:
                yield StoredDocument(document, self.digest(document))

    @property
    def unpublished(self) -> bool:
        """Whether something was written, by this writer or a killed one, that no snapshot has yet."""
        return self._changed

    def publish(self) -> int:
        """Makes all that was written visible to those who read, and durable against a power cut.

        Returns:
            The number of the snapshot.
        """
        number = self._head.snapshot + 1
        with layout.disk_errors(self.directory):
            make_snapshot(self.directory, self.database, number)
            self._head = layout.Head(self._head.data, number)
            layout.write_head(self.directory, self._head)
            (self.directory / layout.UNPUBLISHED).unlink(missing_ok=True)
            drop_unread(self.directory, keep=number)
        self._changed = False
        return number

    def close(self) -> None:
        """Publishes what was written, if anything was, and frees the lock."""
        try:
            if self._changed:
                self.publish()
        finally:
            self._originals.close()
            del self.database, self._showing
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _shower(self) -> Showing:
        return Showing(self.database, self.graphs, self.base, self._originals)

    def _commit_all(self, transactions: Iterable[Transaction]) -> None:
        for transaction in transactions:
            self._commit(transaction)

    def _commit(self, transaction: Transaction) -> None:
        update = transaction.as_update()
        if update:
            with self._writing(len(update)):
                self.database.update(update)

    @contextlib.contextmanager
    def _writing(self, size: int) -> Iterator[None]:
        """Around a change of so many bytes."""
        with layout.disk_errors(self.directory):
            if not self._changed:
                (self.directory / layout.UNPUBLISHED).touch()
                self._changed = True
            yield
            self._buffered += size
            if self._buffered > BUFFERED:
                self.database.flush()
                self._buffered = 0

    def _remove_leftovers(self) -> None:
        for path in (self.directory / layout.DATA).iterdir():
            if path.name != str(self._head.data):
                layout.discard(path)
        drop_unread(self.directory, keep=self._head.snapshot)
