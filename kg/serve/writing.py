"""The server's side of the writer process: one write at a time, and a new process when one dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from kg.serve.limits import Limits
from kg.serve.problems import Problem
from kg.serve.process import WorkerProcess
from kg.serve.wire import Content, Kind

TIME = 4
"""A write may take so many times as long as a query."""

WAITING = 64
"""Writes that may wait."""


class WriterClient:
    """Sends writes to the one process that makes them."""

    def __init__(self, directory: Path, limits: Limits, prefixes: Mapping[str, str], *, plain: bool) -> None:
        self._settings = {
            **asdict(limits),
            "store": str(directory.resolve()),
            "plain": plain,
            "prefixes": dict(prefixes),
        }
        self._limits = limits
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: WorkerProcess | None = None

    async def start(self) -> tuple[str, ...]:
        """Starts the process; gives what it could not enforce.

        Raises:
            OSError: it can't be started.
        """
        return (await self._running()).missing

    async def stop(self) -> None:
        """Ends the process; a write that runs is lost as a whole."""
        if self._process is not None:
            self._process.kill(503, "the server is going down")
            await self._process.wait()

    @property
    def pid(self) -> int | None:
        """The process, if one runs."""
        return None if self._process is None or not self._process.is_alive else self._process.pid

    async def write(self, job: Content, body: bytes) -> int:
        """Makes a write; gives the HTTP status that says what was done.

        Raises:
            Problem: it is wrong, took too long, or its process died; then nothing was written.
        """
        if self._waiting >= WAITING:
            raise Problem(503, "too many writes are waiting; try again later", {"Retry-After": "2"})
        self._waiting += 1
        try:
            async with self._turn:
                return await self._write(job, body)
        finally:
            self._waiting -= 1

    async def _write(self, job: Content, body: bytes) -> int:
        process = await self._running()
        watch = asyncio.create_task(self._watch(process))
        try:
            async with asyncio.timeout(self._limits.time * TIME):
                await process.send(job, body)
                kind, payload = await process.receive()
        except TimeoutError as error:
            raise Problem(504, "the write took too long; nothing was written") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if process.killed_for is not None:
                raise Problem(*process.killed_for) from error
            raise Problem(500, "the write ended the writer process; nothing was written") from error
        else:
            content = json.loads(payload)
            if kind is Kind.ERROR:
                raise Problem(content["status"], content["detail"])
            return int(content["status"])
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            if not process.answered:
                process.kill()  # the next write starts a new one

    async def _running(self) -> WorkerProcess:
        if self._process is None or not self._process.is_alive:
            if self._process is not None:
                await self._process.wait()
            try:
                self._process = await WorkerProcess.start("kg.serve.writer", self._settings)
            except OSError as error:
                raise Problem(503, str(error)) from error
        return self._process

    async def _watch(self, process: WorkerProcess) -> None:
        while True:
            await asyncio.sleep(0.05)
            if process.extra_memory() > self._limits.memory:
                process.kill(
                    507, f"the write needs more memory than it may use ({self._limits.memory >> 20} MiB)"
                )
