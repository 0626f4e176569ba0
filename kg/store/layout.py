"""What lies where in a store's directory, and how its files are replaced without ever being half written.

    store.json           marks the directory as a store: format version and base IRI; never changes
    store.lock           held (flock) by the one writer; says who it is
    head.json            the one pointer, replaced atomically: which data/ is the writer's, the newest snapshot
    unpublished          there while data/ holds something that the newest snapshot does not
    identified           how many documents there were when it was last decided who is who across them
    data/<n>/            the writer's RocksDB
    snapshots/<n>/       a read-only backup: db/, and the file `readers` on which each reader has a shared flock
    profiles.sqlite      what each document says of who is who; made anew where it is missing
    originals.sqlite     graphs of documents as they were read, where curation has changed what is shown

Whatever `head.json` does not point at is left over from a killed writer; the next writer removes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import StoreError

FORMAT = "kg-store"
VERSION = 1
"""Version of this layout; a store from a newer one is refused."""

MARKER = "store.json"
LOCK = "store.lock"
HEAD = "head.json"
UNPUBLISHED = "unpublished"
IDENTIFIED = "identified"
DATA = "data"
SNAPSHOTS = "snapshots"
ORIGINALS = "originals.sqlite"
PROFILES = "profiles.sqlite"
DATABASE = "db"
READERS = "readers"


@dataclass(frozen=True, slots=True)
class Head:
    """Which numbered directories are current; a snapshot of 0 means that none was published yet."""

    data: int
    snapshot: int


@contextlib.contextmanager
def disk_errors(directory: Path) -> Iterator[None]:
    """Turns errors of the operating system and of RocksDB into one line that says what to do.

    Raises:
        StoreError: anything went wrong while reading or writing, a full disk above all.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:  # the latter is how pyoxigraph tells of broken files
        reason = " ".join((getattr(error, "strerror", None) or str(error)).split())
        if any(sign in reason.lower() for sign in ("no space", "file too large", "quota")):
            advice = "free some space and run again; every document acknowledged before is kept"
        else:
            advice = "check the disk and the permissions; broken files can't be mended, build the store anew"
        raise StoreError(f"store {directory}: {reason}; {advice}") from error


def write_atomically(path: Path, content: str) -> None:
    """Replaces a file by a new one that is complete and on disk, or leaves the old one as it was."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Makes renames in a directory survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_base(directory: Path) -> str:
    """Checks that a directory is a store that this version can read, and touches nothing.

    Returns:
        The base IRI that the store was made with.

    Raises:
        StoreError: it does not exist, is something else, is broken, or comes from a newer version.
    """
    marker = directory / MARKER
    if not directory.is_dir():
        problem = "is a file, not a directory" if directory.exists() else "does not exist"
        raise StoreError(f"store {directory}: {problem}; make one with kg build PATH --store {directory}")
    if not marker.is_file():
        raise StoreError(f"{directory} is not a store of kg (it has no {MARKER}); nothing was touched")
    try:
        content = json.loads(marker.read_text(encoding="utf-8"))
        kind, version, base = content["format"], content["version"], content["base"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{directory} is not a store of kg ({MARKER} is broken); nothing was touched"
        ) from error
    if kind != FORMAT or not isinstance(version, int) or not isinstance(base, str):
        raise StoreError(f"{directory} is not a store of kg ({MARKER} says {kind!r}); nothing was touched")
    if version > VERSION:
        raise StoreError(
            f"store {directory} has format {version} and this kg knows up to {VERSION}: upgrade kg; "
            "nothing was touched"
        )
    return base


def write_marker(directory: Path, base: str) -> None:
    """Marks a directory as a store."""
    content = {"format": FORMAT, "version": VERSION, "base": base}
    write_atomically(directory / MARKER, json.dumps(content, indent=2) + "\n")


def read_head(directory: Path) -> Head:
    """What is current; (0, 0) in a store that is only being made.

    Raises:
        StoreError: the file is broken.
    """
    path = directory / HEAD
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(content["data"]), int(content["snapshot"]))
    except FileNotFoundError:
        return Head(0, 0)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"store {directory}: {HEAD} is broken; restore it from a backup") from error


def write_head(directory: Path, head: Head) -> None:
    """Makes other directories current, in one step."""
    write_atomically(directory / HEAD, json.dumps(asdict(head)) + "\n")


def data_path(directory: Path, number: int) -> Path:
    """The writer's RocksDB of that number."""
    return directory / DATA / str(number)


def snapshot_path(directory: Path, number: int) -> Path:
    """The snapshot of that number."""
    return directory / SNAPSHOTS / str(number)


def discard(path: Path) -> None:
    """Removes a directory in such a way that nobody takes a half removed one for a whole."""
    if path.suffix != ".old":
        path = path.rename(path.with_name(f"{path.name}.old"))
    shutil.rmtree(path, ignore_errors=True)
