"""Graphs as files: packed N-Quads that workers write, and a manifest that says which of them count.

    SHARDS/manifest.jsonl    a line for the base of the IRIs, for each shard (name, SHA-256, the documents in it with
                             their digests), and for each document that is gone
    SHARDS/<hash>.nq.gz      the graphs of a batch of documents

A shard is named by its content and comes into being by renaming, so a batch that is done twice, because its first
worker was lost, gives one file. What the manifest doesn't name doesn't count. Of two lines about one document the later
counts.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import mmap
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.describe import BASE, check_base
from kg.errors import StoreError

MANIFEST = "manifest.jsonl"
LARGEST = 1 << 31
"""Bytes that a shard may unpack to; a batch of some five hundred articles has 50 MB."""
_NAME = re.compile(r"[0-9a-f]{32}\.nq\.gz")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a shard."""

    iri: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A line of the manifest: a file that counts."""

    shard: str
    """Its name."""
    sha256: str
    documents: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A line of the manifest: a document that is gone."""

    removed: str
    """Its IRI."""


@dataclass(frozen=True, slots=True)
class Base:
    """A line of the manifest: what the data IRIs in the shards begin with."""

    base: str


Line = Shard | Removed | Base


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


def read_shard(directory: Path, shard: str, sha256: str) -> bytes:
    """The N-Quads of a shard.

    Raises:
        StoreError: it is missing, not what the manifest says, or far too large.
    """
    path = directory / shard
    try:
        packed = path.read_bytes()
        if hashlib.sha256(packed).hexdigest() != sha256:
            raise StoreError(f"shard {path} is damaged: it is not what the manifest says; build it again")
        with gzip.open(io.BytesIO(packed)) as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"shard {path} can't be read: {getattr(error, 'strerror', '') or error}") from None
    if len(content) > LARGEST:
        raise StoreError(
            f"shard {path} unpacks to more than {LARGEST:,} bytes: no batch of documents is as large"
        )
    return content


def read_manifest(directory: Path) -> Iterator[Line]:
    """The lines of a manifest; what follows the last line end was never finished.

    Raises:
        StoreError: there is none, or it is broken.
    """
    path = directory / MANIFEST
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.endswith(b"\n"):
                    yield _line(path, number, line)
    except OSError as error:
        raise StoreError(
            f"{directory} has no {MANIFEST} ({error.strerror}): these are no shards of kg"
        ) from None


def base_of(directory: Path) -> str | None:
    """What the data IRIs in the shards of a folder begin with; None where no manifest says so."""
    if not (directory / MANIFEST).exists():
        return None
    return next((line.base for line in read_manifest(directory) if isinstance(line, Base)), None)


class Manifest:
    """The list of shards that count, open for adding.

    Args:
        directory: made if it isn't there.
        base: what the data IRIs in the shards begin with; None takes what the folder has, or kg's own.

    Raises:
        StoreError: the directory can't be written, its manifest is broken, or its shards have another base.
    """

    def __init__(self, directory: Path, base: str | None = None) -> None:
        self.directory = directory
        known = base_of(directory)
        if base is not None and known not in (None, base):
            raise StoreError(f"shards {directory} have the base {known}, not {base}; use another folder")
        self.base = known or check_base(base or BASE)
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._file = (directory / MANIFEST).open("ab")
            self._file.truncate(_finished(directory / MANIFEST))
        except OSError as error:
            raise StoreError(f"shards {directory}: {error.strerror}") from None
        if known is None:
            self._append(Base(self.base))

    def add(self, shard: str, documents: Iterable[Entry]) -> Shard:
        """Lets a shard count, durably.

        Raises:
            StoreError: the shard isn't there; do the workers have another disk?
        """
        path = self.directory / shard
        if not path.exists():
            raise StoreError(
                f"shard {path} was written by a worker but isn't there: workers must share this folder"
            )
        line = Shard(shard, hashlib.sha256(path.read_bytes()).hexdigest(), tuple(documents))
        self._append(line)
        return line

    def remove(self, iri: str) -> Removed:
        """Notes that a document is gone."""
        line = Removed(iri)
        self._append(line)
        return line

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _append(self, line: Line) -> None:
        try:
            self._file.write(json.dumps(asdict(line)).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise StoreError(f"shards {self.directory}: {error.strerror}") from None


def _finished(path: Path) -> int:
    """Bytes up to the last line end."""
    if not path.stat().st_size:
        return 0  # of nothing there is no map
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.rfind(b"\n") + 1


def _line(path: Path, number: int, text: bytes) -> Line:
    try:
        found: dict[str, Any] = json.loads(text)
        if "removed" in found:
            return Removed(found["removed"])
        if "base" in found:
            return Base(found["base"])
        documents = tuple(Entry(entry["iri"], entry["digest"]) for entry in found["documents"])
        if not _NAME.fullmatch(found["shard"]):
            raise ValueError(f"{found['shard']!r} is no shard's name")
        return Shard(found["shard"], found["sha256"], documents)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is broken in line {number}: {error!r}; build into a new folder") from None
