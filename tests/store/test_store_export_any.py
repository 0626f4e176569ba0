"""Whatever the values are: every form says the same when it is read back."""

from __future__ import annotations

import io

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.errors import StoreError
from kg.store.export.jsonld import json_ld
from kg.store.export.plain import n_triples
from kg.store.export.rdfxml import rdf_xml
from kg.store.export.turtle import turtle

from .claims import kg, node

XSD = "http://www.w3.org/2001/XMLSchema#"
texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=20) | some.sampled_from(
    [
        "\r\n",
        '"""',
        "\\",
        "-1",
        "+.5",
        "1e5",
        "true",
        "TRUE",
        "0x1",
        "]]>",
        "&amp;",
        "a. b",
        "\ufeff",
        "\u0085",
    ]
)
datatypes = some.sampled_from(
    ["string", "integer", "decimal", "double", "boolean", "date", "gYear", "anyURI"]
)
literals = (
    some.builds(ox.Literal, texts)
    | some.builds(lambda text, type: ox.Literal(text, datatype=ox.NamedNode(XSD + type)), texts, datatypes)
    | some.builds(lambda text: ox.Literal(text, language="en-gb"), texts)
)
paths = some.text(some.sampled_from("aZ0-_.~/#%é();,'*+!@:=&$"), min_size=1, max_size=8).map(
    lambda path: path.replace("%", "%25").replace("#", "/", max(0, path.count("#") - 1))
)
nodes = some.builds(node, paths)
predicates = some.sampled_from(
    [kg(name) for name in ("subject", "polarity", "title", "time", "note", "a-b.c", "é")]
)
triples = some.sets(some.builds(ox.Triple, nodes, predicates, nodes | literals), max_size=8)


def stored(content: set[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in content)
    return store


def held(store: ox.Store) -> set[ox.Triple]:
    """What the store made of it: it writes numbers in their canonical form."""
    return {quad.triple for quad in store}


@given(triples)
@settings(max_examples=80, deadline=None)
def test_text_forms_come_back(content: set[ox.Triple]) -> None:
    store = stored(content)
    base = node("").value
    for pieces, form in ((turtle(store, base), ox.RdfFormat.TURTLE), (json_ld(store), ox.RdfFormat.JSON_LD)):
        assert {quad.triple for quad in ox.parse("".join(pieces).encode(), form)} == held(store)
    output = io.BytesIO()
    n_triples(store, output)
    assert {quad.triple for quad in ox.parse(output.getvalue(), ox.RdfFormat.N_TRIPLES)} == held(store)


@given(triples)
@settings(max_examples=80, deadline=None)
def test_xml_comes_back_or_is_refused(content: set[ox.Triple]) -> None:
    store = stored(content)
    try:
        text = "".join(rdf_xml(store))
    except StoreError:
        values = "".join(triple.object.value for triple in content if isinstance(triple.object, ox.Literal))
        assert any(ord(char) < 32 or char in "\ufffe\uffff" for char in values)
        return
    assert {quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.RDF_XML)} == held(store)
