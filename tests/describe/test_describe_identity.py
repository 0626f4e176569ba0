"""IRIs are pure functions of content."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.describe import claim_iri, document_graph, document_iri, entity_iri
from kg.describe.identity import document_of, normal_name
from kg.errors import KgError
from kg.records import Entity, EntityType, Modality, Polarity

LIND = Entity("e1", EntityType.PERSON, "Ada Lind")


def test_an_entity_is_named_by_type_and_name_whatever_else_a_text_knows_of_it() -> None:
    same = [
        dataclasses.replace(LIND, id="e7", aliases=("Lind",)),
        dataclasses.replace(LIND, name="ADA  LIND"),
        dataclasses.replace(LIND, name="Ada Lińd"),
    ]
    assert {entity_iri(e) for e in same} == {entity_iri(LIND)}
    assert entity_iri(LIND).startswith("https://w3id.org/kg/id/entity/ada-lind-")
    others = [
        dataclasses.replace(LIND, type=EntityType.ORGANIZATION),
        dataclasses.replace(LIND, name="Ida Lind"),
        dataclasses.replace(LIND, qualifier="footballer"),
        dataclasses.replace(LIND, link="http://kb.example/Q1"),
    ]
    assert len({entity_iri(e) for e in [LIND, *others]}) == 5


def test_a_code_or_link_counts_more_than_the_name() -> None:
    country = Entity("e1", EntityType.COUNTRY, "Ivory Coast", iso="CI")
    assert entity_iri(country) == entity_iri(dataclasses.replace(country, name="Côte d'Ivoire"))
    assert entity_iri(country) == "https://w3id.org/kg/id/entity/country-ci"
    linked = dataclasses.replace(LIND, link="http://kb.example/person/77")
    assert entity_iri(linked) == entity_iri(dataclasses.replace(linked, name="A. Lind"))
    assert "person-77-" in entity_iri(linked)


def test_a_country_with_a_code_is_the_same_with_and_without_a_link() -> None:
    country = Entity("e1", EntityType.COUNTRY, "Andorra", iso="AD")
    assert entity_iri(country) == entity_iri(
        dataclasses.replace(country, link="http://www.wikidata.org/entity/Q228")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łukasz Żółty", "Lukasz Zolty"),
        ("O’Hara", "O'HARA"),
        ("Jean–Luc", "Jean-Luc"),
        ("Straße", "STRASSE"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_names_that_differ_in_writing_only_are_one(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Май", "Маи"), ("が", "か"), ("Ada Lind", "Ada Linde"), ("कि", "क")]
)
def test_marks_of_other_scripts_tell_letters_apart(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@given(st.text(max_size=40))
def test_normal_names_stay_as_they_are(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)


@given(st.text(st.one_of(st.characters(), st.just("\ud800")), min_size=1, max_size=30))
def test_documents_and_their_graphs_lead_to_each_other(id: str) -> None:
    document = document_iri(id)
    assert document_of(document_graph(document)) == document
    assert document_iri(id + "x") != document
    assert all(" " < c < "\x7f" for c in document)


def test_what_is_no_document_has_no_graph() -> None:
    with pytest.raises(ValueError, match="not the IRI of a document"):
        document_graph("https://w3id.org/kg/id/entity/x")
    assert document_of("https://w3id.org/kg/id/graph/curation") is None
    with pytest.raises(KgError, match="id"):
        document_iri("")


def test_each_part_of_a_claim_makes_another_claim() -> None:
    base = ("s", "p", "o", Polarity.AFFIRMED, Modality.ACTUAL, None, False)
    variants = [
        ("o", "p", "s", Polarity.AFFIRMED, Modality.ACTUAL, None, False),
        ("s", "q", "o", Polarity.AFFIRMED, Modality.ACTUAL, None, False),
        ("s", "p", "o", Polarity.DENIED, Modality.ACTUAL, None, False),
        ("s", "p", "o", Polarity.AFFIRMED, Modality.POSSIBLE, None, False),
        ("s", "p", "o", Polarity.AFFIRMED, Modality.ACTUAL, "x", False),
        ("s", "p", "o", Polarity.AFFIRMED, Modality.ACTUAL, None, True),
        ("s\np", "", "o", Polarity.AFFIRMED, Modality.ACTUAL, None, False),
    ]
    assert len({claim_iri(*v) for v in [base, *variants]}) == len(variants) + 1
    assert claim_iri(*base) == claim_iri(*base)


def test_iris_never_change_between_versions() -> None:
    """Graphs that were built before must go together with graphs that are built now."""
    assert entity_iri(LIND) == "https://w3id.org/kg/id/entity/ada-lind-ukson2mjoa"
    claim = claim_iri(
        "https://s", "https://p", "https://o", Polarity.DENIED, Modality.PLANNED, "https://x", True
    )
    assert claim == "https://w3id.org/kg/id/claim/bb4nm7jprtjr2oj62ulk6d3o"
    assert document_iri("a b/ü") == "https://w3id.org/kg/id/document/a%20b%2F%C3%BC"
