"""What follows, compared with an OWL 2 RL reasoner, and what must not follow."""

from __future__ import annotations

import random

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.describe import PREFIXES, describe_dataset, infer, reason
from kg.schema import KG, Schema, ontology_dir

INFERENCES = ox.NamedNode("https://w3id.org/kg/id/graph/inferences")


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://x.example/{name}")


def plain(*triples: str) -> ox.Store:
    """A store of plain triples, each "a predicate b"."""
    store = ox.Store()
    for number, text in enumerate(triples):
        s, p, o = text.split()
        predicate = ox.NamedNode(f"{KG}{p}") if p != "a" else ox.NamedNode(str(RDF.type))
        object = ox.NamedNode(f"{KG}{o}") if p == "a" else node(o)
        store.add(ox.Quad(node(s), predicate, object, node(f"graph/document/{number}")))
    return store


def inferred(store: ox.Store, schema: Schema) -> set[str]:
    return {
        " ".join(term.value.removeprefix(KG).removeprefix("https://x.example/") for term in triple)
        for triple in infer(store, schema)
        if not isinstance(triple.object, ox.Literal)
    }


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (["a rejectedProposalOf b"], {"a reject b", "a verbalConflict b", "a relation b", "b hadProposalRejectedBy a"}),
        (["a metWith b"], {"b metWith a", "b consult a"}),
        (["a locatedIn b", "b locatedIn c", "c locatedIn d"], {"a locatedIn d", "d containsPlace a", "a situation d"}),
        (["a holdsPositionIn b", "a rejectedProposalOf c"], {"b bodyRejectedProposalOf c"}),
        (["a holdsPositionIn b", "c metWith a"], {"b bodyMetWith c"}),
        (["a holdsPositionIn b", "b partOf c", "c partOf d"], {"a servesWithin c", "a servesWithin d"}),
        (["a basedIn b", "b locatedIn c", "c locatedIn d"], {"a seatLiesIn d"}),
        (["a deployedForcesTo b"], {"a-type Actor", "b-type Location", "b-type Destination"}),
        (["a a Person"], {"a-type Actor", "a-type Entity"}),
    ],
)  # fmt: skip
def test_what_follows(schema: Schema, stated: list[str], expected: set[str]) -> None:
    found = {f.replace(f" {RDF.type} ", "-type ") for f in inferred(plain(*stated), schema)}
    assert expected <= found
    assert not {s.replace(" a ", "-type ") for s in stated} & found


def test_it_matches_an_owl_rl_reasoner(schema: Schema) -> None:
    """On random triples of all predicates, the relations and classes that owlrl finds are those that we find."""
    generator = random.Random(7)
    names = [f"n{n}" for n in range(12)]
    facts = []
    for predicate in schema.predicates:
        for _ in range(2):
            subject, object = generator.sample(names, 2)
            facts.append(f"{subject} {predicate} {object}")
    store = plain(*facts, *(f"{n} a {generator.choice(['Person', 'Country'])}" for n in names[:4]))
    relations = {URIRef(iri) for iri in schema.properties}
    classes = {URIRef(iri) for iri, c in schema.classes.items() if f"{KG}Entity" in (iri, *c.ancestors)}

    oracle = Graph()
    wanted = {
        RDFS.subPropertyOf, RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.propertyChainAxiom,
        RDF.first, RDF.rest,
    }  # fmt: skip
    for s, p, o in rdflib.Graph().parse(ontology_dir() / "kg.ttl"):
        if p in wanted or (p == RDF.type and o in (OWL.SymmetricProperty, OWL.TransitiveProperty)):
            oracle.add((s, p, o))
    stated = {
        (URIRef(subject.value), URIRef(predicate.value), URIRef(object.value))
        for subject, predicate, object in (quad.triple for quad in store)
    }
    for triple in stated:
        oracle.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(oracle)
    people = {s for s, _, _ in stated} | {o for _, p, o in stated if p != RDF.type}
    theirs = {
        (s, p, o)
        for s, p, o in oracle
        if s in people and ((p in relations and o in people) or (p == RDF.type and o in classes))
    }
    ours = {
        tuple(URIRef(term.value) for term in triple)
        for triple in infer(store, schema)
        if isinstance(triple.object, ox.NamedNode) and triple.subject != INFERENCES
    }
    assert ours | stated == theirs


def test_nothing_follows_from_claims_that_are_denied_hedged_attributed_or_past(
    store: ox.Store, schema: Schema
) -> None:
    reason(store, schema)
    query = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(?g = <https://w3id.org/kg/id/graph/inferences>) }"
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    predicates = {row["p"].value.removeprefix(KG) for row in found}
    assert {"hadProposalRejectedBy", "bodyRejectedProposalOf", "bodyMetWith"} <= predicates
    assert not predicates & {"attacked", "attackedBy", "assault", "materialConflict"}
    past = "ASK { ?norway kg:isoCode 'AD' ; kg:hasOfficial ?anybody }"
    assert not store.query(past, prefixes=PREFIXES, use_default_graph_as_union=True)


def test_the_label_of_the_graph_says_that_it_is_inferred(store: ox.Store, schema: Schema) -> None:
    reason(store, schema)
    about = {
        q.predicate.value.rsplit("/", 1)[-1]: q.object.value
        for q in store.quads_for_pattern(INFERENCES, None, None)
    }
    assert about["rdf-schema#label"] == "What follows by the ontology 0.1.0"
    assert about["prov#wasDerivedFrom"] == "https://w3id.org/kg/ontology/0.1.0"


def test_spans_are_typed(store: ox.Store, schema: Schema) -> None:
    reason(store, schema)
    for name, number in (("Evidence", 5), ("Mention", 7)):
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a kg:{name} }}"
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        assert next(found)["n"].value == str(number)


def test_reasoning_twice_changes_nothing(store: ox.Store, schema: Schema) -> None:
    first = reason(store, schema)
    once = set(store)
    assert reason(store, schema) == first
    assert set(store) == once


def test_what_follows_goes_when_its_ground_goes(schema: Schema) -> None:
    store = plain("a metWith b")
    assert reason(store, schema) > 0
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(f"{KG}metWith"), None)):
        if quad.graph_name != INFERENCES:
            store.remove(quad)
    assert reason(store, schema) == 0
    assert list(store) == []


def test_a_copy_of_the_union_in_the_default_graph_is_no_ground(schema: Schema) -> None:
    """Stores may keep the union of their named graphs in the default graph, inferences included."""
    store = plain("a metWith b")
    once = {str(t) for t in infer(store, schema)}
    reason(store, schema)
    store.extend([ox.Quad(q.subject, q.predicate, q.object) for q in store])
    assert {str(t) for t in infer(store, schema)} == once


def test_the_dataset_is_described(store: ox.Store, schema: Schema) -> None:
    triples = describe_dataset(store, schema, license="https://creativecommons.org/licenses/by/4.0/")
    assert not any(isinstance(t.object, ox.BlankNode) for t in triples)
    graph = ox.Store()
    graph.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)

    def one(query: str) -> str:
        found = graph.query(f"SELECT ?x {{ ?d a void:Dataset {query} }}", prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return next(found)["x"].value

    assert one("; void:triples ?x") == str(len(store))
    assert one("; void:documents ?x") == "1"
    assert one("; void:entities ?x") == "5"
    assert one("; owl:versionInfo ?x") == "0.1.0"
    assert one("; dcterms:license ?x").endswith("by/4.0/")
    assert one("; void:classPartition [ void:class kg:Claim ; void:entities ?x ]") == "5"
    assert one("; void:propertyPartition [ void:property kg:metWith ; void:triples ?x ]") == "1"
    assert one("; void:vocabulary ?x") == "https://w3id.org/kg/ontology"
