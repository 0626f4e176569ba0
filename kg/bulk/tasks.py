"""Work that any process can do: read items, or read claims off documents."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from kg.bulk import similarity
from kg.bulk.engine import Engine, Failed, Parsed, Refreshed, Written
from kg.bulk.shards import write_shard
from kg.errors import KgError
from kg.read import Failure, Item, Options, parse
from kg.records import Document


@dataclass(frozen=True, slots=True)
class ParseTask:
    """Items to be read."""

    items: tuple[Item, ...]
    options: Options

    @property
    def size(self) -> int:
        """Texts in it."""
        return len(self.items)

    def run(self, engine: Engine) -> list[Parsed | Failed]:
        """What each item is, in order."""
        return [parsed(item, self.options) for item in self.items]

    def single(self) -> list[ParseTask]:
        """The same in pieces, to find the one that kills its process."""
        return [ParseTask((item,), self.options) for item in self.items]

    def failed(self, reason: str) -> list[Parsed | Failed]:
        """The result where the process did not live to give one."""
        return [Failed(item.name, Failure(item.name, reason)) for item in self.items]


@dataclass(frozen=True, slots=True)
class WriteTask:
    """Documents whose claims are to be read."""

    documents: tuple[Document, ...]
    shards: Path | None = None
    """The folder in which to leave the graphs."""
    sent: bool = True
    """Whether they are in the results as well."""

    @property
    def size(self) -> int:
        """Texts in it."""
        return len(self.documents)

    def run(self, engine: Engine) -> list[Written | Failed]:
        """What each document says, in order; if the batch fails, its documents are tried one by one."""
        try:
            written = engine.write(self.documents)
            if self.shards is None:
                return list(written)
            shard = write_shard(self.shards, [each.quads for each in written])
            if not self.sent:
                return [replace(each, shard=shard, quads=b"", profiles=None) for each in written]
            return [replace(each, shard=shard) for each in written]
        except (KeyboardInterrupt, SystemExit):
            raise
        except Exception as error:  # whatever it is, it must not stop the other documents
            if len(self.documents) > 1:
                return [result for task in self.single() for result in task.run(engine)]
            return self.failed(_reason(error))

    def single(self) -> list[WriteTask]:
        """The same in pieces."""
        return [replace(self, documents=(document,)) for document in self.documents]

    def failed(self, reason: str) -> list[Written | Failed]:
        """The result where there is none."""
        return [Failed(document.id, Failure(_name(document), reason)) for document in self.documents]


@dataclass(frozen=True, slots=True)
class RefreshTask:
    """A document whose text stays but whose publications change."""

    old: Document
    new: Document

    @property
    def size(self) -> int:
        """Texts in it."""
        return 1

    def run(self, engine: Engine) -> list[Refreshed | Failed]:
        """The difference between the two graphs, which the claims have no part in."""
        try:
            old, new = (set(engine.bare(each).splitlines()) for each in (self.old, self.new))
        except Exception as error:  # as in WriteTask
            return self.failed(_reason(error))
        return [Refreshed(self.new.id, b"\n".join(sorted(old - new)), b"\n".join(sorted(new - old)))]

    def single(self) -> list[RefreshTask]:
        """Itself."""
        return [self]

    def failed(self, reason: str) -> list[Refreshed | Failed]:
        """The result where there is none."""
        return [Failed(self.new.id, Failure(_name(self.new), reason))]


Task = ParseTask | WriteTask | RefreshTask
Result = Parsed | Written | Refreshed | Failed


def parsed(item: Item, options: Options) -> Parsed | Failed:
    """The document in an item, with its signature."""
    outcome = parse(item, options)
    if isinstance(outcome, Failure):
        return Failed(item.name, outcome)
    return Parsed(item.name, fingerprint(item, options), outcome, similarity.signature(outcome.text))


def fingerprint(item: Item, options: Options) -> str:
    """Of an item as it was found and of what decides how it is read."""
    content = (
        item.content if isinstance(item.content, bytes) else item.content.encode("utf-8", "surrogatepass")
    )
    how = repr((item.form, item.publication, item.charset, options.date, options.language, options.limits))
    return hashlib.sha256(how.encode("utf-8", "surrogatepass") + b"\x00" + content).hexdigest()


def _reason(error: Exception) -> str:
    message = " ".join(str(error).split())[:300]
    return message if isinstance(error, KgError) else f"failed with {type(error).__name__}: {message}"


def _name(document: Document) -> str:
    publication = document.publication
    return publication.path or publication.url or document.id
