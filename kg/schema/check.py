"""Refuses a broken ontology before anything is built on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import SchemaError
from kg.schema.model import KG

_RELATIONS = {
    RDFS.subPropertyOf: "sub-property",
    RDFS.subClassOf: "sub-class",
}


def check(graph: Graph, files: Mapping[Path, Graph]) -> None:
    """Refuses unknown classes and properties, cycles, unsatisfiable classes, and names used twice.

    Args:
        graph: all files together.
        files: the same one by one, so that an error can name the file.

    Raises:
        SchemaError: naming file, term and problem.
    """
    for path, part in files.items():
        _known_terms(path, part, graph)
    for relation, word in _RELATIONS.items():
        _no_cycle(graph, files, relation, word)
    _satisfiable(graph, files)
    _unique_names(files)


def short(term: Node) -> str:
    """A term as people write it: kg:Person, or the whole IRI in angle brackets."""
    text = str(term)
    if text.startswith(KG):
        return f"kg:{text.removeprefix(KG)}"
    return f"<{text}>" if isinstance(term, URIRef) else text


def classes(graph: Graph) -> set[Node]:
    """All declared classes."""
    return {*graph.subjects(RDF.type, OWL.Class), *graph.subjects(RDF.type, RDFS.Class), OWL.Thing}


def members(graph: Graph, term: Node) -> Iterator[URIRef]:
    """The named classes that a class expression in a domain or range stands for: itself, or the parts of its union."""
    if isinstance(term, URIRef):
        yield term
        return
    for union in graph.objects(term, OWL.unionOf):
        for part in Collection(graph, union):
            yield from members(graph, part)


def ancestors(graph: Graph, relation: URIRef) -> dict[Node, set[Node]]:
    """For each term the terms above it by `relation`, itself included; the graph must have no cycle."""
    above: dict[Node, set[Node]] = {}

    def climb(term: Node) -> set[Node]:
        if term not in above:
            above[term] = {term}.union(*(climb(parent) for parent in graph.objects(term, relation)))
        return above[term]

    for term in set(graph.subjects(relation)) | set(graph.objects(None, relation)):
        climb(term)
    return above


def disjoint_pairs(graph: Graph) -> Iterator[tuple[Node, Node]]:
    """All pairs of classes that are declared to share no member."""
    yield from graph.subject_objects(OWL.disjointWith)
    for group in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for list_ in graph.objects(group, OWL.members):
            yield from combinations(Collection(graph, list_), 2)


def _known_terms(path: Path, part: Graph, graph: Graph) -> None:
    known = classes(graph)
    for relation, word in ((RDFS.domain, "domain"), (RDFS.range, "range")):
        for prop, value in part.subject_objects(relation):
            if (prop, RDF.type, OWL.ObjectProperty) not in graph:
                continue
            named = list(members(part, value))
            if not named:
                raise SchemaError(
                    f"{path}: {short(prop)} has a {word} that is neither a class nor a union of classes"
                )
            for name in named:
                if name not in known:
                    raise SchemaError(
                        f"{path}: {short(prop)} has the {word} {short(name)}, which is no known class; "
                        "declare it an owl:Class or use one of kg's"
                    )
    for prop in part.subjects(RDF.type, OWL.ObjectProperty):
        for relation in (RDFS.subPropertyOf, OWL.inverseOf):
            for other in part.objects(prop, relation):
                if isinstance(other, URIRef) and (other, RDF.type, OWL.ObjectProperty) not in graph:
                    raise SchemaError(
                        f"{path}: {short(prop)} refers to {short(other)}, which is no known property"
                    )
        for chain in part.objects(prop, OWL.propertyChainAxiom):
            for step in Collection(part, chain):
                if (step, RDF.type, OWL.ObjectProperty) not in graph:
                    raise SchemaError(
                        f"{path}: {short(prop)} has a chain with {short(step)}, which is no known property"
                    )


def _no_cycle(graph: Graph, files: Mapping[Path, Graph], relation: URIRef, word: str) -> None:
    done: set[Node] = set()
    for start in sorted(set(graph.subjects(relation)), key=str):
        trail: list[Node] = []

        def visit(term: Node, trail: list[Node]) -> None:
            if term in trail:
                circle = [*trail[trail.index(term) :], term]
                raise SchemaError(
                    f"{_file_with(files, circle, relation)}: {short(term)} is a {word} of itself: "
                    + " → ".join(short(t) for t in circle)
                )
            if term in done:
                return
            trail.append(term)
            for parent in sorted(graph.objects(term, relation), key=str):
                visit(parent, trail)
            done.add(trail.pop())

        visit(start, trail)


def _file_with(files: Mapping[Path, Graph], circle: list[Node], relation: URIRef) -> Path:
    """The last file that states a link of the circle: a user's file rather than kg's own."""
    links = [(a, relation, b) for a, b in pairwise(circle)]
    return [path for path, part in files.items() if any(link in part for link in links)][-1]


def _satisfiable(graph: Graph, files: Mapping[Path, Graph]) -> None:
    above = ancestors(graph, RDFS.subClassOf)
    pairs = sorted(disjoint_pairs(graph), key=str)
    for term in sorted((t for t in above if not isinstance(t, BNode)), key=str):
        for a, b in pairs:
            if a in above[term] and b in above[term]:
                raise SchemaError(
                    f"{_file_of(files, term)}: {short(term)} can have no member: "
                    f"it is below both {short(a)} and {short(b)}, which are disjoint"
                )


def _file_of(files: Mapping[Path, Graph], term: Node) -> Path:
    """The last file that speaks of the term."""
    return [path for path, part in files.items() if (term, None, None) in part][-1]


def _unique_names(files: Mapping[Path, Graph]) -> None:
    seen: dict[str, Node] = {}
    for path, part in files.items():
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.Class):
            for term in sorted(set(part.subjects(RDF.type, kind)), key=str):
                if not isinstance(term, URIRef) or _foreign(term, files):
                    continue
                name = local_name(str(term))
                other = seen.setdefault(name, term)
                if other != term:
                    raise SchemaError(
                        f"{path}: {short(term)} has the local name of {short(other)}; "
                        "names must be unique, so call it something else"
                    )


def _foreign(term: URIRef, files: Mapping[Path, Graph]) -> bool:
    """Whether kg's own file declares it for completeness only: a term of NIF, PROV-O and so on."""
    own = next(iter(files.values()))
    return (term, None, None) in own and not str(term).startswith(KG)


def local_name(iri: str) -> str:
    """The last part of an IRI, after # or /."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
