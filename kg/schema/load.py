"""Loads ontology files into a frozen schema."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import SchemaError
from kg.records import EntityType
from kg.schema.check import check, local_name, members, short
from kg.schema.files import OWN_FILES, ontology_dir, parse, to_rdflib
from kg.schema.frames import compile_frames
from kg.schema.hierarchy import Hierarchy, hierarchy
from kg.schema.model import KG, OntologyClass, Predicate, Property, Schema

ONTOLOGY = KG.rstrip("#")
_EXTRACTED = URIRef(f"{KG}extracted")
_FRAME = URIRef(f"{KG}frame")
_PLOVER = URIRef(f"{KG}ploverCategory")
_RELATION = f"{KG}relation"
_TYPES = {f"{KG}{type}": type for type in EntityType}


def load(*extra: Path) -> Schema:
    """The schema of kg's ontology and of further files, whose properties are added to the predicates.

    In a further file every owl:ObjectProperty that has a frame is a predicate, and every other that is no category of
    others, no inverse and no chain.
    What was loaded once is kept until a file changes.

    Args:
        extra: ontology files in Turtle, N-Triples, RDF/XML or JSON-LD.

    Raises:
        SchemaError: a file is missing or has a syntax error; a domain or range is no known class; properties or
            classes are their own ancestors; a class or a domain can have no member; a name is used twice; a frame
            can't be compiled. The message names the file, the term and the problem.
    """
    paths = tuple(Path(path).resolve() for path in extra)
    files = (*(ontology_dir() / name for name in OWN_FILES), *paths)
    return _load(files, tuple(_stamp(path) for path in files))


def _stamp(path: Path) -> tuple[int, int]:
    """Changes when the file does."""
    try:
        state = path.stat()
    except OSError as error:
        raise SchemaError(f"{path}: can't be read: {error.strerror}") from None
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=8)
def _load(paths: tuple[Path, ...], _stamps: tuple[tuple[int, int], ...]) -> Schema:
    triples: list[ox.Triple] = []
    files: dict[Path, Graph] = {}
    graph = Graph()
    for path in paths:
        parsed = parse(path)
        files[path] = Graph()
        to_rdflib(parsed, files[path], graph)
        triples += parsed
    check(graph, files)
    tree = hierarchy(triples, ONTOLOGY)
    named = sorted(
        {
            str(p)
            for p in graph.subjects(RDF.type, OWL.ObjectProperty)
            if isinstance(p, URIRef) and _is_relation(p, graph, files, tree)
        }
    )
    properties = {iri: _property(iri, graph, tree) for iri in named}
    own = [p for p in properties if (URIRef(p), _EXTRACTED, Literal(True)) in graph]
    users = [p for p in properties if p not in own and _is_users_predicate(URIRef(p), graph, files, tree)]
    predicates = {local_name(iri): _predicate(iri, graph, properties, tree, files) for iri in [*own, *users]}
    return Schema(
        iri=ONTOLOGY,
        version=str(graph.value(URIRef(ONTOLOGY), OWL.versionInfo)),
        predicates=predicates,
        properties=properties,
        classes={
            iri: OntologyClass(
                local_name(iri), iri, _text(graph, iri, RDFS.label), _definition(graph, iri), above
            )
            for iri, above in sorted(tree.class_ancestors.items())
        },
        frames=compile_frames(graph, predicates),
        files=paths,
    )


def _is_relation(prop: URIRef, graph: Graph, files: dict[Path, Graph], tree: Hierarchy) -> bool:
    """Whether it relates entities: below kg:relation, the inverse of such a property, or stated in a user's file."""
    if str(prop) == _RELATION or _RELATION in tree.property_ancestors[str(prop)]:
        return True
    inverse = tree.inverses.get(str(prop))
    if inverse and _RELATION in tree.property_ancestors.get(inverse, ()):
        return True
    return any(
        (prop, RDF.type, OWL.ObjectProperty) in part for part in list(files.values())[len(OWN_FILES) :]
    )


def _is_users_predicate(prop: URIRef, graph: Graph, files: dict[Path, Graph], tree: Hierarchy) -> bool:
    """Whether a property that a user's file declares is to be looked for in texts.

    It is if it has a frame; else unless it is an inverse, a chain, or a category of others.
    """
    parts = list(files.values())[len(OWN_FILES) :]
    if not any((prop, RDF.type, OWL.ObjectProperty) in part for part in parts):
        return False
    if (prop, _FRAME, None) in graph:
        return True
    inverse = tree.inverses.get(str(prop))
    if inverse and inverse != str(prop):
        other = URIRef(inverse)
        known = any((other, mark, None) in graph for mark in (_EXTRACTED, _FRAME))
        if known or (prop, OWL.inverseOf, None) in graph:
            return False
    return (prop, OWL.propertyChainAxiom, None) not in graph and not any(
        str(prop) in parents for parents in tree.property_parents.values()
    )


def _property(iri: str, graph: Graph, tree: Hierarchy) -> Property:
    term = URIRef(iri)
    return Property(
        name=local_name(iri),
        iri=iri,
        label=_text(graph, iri, RDFS.label),
        definition=_definition(graph, iri),
        parents=tree.property_parents[iri],
        domain=_named(graph.objects(term, RDFS.domain)),
        range=_named(graph.objects(term, RDFS.range)),
        inverse=None if iri in tree.symmetric else tree.inverses.get(iri),
        symmetric=iri in tree.symmetric,
        transitive=iri in tree.transitive,
        chains=tuple(
            sorted(
                tuple(str(step) for step in Collection(graph, chain))
                for chain in graph.objects(term, OWL.propertyChainAxiom)
            )
        ),
    )


def _predicate(
    iri: str, graph: Graph, properties: dict[str, Property], tree: Hierarchy, files: dict[Path, Graph]
) -> Predicate:
    record = properties[iri]
    above = tree.property_ancestors[iri]
    types = {}
    for relation, word in ((RDFS.domain, "domain"), (RDFS.range, "range")):
        met = frozenset(EntityType)
        for holder in (iri, *above):
            for value in graph.objects(URIRef(holder), relation):
                met &= _entity_types(graph, value, tree)
        if not met:
            path = [path for path, part in files.items() if (URIRef(iri), None, None) in part][-1]
            raise SchemaError(
                f"{path}: {short(URIRef(iri))} has a {word} that no entity can be in: "
                "it shares no class of entities with that of its super-properties"
            )
        types[word] = met
    categories = [graph.value(URIRef(p), _PLOVER) for p in (iri, *above)]
    below_top = [p for p in above if _RELATION in tree.property_parents[p]]
    return Predicate(
        name=record.name,
        iri=iri,
        label=record.label,
        definition=record.definition,
        domain=types["domain"],
        range=types["range"],
        symmetric=record.symmetric,
        transitive=record.transitive,
        inverse=local_name(record.inverse) if record.inverse else None,
        parents=tuple(local_name(p) for p in above),
        plover=next((str(c) for c in categories if c is not None), None),
        family=local_name(below_top[0]) if below_top else "",
        is_own=(URIRef(iri), _EXTRACTED, Literal(True)) in graph,
    )


def _entity_types(graph: Graph, value: Node, tree: Hierarchy) -> frozenset[EntityType]:
    """The types of entities in a class expression: those below it, or for a finer class the one above it."""
    found: set[EntityType] = set()
    for name in members(graph, value):
        if name == OWL.Thing:
            return frozenset(EntityType)
        below = {t for iri, t in _TYPES.items() if iri == str(name) or str(name) in tree.class_ancestors[iri]}
        above = {t for iri, t in _TYPES.items() if iri in tree.class_ancestors.get(str(name), ())}
        found |= below or above
    return frozenset(found)


def _named(terms: object) -> tuple[str, ...]:
    assert hasattr(terms, "__iter__")
    return tuple(sorted(str(term) for term in terms if isinstance(term, URIRef)))


def _text(graph: Graph, iri: str, relation: Node) -> str:
    """The English or untagged text of a term, else its local name taken apart: vetoedPlanOf, "vetoed plan of"."""
    texts = [v for v in graph.objects(URIRef(iri), relation) if isinstance(v, Literal)]
    texts.sort(key=lambda v: (v.language is None, not (v.language or "").startswith("en"), str(v)))
    return str(texts[0]) if texts else _words(local_name(iri))


def _definition(graph: Graph, iri: str) -> str:
    for relation in (SKOS.definition, RDFS.comment):
        if (URIRef(iri), relation, None) in graph:
            return _text(graph, iri, relation)
    return ""


def _words(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).replace("_", " ").strip()
