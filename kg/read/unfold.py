"""Files as streams of bytes, gzip undone on the way, with a guard against archives made to explode."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kg.errors import ReadError
from kg.read.options import Limits

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 16


class Unfolding(io.RawIOBase):
    """Reads a gzip stream, and refuses to go on where it unfolds to far more than its own size.

    Raises:
        ReadError: when read, if the stream is cut off, is no gzip or explodes.
    """

    def __init__(self, packed: IO[bytes], limits: Limits) -> None:
        self._packed = packed
        self._unpacked = gzip.GzipFile(fileobj=packed, mode="rb")
        self._limits = limits
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no len()
        with _gzip_problems():
            data = self._unpacked.read1(min(len(buffer), _CHUNK))
        buffer[: len(data)] = data
        self._out += len(data)
        packed = self._packed.tell() if self._packed.seekable() else self._out
        if self._out > self._limits.file and self._out > self._limits.expansion * packed:
            raise ReadError(
                f"the gzip file unfolds to more than {self._limits.expansion} times its size; it looks like a bomb"
            )
        return len(data)


@contextlib.contextmanager
def opened(file: IO[bytes], limits: Limits) -> Iterator[io.BufferedReader]:
    """A buffered stream of what is in the file, unpacked where it begins as gzip does."""
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(_Raw(file))
    if buffered.peek(2)[:2] == _GZIP:
        yield io.BufferedReader(Unfolding(buffered, limits), _CHUNK)
    else:
        yield buffered


@contextlib.contextmanager
def opened_path(path: Path, limits: Limits) -> Iterator[io.BufferedReader]:
    """The same for a path.

    Raises:
        ReadError: it can't be opened.
    """
    try:
        with path.open("rb") as file, opened(file, limits) as stream:
            yield stream
    except OSError as error:
        raise ReadError(f"can't be read: {error.strerror or error}") from None


def read_at_most(stream: IO[bytes], limit: int, what: str) -> bytes:
    """All that is in the stream.

    Raises:
        ReadError: it is more than `limit` bytes.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(f"too big: more than {limit:,} bytes, the limit for {what}")
    return data


def lines(stream: io.BufferedReader, limit: int) -> Iterator[bytes | None]:
    """The lines of the stream without their ends; None for one of more than `limit` bytes."""
    while line := stream.readline(limit + 2):
        if line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
        elif len(line) <= limit:
            yield line
        else:
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield None


@contextlib.contextmanager
def _gzip_problems() -> Iterator[None]:
    try:
        yield
    except EOFError:
        raise ReadError("the gzip file is cut off before its end") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ReadError(f"the gzip file is broken: {error}") from None


class _Raw(io.RawIOBase):
    """Lets a stream that isn't buffered, such as an answer from the web, be buffered."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no len()
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
