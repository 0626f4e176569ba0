"""A worker process as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
import time
from pathlib import Path

from kg.serve import wire
from kg.serve.wire import Content, Kind

_PAGE = os.sysconf("SC_PAGE_SIZE")
_LONG = 10
"""Niceness of a worker with a long query."""


class WorkerProcess:
    """One process, its socket, and what is known of the job it does."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self.reader = reader
        self._writer = writer
        self.missing: tuple[str, ...] = ()
        self.snapshot: int | None = None
        """Number of the snapshot that it has open."""
        self.client = ""
        self.is_long = False
        self.killed_for: tuple[int, str] | None = None
        """Status and reason, where the server killed it on purpose."""
        self.answered = True
        """Whether the present job's first frame was read."""
        self._base_memory = 0
        self._spent = 0.0
        self._waiting_since: float | None = None

    @classmethod
    async def start(cls, module: str, settings: Content) -> WorkerProcess:
        """Starts `python -m module` and waits until it is ready.

        Raises:
            OSError: it can't be started, or ended at once.
        """
        ours, theirs = socket.socketpair()
        environment = {key: value for key, value in os.environ.items() if key != "KG_TOKEN"}
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, str(theirs.fileno()), json.dumps(settings),
                pass_fds=[theirs.fileno()], env=environment, stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
        worker = cls(process, reader, writer)
        try:
            kind, payload = await asyncio.wait_for(wire.read_frame(reader), 60)
        except (asyncio.IncompleteReadError, TimeoutError, ConnectionError) as error:
            worker.kill()
            raise OSError(f"a worker process ({module}) did not start") from error
        assert kind is Kind.READY
        worker.missing = tuple(json.loads(payload)["missing"])
        worker._base_memory = worker._resident()
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None and not self._writer.is_closing()

    @property
    def busy(self) -> float:
        """Seconds that the server has waited for it in the present job."""
        running = 0.0 if self._waiting_since is None else time.monotonic() - self._waiting_since
        return self._spent + running

    async def send(self, job: Content, body: bytes | None = None) -> None:
        """Gives it a job."""
        self._spent, self._waiting_since, self.killed_for, self.answered = 0.0, None, None, False
        self._writer.write(wire.pack_json(Kind.JOB, job))
        if body is not None:
            self._writer.write(wire.pack(Kind.BODY, body))
        await self._writer.drain()

    async def receive(self) -> tuple[Kind, bytes]:
        """Waits for its next frame; the clock of the job runs meanwhile.

        Raises:
            asyncio.IncompleteReadError: it died.
        """
        self._waiting_since = time.monotonic()
        try:
            frame = await wire.read_frame(self.reader)
            self.answered = True
            return frame
        finally:
            self._spent += time.monotonic() - self._waiting_since
            self._waiting_since = None

    def extra_memory(self) -> int:
        """Resident bytes on top of what it had when it started."""
        return self._resident() - self._base_memory

    def become_long(self) -> None:
        """Lowers its priority, so that short queries and the server itself go first."""
        self.is_long = True
        self._set_priority(_LONG)

    def kill(self, status: int = 500, reason: str = "") -> None:
        """Ends it at once; what waits for it sees the end of its stream."""
        if self.killed_for is None and reason:
            self.killed_for = (status, reason)
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        self._writer.close()

    async def wait(self) -> int:
        """Waits for its end."""
        return await self._process.wait()

    def _set_priority(self, niceness: int) -> None:
        with contextlib.suppress(OSError):  # lowering the niceness again takes privileges
            os.setpriority(os.PRIO_PROCESS, self.pid, niceness)

    def _resident(self) -> int:
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
        except (OSError, ValueError, IndexError):
            return 0
