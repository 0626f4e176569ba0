"""WARC files as Common Crawl News has them: an item for each page that was served well."""

from __future__ import annotations

import io
from collections.abc import Iterator

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from kg.errors import ReadError
from kg.read.options import Failure, Form, Item, Options
from kg.records import Publication

_FORMS = {"text/html": Form.HTML, "application/xhtml+xml": Form.HTML, "text/plain": Form.TEXT}


def warc_items(stream: io.BufferedReader, name: str, options: Options) -> Iterator[Item | Failure]:
    """The pages in a WARC file, already unpacked; robots.txt, pictures, errors and redirects are passed over.

    Raises:
        ReadError: it is no WARC, or is cut off or broken from some record on; what came before has been yielded.
    """
    number = 0
    watched = _Tail(stream)
    try:
        for record in ArchiveIterator(watched):
            number += 1
            item = _item(record, name, number, options) if record.rec_type == "response" else None
            if item is not None:
                yield item
            elif _is_cut_off(record):
                raise ReadError(f"the file is cut off in the middle of record {number}")
    except ArchiveLoadFailed as error:
        reason = str(error).splitlines()[0] if str(error) else "no WARC record"
        raise ReadError(f"broken after {number} records: {reason}") from None
    except (EOFError, OSError, ValueError, AttributeError) as error:  # warcio on headers that end too soon
        raise ReadError(f"broken after {number} records: {error}") from None
    if not watched.tail.endswith((b"\r\n\r\n", b"\n\n")):
        raise ReadError(f"the file is cut off after {number} records")


class _Tail(io.RawIOBase):
    """Remembers the last bytes that were read: warcio says nothing where a file ends within a record's headers."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.tail = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read1(size)  # what there is, before an error that may follow it
        self.tail = (self.tail + data)[-4:]
        return data


def _item(record: ArcWarcRecord, name: str, number: int, options: Options) -> Item | Failure | None:
    url = record.rec_headers.get_header("WARC-Target-URI")
    label = f"{name}#{number} {url or ''}".rstrip()
    http = record.http_headers
    if http is None or http.get_statuscode() != "200":
        return None
    kind, _, parameters = (http.get_header("Content-Type") or "").partition(";")
    form = _FORMS.get(kind.strip().lower())
    if form is None:
        return None
    limit = options.limits.page
    content = record.content_stream().read(limit + 1)
    if len(content) > limit:
        return Failure(label, f"too big: more than {limit:,} bytes, the limit for an HTML page")
    if record.raw_stream.read(1):
        return Failure(label, "the record says that it is shorter than it is")
    if _missing(record):
        raise ReadError(f"the file is cut off in the middle of record {number}, {url}")
    _, _, charset = parameters.lower().partition("charset=")
    return Item(
        label,
        form,
        content,
        Publication(url=url, path=name),
        charset.split(";")[0].strip(" \"'") or None,
        collected=True,
    )


def _is_cut_off(record: ArcWarcRecord) -> bool:
    """Whether the file ends within the record's headers or its rest, which is read to its end."""
    while record.raw_stream.read(1 << 16):
        pass
    return record.rec_headers.get_header("Content-Length") is None or _missing(record) > 0


def _missing(record: ArcWarcRecord) -> int:
    """Bytes of the record that the file doesn't have."""
    return int(getattr(record.raw_stream, "limit", 0) or 0)
