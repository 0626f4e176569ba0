"""One writer for each store, and a lock that says who it is."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import shlex
import socket
import sys
from pathlib import Path

from kg.errors import StoreError


class WriterLock:
    """An exclusive flock on a file; the system frees it when the process that holds it ends, however it ends.

    Raises:
        StoreError: another process holds it; the message says which, where, since when and doing what.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = _describe(os.pread(self._file, 65536, 0))
            os.close(self._file)
            raise StoreError(f"{path.parent} is in use by {holder}; wait for it to end") from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps(_this_process()).encode(), 0)

    def release(self) -> None:
        """Frees the lock; the file stays, empty."""
        os.ftruncate(self._file, 0)
        os.close(self._file)


def _this_process() -> dict[str, str | int]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": shlex.join([Path(sys.argv[0]).name or "python", *sys.argv[1:]])[:500],
    }


def _describe(content: bytes) -> str:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        holder = json.loads(content)
        return f"process {holder['pid']} on {holder['host']} since {holder['since']} ({holder['command']})"
    return "another process"
