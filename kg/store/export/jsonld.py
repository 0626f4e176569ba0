"""JSON-LD under the compact context of the ontology, a node at a time.

The library for JSON-LD compaction wants the whole graph in memory. Here the context is known and flat, so that a node
is compacted by itself: a value takes the short form that its property's term promises, and the long form elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.describe import terms as t
from kg.errors import StoreError
from kg.schema import ontology_dir
from kg.store.export.turtle import grouped
from kg.store.reading import UNION

CONTEXT = "context.jsonld"

Json = str | bool | dict[str, "Json"] | list["Json"]

_LOCAL = re.compile(r"[\w-][\w.-]*")


def json_ld(store: ox.Store, context: Mapping[str, object] | None = None) -> Iterator[str]:
    """The union of all graphs as one document with its context inside.

    Args:
        context: what follows "@context"; None reads the ontology's.

    Raises:
        StoreError: the context has definitions that are not flat.
    """
    compactor = Compactor(load_context() if context is None else context)
    yield f'{{"@context": {json.dumps(compactor.context, ensure_ascii=False)},\n"@graph": [\n'
    separator = ""
    for subject, quads in grouped(store.quads_for_pattern(None, None, None, UNION)):
        yield separator + json.dumps(compactor.node(subject, quads), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def load_context() -> Mapping[str, object]:
    """The compact context that lies beside the ontology."""
    content = json.loads((ontology_dir() / CONTEXT).read_text(encoding="utf-8"))
    context = content["@context"]
    assert isinstance(context, dict)
    return context


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    iri: str
    type: str | None
    is_set: bool


class Compactor:
    """Writes nodes in the short names of a flat context: prefixes, terms with @id, @type and @container @set."""

    def __init__(self, context: Mapping[str, object]) -> None:
        self.context = context
        self._prefixes = {
            name: value
            for name, value in context.items()
            if isinstance(value, str) and value.endswith(("#", "/"))
        }
        self._keys = {keyword: keyword for keyword in ("@id", "@type", "@value", "@language")}
        self._terms: dict[str, list[_Term]] = {}
        self._names: dict[str, str] = {}
        self._has_language = "@language" in context
        for name, value in context.items():
            if not name.startswith("@") and name not in self._prefixes:
                self._define(name, value)

    def node(self, subject: ox.NamedNode | ox.BlankNode, quads: list[ox.Quad]) -> dict[str, Json]:
        """The node object of a subject."""
        node: dict[str, Json] = {self._keys["@id"]: self._iri(subject)}
        found: dict[str, list[Json]] = {}
        sets = set()
        for quad in quads:
            if quad.predicate == t.TYPE and isinstance(quad.object, ox.NamedNode):
                found.setdefault(self._keys["@type"], []).append(self._name(quad.object))
                continue
            key, value, is_set = self._property(quad.predicate, quad.object)
            found.setdefault(key, []).append(value)
            if is_set:
                sets.add(key)
        for key in sorted(found, key=lambda key: (key != self._keys["@type"], key)):
            values = sorted(found[key], key=lambda value: json.dumps(value, sort_keys=True))
            node[key] = values[0] if len(values) == 1 and key not in sets else values
        return node

    def _define(self, name: str, value: object) -> None:
        if isinstance(value, str):
            if value.startswith("@"):
                self._keys[value] = name
                return
            value = {"@id": value}
        if not isinstance(value, dict) or not set(value) <= {"@id", "@type", "@container", "@prefix"}:
            raise StoreError(
                f"JSON-LD context: the definition of {name!r} is not flat; write @id, @type, @container"
            )
        container = value.get("@container")
        if container not in (None, "@set"):
            raise StoreError(
                f"JSON-LD context: {name!r} has the container {container}; only @set is known here"
            )
        iri = self._expand(str(value.get("@id", name)))
        type = value.get("@type")
        term = _Term(name, iri, self._expand(str(type)) if type else None, container == "@set")
        self._terms.setdefault(iri, []).append(term)
        if type is None:
            self._names[iri] = name
        self._names.setdefault(iri, name)

    def _expand(self, text: str) -> str:
        prefix, colon, local = text.partition(":")
        if colon and prefix in self._prefixes:
            return self._prefixes[prefix] + local
        if not colon and not text.startswith("@"):
            return str(self.context.get("@vocab", "")) + text
        return text

    def _property(
        self, predicate: ox.NamedNode, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    ) -> tuple[str, Json, bool]:
        """The key, the value, and whether the key always has an array."""
        terms = self._terms.get(predicate.value, [])
        for term in terms:
            short = self._short(term, value)
            if short is not None:
                return term.name, short, term.is_set
        untyped = next((term for term in terms if term.type is None), None)
        if untyped is not None:
            return untyped.name, self._long(value), untyped.is_set
        return self._curie(predicate.value), self._long(value), False

    def _short(self, term: _Term, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str | None:
        if isinstance(value, ox.NamedNode | ox.BlankNode):
            if term.type == "@id":
                return self._iri(value)
            if term.type == "@vocab" and isinstance(value, ox.NamedNode):
                return self._name(value)
            return None
        if not isinstance(value, ox.Literal) or value.language:
            return None
        if term.type == value.datatype.value:
            return value.value
        is_string = value.datatype.value == f"{t.XSD}string"
        return value.value if is_string and term.type is None and not self._has_language else None

    def _long(self, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Json:
        if isinstance(value, ox.NamedNode | ox.BlankNode):
            return {self._keys["@id"]: self._iri(value)}
        if not isinstance(value, ox.Literal):
            raise StoreError(f"JSON-LD can't write the triple term {value}; use another format")
        if value.language:
            return {self._keys["@value"]: value.value, self._keys["@language"]: value.language}
        if value.datatype.value == f"{t.XSD}string":
            return {self._keys["@value"]: value.value}
        return {self._keys["@value"]: value.value, self._keys["@type"]: self._name(value.datatype)}

    def _iri(self, node: ox.NamedNode | ox.BlankNode) -> str:
        return self._curie(node.value) if isinstance(node, ox.NamedNode) else str(node)

    def _name(self, node: ox.NamedNode) -> str:
        """Where the vocabulary is known: the term for it, if there is one."""
        return self._names.get(node.value) or self._curie(node.value)

    def _curie(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri
