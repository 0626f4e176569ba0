"""What one query, one client and the whole server may use."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits with defaults that suit a small public endpoint; every one has an option of `kg serve`."""

    time: float = 30.0
    """Seconds of a worker for one query; what is spent waiting for a slow client is not counted."""
    patience: float = 1.0
    """Seconds after which a query counts as long: it goes on at a low priority, and only some may at once."""
    queue_time: float = 10.0
    """Seconds that a query waits for a worker before it is turned away."""
    memory: int = 1024 * MIB
    """Bytes that one worker may use on top of what it has before its query."""
    rows: int = 1_000_000
    """Solutions or triples of one result."""
    bytes: int = 256 * MIB
    """Bytes of one result before compression."""
    body: int = 8 * MIB
    """Bytes of a query or a form."""
    upload: int = 64 * MIB
    """Bytes of RDF or of an update, from those who hold the token."""
    body_time: float = 20.0
    """Seconds in which the body of a request must have arrived."""
    stall: float = 30.0
    """Seconds that a client may take to accept a piece of the result."""
    nesting: int = 100
    """Levels of brackets in a query."""
    workers: int = 4
    """Worker processes: queries that run at once."""
    waiting: int = 64
    """Queries that wait at once, of all clients."""
    per_client: int = 16
    """Queries that run or wait at once, of one client."""

    @property
    def long(self) -> int:
        """How many long queries may run at once; the other workers stay free for short ones."""
        return max(1, self.workers - 2) if self.workers > 2 else 1
