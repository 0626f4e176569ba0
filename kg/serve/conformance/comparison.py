"""Whether two results are the same, whatever their blank nodes are called."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float")}

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = dict[str, Term]
Table: TypeAlias = tuple[frozenset[str], list[Row]]
"""Variables and solutions."""

_BY_SUFFIX = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


def read_results(data: bytes, format: ox.QueryResultsFormat) -> bool | Table:
    """Parses the result of an ASK or a SELECT.

    Raises:
        SyntaxError: it is not in that format.
    """
    parsed = ox.parse_query_results(data, format)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    variables = [variable.value for variable in parsed.variables]
    rows = [{name: term for name in variables if (term := row[name]) is not None} for row in parsed]
    return frozenset(variables), rows


def expected_results(path: Path) -> bool | Table:
    """What a file says that the result of an ASK or a SELECT is.

    Raises:
        SyntaxError: the file is broken.
    """
    if path.suffix in _BY_SUFFIX:
        return read_results(path.read_bytes(), _BY_SUFFIX[path.suffix])
    return _from_graph(ox.Dataset(quad for quad in ox.parse(path=str(path), base_iri=path.as_uri())))


def _from_graph(dataset: ox.Dataset) -> bool | Table:
    """A result in the DAWG's vocabulary."""
    values: dict[tuple[Term, str], list[Term]] = {}
    root: Term | None = None
    for quad in dataset:
        values.setdefault((quad.subject, quad.predicate.value.removeprefix(_RS)), []).append(quad.object)
        if quad.object == ox.NamedNode(f"{_RS}ResultSet"):
            root = quad.subject
    assert root is not None
    if (root, "boolean") in values:
        return str(values[root, "boolean"][0]).startswith('"true"')
    rows: list[Row] = []
    for solution in values.get((root, "solution"), ()):
        bindings = values.get((solution, "binding"), ())
        rows.append({_text(values[b, "variable"][0]): values[b, "value"][0] for b in bindings})
    return frozenset(map(_text, values.get((root, "resultVariable"), ()))), rows


def _text(term: Term) -> str:
    assert isinstance(term, ox.Literal)
    return term.value


def same_results(one: bool | Table, other: bool | Table) -> bool:
    """Whether two results of ASK or SELECT are the same; the order of solutions does not count."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one[0] == other[0] and len(one[1]) == len(other[1]) and _table(one) == _table(other)


def _table(table: Table) -> ox.Dataset:
    """A canonical dataset in which each solution is a node, so that renaming blank nodes shows."""
    quads = []
    for i, row in enumerate(table[1]):
        node = ox.BlankNode(f"row{i}")
        quads.append(ox.Quad(node, ox.NamedNode("urn:row"), ox.Literal("")))
        quads += [
            ox.Quad(node, ox.NamedNode(f"urn:var:{name}"), _by_value(term)) for name, term in row.items()
        ]
    return _canonical(quads)


def same_graphs(one: Iterable[ox.Quad], other: Iterable[ox.Quad]) -> bool:
    """Whether two graphs or datasets are isomorphic."""
    return _canonical(map(_quad_by_value, one)) == _canonical(map(_quad_by_value, other))


def read_graph(data: bytes, format: ox.RdfFormat, base: str) -> list[ox.Quad]:
    """Parses RDF.

    Raises:
        SyntaxError: it is not in that format.
    """
    return list(ox.parse(io.BytesIO(data), format=format, base_iri=base))


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _quad_by_value(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, _by_value(quad.object), quad.graph_name)


def _by_value(term: Term) -> Term:
    """A number or boolean in one spelling: values are compared, 1.0 being 1.00, since the engine keeps only those."""
    if isinstance(term, ox.Literal) and term.datatype.value == f"{_XSD}boolean" and term.value in ("0", "1"):
        return ox.Literal(term.value == "1")
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        try:
            if term.datatype.value in (f"{_XSD}double", f"{_XSD}float"):
                return ox.Literal(repr(float(term.value)), datatype=term.datatype)
            number = Decimal(term.value).normalize()
            return ox.Literal(f"{number:f}", datatype=term.datatype)
        except (InvalidOperation, ValueError):
            return term
    return term
