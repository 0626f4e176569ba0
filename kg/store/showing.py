"""Documents' graphs as the curation has them shown; of those that it changes, the original is kept beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.store.curation import Curation
from kg.store.graphs import ORIGINAL, PENDING, Graphs
from kg.store.originals import Originals
from kg.store.rewriting import curated
from kg.store.transaction import Transaction

TOGETHER: Final = 64
"""Documents that follow a decision in one transaction, so that what is kept of them waits for the disk once."""

Notes = Mapping[ox.NamedNode, str | None]


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's graph as it is to be shown."""

    document: str
    shown: set[ox.Triple]
    kept: str | None
    """The digest under which the original is kept, if that is another."""


class Showing:
    """Reads originals, and makes the changes by which the database shows them.

    Whoever takes a transaction commits it before asking for the next.

    Args:
        database: of the store.
        graphs: its names.
        base: of the data IRIs.
        originals: what is kept beside.
    """

    def __init__(self, database: ox.Store, graphs: Graphs, base: str, originals: Originals) -> None:
        self._database, self._graphs, self._base = database, graphs, base
        self._originals = originals

    def original(self, document: str) -> set[ox.Triple]:
        """A document's graph as it was read."""
        return self._original(document, self._shown(document))

    def lines(self, document: str, quads: bytes, curation: Curation) -> tuple[bytes, str | None]:
        """N-Quads of a document as they are to be shown, and the digest under which the original is kept if need be."""
        if not curation.decisions:
            return quads, None
        graph = self._graphs.document(document)
        original = {quad.triple for quad in ox.parse(quads, ox.RdfFormat.N_QUADS)}
        ready = self.ready(document, original, curation)
        if ready.kept is None:
            return quads, None
        return "".join(f"{triple} {graph} .\n" for triple in ready.shown).encode(), ready.kept

    def write(
        self, document: str, original: set[ox.Triple], notes: Notes, curation: Curation
    ) -> Iterator[Transaction]:
        """Puts a document's graph, in one transaction with some notes."""
        ready = self.ready(document, original, curation)
        transaction = Transaction(self._database)
        self._change(transaction, ready, self._shown(document), notes)
        yield transaction
        if curation.decisions:
            self._originals.keep_only(document, ready.kept)

    def follow(self, curation: Curation) -> Iterator[Transaction]:
        """Puts anew the graphs that do not follow the latest decisions yet, some in each transaction."""
        pending = self._database.quads_for_pattern(None, PENDING, None, self._graphs.description)
        documents = [quad.subject.value for quad in pending if isinstance(quad.subject, ox.NamedNode)]
        for start in range(0, len(documents), TOGETHER):
            transaction = Transaction(self._database)
            kept: dict[str, str | None] = {}
            with self._originals.together():
                for document in documents[start : start + TOGETHER]:
                    before = self._shown(document)
                    ready = self.ready(document, self._original(document, before), curation)
                    self._change(transaction, ready, before, {})
                    kept[document] = ready.kept
            yield transaction
            with self._originals.together():
                for document, digest in kept.items():
                    self._originals.keep_only(document, digest)

    def note(self, document: str, predicate: ox.NamedNode) -> str | None:
        """What the store has noted of a document."""
        pattern = (ox.NamedNode(document), predicate, None, self._graphs.description)
        for quad in self._database.quads_for_pattern(*pattern):
            if isinstance(quad.object, ox.Literal):
                return quad.object.value
        return None

    def ready(self, document: str, original: set[ox.Triple], curation: Curation) -> Ready:
        """What a document is to be shown as; its original is kept from now on if that is another."""
        shown = curated(original, document, curation, self._base)
        kept = None if shown == original else self._originals.put(document, original)
        return Ready(document, shown, kept)

    def _original(self, document: str, shown: set[ox.Triple]) -> set[ox.Triple]:
        kept = self.note(document, ORIGINAL)
        return shown if kept is None else self._originals.get(document, kept)

    def _shown(self, document: str) -> set[ox.Triple]:
        graph = self._graphs.document(document)
        return {quad.triple for quad in self._database.quads_for_pattern(None, None, None, graph)}

    def _change(self, transaction: Transaction, ready: Ready, before: set[ox.Triple], notes: Notes) -> None:
        transaction.set_graph(self._graphs.document(ready.document), ready.shown, before)
        for note, value in {**notes, ORIGINAL: ready.kept, PENDING: None}.items():
            transaction.set_value(self._graphs.description, ox.NamedNode(ready.document), note, value)
