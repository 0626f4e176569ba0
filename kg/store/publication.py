"""Making snapshots, and removing those that nobody reads any more."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pyoxigraph as ox

from kg.store import layout


def make_snapshot(directory: Path, database: ox.Store, number: int) -> None:
    """Copies the writer's database into a snapshot, whole or not at all; `head.json` does not point at it yet."""
    path = layout.snapshot_path(directory, number)
    new = path.with_name(f"{number}.new")
    if new.exists():
        layout.discard(new)
    new.mkdir(parents=True)
    database.backup(str(new / layout.DATABASE))
    (new / layout.READERS).touch()
    new.rename(path)
    layout.sync_directory(path.parent)


def drop_unread(directory: Path, keep: int) -> None:
    """Removes the snapshots other than `keep` that no reader holds, and what a killed writer left."""
    for path in (directory / layout.SNAPSHOTS).iterdir():
        if path.name == str(keep):
            continue
        if not path.name.isdigit():
            layout.discard(path)
            continue
        try:
            with (path / layout.READERS).open("rb") as readers:
                fcntl.flock(readers, fcntl.LOCK_EX | fcntl.LOCK_NB)
                layout.discard(path)
        except OSError:
            continue  # somebody reads it; the next publication tries again
