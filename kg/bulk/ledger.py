"""What has been read: which source gave which text, which texts are one story, what failed.

An SQLite file beside the store or the shards. They alone say what is in the graph; the ledger is written before them
and may know of documents that never got there, which are then done again. It is safe to delete: the next build reads
all sources anew and leaves alone what is there.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.bulk import similarity
from kg.bulk.engine import Parsed
from kg.errors import StoreError
from kg.read import Failure
from kg.read.identity import publication_order
from kg.records import Publication

NAME = "ledger.sqlite"
_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS sources (name TEXT PRIMARY KEY, fingerprint TEXT, text TEXT, publication TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS source_texts ON sources (text);
CREATE TABLE IF NOT EXISTS texts (id TEXT PRIMARY KEY, shingles BLOB, leader TEXT, issued TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS text_leaders ON texts (leader);
CREATE TABLE IF NOT EXISTS bands (key INTEGER, text TEXT, PRIMARY KEY (key, text)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written (id TEXT PRIMARY KEY, signature TEXT, publications TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS doomed (id TEXT PRIMARY KEY, leader TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (name TEXT PRIMARY KEY, reason TEXT, skipped INTEGER, at TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A document as it was last written to the store."""

    signature: str
    publications: tuple[Publication, ...]


class Ledger:
    """The ledger of a store or of shards; open it only while holding their lock, or read-only for its failures.

    Args:
        near: whether near-duplicates are looked for.
        shared: whether the directory may be on another machine's disk, where SQLite's write-ahead log does not work.

    Raises:
        StoreError: the file is no ledger, comes from a newer version, or the disk is full.
    """

    def __init__(self, directory: Path, *, near: bool = True, shared: bool = False) -> None:
        self._near = near
        path = directory / NAME
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > _VERSION:
                raise StoreError(f"{path} comes from a newer version of kg; upgrade kg")
            self._db.execute(f"PRAGMA journal_mode = {'TRUNCATE' if shared else 'WAL'}")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_TABLES)
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
            self._db.execute("BEGIN")
        except sqlite3.Error as error:
            raise StoreError(f"{path}: {error}; delete the file and build again") from None

    def save(self) -> None:
        """Makes durable what was noted since the last time."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Saves and closes."""
        self._db.execute("COMMIT")
        self._db.close()

    # Sources and texts

    def leader_of_source(self, name: str, fingerprint: str) -> str | None:
        """The document that stands for a source which was read before and hasn't changed; None if it has."""
        row = self._db.execute(
            "SELECT leader FROM sources JOIN texts ON texts.id = text WHERE name = ? AND fingerprint = ?",
            (name, fingerprint),
        ).fetchone()
        return str(row[0]) if row else None

    def leader(self, text: str) -> str | None:
        """The document that stands for a text: itself or a near-duplicate; None for an unknown one."""
        row = self._db.execute("SELECT leader FROM texts WHERE id = ?", (text,)).fetchone()
        return str(row[0]) if row else None

    def add(self, parsed: Parsed) -> set[str]:
        """Notes that a source gave a text.

        Returns:
            The leaders that stand for something else than before, that of the text and perhaps of the source's old one.
        """
        text = parsed.document.id
        touched = self._detach(parsed.name, text)
        publication = _dumped(parsed.document.publication)
        self._db.execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            (parsed.name, parsed.fingerprint, text, publication),
        )
        if self.leader(text) is None:
            self._db.execute("INSERT INTO texts VALUES (?, ?, ?, NULL)", (text, parsed.shingles, text))
            group = {text} | (self._alike(text, parsed.shingles) if self._near else set())
        else:
            group = {text}
        self._date(text)
        touched.add(self._elect(group))
        return touched

    def publications(self, leader: str) -> tuple[Publication, ...]:
        """All appearances of the texts that a document stands for."""
        rows = self._db.execute(
            "SELECT publication FROM sources JOIN texts ON texts.id = text WHERE leader = ?", (leader,)
        )
        return tuple(sorted({_loaded(row[0]) for row in rows}, key=publication_order))

    def names(self, leader: str) -> list[str]:
        """The sources of the texts that a document stands for."""
        rows = self._db.execute(
            "SELECT name FROM sources JOIN texts ON texts.id = text WHERE leader = ? ORDER BY name", (leader,)
        )
        return [str(row[0]) for row in rows]

    def drop(self, text: str) -> set[str]:
        """Forgets a text whose words are to be had nowhere, so that another of its group may stand for it.

        Returns:
            The new leaders of the group.
        """
        rest = self._group(text) - {text}
        self._db.execute("DELETE FROM sources WHERE text = ?", (text,))
        self._forget(text)
        return {self._elect_anew(rest)} if rest else set()

    def _detach(self, name: str, text: str) -> set[str]:
        """Takes a source away from the text that it gave before, if that was another one."""
        row = self._db.execute("SELECT text FROM sources WHERE name = ?", (name,)).fetchone()
        if row is None or row[0] == text:
            return set()
        old = str(row[0])
        self._db.execute("DELETE FROM sources WHERE name = ?", (name,))
        leader = self.leader(old)
        if leader is None:
            return set()
        if not self.publications(leader):
            for member in self._group(old):
                self._forget(member)
            self._doom(leader, text)
            return set()
        return {leader}

    def _alike(self, text: str, shingles: bytes) -> set[str]:
        """The other texts that are near-duplicates of one; notes where its own may be looked for."""
        keys = list(similarity.bands(shingles))
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT DISTINCT id, shingles FROM bands JOIN texts ON texts.id = bands.text WHERE key IN ({marks})",
            keys,
        ).fetchall()
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(key, text) for key in keys])
        return {
            str(other)
            for other, theirs in rows
            if other != text and theirs and similarity.likeness(shingles, theirs) >= similarity.ALIKE
        }

    def _elect(self, texts: set[str]) -> str:
        """Makes one group of those that the texts belong to, under the leader that any order of reading gives it."""
        return self._elect_anew(set().union(*(self._group(text) for text in texts)))

    def _elect_anew(self, group: set[str]) -> str:
        marks = ",".join("?" * len(group))
        leader = str(
            self._db.execute(
                f"SELECT id FROM texts WHERE id IN ({marks}) ORDER BY issued IS NULL, issued, id LIMIT 1",
                [*group],
            ).fetchone()[0]
        )
        self._db.execute(f"UPDATE texts SET leader = ? WHERE id IN ({marks})", [leader, *group])
        self._db.execute("DELETE FROM doomed WHERE id = ?", (leader,))
        for member in group - {leader}:
            if self.written(member) is not None:
                self._doom(member, leader)
        return leader

    def _group(self, text: str) -> set[str]:
        rows = self._db.execute(
            "SELECT id FROM texts WHERE leader = (SELECT leader FROM texts WHERE id = ?)", (text,)
        )
        return {str(row[0]) for row in rows}

    def _date(self, text: str) -> None:
        issued = [
            publication.issued.isoformat()
            for (row,) in self._db.execute("SELECT publication FROM sources WHERE text = ?", (text,))
            if (publication := _loaded(row)).issued
        ]
        self._db.execute("UPDATE texts SET issued = ? WHERE id = ?", (min(issued, default=None), text))

    def _forget(self, text: str) -> None:
        row = self._db.execute("SELECT shingles FROM texts WHERE id = ?", (text,)).fetchone()
        for key in similarity.bands(row[0] if row else b""):
            self._db.execute("DELETE FROM bands WHERE key = ? AND text = ?", (key, text))
        self._db.execute("DELETE FROM texts WHERE id = ?", (text,))

    # What the target has

    def written(self, id: str) -> Known | None:
        """How a document was last written; None if it wasn't."""
        row = self._db.execute("SELECT signature, publications FROM written WHERE id = ?", (id,)).fetchone()
        return Known(row[0], tuple(_loaded(each) for each in json.loads(row[1]))) if row else None

    def wrote(self, id: str, signature: str, publications: tuple[Publication, ...]) -> None:
        """Notes that the store has a document, made by an engine of that signature."""
        self._db.execute(
            "INSERT OR REPLACE INTO written VALUES (?, ?, ?)",
            (id, signature, json.dumps([_dumped(publication) for publication in publications])),
        )

    def doomed(self) -> list[tuple[str, str]]:
        """Documents to be removed from the store once the one that stands for them is in it: pairs of both."""
        return [(str(id), str(leader)) for id, leader in self._db.execute("SELECT id, leader FROM doomed")]

    def removed(self, id: str) -> None:
        """Notes that the store no longer has a document."""
        self._db.execute("DELETE FROM doomed WHERE id = ?", (id,))
        self._db.execute("DELETE FROM written WHERE id = ?", (id,))

    def _doom(self, id: str, leader: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO doomed VALUES (?, ?)", (id, leader))

    # Failures

    def failed(self, failure: Failure) -> None:
        """Sets a failure aside."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self._db.execute(
            "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)",
            (printable(failure.name), printable(failure.reason), failure.skipped, now),
        )

    def succeeded(self, name: str) -> None:
        """Forgets that something failed."""
        self._db.execute("DELETE FROM failures WHERE name = ?", (printable(name),))

    def clear_failures(self) -> None:
        """Forgets all failures."""
        self._db.execute("DELETE FROM failures")


def _dumped(publication: Publication) -> str:
    return json.dumps({key: value for key, value in asdict(publication).items() if value}, default=str)


def _loaded(text: str) -> Publication:
    values = json.loads(text)
    if "issued" in values:
        values["issued"] = dt.date.fromisoformat(values["issued"])
    if "authors" in values:
        values["authors"] = tuple(values["authors"])
    return Publication(**values)


def printable(text: str) -> str:
    """File names may hold bytes that are no characters; SQLite holds none."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
