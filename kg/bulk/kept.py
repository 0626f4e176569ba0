"""What others may ask of a ledger while a build holds it: what failed, and what need not be fetched again."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.bulk.ledger import NAME, printable
from kg.errors import StoreError
from kg.read import Failure


def kept_failures(directory: Path) -> list[tuple[Failure, str]]:
    """What failed in the builds of a store, each with the time (ISO 8601); can be asked while a build runs.

    Raises:
        StoreError: the ledger is broken.
    """
    path = directory / NAME
    if not path.exists():
        return []
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return list(_failures(db))
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; delete the file and build again") from None


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


def _failures(db: sqlite3.Connection) -> Iterator[tuple[Failure, str]]:
    for name, reason, skipped, at in db.execute("SELECT * FROM failures ORDER BY name"):
        yield Failure(name, reason, bool(skipped)), at
