"""Opening a store's directory for writing: the checks, the lock, and the making of a new store."""

from __future__ import annotations

from pathlib import Path

from kg.describe import BASE, check_base
from kg.errors import StoreError
from kg.store import layout
from kg.store.lock import WriterLock


def lock_store(directory: Path, *, create: bool, base: str | None) -> tuple[str, WriterLock]:
    """Locks a store for its one writer, and marks the directory as a store where one is to be made.

    Returns:
        The base of the store's data IRIs, and the lock.

    Raises:
        StoreError: it is not a store, is in use, has another base, or comes from a newer version; then
            nothing is touched.
    """
    blank = create and _is_blank(directory)
    if blank:
        with layout.disk_errors(directory):
            directory.mkdir(parents=True, exist_ok=True)
    else:
        layout.read_base(directory)
    with layout.disk_errors(directory):
        lock = WriterLock(directory / layout.LOCK)
    try:
        if blank and not (directory / layout.MARKER).exists():
            with layout.disk_errors(directory):
                layout.write_marker(directory, check_base(base or BASE))
        known = layout.read_base(directory)
        if base not in (None, known):
            raise StoreError(
                f"store {directory} has the base {known}, not {base}; leave it out, or use another store"
            )
    except BaseException:
        lock.release()
        raise
    return known, lock


def _is_blank(directory: Path) -> bool:
    """Whether a store can be made there: nothing is there, or one whose making was cut short."""
    try:
        return {path.name for path in directory.iterdir()} <= {layout.LOCK, f"{layout.MARKER}.new"}
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
