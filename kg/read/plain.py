"""Bytes to text, unmodified: what is not a text is refused, never repaired."""

from __future__ import annotations

import codecs

from kg.errors import ReadError

_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip archive (or an office document); unpack it first",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "gzip inside gzip; unpack it first",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ\x00": "an xz archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a media file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3\x00": "an SQLite database",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x08\x1b"))


def decode(data: bytes) -> str:
    """The text in `data`: UTF-8, or UTF-16 that begins with its byte order mark, which is not part of the text.

    Nothing else changes: line ends, spaces and control characters stay as they are.

    Raises:
        ReadError: empty, binary, or neither UTF-8 nor marked UTF-16.
    """
    if not data:
        raise ReadError("the file is empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return checked(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError as error:
                raise ReadError(f"not valid {encoding} from byte {error.start + len(mark)} on") from None
    kind = binary_kind(data)
    if kind:
        raise ReadError(f"not a text but {kind}")
    try:
        return checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        raise ReadError(
            f"not valid UTF-8: byte {error.start} is 0x{wrong:02x}; convert the file to UTF-8"
        ) from None


def checked(text: str) -> str:
    """The same text.

    Raises:
        ReadError: nothing but white space, or characters that no text has (NUL, half of a surrogate pair).
    """
    if not text.strip():
        raise ReadError("there is no text in it, only white space" if text else "the text is empty")
    if "\x00" in text:
        raise ReadError(f"not a text: character {text.index(chr(0))} is NUL")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(f"not valid Unicode: character {error.start} is half of a surrogate pair") from None
    return text


def binary_kind(data: bytes) -> str | None:
    """What kind of binary file begins with `data`; None for what may be text."""
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            return kind
    head = data[:4096]
    if b"\x00" in head:
        return "binary data (it has NUL bytes)"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if controls * 20 > len(head) else None
