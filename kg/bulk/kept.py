"""What others may ask of a ledger while a build holds it: what failed, and what need not be fetched again."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.bulk.ledger import NAME, Ledger, printable
from kg.bulk.shard_folder import ShardFolder
from kg.bulk.shards import MANIFEST
from kg.errors import StoreError
from kg.read import Failure
from kg.store import GraphStore
from kg.store.layout import MARKER, read_base


def kept_failures(directory: Path) -> list[tuple[Failure, str]]:
    """What failed in the builds of a store or of shards, each with the time (ISO 8601); also while a build runs.

    Raises:
        StoreError: the directory is neither, or the ledger is broken.
    """
    if not _is_shards(directory):
        read_base(directory)
    path = directory / NAME
    if not path.exists():
        return []
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return list(_failures(db))
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; delete the file and build again") from None


def forget_failures(directory: Path) -> None:
    """Takes all failures off the list.

    Raises:
        StoreError: as for `kept_failures`, or a build is going on.
    """
    shared = _is_shards(directory)
    opened = ShardFolder(directory) if shared else GraphStore.open(directory)
    with contextlib.closing(opened), contextlib.closing(Ledger(directory, shared=shared)) as ledger:
        ledger.clear_failures()


def kept_names(directory: Path, failed_since: float) -> Callable[[str], bool]:
    """Whether a source was read, or failed since then (seconds since 1970), so that it need not be fetched again."""
    moment = dt.datetime.fromtimestamp(max(failed_since, 0.0), dt.UTC).isoformat(timespec="seconds")
    path = (directory / NAME).resolve()

    def known(name: str) -> bool:
        if not path.exists():
            return False
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return bool(
                db.execute(
                    "SELECT EXISTS (SELECT 1 FROM sources WHERE name = ?) OR "
                    "EXISTS (SELECT 1 FROM failures WHERE name = ? AND at > ?)",
                    (name, printable(name), moment),
                ).fetchone()[0]
            )

    return known


def _is_shards(directory: Path) -> bool:
    return (directory / MANIFEST).exists() and not (directory / MARKER).exists()


def _failures(db: sqlite3.Connection) -> Iterator[tuple[Failure, str]]:
    for name, reason, skipped, at in db.execute("SELECT * FROM failures ORDER BY name"):
        yield Failure(name, reason, bool(skipped)), at
