"""From what the user names, files, folders, patterns, URLs and standard input, to single sources."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.read.options import Failure, Form
from kg.read.plain import binary_kind

STDIN = "-"
_FORMS = {
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".json": Form.JSON,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".warc": Form.WARC,
    ".rss": Form.FEED,
    ".atom": Form.FEED,
    ".xml": Form.FEED,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file, URL or standard input."""

    name: str
    """As the user gave it, or below the folder that the user gave."""
    kind: str
    """file, url or stdin."""
    named: bool = True
    """Whether the user named it; what merely lies in a folder may be passed over in silence."""
    size: int = 0
    """Bytes on disk, 0 where that is unknown."""


def sources(paths: Sequence[str]) -> Iterator[Source | Failure]:
    """The sources that `paths` name, in order and those of a folder sorted by name; each only once.

    Hidden files and links to folders are not followed. What doesn't exist is a `Failure`.
    """
    seen: set[str] = set()
    for path in paths:
        for source in _of(path):
            if isinstance(source, Failure) or source.name not in seen:
                seen.add(source.name)
                yield source


def form_by_name(name: str) -> Form | None:
    """The form that the ending of a file name stands for, .gz put aside; None for any other."""
    return _FORMS.get(ending(name))


def ending(name: str) -> str:
    """The last ending of a file name in lower case, .gz put aside: `.jsonl` of `a.b.jsonl.gz`."""
    path = Path(name)
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def is_url(path: str) -> bool:
    """Whether it is an address on the web rather than a path."""
    return urlsplit(path).scheme in ("http", "https")


def _of(path: str) -> Iterator[Source | Failure]:
    if path == STDIN:
        yield Source("-", "stdin")
    elif is_url(path):
        yield Source(path, "url")
    elif os.path.isdir(path):  # noqa: PTH112  (Path would raise for names that no system allows)
        yield from _folder(path)
    elif os.path.lexists(path):
        yield _file(path, named=True)
    elif glob.has_magic(path):
        yield from _pattern(path)
    else:
        yield Failure(path, "no such file or folder")


def _pattern(pattern: str) -> Iterator[Source | Failure]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (keeps the spelling that the user gave)
    if not found:
        yield Failure(pattern, "no file matches this pattern")
    for path in found:
        if Path(path).is_dir():
            yield from _folder(path)
        else:
            yield _file(path, named=True)


def _folder(folder: str) -> Iterator[Source | Failure]:
    problems: list[OSError] = []
    found = False
    for parent, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                found = True
                yield _file(str(Path(parent, name)), named=False)
    for problem in problems:
        yield Failure(str(problem.filename), f"can't be read: {problem.strerror}")
    if not found and not problems:
        yield Failure(folder, "there are no files in this folder")


def _file(path: str, *, named: bool) -> Source | Failure:
    file = Path(path)
    try:
        if not file.is_file():
            return Failure(path, "not a regular file" if file.exists() else "a link that leads nowhere")
        size = file.stat().st_size
        if not named and form_by_name(path) is None:
            return _unasked(path, size)
    except OSError as error:
        return Failure(path, f"can't be read: {error.strerror}")
    return Source(path, "file", named, size)


def _unasked(path: str, size: int) -> Source | Failure:
    """A file in a folder whose name doesn't say that it is a text."""
    if ending(path):
        with Path(path).open("rb") as file:
            kind = binary_kind(file.read(4096))
        if kind is None or ending(path) in _COMPANIONS:
            return Failure(path, f"passed over: {ending(path)} is not an ending of texts", skipped=True)
    return Source(path, "file", named=False, size=size)


_COMPANIONS = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".bmp", ".avif", ".css", ".js", ".mjs", ".map", ".woff",
     ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm", ".ogg", ".pyc", ".idx", ".cdx", ".db", ".sqlite")
)  # fmt: skip
"""Endings of what lies beside texts by rights, such as the pictures of a saved page."""
