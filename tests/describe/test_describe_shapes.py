"""Valid graphs conform; each broken one is found, and the report says what is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.describe import PREFIXES, describe, reason, validate
from kg.describe.shapes import validate_quads
from kg.records import Extraction
from kg.schema import Schema, ontology_dir

UPDATE = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())


def test_what_was_described_conforms(store: ox.Store, schema: Schema) -> None:
    assert list(validate(store, schema)) == []


def test_inferences_and_other_documents_do_no_harm(
    extraction: Extraction, store: ox.Store, schema: Schema
) -> None:
    other = dataclasses.replace(extraction, document=dataclasses.replace(extraction.document, id="other"))
    store.extend(describe(other, schema))
    reason(store, schema)
    assert list(validate(store, schema)) == []


def test_the_example_conforms(schema: Schema) -> None:
    store = ox.Store()
    store.load(path=str(ontology_dir() / "examples" / "claims.trig"), format=ox.RdfFormat.TRIG)
    assert list(validate(store, schema)) == []


def test_a_store_without_named_graphs_is_checked_too(quads: list[ox.Quad], schema: Schema) -> None:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    assert list(validate(store, schema)) == []
    store.update(UPDATE + "DELETE WHERE { ?c kg:modality kg:actual }")
    message = "a claim needs exactly one kg:modality: kg:actual, kg:probable, kg:possible or kg:planned"
    assert message in {p.message for p in validate(store, schema)}


ATTACK = "?c kg:predicate kg:attacked"
SPAN = f"{ATTACK} ; kg:evidence ?e"
BROKEN = {
    # what is wrong: (what goes, what comes, where, words of the message)
    "no polarity": ("?c kg:polarity ?x", "", ATTACK, "kg:polarity"),
    "two modalities": ("", "?c kg:modality kg:planned", ATTACK, "kg:modality"),
    "unknown modality": ("?c kg:modality ?x", "?c kg:modality kg:maybe", ATTACK, "kg:modality"),
    "two subjects": ("", "?c kg:subject ?p", "?c kg:predicate kg:metWith . ?p a kg:Place", "kg:subject"),
    "no object": ("?c kg:object ?x", "", ATTACK, "kg:object"),
    "subject is a text": ("?c kg:subject ?x", "?c kg:subject ?d", f"{ATTACK} . ?d a kg:Document", "kg:subject"),
    "no evidence": ("?c kg:evidence ?x", "", ATTACK, "kg:evidence"),
    "end after the text": ("?e nif:endIndex ?x", "?e nif:endIndex 9999", SPAN, "is not the document's"),
    "begin after end": ("?e nif:beginIndex ?x", "?e nif:beginIndex 9999", SPAN, "nif:beginIndex"),
    "another quote": ("?e nif:anchorOf ?x", "?e nif:anchorOf 'No'", SPAN, "is not the document's"),
    "mention after the text": ("?m nif:endIndex ?x", "?m nif:endIndex 9999", "?m itsrdf:taIdentRef ?e", "nif:endIndex"),
    "small code": ("?e kg:isoCode ?x", "?e kg:isoCode 'ad'", "?e a kg:Country", "kg:isoCode"),
    "code of a person": ("", "?e kg:isoCode 'XX'", "?e a kg:Person", "only a country"),
    "outside the domain": ("?c kg:predicate ?x", "?c kg:predicate kg:citizenOf", ATTACK, "outside the domain"),
    "outside the range": ("?c kg:predicate ?x", "?c kg:predicate kg:killed", ATTACK, "outside the range"),
    "unknown predicate": ("?c kg:predicate ?x", "?c kg:predicate kg:ate", ATTACK, "no relation of the ontology"),
    "denied yet plain": ("", "?s kg:attacked ?o", f"{ATTACK} ; kg:subject ?s ; kg:object ?o", "plain triple"),
    "two types": ("", "?e a kg:Place", "?e rdfs:label 'Ada Lind'", "exactly one of person"),
    "no label": ("?e rdfs:label ?x", "", "?e a kg:Place", "rdfs:label"),
    "too sure": ("?c kg:confidence ?x", "?c kg:confidence 1.5", ATTACK, "kg:confidence"),
    "time that is none": ("", "?c kg:time 'Tuesday'", ATTACK, "kg:time"),
    "two texts": ("", "?d nif:isString 'x'", "?d a kg:Document", "nif:isString"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_graph_is_found_and_said_in_words(store: ox.Store, schema: Schema, case: str) -> None:
    goes, comes, where, expected = BROKEN[case]
    before = set(store)
    store.update(
        f"{UPDATE} DELETE {{ GRAPH ?g {{ {goes} }} }} INSERT {{ GRAPH ?g {{ {comes} }} }}"
        f" WHERE {{ GRAPH ?g {{ {where} . {goes} }} }}"
    )
    assert set(store) != before
    problems = list(validate(store, schema))
    assert any(expected in problem.message for problem in problems), problems
    for problem in problems:
        assert problem.document == "https://w3id.org/kg/id/document/zenda-1"
        assert "\n" not in str(problem)


def test_a_problem_names_the_claim_in_plain_english(
    quads: list[ox.Quad], schema: Schema, drop: Callable[[list[ox.Quad], str], list[ox.Quad]]
) -> None:
    problems = validate_quads(drop(quads, "polarity"), schema)
    said = {str(p) for p in problems if "polarity" in p.message}
    assert len(said) == 5
    assert any(
        "claim “Ada Lind rejected a proposal of Andorra”" in text
        and text.endswith("kg:affirmed or kg:denied")
        for text in said
    )


@pytest.fixture
def drop() -> Callable[[list[ox.Quad], str], list[ox.Quad]]:
    return lambda quads, name: [q for q in quads if not q.predicate.value.endswith(f"#{name}")]
