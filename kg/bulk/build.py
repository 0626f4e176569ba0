"""From sources to a target: reads, finds duplicates, has claims read off, writes; each document whole or not at all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

import pyoxigraph as ox

from kg.bulk.engine import Failed, Parsed, Refreshed, Written, digest, serialized
from kg.bulk.ledger import Ledger
from kg.bulk.pools import Pool
from kg.bulk.tally import Tally
from kg.bulk.target import Graph, Target
from kg.bulk.tasks import ParseTask, RefreshTask, Result, Task, WriteTask, fingerprint
from kg.read import Failure, Item, Options
from kg.read.identity import document as document_of
from kg.records import Document, Publication
from kg.resolve import Profile

_TEXT = ox.NamedNode("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString")
_PARSED_AT_ONCE = 16
"""Items in one task of reading; a WARC's pages take some 20 ms each."""
_PARSED_BYTES = 2_000_000


class Sink(Protocol):
    """Hears of a build's failures as they come."""

    def failure(self, failure: Failure) -> None:
        """Something could not be read."""
        ...

    def progress(self, tally: Tally) -> None:
        """Something was done."""
        ...


class Build:
    """One run into a target that is open for writing.

    Args:
        target: takes the documents.
        ledger: of that target.
        pool: does the work.
        iri: from the id of a document to its IRI.
        options: how to read.
        batch: documents on their way between being read and being written; as many at most are done again when a
            killed build goes on.
        sink: hears of failures and progress.
    """

    def __init__(
        self,
        target: Target,
        ledger: Ledger,
        pool: Pool,
        iri: Callable[[str], str],
        options: Options,
        *,
        batch: int = 32,
        sink: Sink,
    ) -> None:
        self.tally = Tally()
        self._target = target
        self._ledger = ledger
        self._pool = pool
        self._iri = iri
        self._options = options
        self._sink = sink
        self._chunk = max(1, batch // pool.width)
        self._items: list[Item] = []
        self._queue: OrderedDict[str, Document] = OrderedDict()
        self._flying: dict[str, Document] = {}
        self._stale: set[str] = set()
        self._parsing = 0

    def run(self, items: Iterable[Item | Failure]) -> Tally:
        """Deals with all items; returns when the target has all of them or they are set aside.

        Raises:
            StoreError: the target can't be written; ModelError: no worker can be started.
        """
        self._bury_displaced()
        for item in items:
            if isinstance(item, Failure):
                self._failed(item)
                continue
            if self._is_known(item):
                self.tally.unchanged += 1
                self._sink.progress(self.tally)
                continue
            self._items.append(item)
            if len(self._items) >= _PARSED_AT_ONCE or sum(each.size for each in self._items) >= _PARSED_BYTES:
                self._submit_items()
                while self._pool.busy >= 2 * self._pool.width:
                    self._collect()
        self._submit_items()
        while self._pool.busy or self._queue:
            self._submit_documents(all_of_them=self._parsing == 0)
            self._collect()
        self._bury_displaced()
        self._ledger.save()
        return self.tally

    # Reading

    def _is_known(self, item: Item) -> bool:
        leader = self._ledger.leader_of_source(item.name, fingerprint(item, self._options))
        if leader is None or leader in self._queue or leader in self._flying:
            return False
        publications = self._ledger.publications(leader)
        known = self._target.digest(self._iri(leader))
        return known is not None and known == self._digest(leader, publications)

    def _digest(self, id: str, publications: tuple[Publication, ...]) -> str:
        return digest(id, publications, self._pool.signature)

    def _submit_items(self) -> None:
        if self._items:
            self._parsing += 1
            self._pool.submit(ParseTask(tuple(self._items), self._options))
            self._items = []

    def _collect(self) -> None:
        """Takes what is done, and gives out what follows from it."""
        for task, results in self._pool.completed():
            self._parsing -= isinstance(task, ParseTask)
            self._write([result for result in results if isinstance(result, Written)])
            for result in results:
                self._take(result, task)
        self._ledger.save()
        self._submit_documents(all_of_them=False)
        self._sink.progress(self.tally)

    def _take(self, result: Result, task: Task) -> None:
        if isinstance(result, Parsed):
            self._plan(result)
        elif isinstance(result, Refreshed):
            self._refresh(result)
        elif isinstance(result, Failed):
            self._set_aside(result, task)

    def _plan(self, parsed: Parsed) -> None:
        text = parsed.document.id
        self._ledger.succeeded(parsed.name)
        touched = self._ledger.add(parsed)
        mine = self._ledger.leader(text)
        if mine != text:
            self.tally.duplicates += 1
            self._queue.pop(text, None)
        for leader in touched:
            counted = self._settle(leader, parsed.document.text if leader == text else None)
            if leader == mine == text and not counted:
                self.tally.unchanged += 1
        if mine is not None and mine != text and not self._has(mine):
            # the text that stands for this one is nowhere to be had: it was planned by a run that was killed
            for leader in self._ledger.drop(mine):
                self._settle(leader, parsed.document.text if leader == text else None)

    def _has(self, id: str) -> bool:
        return id in self._queue or id in self._flying or self._target.digest(self._iri(id)) is not None

    def _settle(self, id: str, text: str | None) -> bool:
        """Sees to it that the target gets what the ledger says of a document; False if it has it."""
        publications = self._ledger.publications(id)
        if id in self._flying:
            self._stale.add(id)
            return True
        if id in self._queue:
            self._queue[id] = document_of(self._queue[id].text, publications, self._queue[id].language)
            return True
        stored = self._target.digest(self._iri(id))
        if stored is not None and stored == self._digest(id, publications):
            return False
        known = self._ledger.written(id)
        text = text if text is not None else self._stored_text(id)
        if text is None:
            return False
        new = document_of(text, publications)
        if stored is not None and known is not None and known.signature == self._pool.signature:
            old = document_of(text, known.publications)
            if old.issued == new.issued:
                self._flying[id] = new
                self._pool.submit(RefreshTask(old, new))
                return True
        self._queue[id] = new
        return True

    def _stored_text(self, id: str) -> str | None:
        node = ox.NamedNode(self._iri(id))
        for quad in self._target.original(self._iri(id)):
            if quad.subject == node and quad.predicate == _TEXT and isinstance(quad.object, ox.Literal):
                return quad.object.value
        return None

    # Writing

    def _submit_documents(self, *, all_of_them: bool) -> None:
        while len(self._queue) >= self._chunk or (all_of_them and self._queue):
            if sum(1 for _ in self._flying) >= self._chunk * self._pool.width and self._pool.busy:
                return
            chunk = [self._queue.popitem(last=False)[1] for _ in range(min(self._chunk, len(self._queue)))]
            self._flying.update((document.id, document) for document in chunk)
            self._pool.submit(WriteTask(tuple(chunk), self._target.shards, not self._target.shards_alone))

    def _write(self, written: list[Written]) -> None:
        """Has the target take what was read of a batch, but for texts that meanwhile another stands for."""
        counted = []
        for each in written:
            if self._ledger.leader(each.id) == each.id:
                counted.append(each)
            else:
                self._flying.pop(each.id)
                self._stale.discard(each.id)
        self._target.put([self._graph(each.id, each.quads, each.profiles, each.shard) for each in counted])
        for each in counted:
            self._wrote(each.id)
            for name in self._ledger.names(each.id):
                self._ledger.succeeded(name)
            self.tally.written += 1
            self.tally.claims += each.claims
            self.tally.words += each.words

    def _refresh(self, refreshed: Refreshed) -> None:
        quads = set(self._target.original(self._iri(refreshed.id)))
        quads -= set(ox.parse(refreshed.minus, format=ox.RdfFormat.N_QUADS))
        quads |= set(ox.parse(refreshed.plus, format=ox.RdfFormat.N_QUADS))
        self._target.put([self._graph(refreshed.id, serialized(sorted(quads, key=str)))])
        self._wrote(refreshed.id)

    def _graph(
        self, id: str, quads: bytes, profiles: tuple[Profile, ...] | None = None, shard: str | None = None
    ) -> Graph:
        digest = self._digest(id, self._flying[id].publications)
        return Graph(self._iri(id), digest, quads, profiles, shard)

    def _wrote(self, id: str) -> None:
        document = self._flying.pop(id)
        self._ledger.wrote(id, self._pool.signature, document.publications)
        if id in self._stale:
            self._stale.discard(id)
            self._settle(id, document.text)

    def _bury_displaced(self) -> None:
        for id, leader in self._ledger.doomed():
            if self._target.digest(self._iri(leader)) is not None or self._ledger.leader(leader) is None:
                self._target.remove(self._iri(id))
                self._ledger.removed(id)

    # Failures

    def _set_aside(self, failed: Failed, task: Task) -> None:
        failure = failed.failure
        if not isinstance(task, ParseTask):
            document = self._flying.pop(failed.id)
            self._stale.discard(failed.id)
            names = self._ledger.names(failed.id)
            failure = replace(failure, name=names[0] if names else document.publication.path or failed.id)
        self._failed(failure)

    def _failed(self, failure: Failure) -> None:
        if failure.skipped:
            self.tally.skipped += 1
        else:
            self.tally.failed += 1
        self._ledger.failed(failure)
        self._sink.failure(failure)
        self._sink.progress(self.tally)
