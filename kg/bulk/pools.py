"""Where tasks are done: here, or in worker processes that may die without taking the build with them."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Protocol

from kg.bulk.engine import Engine, Recipe
from kg.bulk.tasks import Result, Task
from kg.errors import KgError, ModelError

_START_LIMIT = 120.0
_SECONDS_FOR_ONE = 60.0


class Pool(Protocol):
    """Does tasks, in any order."""

    width: int
    """How many tasks it does at once."""

    @property
    def signature(self) -> str:
        """Of its engines."""
        ...

    @property
    def busy(self) -> int:
        """How many tasks it has and has not given back."""
        ...

    def submit(self, task: Task) -> None:
        """Takes a task."""
        ...

    def completed(self) -> list[tuple[Task, Sequence[Result]]]:
        """Waits until a task is done, and gives back all that are.

        Raises:
            KgError: no process can be started.
        """
        ...

    def close(self) -> None:
        """Ends its processes at once; what they were doing is lost."""
        ...


class Here:
    """Does tasks in this process, when asked for results."""

    width = 1

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tasks: deque[Task] = deque()

    @property
    def signature(self) -> str:
        return self._engine.signature

    @property
    def busy(self) -> int:
        return len(self._tasks)

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def completed(self) -> list[tuple[Task, Sequence[Result]]]:
        if not self._tasks:
            return []
        task = self._tasks.popleft()
        return [(task, task.run(self._engine))]

    def close(self) -> None:
        self._tasks.clear()


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    ready: bool = False
    task: Task | None = None
    deadline: float = field(default_factory=lambda: time.monotonic() + _START_LIMIT)


class Processes:
    """Does tasks in processes of their own.

    A process that dies or takes too long is replaced; its batch is tried again document by document, and the document
    that does it again is a failure.

    Args:
        recipe: of the engine, made once in each process.
        width: number of processes.
        seconds: for one document; a batch has as much for each of its own.
    """

    def __init__(self, recipe: Recipe, width: int, seconds: float = _SECONDS_FOR_ONE) -> None:
        self.width = width
        self._recipe = recipe
        self._seconds = seconds
        self._context = multiprocessing.get_context("spawn")
        self._queue: deque[Task] = deque()
        self._done: list[tuple[Task, Sequence[Result]]] = []
        self._signature: str | None = None
        self._workers = [self._started() for _ in range(width)]

    @property
    def signature(self) -> str:
        """Of the engines; waits for the first process to be ready.

        Raises:
            KgError: it can't be started.
        """
        while self._signature is None:
            self._attend()
        return self._signature

    @property
    def busy(self) -> int:
        return len(self._queue) + sum(worker.task is not None for worker in self._workers) + len(self._done)

    def submit(self, task: Task) -> None:
        self._queue.append(task)
        self._hand_out()

    def completed(self) -> list[tuple[Task, Sequence[Result]]]:
        while not self._done and self.busy:
            self._attend()
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers = []

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._recipe), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _attend(self) -> None:
        """Waits for any worker to say something, die or run out of time, and deals with it."""
        soonest = min(worker.deadline for worker in self._workers)
        pipes = {worker.pipe: worker for worker in self._workers}
        ready = multiprocessing.connection.wait(list(pipes), max(0.0, min(soonest - time.monotonic(), 60.0)))
        for pipe in ready:
            assert isinstance(pipe, Connection)
            worker = pipes[pipe]
            try:
                self._heard(worker, pipe.recv())
            except (EOFError, OSError):
                self._bury(worker, _last_words(worker.process))
        for worker in list(self._workers):
            if time.monotonic() > worker.deadline:
                worker.process.kill()
                self._bury(worker, "took too long and was stopped")
        self._hand_out()

    def _heard(self, worker: _Worker, message: tuple[str, object]) -> None:
        kind, content = message
        if kind == "error":
            raise ModelError(str(content)) if not isinstance(content, KgError) else content
        if kind == "ready":
            self._signature = str(content)
            worker.ready = True
        else:
            assert worker.task is not None
            assert isinstance(content, list)
            self._done.append((worker.task, content))
            worker.task = None
        worker.deadline = float("inf")

    def _bury(self, worker: _Worker, reason: str) -> None:
        worker.process.join(2)
        worker.pipe.close()
        if not worker.ready:
            raise ModelError(f"a worker process could not start: it {reason}")
        task = worker.task
        if task is not None:
            pieces: Sequence[Task] = task.single()
            if len(pieces) > 1:
                self._queue.extendleft(pieces)
            else:
                self._done.append((task, task.failed(f"the process that read it {reason}")))
        self._workers[self._workers.index(worker)] = self._started()

    def _hand_out(self) -> None:
        for worker in self._workers:
            if not self._queue:
                return
            if worker.ready and worker.task is None:
                task = self._queue.popleft()
                worker.task = task
                worker.deadline = time.monotonic() + self._seconds * task.size
                with contextlib.suppress(OSError):  # a dead worker is found when it is listened to
                    worker.pipe.send(task)


def _serve(pipe: Connection, recipe: Recipe) -> None:
    """The life of a worker process: an engine, then tasks until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    try:
        engine = recipe.engine()
    except KgError as error:
        pipe.send(("error", error))
        return
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        pipe.send(("ready", engine.signature))
        while True:
            task: Task = pipe.recv()
            pipe.send(("done", task.run(engine)))


def _last_words(process: multiprocessing.process.BaseProcess) -> str:
    process.join(2)
    code = process.exitcode
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            killed = signal.Signals(-code)
            hint = " (out of memory?)" if killed is signal.SIGKILL else ""
            return f"was ended by {killed.name}{hint}"
    return f"ended with exit code {code}"


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
