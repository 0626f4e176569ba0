"""What follows from the plain triples by the ontology: a few SPARQL updates, generated from the schema.

Reasoning happens on a scratch store in memory that holds nothing but plain triples and the types of entities, so that
claims that are denied, hedged or somebody's words can play no part, and the real store is never half done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.describe import identity
from kg.describe import terms as t
from kg.describe.identity import BASE
from kg.schema import KG, Property, Schema

_MENTION = ox.NamedNode(f"{KG}Mention")
_DERIVED_FROM = ox.NamedNode(f"{t.PROV}wasDerivedFrom")


def reason(store: ox.Store, schema: Schema, base: str = BASE) -> int:
    """Puts what follows into the graph of inferences, in the place of what was there; how many triples.

    Doing it again changes nothing. In a store on disk, use `infer` with its one writer.
    """
    graph = ox.NamedNode(identity.inferences_graph(base))
    triples = list(infer(store, schema, base))
    store.remove_graph(graph)
    store.extend(ox.Quad(s.subject, s.predicate, s.object, graph) for s in triples)
    return len(triples)


def infer(store: ox.Store, schema: Schema, base: str = BASE) -> Iterator[ox.Triple]:
    """What follows from a store's plain triples and is not stated in it; the store is only read.

    Sub-properties, inverses, symmetry, transitivity and property chains; the classes of subjects and objects by
    domain and range; super-classes; and that what refers to an entity is a
    kg:Mention. Two triples say what the graph itself was made from.
    """
    own = ox.NamedNode(identity.inferences_graph(base))
    bare = next(store.named_graphs(), None) is None

    def stated(
        subject: ox.NamedNode | None, predicate: ox.NamedNode, object: ox.NamedNode | None
    ) -> Iterator[ox.Quad]:
        for quad in store.quads_for_pattern(subject, predicate, object, None):
            # Beside named graphs, the default graph may hold their union, inferences included.
            if quad.graph_name != own and (bare or quad.graph_name != ox.DefaultGraph()):
                yield quad

    scratch = ox.Store()
    for iri in schema.properties:
        scratch.extend(_plain(stated(None, ox.NamedNode(iri), None)))
    for iri in schema.classes:
        scratch.extend(_plain(stated(None, t.TYPE, ox.NamedNode(iri))))
    saturate(scratch, schema)
    found = False
    for quad in scratch:
        subject, predicate, object = quad.subject, quad.predicate, quad.object
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(object, ox.NamedNode)
        if next(stated(subject, predicate, object), None) is None:
            found = True
            yield quad.triple
    last = None
    for quad in stated(None, t.REFERS_TO, None):
        if quad.subject != last and isinstance(quad.subject, ox.NamedNode):
            found, last = True, quad.subject
            yield ox.Triple(quad.subject, t.TYPE, _MENTION)
    if found:
        yield ox.Triple(own, t.LABEL, ox.Literal(f"What follows by the ontology {schema.version}"))
        yield ox.Triple(own, _DERIVED_FROM, ox.NamedNode(f"{schema.iri}/{schema.version}"))


def saturate(scratch: ox.Store, schema: Schema) -> None:
    """Runs the updates on a store's default graph until nothing new follows, then types what is there."""
    implied, chains = relation_updates(schema)
    before = -1
    while before != len(scratch):
        for update in implied:
            scratch.update(update)
        before = len(scratch)
        for update in chains:
            scratch.update(update)
    for update in type_updates(schema):
        scratch.update(update)


def relation_updates(schema: Schema) -> tuple[list[str], list[str]]:
    """Two lists: sub-properties, inverses and symmetry, done for good in one go each way; and chains and transitivity.

    After the first list nothing more follows but by the second; what that adds needs the first again.
    """
    forward, backward = _implied(schema.properties.values())
    implied = [
        f"INSERT {{ ?s ?q ?o }} WHERE {{ VALUES (?p ?q) {{ {_pairs(forward)} }} ?s ?p ?o }}",
        f"INSERT {{ ?o ?q ?s }} WHERE {{ VALUES (?p ?q) {{ {_pairs(backward)} }} ?s ?p ?o }}",
    ]
    chains = []
    for prop in schema.properties.values():
        for chain in [*prop.chains, *([(prop.iri, prop.iri)] if prop.transitive else [])]:
            steps = " . ".join(f"?x{n} <{step}> ?x{n + 1}" for n, step in enumerate(chain))
            chains.append(f"INSERT {{ ?x0 <{prop.iri}> ?x{len(chain)} }} WHERE {{ {steps} }}")
    return implied, chains


def type_updates(schema: Schema) -> list[str]:
    """Domain, range, and super-classes last."""
    above = [(c.iri, a) for c in schema.classes.values() for a in sorted(c.ancestors & schema.classes.keys())]
    domains = [(p.iri, c) for p in schema.properties.values() for c in p.domain]
    ranges = [(p.iri, c) for p in schema.properties.values() for c in p.range]
    return [
        f"INSERT {{ ?s a ?c }} WHERE {{ VALUES (?p ?c) {{ {_pairs(domains)} }} ?s ?p ?o }}",
        f"INSERT {{ ?o a ?c }} WHERE {{ VALUES (?p ?c) {{ {_pairs(ranges)} }} ?s ?p ?o }}",
        f"INSERT {{ ?x a ?d }} WHERE {{ VALUES (?c ?d) {{ {_pairs(above)} }} ?x a ?c }}",
    ]


def _implied(properties: Iterable[Property]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs of properties where the first implies the second, for the same ends and for the ends exchanged."""
    steps: dict[str, set[tuple[str, bool]]] = {}
    for prop in properties:
        steps.setdefault(prop.iri, set()).update((parent, False) for parent in prop.parents)
        if prop.symmetric:
            steps[prop.iri].add((prop.iri, True))
        if prop.inverse:
            steps[prop.iri].add((prop.inverse, True))
            steps.setdefault(prop.inverse, set()).add((prop.iri, True))
    forward, backward = [], []
    for start in sorted(steps):
        seen = {(start, False)}
        row = [(start, False)]
        while row:
            row = sorted({(to, turned ^ turn) for at, turned in row for to, turn in steps.get(at, ())} - seen)
            seen.update(row)
        forward += [(start, to) for to, turned in sorted(seen) if not turned and to != start]
        backward += [(start, to) for to, turned in sorted(seen) if turned]
    return forward, backward


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"(<{a}> <{b}>)" for a, b in pairs)


def _plain(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads in the default graph, without those whose object is no IRI."""
    return (ox.Quad(q.subject, q.predicate, q.object) for q in quads if isinstance(q.object, ox.NamedNode))
