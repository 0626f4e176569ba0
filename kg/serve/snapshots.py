"""Which snapshot of the store is current, and which older ones are still being read."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from kg.errors import StoreError
from kg.store import Snapshot, layout


class Snapshots:
    """Keeps open the snapshots that workers read; the writer removes a snapshot that nobody keeps open."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.latest = Snapshot.latest(directory)
        self._open = {self.latest.number: self.latest}
        self._readers: Counter[int] = Counter()
        self._head = os.fspath(directory / layout.HEAD)
        self._versions: dict[int, str] = {}
        self._seen = self._mark()

    @property
    def base(self) -> str:
        """Base of the store's data IRIs."""
        return self.latest.base

    def refresh(self) -> Snapshot:
        """The newest snapshot; cheap when nothing was published since the last call."""
        mark = self._mark()
        if mark != self._seen:
            try:
                newest = Snapshot.latest(self.directory)
            except StoreError:
                return self.latest  # keep serving what we have
            self._seen = mark
            self._versions.clear()
            if newest.number == self.latest.number:
                newest.close()
            else:
                self._open[newest.number] = self.latest = newest
                self._drop_unread()
        return self.latest

    def keep(self, number: int) -> None:
        """Notes that one more worker reads a snapshot."""
        self._readers[number] += 1

    def release(self, number: int) -> None:
        """Notes that a worker reads it no more."""
        self._readers[number] -= 1
        self._drop_unread()

    def path(self, snapshot: Snapshot) -> str:
        """The directory that a worker opens."""
        return str(layout.snapshot_path(self.directory, snapshot.number) / layout.DATABASE)

    def version(self, snapshot: Snapshot) -> str:
        """Differs between any two snapshots, also where a store was made anew in the same place."""
        if (known := self._versions.get(snapshot.number)) is not None:
            return known
        path = layout.snapshot_path(self.directory, snapshot.number)
        try:
            made = path.stat().st_mtime_ns
        except OSError:  # a newer one took its place, and this one's directory is gone
            made = 0
        return self._versions.setdefault(snapshot.number, f"{snapshot.number}-{made:x}")

    def close(self) -> None:
        """Lets go of all."""
        for snapshot in self._open.values():
            snapshot.close()
        self._open.clear()

    def _drop_unread(self) -> None:
        for number in [n for n in self._open if n != self.latest.number and self._readers[n] <= 0]:
            self._open.pop(number).close()

    def _mark(self) -> tuple[int, int]:
        """Changes whenever the store's head file is replaced."""
        try:
            status = os.stat(self._head)  # noqa: PTH116 - for each query; a Path takes twice as long
        except OSError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)
