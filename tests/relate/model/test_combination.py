"""Frames and model together: who is kept, who is dropped, and how sure the claims are."""

from dataclasses import replace

import pytest

from kg.records import Claim, Entity, EntityType, Polarity, Span
from kg.relate.combine import Weights, combine, schema_admits
from kg.relate.model import Candidate
from kg.relate.opinions import log_odds, opinions

WEIGHTS = Weights(
    bias=-1.0,
    frame=1.0,
    reliability=0.5,
    unasked=0.5,
    model=1.0,
    agreed=0.0,
    again=0.0,
    again_agreed=0.0,
    alike=0.0,
    alike_framed=0.0,
    rival=0.0,
    rival_framed=0.0,
    alone={"supports": -3.0},
    framed={"metWith": -3.0},
    threshold=0.5,
    frames={"": 0.0, "frame:good": 2.0, "frame:bad": -2.0},
    predicates=("accused", "metWith", "supports"),
)
SYMMETRIC = frozenset({"metWith"})


ROOTS = {"ACCUSE": 0.4, "REJECT": 0.6}


def candidate(subject="e1", object="e2", **predicates: float) -> Candidate:
    everything = dict.fromkeys(WEIGHTS.predicates, 0.01) | predicates
    actual = {"actual": 1.0}
    return Candidate(subject, object, Span(0, 9), Span(0, 5), everything, 0.0, actual, ROOTS, {None: 1.0})


def claim(predicate="accused", made_by="frame:good", subject="e1", object="e2") -> Claim:
    return Claim(subject, predicate, object, Span(0, 9), made_by=made_by)


def draft(place: Candidate, predicate: str) -> Claim:
    return Claim(place.subject, predicate, place.object, place.evidence)


def made(claims, candidates, admits=lambda triple: True, violent=()):
    return combine(claims, candidates, WEIGHTS, SYMMETRIC, violent, admits, draft)


def test_a_predicate_of_which_the_model_is_too_sure_is_doubted_where_only_it_sees_it():
    assert made([], [candidate(supports=0.9)]) == []
    (found,) = made([claim("supports")], [candidate(supports=0.9)])
    assert found.made_by == "frame:good"


def test_a_predicate_whose_frames_are_often_wrong_is_doubted_where_a_frame_says_so():
    (accused, met) = opinions([claim(), claim("metWith")], [candidate()], SYMMETRIC, bool)
    without = replace(WEIGHTS, framed={})
    assert WEIGHTS.confidence(accused) == without.confidence(accused)
    assert WEIGHTS.confidence(met) < without.confidence(met)


def test_a_likely_claim_of_the_model_alone_is_made_by_it():
    (found,) = made([], [candidate(accused=0.9)])
    assert (found.predicate, found.made_by, found.evidence) == ("accused", "model:relations", Span(0, 5))
    assert found.score == 0.9
    assert found.confidence == pytest.approx(1 / (1 + 2.718281828 ** -(log_odds(0.9) - 1)), abs=1e-4)


def test_nobody_is_accused_of_violence_on_a_weak_guess(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kg.relate.combine.LIKELY", 0.75)
    guess, sure = [candidate(accused=0.85)], [candidate(accused=0.95)]
    assert made([], guess)
    assert not made([], guess, violent={"accused"})
    assert made([], sure, violent={"accused"})
    assert made([claim()], guess, violent={"accused"})


def test_what_is_said_at_two_places_is_surer():
    weights = replace(WEIGHTS, again=0.5, again_agreed=-0.5)
    once, twice, weakly = (
        opinions([], [candidate(accused=0.6), *more], SYMMETRIC, lambda triple: True)[0]
        for more in ([], [candidate(accused=0.5)], [candidate(accused=1e-6)])
    )
    assert weights.confidence(once) == weights.confidence(weakly) < weights.confidence(twice)
    (framed,) = opinions([claim()], [candidate(accused=0.6), candidate(accused=0.5)], SYMMETRIC, bool)
    assert framed.again == 0.5
    assert weights.confidence(framed) == pytest.approx(WEIGHTS.confidence(framed))


def test_how_much_the_model_doubts_a_frame_counts_only_so_far():
    doubts = [
        WEIGHTS.confidence(opinions([claim()], [candidate(accused=chance)], SYMMETRIC, bool)[0])
        for chance in (0.2, 0.1, 0.001)
    ]
    assert doubts[0] > doubts[1] == doubts[2]
    alone = [
        WEIGHTS.confidence(opinions([], [candidate(accused=chance)], SYMMETRIC, lambda triple: True)[0])
        for chance in (0.1, 0.06)
    ]
    assert alone[0] > alone[1]


def test_more_of_a_kind_in_a_text_counts():
    places = [
        candidate(accused=0.6),
        candidate(object="e3", accused=0.3),
        candidate(object="e4", supports=0.9),
    ]
    one, two, other = opinions([], places, SYMMETRIC, lambda triple: True)
    assert (one.alike, two.alike, other.alike) == pytest.approx((0.3, 0.6, 0.0))
    weights = replace(WEIGHTS, alike=0.5, alike_framed=-0.5)
    assert weights.confidence(one) > WEIGHTS.confidence(one)
    assert weights.confidence(other) == WEIGHTS.confidence(other)
    (framed, _, _) = opinions([claim()], places, SYMMETRIC, lambda triple: True)
    assert weights.confidence(framed) == pytest.approx(WEIGHTS.confidence(framed))


def test_two_readings_of_one_pair_are_rivals():
    says, also, back = opinions(
        [claim(), claim("supports"), claim(subject="e2", object="e1")],
        [candidate(accused=0.6)],
        SYMMETRIC,
        bool,
    )
    assert (says.rival, also.rival, back.rival) == (True, True, False)
    (unread,) = (
        one for one in opinions([claim()], [candidate(supports=0.6)], SYMMETRIC, bool) if not one.claim
    )
    assert unread.rival
    weights = replace(WEIGHTS, rival=-1.0, rival_framed=0.5)
    assert weights.confidence(says) < WEIGHTS.confidence(says)
    assert weights.confidence(back) == WEIGHTS.confidence(back)


def test_a_frame_keeps_its_own_evidence_and_maker():
    (found,) = made([claim()], [candidate(accused=0.6)])
    assert (found.made_by, found.evidence) == ("frame:good", Span(0, 9))
    assert found.confidence > 0.5


def test_a_weak_frame_that_the_model_doubts_is_dropped():
    assert made([claim(made_by="frame:bad")], [candidate(accused=0.02)]) == []


def test_a_denial_that_a_frame_read_is_kept_on_less():
    doubted = [candidate(accused=0.3)]
    weak = claim(made_by="frame:")
    assert made([weak], doubted) == []
    (found,) = made([replace(weak, polarity=Polarity.DENIED)], doubted)
    assert 0.25 < found.confidence < WEIGHTS.threshold
    assert made([replace(weak, polarity=Polarity.DENIED)], [candidate(accused=0.02)]) == []


def test_the_model_does_not_turn_round_what_a_frame_reads():
    (found,) = made([claim()], [candidate(accused=0.6), candidate("e2", "e1", accused=0.9)])
    assert (found.subject, found.object) == ("e1", "e2")
    (alone,) = made([], [candidate("e2", "e1", accused=0.9)])
    assert alone.subject == "e2"


def test_a_pair_that_the_model_was_not_asked_about_rests_on_the_frame():
    (found,) = made([claim()], [])
    assert found.confidence == pytest.approx(1 / (1 + 2.718281828**-1.5), abs=1e-4)


def test_a_predicate_that_the_model_does_not_know_is_always_kept():
    (found,) = made([claim("vetoed", "frame:vetoed/1")], [candidate()])
    assert (found.predicate, found.confidence) == ("vetoed", 0.5)


def test_symmetric_triples_are_one_and_keep_the_frames_order():
    (found,) = made([claim("metWith", subject="e2", object="e1")], [candidate(metWith=0.9)])
    assert (found.subject, found.object) == ("e2", "e1")
    both = [candidate(metWith=0.9), candidate("e2", "e1", metWith=0.7)]
    (alone,) = made([], both)
    assert (alone.subject, alone.object, alone.score) == ("e1", "e2", 0.9)


def test_what_the_schema_does_not_admit_is_not_made():
    assert made([], [candidate(accused=0.99)], admits=lambda triple: triple[1] != "accused") == []


def test_the_schema_admits_by_types():
    class Accused:
        domain = range = frozenset({EntityType.PERSON})
        symmetric = False
        plover = "ACCUSE"

    entities = [Entity("e1", EntityType.PERSON, "A"), Entity("e2", EntityType.PLACE, "B")]
    assert schema_admits({"accused": Accused()}, entities, ("e1", "accused", "e1"))
    assert not schema_admits({"accused": Accused()}, entities, ("e1", "accused", "e2"))
    assert not schema_admits({}, entities, ("e1", "accused", "e1"))


def test_the_likeliest_place_speaks_for_a_triple():
    places = [candidate(accused=0.2), candidate(accused=0.8), candidate(accused=0.5)]
    (opinion,) = opinions([], places, SYMMETRIC, lambda triple: triple[1] == "accused")
    assert opinion.likelihood == 0.8
    assert opinion.candidate is places[1]


def test_an_event_has_the_root_of_which_the_model_is_certain():
    event = replace(claim(), plover="ACCUSE")
    (found,) = made([event], [candidate(accused=0.9)])
    assert found.plover == "REJECT"
    (found,) = made([event], [replace(candidate(accused=0.9), roots={"REJECT": 0.45, "THREATEN": 0.4})])
    assert found.plover == "ACCUSE"


def test_what_is_no_event_has_no_root():
    (found,) = made([claim()], [candidate(accused=0.9)])
    assert found.plover is None
