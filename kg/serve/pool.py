"""The pool of worker processes: each does one query at a time, and is replaced when it goes over a limit.

A query that runs longer than `patience` is long: it goes on at a low priority, and where too many are long at once it
ends; the remaining workers stay free for short queries.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.serve.admission import RETRY, Admission
from kg.serve.limits import Limits
from kg.serve.problems import Problem
from kg.serve.process import WorkerProcess
from kg.serve.reply import Reply, next_frame, problem_in
from kg.serve.snapshots import Snapshots
from kg.serve.wire import Content, Kind

WATCH = 0.05
"""Seconds between two looks at the workers' memory and time."""

HEADROOM = 2 << 30
"""Address space that a worker gets beyond its memory limit: its stack and what RocksDB reserves but does not use."""

log = logging.getLogger("kg.serve")


class Pool:
    """Worker processes on the snapshots of one store."""

    def __init__(self, snapshots: Snapshots, limits: Limits, prefixes: Mapping[str, str]) -> None:
        self.limits = limits
        self._prefixes = dict(prefixes)
        self._snapshots = snapshots
        self._idle: list[WorkerProcess] = []
        self._spare: list[WorkerProcess] = []
        """Started, but not counted: each takes the place of a worker that was killed, at once."""
        self._busy: set[WorkerProcess] = set()
        self._queue = Admission(limits)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._gone = 0
        """Workers that are to be replaced as soon as there is a spare one."""
        self.missing: tuple[str, ...] = ()
        """What the workers could not enforce."""
        self.deaths = 0
        """Workers that ended in a job, on purpose or not."""

    async def start(self) -> None:
        """Starts the workers.

        Raises:
            OSError: they can't be started.
        """
        workers = await asyncio.gather(*(self._new_worker() for _ in range(self.limits.workers)))
        self._idle.extend(workers)
        self.missing = workers[0].missing
        self._spawn(self._watch())
        for _ in range(max(1, self.limits.workers // 2)):
            self._spawn(self._refill())

    async def stop(self) -> None:
        """Ends all workers."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._queue.close()
        workers = [*self._idle, *self._busy, *self._spare]
        for worker in workers:
            worker.kill(503, "the server is going down")
        await asyncio.gather(*(worker.wait() for worker in workers))

    @property
    def running(self) -> int:
        """Queries that run."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """Queries that wait."""
        return len(self._queue)

    @property
    def is_ready(self) -> bool:
        """Whether a worker can take a query at once, or will soon."""
        return bool(self._idle or self._busy) and not self._stopping

    async def run(self, job: Content, client: str) -> Reply:
        """Runs a job and waits until its result begins.

        Args:
            job: what `kg.serve.worker` understands, without the snapshot.
            client: who asks, for the limit that each client has.

        Raises:
            Problem: there is no room, it is wrong, it went over a limit, or its worker died.
        """
        worker = await self._acquire(client)
        try:
            snapshot = self._snapshots.refresh()
            self._use(worker, snapshot.number)
            await worker.send({**job, "path": self._snapshots.path(snapshot)})
            kind, payload = await next_frame(worker, self.limits.time)
        except BaseException as error:
            self.give_back(worker, reusable=False)
            if isinstance(error, ConnectionError):
                raise Problem(503, "the worker died before the query began; send it again", RETRY) from error
            raise
        if kind is Kind.ERROR:
            self.give_back(worker, reusable=True)
            raise problem_in(payload)
        return Reply(worker, json.loads(payload), self.limits.time, self.give_back)

    def give_back(self, worker: WorkerProcess, reusable: bool) -> None:
        """Returns a worker after its job; one whose job was cut off is replaced."""
        if worker not in self._busy:
            return
        self._busy.discard(worker)
        if reusable and worker.is_alive and not worker.is_long:
            self._offer(worker)
        else:
            self.deaths += not reusable
            self._retire(worker)
            if not self._stopping:
                self._replace()

    async def _acquire(self, client: str) -> WorkerProcess:
        if self._stopping:
            raise Problem(503, "the server is going down")
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return self._occupy(worker, client)
            self._retire(worker)
            self._replace()
        ticket = self._queue.enter(client, sum(worker.client == client for worker in self._busy))
        try:
            async with asyncio.timeout(self.limits.queue_time):
                return await ticket.ready
        except (TimeoutError, asyncio.CancelledError) as error:
            if ticket.worker is not None:  # it got one in the very moment in which it gave up
                self.give_back(ticket.worker, reusable=True)
            if isinstance(error, TimeoutError):
                raise Problem(503, "all workers are busy; try again later", RETRY) from error
            raise
        finally:
            self._queue.leave(ticket)

    def _occupy(self, worker: WorkerProcess, client: str) -> WorkerProcess:
        worker.client = client
        self._busy.add(worker)
        return worker

    def _offer(self, worker: WorkerProcess) -> None:
        """Gives a free worker to the query that came last, or lets it rest."""
        if ticket := self._queue.next():
            ticket.ready.set_result(self._occupy(worker, ticket.client))
        else:
            self._idle.append(worker)

    def _use(self, worker: WorkerProcess, snapshot: int) -> None:
        if worker.snapshot != snapshot:
            if worker.snapshot is not None:
                self._snapshots.release(worker.snapshot)
            self._snapshots.keep(snapshot)
            worker.snapshot = snapshot

    def _retire(self, worker: WorkerProcess) -> None:
        worker.kill()
        if worker.snapshot is not None:
            self._snapshots.release(worker.snapshot)
            worker.snapshot = None
        self._spawn(self._reap(worker))

    async def _reap(self, worker: WorkerProcess) -> None:
        await worker.wait()

    async def _new_worker(self) -> WorkerProcess:
        settings = {
            **asdict(self.limits),
            "readable": str(Path(self._snapshots.directory).resolve()),
            "headroom": HEADROOM,
            "prefixes": self._prefixes,
        }
        worker = await WorkerProcess.start("kg.serve.worker", settings)
        try:
            await self._open_latest(worker)
        except (Problem, ConnectionError) as error:
            self._retire(worker)
            raise OSError(f"a worker process can't open the store: {error}") from error
        return worker

    async def _open_latest(self, worker: WorkerProcess) -> None:
        """Lets a worker open the newest snapshot, so that its next query finds it open and older ones can go."""
        snapshot = self._snapshots.refresh()
        self._use(worker, snapshot.number)
        await worker.send({"op": "open", "path": self._snapshots.path(snapshot)})
        await next_frame(worker, self.limits.time)

    async def _refresh(self, worker: WorkerProcess) -> None:
        """Moves an idle worker, taken out of the idle ones before, to the newest snapshot."""
        try:
            await self._open_latest(worker)
        except (Problem, ConnectionError):
            self.give_back(worker, reusable=False)
        else:
            self.give_back(worker, reusable=True)

    def _replace(self) -> None:
        """Puts a spare worker in the place of one that is gone, and starts another spare."""
        self._gone += 1
        self._fill()
        self._spawn(self._refill())

    def _fill(self) -> None:
        while self._gone and self._spare:
            worker = self._spare.pop()
            if worker.is_alive:
                self._gone -= 1
                self._offer(worker)
            else:
                self._retire(worker)
                self._spawn(self._refill())

    async def _refill(self) -> None:
        for pause in (0.0, 0.5, 2.0, 10.0, 60.0):
            await asyncio.sleep(pause)
            try:
                self._spare.append(await self._new_worker())
            except OSError as error:
                log.error("%s", error)
                continue
            self._fill()
            return

    async def _watch(self) -> None:
        """Kills what uses too much memory, and tells the long queries from the short."""
        while True:
            await asyncio.sleep(WATCH)
            long = sum(worker.is_long for worker in self._busy)
            for worker in tuple(self._busy):
                if worker.extra_memory() > self.limits.memory:
                    most = self.limits.memory >> 20
                    worker.kill(
                        507, f"the query needs more memory than it may use ({most} MiB); ask for less"
                    )
                elif worker.busy > self.limits.patience and not worker.is_long:
                    if long < self.limits.long:
                        long += 1
                        worker.become_long()
                    elif len(self._queue) or len(self._busy) >= self.limits.workers:
                        worker.kill(
                            503, "too many long queries run at once; try again later, or ask for less"
                        )
            newest = self._snapshots.refresh().number
            outdated = [worker for worker in self._idle if worker.snapshot != newest]
            if outdated:  # one at a time, so that the others can take queries
                self._idle.remove(outdated[0])
                self._spawn(self._refresh(self._occupy(outdated[0], "")))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
