"""What each document says of who is who, kept beside the store, so that a pass over all documents reads only new ones.

Nothing is lost with this file: what is missing is read from the store again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Final

from kg.records import EntityType
from kg.resolve import Profile
from kg.store.table import Table

VERSION: Final = 1
"""Of the rules by which profiles are read off a graph; those of other rules are read anew."""


class ProfileCache(Table):
    """A table of profiles by document."""

    def __init__(self, path: Path) -> None:
        definition = "profiles (document TEXT PRIMARY KEY, digest TEXT, found TEXT)"
        advice = "free some space, or delete the file: it is made anew"
        super().__init__(path, definition, advice, durable=False)

    def of(self, document: str, digest: str | None, read: Callable[[], list[Profile]]) -> list[Profile]:
        """The profiles of a document; read, and kept, where those at hand are not of this digest.

        Without a digest nobody can tell whether they are; then nothing is kept.
        """
        if digest is None:
            return read()
        query = "SELECT found FROM profiles WHERE document = ? AND digest = ?"
        for (found,) in self.run(query, (document, _versioned(digest))):
            return [_profile(each) for each in json.loads(found)]
        profiles = read()
        self.put(document, digest, profiles)
        return profiles

    def put(self, document: str, digest: str, profiles: Iterable[Profile]) -> None:
        """Keeps the profiles of a document that is written with this digest."""
        row = document, _versioned(digest), json.dumps([_fields(profile) for profile in profiles])
        self.run("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?)", row)

    def keep_only(self, documents: Collection[str]) -> None:
        """Forgets all other documents."""
        for (document,) in self.run("SELECT document FROM profiles"):
            if document not in documents:
                self.run("DELETE FROM profiles WHERE document = ?", (document,))


def _versioned(digest: str) -> str:
    return f"{VERSION} {digest}"


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
