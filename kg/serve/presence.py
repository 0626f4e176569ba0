"""Whether the client of a request is still there: one task watches from the query's arrival to the last byte."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.types import Receive

from kg.serve.problems import Problem

Result = TypeVar("Result")


class Presence:
    """Watches for the client to leave; always close it.

    Args:
        receive: the request's; its body must have been read.
    """

    def __init__(self, receive: Receive) -> None:
        self.is_gone = False
        self.on_leave: Callable[[], object] | None = None
        """Called when the client leaves."""
        self._watch = asyncio.create_task(self._wait(receive))

    async def unless_gone(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Does some work, and cancels it when the client leaves.

        Raises:
            Problem: the client left.
        """
        task = asyncio.current_task()
        assert task is not None
        cancelling = task.cancelling()
        self.on_leave = task.cancel
        try:
            return await work
        except asyncio.CancelledError as error:
            if self.is_gone and task.uncancel() <= cancelling:  # not cancelled by others besides
                raise Problem(408, "the client went away") from error
            raise
        finally:
            self.on_leave = None

    def close(self) -> None:
        """Watches no more."""
        self.on_leave = None
        self._watch.cancel()

    async def _wait(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.is_gone = True
        if self.on_leave is not None:
            self.on_leave()
