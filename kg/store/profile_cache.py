"""What each document says of who is who, kept beside the store, so that a pass over all documents reads only new ones.

Nothing is lost with this file: what is missing is read from the store again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from kg.errors import StoreError
from kg.records import EntityType
from kg.resolve import Profile

VERSION: Final = 1
"""Of the rules by which profiles are read off a graph; those of other rules are read anew."""


class ProfileCache:
    """A table of profiles by document.

    Raises:
        StoreError: the file is broken, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._errors():
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS profiles (document TEXT PRIMARY KEY, digest TEXT, found TEXT)"
            )

    @contextlib.contextmanager
    def one_pass(self) -> Iterator[None]:
        """Looks at every document of the store; what is kept of others goes."""
        self._seen: set[str] = set()
        with self._errors():
            self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._database.rollback()
            raise
        with self._errors():
            kept = [document for (document,) in self._database.execute("SELECT document FROM profiles")]
            gone = [(document,) for document in kept if document not in self._seen]
            self._database.executemany("DELETE FROM profiles WHERE document = ?", gone)
            self._database.execute("COMMIT")

    def of(self, document: str, digest: str | None, read: Callable[[], list[Profile]]) -> list[Profile]:
        """The profiles of a document; read, and kept, where those at hand are not of this digest.

        Without a digest nobody can tell whether they are; then nothing is kept.
        """
        if digest is None:
            return read()
        self._seen.add(document)
        with self._errors():
            row = self._database.execute(
                "SELECT found FROM profiles WHERE document = ? AND digest = ?",
                (document, f"{VERSION} {digest}"),
            ).fetchone()
        if row is not None:
            return [_profile(each) for each in json.loads(row[0])]
        found = read()
        self.put(document, digest, found)
        return found

    def put(self, document: str, digest: str, profiles: Iterable[Profile]) -> None:
        """Keeps the profiles of a document that is written with this digest."""
        with self._errors():
            self._database.execute(
                "INSERT OR REPLACE INTO profiles VALUES (?, ?, ?)",
                (document, f"{VERSION} {digest}", json.dumps([_fields(profile) for profile in profiles])),
            )

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"{self._path}: {error}; free some space, or delete the file: it is made anew"
            ) from error


def _fields(profile: Profile) -> list[Any]:
    return [
        profile.id,
        profile.type.value,
        profile.name,
        profile.aliases,
        sorted(profile.nationalities),
        sorted(profile.offices),
        sorted(profile.links),
        profile.qualifier,
        sorted(profile.homes),
        sorted(profile.regions),
    ]


def _profile(fields: list[Any]) -> Profile:
    id, type, name, aliases, nationalities, offices, links, qualifier, homes, regions = fields
    return Profile(
        id,
        EntityType(type),
        name,
        tuple(aliases),
        frozenset(nationalities),
        frozenset((title, country) for title, country in offices),
        frozenset(links),
        qualifier,
        frozenset(homes),
        frozenset(regions),
    )
