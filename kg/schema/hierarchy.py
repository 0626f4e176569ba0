"""The class and property hierarchy as owlready2 sees it, in a world of its own for each load."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Above and below, by IRI; a term is not above itself."""

    class_ancestors: dict[str, frozenset[str]]
    property_parents: dict[str, tuple[str, ...]]
    property_ancestors: dict[str, tuple[str, ...]]
    """Nearest first."""
    inverses: dict[str, str]
    symmetric: frozenset[str]
    transitive: frozenset[str]


def hierarchy(triples: list[ox.Triple], iri: str) -> Hierarchy:
    """Loads the ontology into owlready2, which reads N-Triples but no Turtle.

    Args:
        triples: the ontology, already checked: owlready2 does not survive cycles.
        iri: IRI of the ontology.
    """
    import owlready2

    world = owlready2.World()
    try:
        text = io.BytesIO()
        ox.serialize(triples, text, format=ox.RdfFormat.N_TRIPLES)
        text.seek(0)
        ontology = world.get_ontology(f"{iri}#").load(fileobj=text)
        classes = {c.iri: _iris(c.ancestors()) - {c.iri} for c in ontology.classes()}
        properties = list(ontology.object_properties())
        named = {p.iri for p in properties}
        parents = {p.iri: tuple(sorted(_iris(p.is_a) & named - {p.iri})) for p in properties}
        return Hierarchy(
            class_ancestors=classes,
            property_parents=parents,
            property_ancestors={iri: _climb(iri, parents) for iri in parents},
            inverses={
                p.iri: p.inverse_property.iri
                for p in properties
                if isinstance(p.inverse_property, owlready2.ObjectPropertyClass)
            },
            symmetric=frozenset(p.iri for p in properties if owlready2.SymmetricProperty in p.is_a),
            transitive=frozenset(p.iri for p in properties if owlready2.TransitiveProperty in p.is_a),
        )
    finally:
        world.close()


def _iris(terms: object) -> frozenset[str]:
    """IRIs of the named terms; class expressions have none."""
    assert hasattr(terms, "__iter__")
    return frozenset(term.iri for term in terms if hasattr(term, "iri"))


def _climb(iri: str, parents: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All above `iri`, breadth first."""
    found: list[str] = []
    row = list(parents[iri])
    while row:
        found += [p for p in row if p not in found]
        row = [above for p in row for above in parents[p]]
    return tuple(found)
