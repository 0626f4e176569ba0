"""What is loaded from the ontology, and from files that users add."""

from __future__ import annotations

import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import kg.schema
from kg.records import EntityType
from kg.schema import Schema, ontology_dir

PERSON, ORGANIZATION, COUNTRY, PLACE = EntityType
ACTOR = {PERSON, ORGANIZATION, COUNTRY}
GUIDELINE = {
    "holdsPositionIn": ({PERSON}, {ORGANIZATION, COUNTRY}),
    "citizenOf": ({PERSON}, {COUNTRY}),
    "memberOf": (ACTOR, {ORGANIZATION}),
    "partOf": ({ORGANIZATION}, {ORGANIZATION, COUNTRY}),
    "basedIn": ({ORGANIZATION}, {COUNTRY, PLACE}),
    "locatedIn": ({PLACE}, {PLACE, COUNTRY}),
    "familyOf": ({PERSON}, {PERSON}),
    "founded": (ACTOR, {ORGANIZATION}),
    "owns": (ACTOR, {ORGANIZATION}),
    "succeeded": ({PERSON}, {PERSON}),
    "agreedWith": (ACTOR, ACTOR),
    "acceptedProposalOf": (ACTOR, ACTOR),
    "metWith": (ACTOR, ACTOR),
    "visited": (ACTOR, {COUNTRY, PLACE, ORGANIZATION}),
    "supports": (ACTOR, ACTOR),
    "cooperatesWith": (ACTOR, ACTOR),
    "aided": (ACTOR, ACTOR),
    "withdrewFrom": (ACTOR, {ORGANIZATION, COUNTRY, PLACE}),
    "requestedFrom": (ACTOR, ACTOR),
    "proposedTo": (ACTOR, ACTOR),
    "accused": (ACTOR, ACTOR),
    "criticized": (ACTOR, ACTOR),
    "rejectedProposalOf": (ACTOR, ACTOR),
    "opposes": (ACTOR, ACTOR),
    "threatened": (ACTOR, ACTOR),
    "protestedAgainst": (ACTOR, ACTOR),
    "sanctioned": (ACTOR, ACTOR),
    "deployedForcesTo": (ACTOR, {COUNTRY, PLACE}),
    "detained": (ACTOR, {PERSON, ORGANIZATION}),
    "attacked": (ACTOR, ACTOR | {PLACE}),
    "killed": (ACTOR, {PERSON, COUNTRY}),
    "appointed": (ACTOR, {PERSON}),
    "dismissed": (ACTOR, {PERSON}),
    "defeated": (ACTOR, ACTOR),
}
PREFIXES = """
@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return kg.schema.load()


def write(folder: Path, text: str, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + textwrap.dedent(text), encoding="utf-8")
    return path


def test_the_predicates_are_those_of_the_guideline(schema: Schema) -> None:
    assert {n: (set(p.domain), set(p.range)) for n, p in schema.predicates.items()} == GUIDELINE
    symmetric = {name for name, p in schema.predicates.items() if p.symmetric}
    assert symmetric == {"familyOf", "agreedWith", "metWith", "cooperatesWith"}
    assert {name for name, p in schema.predicates.items() if p.transitive} == {"partOf", "locatedIn"}


def test_each_predicate_has_an_inverse_or_is_symmetric(schema: Schema) -> None:
    for predicate in schema.predicates.values():
        assert predicate.symmetric == (predicate.inverse is None)
        assert predicate.inverse not in schema.predicates


def test_categories_of_plover_are_super_properties(schema: Schema) -> None:
    roots = {p.plover for p in schema.predicates.values()} - {None}
    assert roots == {
        "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
        "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    }  # fmt: skip
    rejected = schema.predicates["rejectedProposalOf"]
    assert rejected.parents == ("reject", "verbalConflict", "relation")
    assert rejected.family == "verbalConflict"
    assert schema.predicates["citizenOf"].plover is None
    assert schema.predicates["citizenOf"].family == "affiliation"
    assert all(p.family for p in schema.predicates.values())


def test_chains_are_properties_of_their_own(schema: Schema) -> None:
    kg_ = kg.schema.KG
    party = schema.properties[f"{kg_}bodyRejectedProposalOf"]
    assert party.chains == ((f"{kg_}hasOfficial", f"{kg_}rejectedProposalOf"),)
    assert "bodyRejectedProposalOf" not in schema.predicates


def test_a_schema_is_frozen_pickled_and_kept(schema: Schema) -> None:
    with pytest.raises(TypeError):
        schema.predicates["x"] = schema.predicates["accused"]  # type: ignore[index]
    assert pickle.loads(pickle.dumps(schema)) == schema
    assert kg.schema.load() is schema


def test_loading_takes_less_than_a_second_and_prints_nothing() -> None:
    """Of processor time, the imports left out; every warning is an error."""
    program = (
        "import kg.schema, owlready2, time; begin = time.process_time(); kg.schema.load();"
        "print(time.process_time() - begin)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert float(done.stdout) < 1


def test_one_property_with_its_frames_is_a_new_predicate() -> None:
    path = ontology_dir() / "examples" / "vetoed.ttl"
    schema = kg.schema.load(path)
    vetoed = schema.predicates["vetoed"]
    assert len(schema.predicates) == 35
    assert (vetoed.label, vetoed.plover, vetoed.family) == ("vetoed", "REJECT", "verbalConflict")
    assert vetoed.domain == {ORGANIZATION, COUNTRY}
    assert vetoed.range == ACTOR
    assert vetoed.iri == "https://example.org/my-ontology#vetoed"
    assert {frame.triggers for frame in schema.frames if frame.predicate == "vetoed"} == {
        ("veto", "blackball"),
        ("veto",),
    }
    assert len(kg.schema.load().predicates) == 34


def test_domain_and_range_come_from_above_where_a_property_has_none(tmp_path: Path) -> None:
    schema = kg.schema.load(
        write(
            tmp_path,
            "my:bribedOfficialOf a owl:ObjectProperty ; rdfs:subPropertyOf kg:coerce ; rdfs:range kg:Body .",
        )
    )
    bribed = schema.predicates["bribedOfficialOf"]
    assert (bribed.domain, bribed.range) == (ACTOR, {ORGANIZATION, COUNTRY})
    assert bribed.label == "bribed official of"


def test_finer_classes_and_unions_stand_for_types_of_entities(tmp_path: Path) -> None:
    schema = kg.schema.load(
        write(
            tmp_path,
            """
            my:Company a owl:Class ; rdfs:subClassOf kg:Organization .
            my:merged a owl:ObjectProperty ; rdfs:domain my:Company ;
                rdfs:range [ a owl:Class ; owl:unionOf ( my:Company kg:Place ) ] .
            my:anything a owl:ObjectProperty .
            """,
        )
    )
    assert schema.predicates["merged"].domain == {ORGANIZATION}
    assert schema.predicates["merged"].range == {ORGANIZATION, PLACE}
    assert schema.predicates["anything"].range == set(EntityType)


def test_inverses_chains_and_categories_of_a_user_are_no_predicates(tmp_path: Path) -> None:
    schema = kg.schema.load(
        write(
            tmp_path,
            """
            my:harm a owl:ObjectProperty ; rdfs:domain kg:Actor .
            my:harmed a owl:ObjectProperty ; rdfs:subPropertyOf my:harm .
            my:harmedBy a owl:ObjectProperty ; owl:inverseOf my:harmed .
            my:harmedThrough a owl:ObjectProperty ; owl:propertyChainAxiom ( kg:memberOf my:harmed ) .
            """,
        )
    )
    assert set(schema.predicates) - set(GUIDELINE) == {"harmed"}
    assert schema.predicates["harmed"].inverse == "harmedBy"
    assert schema.predicates["harmed"].parents == ("harm",)


def test_the_side_of_an_inverse_that_has_frames_is_the_predicate(tmp_path: Path) -> None:
    schema = kg.schema.load(
        write(
            tmp_path,
            """
            my:cursed a owl:ObjectProperty ; owl:inverseOf my:cursedBy ; kg:frame [ a kg:VerbFrame ; kg:verb "curse" ] .
            my:cursedBy a owl:ObjectProperty .
            kg:hasOfficial a owl:ObjectProperty .
            kg:attacked kg:frame [ a kg:VerbFrame ; kg:verb "zap" ] .
            """,
        )
    )
    assert set(schema.predicates) - set(GUIDELINE) == {"cursed"}
    assert schema.predicates["cursed"].inverse == "cursedBy"
    assert any(frame.triggers == ("zap",) and frame.predicate == "attacked" for frame in schema.frames)


def test_a_changed_file_is_loaded_anew(tmp_path: Path) -> None:
    path = write(tmp_path, "my:one a owl:ObjectProperty .")
    assert "one" in kg.schema.load(path).predicates
    write(tmp_path, "my:another a owl:ObjectProperty .")
    assert "another" in kg.schema.load(path).predicates


@pytest.mark.parametrize("suffix", [".rdf", ".nt", ".jsonld"])
def test_other_syntaxes_are_read(tmp_path: Path, suffix: str) -> None:
    import rdflib

    graph = rdflib.Graph().parse(
        write(tmp_path, "my:one a owl:ObjectProperty ; rdfs:label 'is one with'@en .")
    )
    form = {".rdf": "xml", ".nt": "nt", ".jsonld": "json-ld"}[suffix]
    graph.serialize(tmp_path / f"mine{suffix}", format=form, encoding="utf-8")
    assert kg.schema.load(tmp_path / f"mine{suffix}").predicates["one"].label == "is one with"
