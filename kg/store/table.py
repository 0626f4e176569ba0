"""A small SQLite file beside a store."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import StoreError


class Table:
    """One table in a file of its own; each change is a transaction, or all that are made `together`.

    Args:
        path: of the file, which is made if it isn't there.
        definition: what follows CREATE TABLE IF NOT EXISTS.
        advice: what to do when the file can't be read or written.
        durable: wait for the disk after each transaction, so that none is lost with the power.

    Raises:
        StoreError: the file is broken, or the disk is full; so do all methods.
    """

    def __init__(self, path: Path, definition: str, advice: str, *, durable: bool) -> None:
        self.path, self._advice = path, advice
        with self._errors():
            self._database = sqlite3.connect(path, isolation_level=None)
        self.run("PRAGMA journal_mode = WAL")
        self.run(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        self.run(f"CREATE TABLE IF NOT EXISTS {definition}")

    def run(self, statement: str, values: Iterable[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""
        with self._errors():
            return self._database.execute(statement, tuple(values)).fetchall()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Does all changes or none, and waits for the disk once."""
        with self._errors(), self._database:
            self._database.execute("BEGIN")
            yield

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}; {self._advice}") from error
