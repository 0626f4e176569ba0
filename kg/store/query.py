"""SPARQL over a store, and its results in the standard formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.describe import PREFIXES
from kg.errors import QueryError

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Formats of the W3C for the results of SELECT and ASK."""

GRAPHS = {"json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML, "turtle": ox.RdfFormat.TURTLE}
"""The same names for the graphs that CONSTRUCT and DESCRIBE give."""

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

# What can hide a keyword, longest first: IRIs, strings, comments, variables, escapes and prefixed names.
_TOKENS = re.compile(
    r"""
    (?P<skip> <[^<>"{}|^`\\\x00-\x20]*>
    | \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \#[^\n\r]*
    | [?$@][\w-]+
    | [\w.-]*:(?:[\w:.%-]|\\.)*
    | \\. )
    | (?P<word> [^\W\d]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_REMOTE = {"SERVICE": "SERVICE asks another endpoint", "LOAD": "LOAD fetches a document"}
_PROLOGUE = r"(?:\s+|#[^\n\r]*|(?:PREFIX\s+[^\s:]*:|BASE)\s*<[^>]*>)*"
_UPDATE = r"(?:INSERT|DELETE|WITH|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b"
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_remote(text: str) -> None:
    """Refuses a query or update that would make this machine call another one.

    Raises:
        QueryError: it has SERVICE or LOAD outside of strings, IRIs, comments and names.
    """
    plain = _CODE_POINT.sub(
        _code_point, text
    )  # SPARQL resolves these escapes before it looks at anything else
    for reading in {text, plain}:
        for token in _TOKENS.finditer(reading):
            keyword = (token["word"] or "").upper()
            if keyword in _REMOTE:
                raise QueryError(f"{_REMOTE[keyword]}, which is refused here; query that source by itself")


def run_query(store: ox.Store, text: str) -> Result:
    """Answers a query; its default graph is the union of all named graphs, as a set.

    Args:
        store: a snapshot's, whose own default graph holds that union.
        text: SPARQL 1.1, in which `PREFIXES` need not be declared.

    Raises:
        QueryError: the syntax is wrong, an update was given, or it would call another endpoint.
    """
    refuse_remote(text)
    try:
        return store.query(text, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise _syntax_error(text, str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise _failure(error) from error


def rows(result: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
    """The rows of a SELECT.

    Raises:
        QueryError: the engine failed on the way.
    """
    try:
        yield from result
    except (OSError, ValueError, RuntimeError) as error:
        raise _failure(error) from error


def write_result(result: Result, form: str, output: IO[bytes]) -> None:
    """Writes a result as `json`, `xml`, `csv`, `tsv` or, for graphs, `turtle`.

    Raises:
        QueryError: the form does not fit: csv and tsv are for SELECT and ASK, turtle is for graphs.
    """
    try:
        if isinstance(result, ox.QueryTriples):
            if form not in GRAPHS:
                raise QueryError(
                    f"CONSTRUCT and DESCRIBE give a graph, which can't be {form}; use json or xml"
                )
            ox.serialize(result, output, GRAPHS[form], prefixes=dict(PREFIXES))
        elif form not in RESULTS:
            raise QueryError(f"SELECT and ASK give rows, which can't be {form}; use {', '.join(RESULTS)}")
        else:
            result.serialize(output, RESULTS[form])
    except (ValueError, RuntimeError) as error:
        raise _failure(error) from error


def shorten(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """A term for people: literals by their text, IRIs with a known prefix where there is one."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and re.fullmatch(r"\w[\w-]*", local):
                return f"{prefix}:{local}"
        return term.value
    return str(term)


def _failure(error: Exception) -> QueryError:
    return QueryError(f"the query failed: {' '.join(str(error).split())}")


def _code_point(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else match[0]


def _syntax_error(text: str, message: str) -> QueryError:
    """Where the parser stopped, what stands there, and why, as far as the engine's message tells a person."""
    if re.match(_PROLOGUE + _UPDATE, text, re.IGNORECASE):
        return QueryError("that is an update, not a query; a snapshot can only be asked")
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", message, re.DOTALL)
    if not found:
        return QueryError(f"the query is wrong: {' '.join(message.split())[:200]}")
    line, column = int(found[1]), int(found[2])
    reasons = [reason for reason in found[3].split(", ") if re.fullmatch(r"[A-Z][a-z]* [\w ]+", reason)]
    lines = text.splitlines()
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    place = f"line {line}, column {column}, at {rest[:40]!r}" if rest else f"its end (line {line})"
    return QueryError(f"the query is wrong at {place}{': ' if reasons else ''}{'; '.join(reasons)}")
