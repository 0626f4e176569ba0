"""What all parts of the HTTP interface share: the pool, the writer, the snapshots and the settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.describe import PREFIXES
from kg.serve.limits import Limits
from kg.serve.metrics import Metrics
from kg.serve.negotiate import JSON, accepts_gzip
from kg.serve.pool import Pool
from kg.serve.presence import Presence
from kg.serve.reply import Reply
from kg.serve.requests import client_of
from kg.serve.scan import is_volatile
from kg.serve.snapshots import Snapshots
from kg.serve.streaming import StreamedReply
from kg.serve.wire import Content
from kg.serve.writing import WriterClient


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is run."""

    store: Path
    limits: Limits = field(default_factory=Limits)
    plain: bool = False
    """Whether the store is served as it is, for conformance suites: no prefixes by default, its own default graph."""
    token: str | None = field(default=None, repr=False)
    """What allows writing; None allows none."""
    cors: str = "*"
    """Origin that browsers may let read; empty for none."""


Row = Mapping[str, Mapping[str, str]]
"""One solution: from each bound variable to `type`, `value` and, for literals, `datatype` or `xml:lang`."""


class Service:
    """A store being served."""

    def __init__(self, settings: Settings) -> None:
        prefixes = {} if settings.plain else PREFIXES
        self.settings = settings
        self.limits = settings.limits
        self.snapshots = Snapshots(settings.store)
        self.pool = Pool(self.snapshots, settings.limits, prefixes)
        self.writer = (
            None
            if settings.token is None
            else WriterClient(settings.store, settings.limits, prefixes, plain=settings.plain)
        )
        self.metrics = Metrics(self.pool, self.snapshots)
        self.counted: dict[str, Any] = {}
        """Counts of a snapshot, kept by `kg.serve.description`."""
        self.missing: tuple[str, ...] = ()
        """What the workers could not enforce."""

    async def start(self) -> None:
        """Starts the worker processes.

        Raises:
            OSError: they can't be started.
        """
        await self.pool.start()
        self.missing = self.pool.missing
        if self.writer is not None:
            self.missing += tuple(f"writer: {line}" for line in await self.writer.start())

    async def stop(self) -> None:
        """Ends them."""
        await self.pool.stop()
        if self.writer is not None:
            await self.writer.stop()
        self.snapshots.close()

    def etag(self, request: Request, *parts: str) -> str:
        """A validator for an answer that depends on the store, the request's headers and `parts` only."""
        version = self.snapshots.version(self.snapshots.refresh())
        headers = [request.headers.get(name, "") for name in ("accept", "accept-encoding", "host")]
        digest = hashlib.sha256("\0".join([version, *headers, *parts]).encode("utf-8", "replace"))
        return f'W/"{digest.hexdigest()[:32]}"'

    async def answer(self, request: Request, job: Content, *, cacheable: str | None = None) -> Response:
        """Runs a job of a worker and streams its result.

        Args:
            request: whose Accept and Accept-Encoding headers count, and who may leave.
            job: for the worker, without what the request says.
            cacheable: what the answer depends on beside the store, for an ETag; None for no ETag.

        Raises:
            Problem: it fails before its result begins.
        """
        headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
        if cacheable is not None and not is_volatile(cacheable):
            headers["ETag"] = self.etag(request, request.scope["path"], cacheable)
            if matches(request.headers.get("if-none-match"), headers["ETag"]):
                return Response(status_code=304, headers=headers)
        job = {
            "accept": request.headers.get("accept"),
            "gzip": accepts_gzip(request.headers.get("accept-encoding")),
            "head": request.method == "HEAD",
            **job,
        }
        presence = Presence(request.receive)
        try:
            with self.metrics.query():
                reply: Reply = await presence.unless_gone(self.pool.run(job, client_of(request)))
        except BaseException:
            presence.close()
            raise
        return StreamedReply(reply, headers, self.limits.stall, presence)

    async def select(self, text: str, client: str = "pages") -> list[Row]:
        """The solutions of a query of kg's own, such as those behind its pages.

        Raises:
            Problem: it went over a limit, or there is no room.
        """
        job: Content = {
            "op": "query", "text": text, "base": None, "default_graphs": [], "named_graphs": [],
            "accept": JSON.media_type, "gzip": False, "head": False,
        }  # fmt: skip
        reply = await self.pool.run(job, client)
        try:
            data = b"".join([piece async for piece in reply.pieces()])
        finally:
            reply.close()
        rows: list[Row] = json.loads(data)["results"]["bindings"]
        return rows


def matches(header: str | None, etag: str) -> bool:
    """Whether an If-None-Match header has the ETag, by weak comparison."""
    given = [tag.strip() for tag in (header or "").split(",")]
    return "*" in given or etag in given or etag.removeprefix("W/") in given
