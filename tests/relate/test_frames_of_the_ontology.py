"""Frames: what may be written, what comes out, and errors that name property and frame."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from rdflib import Graph

from kg.errors import SchemaError
from kg.records import EntityType, Modality, Polarity
from kg.schema import load, ontology_dir
from kg.schema.frames import FrameKind, compile_frames

PREFIX = "@prefix kg: <https://w3id.org/kg/ontology#> .\n"
VETOED = SimpleNamespace(name="vetoed", iri="https://w3id.org/kg/ontology#vetoed")


def frames_of(turtle: str):
    return compile_frames(Graph().parse(data=PREFIX + turtle, format="turtle"), {"vetoed": VETOED})


def test_a_frame_in_one_line() -> None:
    (frame,) = frames_of('kg:vetoed kg:frame [ a kg:VerbFrame ; kg:verb "veto, block" ] .')
    assert frame.name == "vetoed/veto-v"
    assert frame.kind is FrameKind.VERB
    assert frame.triggers == ("veto", "block")
    assert (frame.who, frame.whom) == (("subject",), ("object",))
    assert not frame.is_narrow


def test_everything_that_may_be_said() -> None:
    (frame,) = frames_of(
        'kg:vetoed kg:frame [ a kg:VerbFrame ; kg:verb "turn down" ; kg:who "subject" ; kg:whom "object/author" ;'
        ' kg:objectNoun "plan, proposal" ; kg:complement "infinitive" ; kg:without "clause" ;'
        ' kg:means "denied, planned" ;'
        ' kg:whoClass "Country" ; kg:whomClass "Person, Country" ] .'
    )
    assert frame.object_noun == {"plan", "proposal"}
    assert frame.complement == {"infinitive"}
    assert frame.without == {"clause"}
    assert (frame.polarity, frame.modality) == (Polarity.DENIED, Modality.PLANNED)
    assert frame.who_class == {EntityType.COUNTRY}
    assert frame.whom_class == {EntityType.PERSON, EntityType.COUNTRY}
    assert frame.is_narrow


def test_frames_of_one_trigger_have_different_names() -> None:
    one = 'kg:vetoed kg:frame [ a kg:VerbFrame ; kg:verb "veto" ; kg:whom "object" ] , '
    frames = frames_of(one + '[ a kg:VerbFrame ; kg:verb "veto" ; kg:whom "of" ] .')
    assert sorted(frame.name for frame in frames) == ["vetoed/veto-v", "vetoed/veto-v2"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('kg:verb "veto"', "needs one class"),
        ("a kg:VerbFrame", "has no kg:verb"),
        ('a kg:VerbFrame ; kg:verb "veto" ; kg:whom "Object!"', "is no role"),
        ('a kg:VerbFrame ; kg:verb "veto; block"', "is no word"),
        ('a kg:VerbFrame ; kg:verb "veto" ; kg:subject "nsubj"', "kg:subject is unknown"),
        ('a kg:VerbFrame ; kg:verb "veto" ; kg:means "maybe"', "is no meaning"),
        ('a kg:VerbFrame ; kg:verb "veto" ; kg:whoClass "Animal"', "is no class"),
        ('a kg:VerbFrame ; kg:verb "veto" ; kg:who "self"', "kg:RoleFrame only"),
        ('a kg:RoleFrame ; kg:noun "vetoer" ; kg:who "possessor"', 'needs the role "self"'),
        ('a kg:NounFrame ; kg:noun "veto" ; kg:objectNoun "plan"', "kg:VerbFrame only"),
        (
            'a kg:NounFrame ; kg:noun "veto" ; kg:complement "infinitive"',
            "kg:complement is for a kg:VerbFrame only",
        ),
        (
            'a kg:RoleFrame ; kg:noun "vetoer" ; kg:who "self" ; kg:without "clause"',
            "kg:without is for a kg:VerbFrame",
        ),
        ("a kg:VerbFrame ; kg:verb kg:veto", "needs a string"),
    ],
)
def test_what_can_not_be_compiled_is_named(body: str, said: str) -> None:
    with pytest.raises(SchemaError) as caught:
        frames_of(f"kg:vetoed kg:frame [ {body} ] .")
    assert "kg:vetoed" in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_frame_needs_a_predicate() -> None:
    with pytest.raises(SchemaError, match="kg:praised has a frame but is no predicate"):
        frames_of('kg:praised kg:frame [ a kg:VerbFrame ; kg:verb "praise" ] .')


def test_every_predicate_has_frames() -> None:
    schema = load()
    assert {frame.predicate for frame in schema.frames} == set(schema.predicates)
    assert len({frame.name for frame in schema.frames}) == len(schema.frames)
    assert (ontology_dir() / "frames.ttl").exists()
