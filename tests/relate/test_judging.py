"""What only the relation model sees becomes a claim with the polarity, source, time and title that the text shows."""

from __future__ import annotations

from typing import Any

import pytest

import kg
from kg.records import Claim, Document, Entity, Span
from kg.relate import Relater
from kg.relate.model import Candidate
from kg.resolve import resolve
from kg.schema import load

WEIGHTS = {
    "bias": 0.0,
    "frame": 0.0,
    "reliability": 0.0,
    "unasked": 0.0,
    "model": 1.0,
    "agreed": 0.0,
    "again": 0.0,
    "again_agreed": 0.0,
    "alike": 0.0,
    "alike_framed": 0.0,
    "rival": 0.0,
    "rival_framed": 0.0,
    "alone": {},
    "framed": {},
    "threshold": 0.5,
}


class Sure:
    """Stands in for the model: certain of one triple, and remembers what it was told of."""

    def __init__(
        self, subject: str, predicate: str, object_: str, evidence: str, denied: float = 0.1
    ) -> None:
        self.triple = subject, predicate, object_
        self.evidence = evidence
        self.denied = denied
        self.settings: dict[str, Any] = {
            "predicates": sorted(load().predicates),
            "combination": WEIGHTS | {"frames": {"": -9.0}},
        }
        self.told: tuple[Entity, ...] = ()

    def score(self, doc: Any, entities: tuple[Entity, ...], wanted: Any) -> list[Candidate]:
        self.told = entities
        ids = {entity.name: entity.id for entity in entities}
        begin = doc.text.index(self.evidence)
        span = Span(begin, begin + len(self.evidence))
        subject, predicate, object_ = self.triple
        chances = {name: 0.9 if name == predicate else 0.0 for name in self.settings["predicates"]}
        modality = {"actual": 1.0, "probable": 0.0, "possible": 0.0, "planned": 0.0}
        return [
            Candidate(
                ids[subject],
                ids[object_],
                span,
                span,
                chances,
                self.denied,
                modality,
                {"AID": 1.0},
                {None: 1.0},
            )
        ]


def claims_of(text: str, model: Sure) -> tuple[list[Claim], dict[str, str]]:
    document = Document("d", text)
    doc = kg.load()(text)
    entities = resolve(doc, document)
    claims = Relater(load(), model).relate(doc, document, entities)  # type: ignore[arg-type]  # a stand-in
    own = [claim for claim in claims if claim.made_by == "model:relations"]
    return own, {entity.id: entity.name for entity in entities}


def claim_of(text: str, model: Sure) -> tuple[Claim, dict[str, str]]:
    (claim,), names = claims_of(text, model)
    return claim, names


def test_an_office_keeps_its_title_and_that_it_has_ended():
    text = "Norsk Hydro grew in Norway. Ingrid Solberg, a former deputy director of research, left."
    model = Sure("Ingrid Solberg", "holdsPositionIn", "Norsk Hydro", "a former deputy director of research")
    claim, _ = claim_of(text, model)
    assert claim.title == "deputy director of research"
    assert claim.ended


def test_the_verb_of_saying_within_the_evidence_is_not_what_is_claimed():
    text = "Brazil is calm. Ana Rojas said that Peru may court Brazil."
    claim, _ = claim_of(text, Sure("Peru", "supports", "Brazil", "Ana Rojas said that Peru may court Brazil"))
    assert claim.modality.value == "possible"


def test_an_event_takes_polarity_and_source_from_the_syntax():
    text = "Brazil is calm. Ana Rojas said that Peru never courted Brazil."
    claim, names = claim_of(text, Sure("Peru", "supports", "Brazil", "Peru never courted Brazil"))
    assert claim.polarity.value == "denied"
    assert claim.source is not None
    assert names[claim.source] == "Ana Rojas"


@pytest.mark.parametrize(
    ("said", "predicate", "value"),
    [
        ("Peru pledged to court Brazil", "cooperatesWith", "planned"),
        ("Peru is intended to court Brazil", "cooperatesWith", "planned"),
        ("Peru refused to court Brazil", "cooperatesWith", "denied"),
        ("Peru continued to court Brazil", "cooperatesWith", "actual"),
        ("Peru refused to court Brazil", "opposes", "affirmed"),
    ],
)
def test_what_is_only_undertaken_is_no_fact(said, predicate, value):
    claim, _ = claim_of(f"Brazil is calm. {said} on Friday.", Sure("Peru", predicate, "Brazil", said))
    assert value in (claim.polarity.value, claim.modality.value)


@pytest.mark.parametrize(
    ("predicate", "denied", "value"),
    [("criticized", 0.01, "affirmed"), ("criticized", 0.2, "denied"), ("attacked", 0.01, "denied")],
)
def test_a_not_may_belong_to_what_one_says_of_another(predicate, denied, value):
    said = "Brazil should not have come to the talks, Peru said"
    model = Sure("Peru", predicate, "Brazil", "Brazil should not have come to the talks", denied)
    claim, _ = claim_of(f"It rained. {said}.", model)
    assert claim.polarity.value == value


@pytest.mark.parametrize("pronoun", ["He", "he"])
def test_the_model_is_told_of_pronouns(pronoun):
    text = (
        "Carlos Rojas visited Peru. Then he praised Brazil."
        if pronoun == "he"
        else ("Carlos Rojas visited Peru. He praised Brazil.")
    )
    model = Sure("Carlos Rojas", "opposes", "Brazil", "praised Brazil")
    claim_of(text, model)
    (person,) = (entity for entity in model.told if entity.name == "Carlos Rojas")
    assert pronoun in {mention.span.of(text) for mention in person.mentions}


@pytest.mark.parametrize(
    ("said", "predicate", "value"),
    [
        ("Peru boycotted the talks with Brazil", "metWith", "denied"),
        ("Peru turned down the invitation of Brazil", "visited", "denied"),
        ("Peru called off its visit to Brazil", "visited", "denied"),
        ("Peru did not boycott the talks with Brazil", "metWith", "affirmed"),
        ("Peru refused a meeting with Brazil", "metWith", "denied"),
        ("Peru attended the talks with Brazil", "agreedWith", "affirmed"),
        ("Peru rejected criticism of Brazil", "supports", "affirmed"),
    ],
)
def test_what_is_shunned_is_denied(said, predicate, value):
    claim, _ = claim_of(f"Brazil is calm. {said}.", Sure("Peru", predicate, "Brazil", said))
    assert claim.polarity.value == value


@pytest.mark.parametrize(
    ("said", "count"), [("Asked if Peru courted Brazil", 0), ("Ana Rojas said that Peru courted Brazil", 1)]
)
def test_what_is_only_asked_is_not_claimed(said, count):
    model = Sure("Peru", "supports", "Brazil", said)
    claims, _ = claims_of(f"Brazil is calm. {said}, Ana Rojas left.", model)
    assert len(claims) == count
