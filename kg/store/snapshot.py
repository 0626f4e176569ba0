"""Read-only views of a store that no writer can change under their readers."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import oxrdflib
import pyoxigraph
import rdflib

from kg.errors import StoreError
from kg.store import layout

ATTEMPTS = 50
"""How often a reader tries again when the snapshot that it was about to open was replaced and removed."""


class Snapshot:
    """What the store held when its writer last published: consistent and unchanging.

    Any number of readers can have one open; its files stay as long as somebody has, also when newer ones are
    published. Use it as a context manager, or call `close`; a process that ends lets go of it in any case.

    Attributes:
        store: a read-only pyoxigraph.Store, whose own default graph holds the union of its named graphs as a set:
            query it without `use_default_graph_as_union`, which would give a triple once for each graph.
        number: counts up with each publication; equal numbers are equal content.
        base: the base of the store's data IRIs.
    """

    def __init__(self, directory: Path, number: int, readers: IO[bytes], base: str) -> None:
        self.directory = directory
        self.number = number
        self.base = base
        self._readers = readers
        database = layout.snapshot_path(directory, number) / layout.DATABASE
        with layout.disk_errors(directory):
            self.store = pyoxigraph.Store.read_only(str(database))

    @classmethod
    def latest(cls, directory: str | os.PathLike[str]) -> Self:
        """Opens the newest snapshot of a store.

        Raises:
            StoreError: the directory is not a store, comes from a newer version, or holds no snapshot yet.
        """
        path = Path(directory)
        base = layout.read_base(path)
        for _ in range(ATTEMPTS):
            number = layout.read_head(path).snapshot
            if not number:
                raise StoreError(f"store {path} has nothing published yet; run kg build on it again")
            readers = _hold(layout.snapshot_path(path, number) / layout.READERS)
            if readers is not None:
                return cls(path, number, readers, base)
        raise StoreError(
            f"store {path}: snapshot {number} is missing; run kg build on it to publish a new one"
        )

    def is_latest(self) -> bool:
        """Whether nothing newer has been published."""
        return layout.read_head(self.directory).snapshot == self.number

    def close(self) -> None:
        """Lets go of the files."""
        self._readers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _hold(path: Path) -> IO[bytes] | None:
    """A shared lock on a snapshot's file of readers; None if the snapshot is going away at this moment."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
            return file
    except OSError:
        pass  # its writer holds it, to remove it
    file.close()
    return None


class _SnapshotStore(oxrdflib.OxigraphStore):
    """rdflib's view of a snapshot; it keeps the snapshot open as long as it lives."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        super().__init__(store=snapshot.store)

    def close(self, commit_pending_transaction: bool = False) -> None:
        super().close(commit_pending_transaction)
        self._snapshot.close()


def open_graph(directory: str | os.PathLike[str]) -> rdflib.Dataset:
    """The newest snapshot of a store as an rdflib Dataset, read-only; nothing is copied into memory.

    Its default graph holds the union of all named graphs, as kg's own queries see it.

    Raises:
        StoreError: the directory is not a store, comes from a newer version, or holds nothing yet.
    """
    return rdflib.Dataset(store=_SnapshotStore(Snapshot.latest(directory)))
