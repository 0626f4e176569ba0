"""Who waits for a worker, who is next, and who is turned away.

Under load the newest query goes first and the oldest waiting ones are turned away ("adaptive LIFO"): a flood then
costs its own queries, not the ones that come after it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kg.serve.limits import Limits
from kg.serve.problems import Problem
from kg.serve.process import WorkerProcess

RETRY = {"Retry-After": "2"}


@dataclass(eq=False, slots=True)
class Ticket:
    """A query that waits."""

    client: str
    ready: asyncio.Future[WorkerProcess]

    @property
    def worker(self) -> WorkerProcess | None:
        """The worker that it got, if it got one."""
        ready = self.ready
        given = ready.done() and not ready.cancelled() and ready.exception() is None
        return ready.result() if given else None


class Admission:
    """The queries that wait."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tickets: list[Ticket] = []

    def __len__(self) -> int:
        return len(self._tickets)

    def enter(self, client: str, running: int) -> Ticket:
        """Lets a query wait, and turns the one away that has waited longest where there are too many.

        Args:
            client: whose query it is.
            running: how many of the client's queries run.

        Raises:
            Problem: none waits that could be turned away, so it is this one.
        """
        own = [ticket for ticket in self._tickets if ticket.client == client]
        most = self._limits.per_client
        if len(own) + running >= most:
            self._turn_away(own, Problem(429, f"more than {most} queries at once from one client", RETRY))
        elif len(self._tickets) >= self._limits.waiting:
            self._turn_away(
                self._tickets, Problem(503, "too many queries are waiting; try again later", RETRY)
            )
        ticket = Ticket(client, asyncio.get_running_loop().create_future())
        self._tickets.append(ticket)
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Takes a query out, if it is still there."""
        if ticket in self._tickets:
            self._tickets.remove(ticket)

    def next(self) -> Ticket | None:
        """Takes out the query that came last."""
        while self._tickets:
            ticket = self._tickets.pop()
            if not ticket.ready.done():
                return ticket
        return None

    def close(self) -> None:
        """Turns all away."""
        while ticket := self.next():
            ticket.ready.set_exception(Problem(503, "the server is going down"))

    def _turn_away(self, tickets: list[Ticket], problem: Problem) -> None:
        if not tickets:
            raise problem
        oldest = tickets[0]
        self.leave(oldest)
        if not oldest.ready.done():
            oldest.ready.set_exception(problem)
