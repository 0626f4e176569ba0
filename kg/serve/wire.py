"""Frames between the server and its worker processes, over a pair of connected sockets.

A frame is one byte that says what it is, four bytes with the length of its payload (big-endian), and the payload.
"""

from __future__ import annotations

import asyncio
import json
import struct
from enum import IntEnum
from typing import Any, BinaryIO, Protocol

_HEAD = struct.Struct(">BI")


class Kind(IntEnum):
    """What a frame holds."""

    READY = 1
    """The worker can take a job; a JSON object that says what it could not enforce."""
    JOB = 2
    """From the server: a JSON object."""
    BODY = 3
    """From the server, after JOB: raw bytes that belong to it."""
    HEADER = 4
    """The result begins: a JSON object."""
    DATA = 5
    """A piece of the result."""
    ERROR = 6
    """The job failed: a JSON object with status and detail."""
    END = 7
    """The job is done: a JSON object."""
    LAST = 8
    """The last piece of a result, with which it is complete; may be empty."""


Content = dict[str, Any]


class Flushable(Protocol):
    """What frames are written to."""

    def write(self, data: bytes, /) -> int | None: ...

    def flush(self) -> None: ...


def pack(kind: Kind, payload: bytes) -> bytes:
    """A frame as bytes."""
    return _HEAD.pack(kind, len(payload)) + payload


def pack_json(kind: Kind, content: Content) -> bytes:
    """A frame with a JSON object."""
    return pack(kind, json.dumps(content).encode())


def send(stream: Flushable, kind: Kind, payload: bytes) -> None:
    """Writes a frame, in a worker."""
    stream.write(pack(kind, payload))
    stream.flush()


def send_json(stream: Flushable, kind: Kind, content: Content) -> None:
    """Writes a frame with a JSON object, in a worker."""
    send(stream, kind, json.dumps(content).encode())


def send_result(stream: Flushable, header: Content, kind: Kind, payload: bytes) -> None:
    """Writes the header of a result and its first piece at once, so that the server wakes up once for both."""
    stream.write(pack_json(Kind.HEADER, header) + pack(kind, payload))
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Kind, bytes] | None:
    """Reads a frame, in a worker; None when the server is gone."""
    head = _read_exactly(stream, _HEAD.size)
    if head is None:
        return None
    kind, length = _HEAD.unpack(head)
    payload = _read_exactly(stream, length)
    return None if payload is None else (Kind(kind), payload)


def _read_exactly(stream: BinaryIO, size: int) -> bytes | None:
    """So many bytes, also from a stream without a buffer; None at its end."""
    pieces = []
    while size:
        piece = stream.read(size)
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


async def read_frame(reader: asyncio.StreamReader) -> tuple[Kind, bytes]:
    """Reads a frame, in the server.

    Raises:
        asyncio.IncompleteReadError: the worker died.
    """
    kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return Kind(kind), await reader.readexactly(length)
