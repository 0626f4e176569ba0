"""Looks over the text of a SPARQL query or update before pyoxigraph's recursive parser sees it.

This is a scanner of tokens, not a parser: it finds how deep brackets nest, whether another host would be asked, and
where a dataset is named. It leans to refusing: what it can't place it reads as code, never as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<string>
          \"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<word>[?$@]?(?:[\w:%]|[^\x00-\x7f]|\\.)(?:[\w:%.-]|[^\x00-\x7f]|\\.)*)
    | (?P<open>[({\[])
    | (?P<close>[)}\]])
    | (?P<sign>[!^+-])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_VOLATILE_NAMES = ("now", "rand", "uuid", "bnode")
"""In each text that `_VOLATILE` finds something in; looking for them takes a tenth of the time."""

NOWHERE = "urn:kg:nowhere"
"""The graph that `LOAD SILENT` clears instead of loading: nothing is ever in it."""


class Token(NamedTuple):
    """A piece of the text that is neither space nor comment."""

    kind: str
    text: str
    begin: int
    end: int
    depth: int
    """Open brackets around it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in a text."""

    names_dataset: bool
    """Whether it has FROM, or in an update USING or WITH."""
    tokens: tuple[Token, ...]
    """The tokens outside all brackets."""


def is_volatile(text: str) -> bool:
    """Whether the answer may differ from one run to the next on the same data."""
    lower = text.lower()
    return any(name in lower for name in _VOLATILE_NAMES) and _VOLATILE.search(text) is not None


def check_query(text: str, nesting: int) -> None:
    """Refuses what `scan` refuses, and mostly without scanning: a text with few brackets can't nest deep.

    Raises:
        QueryError: see `scan`.
    """
    brackets, signs = sum(map(text.count, "({[")), sum(map(text.count, "!^+-"))
    if brackets > nesting or signs > nesting or "SERVICE" in text.upper():
        scan(text, nesting)


def scan(text: str, nesting: int) -> Scan:
    """Scans a query or an update.

    Args:
        text: SPARQL.
        nesting: how many levels of brackets are allowed.

    Raises:
        QueryError: it nests too deep, or asks another host by SERVICE.
    """
    depth = signs = 0
    names_dataset = False
    outside = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            continue
        signs = signs + 1 if kind == "sign" else 0
        if kind == "open":
            depth += 1
        if depth > nesting or signs > nesting:
            raise QueryError(f"nested more than {nesting} deep; write the query with fewer brackets")
        if kind == "word":
            word = match.group().upper()
            if word == "SERVICE":
                raise QueryError("SERVICE is not allowed here: this endpoint asks no other host")
            if word in ("FROM", "USING", "WITH"):
                names_dataset = True
        if depth == 0 or (depth == 1 and kind == "open"):
            outside.append(Token(kind, match.group(), match.start(), match.end(), depth))
        if kind == "close":
            depth = max(0, depth - 1)
            if depth == 0:
                outside.append(Token(kind, match.group(), match.start(), match.end(), 1))
    return Scan(names_dataset, tuple(outside))


def prepare_update(
    text: str, nesting: int, using: tuple[str, ...] = (), using_named: tuple[str, ...] = ()
) -> str:
    """Makes an update safe to run: loads nothing, and reads from the dataset that the request names.

    Args:
        text: one SPARQL update request.
        nesting: how many levels of brackets are allowed.
        using: IRIs of `using-graph-uri`.
        using_named: IRIs of `using-named-graph-uri`.

    Raises:
        QueryError: it nests too deep, asks or loads from elsewhere, or names a dataset that the request names too.
    """
    found = scan(text, nesting)
    if (using or using_named) and found.names_dataset:
        raise QueryError("USING and WITH can't be combined with using-graph-uri or using-named-graph-uri")
    edits = [*_without_loads(found.tokens)]
    if using or using_named:
        clause = "".join(f" USING <{iri}>" for iri in using)
        clause += "".join(f" USING NAMED <{iri}>" for iri in using_named)
        edits += _with_dataset(text, found.tokens, clause + " ")
    for begin, end, new in sorted(edits, reverse=True):
        text = text[:begin] + new + text[end:]
    return text


def _without_loads(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, str]]:
    """Edits that put an operation without effect in the place of each LOAD SILENT."""
    for i, token in enumerate(tokens):
        if token.kind != "word" or token.text.upper() != "LOAD":
            continue
        if i + 1 >= len(tokens) or tokens[i + 1].text.upper() != "SILENT":
            raise QueryError(
                "LOAD is not allowed here: this endpoint reads no files and no other hosts; use PUT"
            )
        end = i + 2
        while end < len(tokens) and tokens[end].text != ";":
            end += 1
        yield token.begin, tokens[end - 1].end, f"CLEAR SILENT GRAPH <{NOWHERE}>"


def _with_dataset(text: str, tokens: tuple[Token, ...], clause: str) -> Iterator[tuple[int, int, str]]:
    """Edits that put USING before the WHERE of each operation."""
    for i, token in enumerate(tokens):
        if token.kind != "word" or token.text.upper() != "WHERE":
            continue
        if i and tokens[i - 1].text.upper() == "DELETE" and i + 2 < len(tokens):  # DELETE WHERE { ... }
            pattern = text[tokens[i + 1].begin : tokens[i + 2].end]
            yield token.begin, token.begin, f"{pattern}{clause}"
        else:
            yield token.begin, token.begin, clause
