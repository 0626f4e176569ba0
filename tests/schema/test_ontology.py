"""The ontology itself: complete, readable by OWL tools, and consistent."""

from __future__ import annotations

import io
import json
import shutil
import warnings
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

from kg.schema import KG, ontology_dir
from kg.schema.consistency import unsatisfiable

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)


@pytest.fixture(scope="module")
def graph() -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return rdflib.Graph().parse(ontology_dir() / "kg.ttl")


def n_triples() -> io.BytesIO:
    data = io.BytesIO()
    triples = [
        q.triple for name in ("kg.ttl", "frames.ttl") for q in ox.parse(path=str(ontology_dir() / name))
    ]
    ox.serialize(triples, data, format=ox.RdfFormat.N_TRIPLES)
    data.seek(0)
    return data


def terms(graph: Graph) -> set[URIRef]:
    found = {s for kind in KINDS for s in graph.subjects(RDF.type, kind)}
    return {s for s in found if isinstance(s, URIRef) and s.startswith(KG)}


def test_every_term_has_label_definition_example_and_home(graph: Graph) -> None:
    for term in terms(graph):
        for relation in (RDFS.label, SKOS.definition, SKOS.example):
            values = list(graph.objects(term, relation))
            assert values, f"{term} has no {relation}"
            assert all(v.language == "en" and str(v).strip() for v in values)
        assert len(list(graph.objects(term, RDFS.label))) == 1
        assert graph.value(term, RDFS.isDefinedBy) == URIRef(KG.rstrip("#"))


def test_every_kg_term_that_is_used_is_declared(graph: Graph) -> None:
    used = {
        t
        for name in ("kg.ttl", "frames.ttl", "shapes.ttl")
        for triple in rdflib.Graph().parse(ontology_dir() / name)
        for t in triple
        if isinstance(t, URIRef) and t.startswith(KG)
    }
    assert used - terms(graph) == set()


def test_it_keeps_to_owl_2_dl(graph: Graph) -> None:
    """What a profile checker looks at first: one kind for each property, declared terms, simple properties."""
    for term in terms(graph):
        kinds = {kind for kind in KINDS[1:4] if (term, RDF.type, kind) in graph}
        assert len(kinds) <= 1
        assert not (kinds and (term, RDF.type, OWL.Class) in graph)
    declared = {s for kind in KINDS for s in graph.subjects(RDF.type, kind)}
    builtin = (str(OWL), str(RDFS), str(RDF), str(XSD))
    for p in set(graph.predicates()):
        assert p in declared or str(p).startswith(builtin), p
    for relation in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.inverseOf, RDFS.subPropertyOf):
        for value in graph.objects(None, relation):
            assert value in declared or str(value).startswith(builtin), value
    composite = {*graph.subjects(RDF.type, OWL.TransitiveProperty), *graph.subjects(OWL.propertyChainAxiom)}
    for term in composite:
        for kind in (OWL.FunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty):
            assert (term, RDF.type, kind) not in graph


def test_sources_and_mappings(graph: Graph) -> None:
    categories = list(graph.subject_objects(URIRef(f"{KG}ploverCategory")))
    assert len(categories) == 15
    for term, name in categories:
        assert str(term) == f"{KG}{str(name).lower()}"
        assert list(graph.objects(term, URIRef(f"{KG}cameoCode")))
    mapped = {
        str(o)
        for p in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
        for o in graph.objects(None, p)
    }
    for vocabulary in ("https://schema.org/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/org#",
                       "http://www.w3.org/2006/time#", "http://www.wikidata.org/entity/P",
                       "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"):  # fmt: skip
        assert any(iri.startswith(vocabulary) for iri in mapped), vocabulary


def test_owlready2_loads_it_without_a_warning(capfd: pytest.CaptureFixture[str]) -> None:
    world = owlready2.World()
    ontology = world.get_ontology(KG).load(fileobj=n_triples())
    assert ontology.rejectedProposalOf.inverse_property is ontology.hadProposalRejectedBy
    assert ontology.Person in ontology.Actor.descendants()
    assert ontology.reject in ontology.rejectedProposalOf.is_a
    assert len(ontology.bodyRejectedProposalOf.property_chain) == 1
    world.close()
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


if shutil.which("java"):  # an extra check where Java happens to be; kg itself neither needs nor installs it

    def test_hermit_finds_nothing_wrong_but_what_is(tmp_path: Path) -> None:
        path = tmp_path / "mine.ttl"
        path.write_text(
            "<https://x.example/Odd> a <http://www.w3.org/2002/07/owl#Class> ;"
            f" <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{KG}Person>, <{KG}Claim> ."
        )
        assert unsatisfiable(path) == ["https://x.example/Odd"]


def test_the_context_has_a_short_name_for_every_predicate(graph: Graph) -> None:
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for term in graph.subjects(URIRef(f"{KG}extracted")):
        name = str(term).removeprefix(KG)
        assert context[name] == {"@id": f"kg:{name}", "@type": "@id", "@container": "@set"}
    for value in context.values():
        id = value["@id"] if isinstance(value, dict) else value
        if id.startswith("kg:"):
            assert URIRef(KG + id.removeprefix("kg:")) in terms(graph)


def test_the_context_gives_a_claim_short_keys() -> None:
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    node = {
        "@context": context,
        "id": "https://x.example/claim/1",
        "type": "Claim",
        "subject": "https://x.example/a",
        "predicate": "attacked",
        "polarity": "denied",
        "confidence": "0.5",
        "evidence": ["https://x.example/d#char=0,3"],
    }
    parsed = rdflib.Graph().parse(data=json.dumps(node), format="json-ld")
    claim = URIRef("https://x.example/claim/1")
    assert parsed.value(claim, URIRef(f"{KG}predicate")) == URIRef(f"{KG}attacked")
    assert parsed.value(claim, URIRef(f"{KG}polarity")) == URIRef(f"{KG}denied")
    assert parsed.value(claim, URIRef(f"{KG}confidence")).datatype == XSD.decimal
    assert len(parsed) == 6
