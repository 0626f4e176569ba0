"""Markdown as a reader sees it."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.read.dates import date_of
from kg.records import Publication

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PLAIN = {"paragraph_open", "paragraph_close", "inline"}
_PLAIN_INLINE = {"text", "softbreak"}


def plain_text(text: str) -> tuple[str, Publication]:
    """The words of a Markdown text without its marks, and what its front matter says of it.

    Paragraphs, headings, list items and cells are parted by an empty line; code blocks, pictures and raw HTML are left
    out. A text without any marks stays as it is, to the character.
    """
    front = _FRONT.match(text)
    publication = _publication(front.group(1)) if front else Publication()
    body = text[front.end() :] if front else text
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    if all(_is_plain(token) for token in tokens):
        return body, publication
    blocks = (_inline(token) for token in tokens if token.type == "inline")
    return "\n\n".join(block for block in blocks if block.strip()), publication


def _is_plain(token: Token) -> bool:
    children = token.children or []
    return (
        token.type in _PLAIN
        and all(child.type in _PLAIN_INLINE for child in children)
        and "\\" not in token.content
    )


def _inline(token: Token) -> str:
    words = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append("\n")
    return "".join(words)


def _publication(front: str) -> Publication:
    """From lines of `key: value`; anything deeper in the YAML is nobody's title or date."""
    values: dict[str, str] = {}
    for line in front.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip() == key:
            values[key.lower()] = value.strip().strip("\"'")
    return Publication(
        url=values.get("url") or values.get("link"),
        publisher=values.get("publisher") or values.get("source"),
        title=values.get("title"),
        issued=date_of(values.get("date")) if values.get("date") else None,
        authors=(values["author"],) if values.get("author") else (),
    )
