"""Graphs as files: packed N-Quads that workers write, and a manifest that says which of them count.

    SHARDS/manifest.jsonl    a line for each shard (name, SHA-256, the documents in it with their digests), and for
                             each document that is gone
    SHARDS/<hash>.nq.gz      the graphs of a batch of documents

A shard is named by its content and comes into being by renaming, so a batch that is done twice, because its first
worker was lost, gives one file. What the manifest doesn't name doesn't count. Of two lines about one document the later
counts.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import GraphStore

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a shard."""

    iri: str
    digest: str


def write_shard(directory: Path, graphs: Sequence[bytes]) -> str:
    """Writes a shard and gives its name.

    Args:
        graphs: N-Quads, a document each.

    Raises:
        OSError: the directory can't be written.
    """
    content = b"".join(graphs)
    name = f"{hashlib.sha256(content).hexdigest()[:32]}.nq.gz"
    directory.mkdir(parents=True, exist_ok=True)
    new = directory / f"{name}.{os.getpid()}.new"
    new.write_bytes(gzip.compress(content, 6, mtime=0))
    new.replace(directory / name)
    return name


class Manifest:
    """The list of shards that count, open for adding.

    Raises:
        StoreError: the directory can't be written.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._file = (directory / MANIFEST).open("ab")
        except OSError as error:
            raise StoreError(f"shards {directory}: {error.strerror}") from None

    def add(self, shard: str, entries: Sequence[Entry]) -> None:
        """Lets a shard count, durably.

        Raises:
            StoreError: the shard isn't there; do the workers have another disk?
        """
        path = self.directory / shard
        if not path.exists():
            raise StoreError(
                f"shard {path} was written by a worker but isn't there: workers must share this folder"
            )
        documents = [{"iri": entry.iri, "digest": entry.digest} for entry in entries]
        self._append({"shard": shard, "sha256": _sha256(path), "documents": documents})

    def remove(self, iri: str) -> None:
        """Notes that a document is gone."""
        self._append({"removed": iri})

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _append(self, line: dict[str, object]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@dataclass(slots=True)
class Loaded:
    """What loading did."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def load_shards(directory: Path, store: GraphStore) -> Iterator[Loaded]:
    """Brings a store to what the shards say, a shard at a time; what it has already is left alone.

    Yields:
        The same counts, after each line of the manifest.

    Raises:
        StoreError: there is no manifest, or a shard is missing or damaged; what was loaded before stays.
    """
    lines = _lines(directory)
    last = {iri: number for number, line in enumerate(lines) for iri in _about(line)}
    done = Loaded()
    for number, line in enumerate(lines):
        wanted = {iri: digest for iri, digest in _about(line).items() if last[iri] == number}
        if "removed" in line:
            done.removed += sum(store.remove(iri) for iri in wanted)
        else:
            new = {iri: digest for iri, digest in wanted.items() if store.digest(iri) != digest}
            done.unchanged += len(wanted) - len(new)
            graphs = _graphs(directory, line) if new else {}
            for iri, digest in new.items():
                store.replace(iri, graphs.get(store.graphs.document(iri), []), digest=digest)
                done.written += 1
        yield done


def _lines(directory: Path) -> list[dict[str, object]]:
    try:
        raw = (directory / MANIFEST).read_bytes().split(b"\n")
    except OSError as error:
        raise StoreError(
            f"{directory} has no {MANIFEST} ({error.strerror}): these are no shards of kg"
        ) from None
    try:
        return [json.loads(line) for line in raw[:-1]]  # what follows the last line end was never finished
    except ValueError as error:
        raise StoreError(f"{directory / MANIFEST} is broken: {error}") from None


def _about(line: dict[str, object]) -> dict[str, str]:
    if "removed" in line:
        return {str(line["removed"]): ""}
    documents = line.get("documents")
    assert isinstance(documents, list)
    return {str(entry["iri"]): str(entry["digest"]) for entry in documents}


def _graphs(directory: Path, line: dict[str, object]) -> dict[ox.NamedNode, list[ox.Quad]]:
    path = directory / str(line["shard"])
    try:
        if _sha256(path) != line["sha256"]:
            raise StoreError(f"shard {path} is damaged: it is not what the manifest says; build it again")
        content = gzip.decompress(path.read_bytes())
    except OSError as error:
        raise StoreError(f"shard {path} can't be read: {error.strerror or error}") from None
    graphs: dict[ox.NamedNode, list[ox.Quad]] = {}
    for quad in ox.parse(content, format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name, []).append(quad)
    return graphs


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
