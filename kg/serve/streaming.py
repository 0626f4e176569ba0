"""The response that streams a worker's result."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.serve.presence import Presence
from kg.serve.problems import Problem
from kg.serve.reply import Reply

log = logging.getLogger("kg.serve")


class StreamedReply(Response):
    """Sends a worker's result as it comes; a result that is cut off ends the connection, so that it shows.

    Args:
        reply: the result, which has begun.
        headers: of the response, beside those that the result asks for.
        stall: seconds that the client may take to accept a piece.
        presence: whether the client is there.
    """

    def __init__(self, reply: Reply, headers: Mapping[str, str], stall: float, presence: Presence) -> None:
        headers = dict(headers)
        if reply.header.get("gzip"):
            headers["Content-Encoding"] = "gzip"
        elif "length" in reply.header:
            headers["Content-Length"] = str(reply.header["length"])
        self.status_code = 200
        self.background = None
        self.media_type = reply.header.get("content_type")
        self.init_headers(headers)  # not Response's own constructor, which takes the body's length
        self._reply = reply
        self._stall = stall
        self._presence = presence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._presence.on_leave = self._reply.close
        has_begun = False
        try:
            # before the start, since a client that wants no more than that may leave with it
            piece = await self._reply.next_piece()
            has_begun = True
            start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            await send(start)
            while True:
                if self._presence.is_gone:
                    return
                is_last = self._reply.is_complete
                async with asyncio.timeout(self._stall):
                    await send({"type": "http.response.body", "body": piece, "more_body": not is_last})
                if is_last:
                    return
                piece = await self._reply.next_piece()
        except (Problem, TimeoutError) as error:
            if not has_begun:
                raise
            log.warning("a result was cut off: %s", error or "the client did not read on")
            # returning before the end makes uvicorn hang up
        finally:
            self._presence.close()
            self._reply.close()
