"""Turtle and TriG for people: prefixes, one block for each node; documents first, then entities, claims, the rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.describe import PREFIXES
from kg.describe import terms as t
from kg.store.reading import UNION

ORDER = (t.DOCUMENT, t.PUBLICATION, *t.ENTITY_CLASSES.values(), t.CLAIM)
"""Classes in the order in which their nodes are written; what has none of them follows."""

_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_PLAIN = {
    f"{t.XSD}integer": re.compile(r"[+-]?\d+", re.ASCII),
    f"{t.XSD}decimal": re.compile(r"[+-]?\d*\.\d+", re.ASCII),
    f"{t.XSD}boolean": re.compile(r"true|false"),
}
"""Literals that need no quotes."""

Graph = ox.NamedNode | ox.DefaultGraph


def turtle(store: ox.Store, base: str) -> Iterator[str]:
    """The union of all graphs in Turtle, a block at a time."""
    writer = _Writer(base)
    yield writer.prefixes()
    for block in _blocks(store, UNION, writer):
        yield f"\n{block}"


def trig(store: ox.Store, base: str, graphs: list[ox.NamedNode]) -> Iterator[str]:
    """The named graphs in TriG, a block at a time."""
    writer = _Writer(base)
    yield writer.prefixes()
    for graph in graphs:
        yield f"\n{writer.term(graph)} {{\n"
        for block in _blocks(store, graph, writer):
            yield f"\n{block}"
        yield "}\n"


def _blocks(store: ox.Store, graph: Graph, writer: _Writer) -> Iterator[str]:
    """Every node of the graph once: in the class of `ORDER` that it has first, or at the end."""
    for kind in ORDER:
        for quad in store.quads_for_pattern(None, t.TYPE, kind, graph):
            if isinstance(quad.subject, ox.NamedNode):
                triples = list(store.quads_for_pattern(quad.subject, None, None, graph))
                if _kind(triples) == kind:
                    yield writer.block(quad.subject, triples)
    for subject, triples in grouped(store.quads_for_pattern(None, None, None, graph)):
        if _kind(triples) is None:
            yield writer.block(subject, triples)


def grouped(quads: Iterator[ox.Quad]) -> Iterator[tuple[ox.NamedNode | ox.BlankNode, list[ox.Quad]]]:
    """Quads of one graph by their subject; they come from the database's index, which has them together."""
    for subject, group in itertools.groupby(quads, key=lambda quad: quad.subject):
        if isinstance(subject, ox.NamedNode | ox.BlankNode):
            yield subject, list(group)


def _kind(quads: list[ox.Quad]) -> ox.NamedNode | None:
    types = {quad.object for quad in quads if quad.predicate == t.TYPE}
    return next((kind for kind in ORDER if kind in types), None)


class _Writer:
    """Knows the prefixes, and how to write a term with them."""

    def __init__(self, base: str) -> None:
        own = {name: f"{base}{name}/" for name in ("entity", "document", "claim", "run", "software")}
        self._prefixes = {**PREFIXES, **own}

    def prefixes(self) -> str:
        return "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in self._prefixes.items())

    def term(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        if isinstance(term, ox.NamedNode):
            stem = max(term.value.rfind("#"), term.value.rfind("/")) + 1
            local = term.value[stem:]
            if _LOCAL.fullmatch(local):
                for name, namespace in self._prefixes.items():
                    if namespace == term.value[:stem]:
                        return f"{name}:{local}"
            return str(term)
        if isinstance(term, ox.Literal) and not term.language:
            pattern = _PLAIN.get(term.datatype.value)
            if pattern and pattern.fullmatch(term.value):
                return term.value
            if term.datatype.value != f"{t.XSD}string":
                return f"{ox.Literal(term.value)}^^{self.term(term.datatype)}"
        return str(term)

    def block(self, subject: ox.NamedNode | ox.BlankNode, quads: list[ox.Quad]) -> str:
        values: dict[str, list[str]] = {}
        for quad in quads:
            predicate = "a" if quad.predicate == t.TYPE else self.term(quad.predicate)
            values.setdefault(predicate, []).append(self.term(quad.object))
        # `a` sorts before anything with a colon in it but not before names such as `Z:x`, hence the key
        order = sorted(values, key=lambda predicate: (predicate != "a", predicate))
        lines = [f"{predicate} {', '.join(sorted(values[predicate]))}" for predicate in order]
        return f"{self.term(subject)} " + " ;\n    ".join(lines) + " .\n"
