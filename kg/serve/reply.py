"""What a worker sends for a job: its frames, read within the job's time, and the result that they make up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from kg.serve.admission import RETRY
from kg.serve.problems import Problem
from kg.serve.process import WorkerProcess
from kg.serve.wire import Content, Kind


class Reply:
    """The result of a job: its header, then its pieces; always close it.

    Args:
        worker: what does the job.
        header: its first frame.
        seconds: that the whole job may take.
        give_back: takes the worker after the job, and whether it can do another.
    """

    def __init__(
        self,
        worker: WorkerProcess,
        header: Content,
        seconds: float,
        give_back: Callable[[WorkerProcess, bool], None],
    ) -> None:
        self._worker: WorkerProcess | None = worker
        self.header = header
        self.is_complete = False
        """Whether the last piece has come."""
        self._seconds = seconds
        self._give_back = give_back

    async def pieces(self) -> AsyncIterator[bytes]:
        """What the worker sends.

        Raises:
            Problem: it went over a limit or died; the result is cut off there.
        """
        while not self.is_complete:
            yield await self.next_piece()

    async def next_piece(self) -> bytes:
        """The next piece, which may be empty where it is the last; ask for none after that.

        Raises:
            Problem: as for `pieces`.
        """
        if self._worker is None:
            raise Problem(503, "the client went away")
        kind, payload = await next_frame(self._worker, self._seconds)
        if kind is Kind.DATA:
            return payload
        self._finish(True)  # a client that has all may leave at once: be done before
        if kind is Kind.ERROR:
            raise problem_in(payload)
        self.is_complete = True
        return payload if kind is Kind.LAST else b""

    def _finish(self, reusable: bool) -> None:
        if self._worker is not None:
            worker, self._worker = self._worker, None
            self._give_back(worker, reusable)

    def close(self) -> None:
        """Ends the job where it is not complete."""
        if self._worker is not None:
            self._worker.kill(503, "the client went away")
        self._finish(False)


async def next_frame(worker: WorkerProcess, seconds: float) -> tuple[Kind, bytes]:
    """The next frame of a worker's job.

    Args:
        worker: what does the job.
        seconds: that the whole job may take.

    Raises:
        Problem: the job took too long, or the worker died or was killed.
    """
    try:
        async with asyncio.timeout(max(0.0, seconds - worker.busy)):
            return await worker.receive()
    except TimeoutError as error:
        worker.kill(504, "")
        raise Problem(504, f"the query took longer than {seconds:g} seconds; ask for less") from error
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        if worker.killed_for is not None:
            raise Problem(*worker.killed_for, RETRY) from error
        raise Problem(
            500, "the query ended its worker process: it is too deep or too large; simplify it"
        ) from error


def problem_in(payload: bytes) -> Problem:
    """What an error frame says."""
    content = json.loads(payload)
    return Problem(content["status"], content["detail"])
