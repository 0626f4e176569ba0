"""The combination's numbers are learned from counts that can be checked by hand."""

import numpy as np
import pytest
import spacy

from kg.records import Claim, Entity, EntityType, Mention, Polarity, Span
from kg.relate.opinions import Opinion, log_odds
from kg.train.relations.fit import Judged, fit, logistic, reliability
from kg.train.relations.gold import GoldDocument

TEXT = "France accused Brazil."
ENTITIES = (
    Entity("e1", EntityType.COUNTRY, "France", (), (Mention(Span(0, 6)),)),
    Entity("e2", EntityType.COUNTRY, "Brazil", (), (Mention(Span(15, 21)),)),
)
GOLD = {"s": 0, "p": "accused", "o": 1, "polarity": "affirmed", "source": None, "evidence": TEXT[:-1]}
DOCUMENT = GoldDocument("d", spacy.blank("en")(TEXT), ENTITIES, ENTITIES, 2, (), (GOLD,), {})


def claim(made_by: str, predicate: str = "accused", polarity: Polarity = Polarity.AFFIRMED) -> Claim:
    return Claim("e1", predicate, "e2", Span(0, 21), polarity=polarity, made_by=made_by)


def test_a_logistic_regression_of_one_group_is_its_share():
    weights = logistic(np.ones((10, 1)), np.array([1.0] * 8 + [0.0] * 2), np.zeros(1))
    assert weights[0] == pytest.approx(log_odds(0.8), abs=1e-4)


def test_weights_point_the_way_of_the_evidence():
    matrix = np.array([[1.0, x] for x in (-2, -1, -1, 0, 1, 1, 2)])
    weights = logistic(matrix, np.array([0.0, 0, 0, 1, 0, 1, 1]), np.ones(2))
    assert weights[1] > 0.3


def test_frames_are_trusted_by_their_record_and_unknown_ones_by_the_average():
    claims = [claim("frame:right")] * 6 + [claim("frame:wrong", "criticized")] * 6
    trust = reliability([DOCUMENT], [claims], frozenset())
    assert trust["frame:right"] > trust[""] > trust["frame:wrong"]
    assert trust[""] == pytest.approx(log_odds(7 / 14))


def test_a_claim_with_the_wrong_polarity_is_wrong():
    trust = reliability([DOCUMENT], [[claim("frame:a", polarity=Polarity.DENIED)]], frozenset())
    assert trust["frame:a"] < 0


def test_the_threshold_is_where_f1_is_best():
    rows = [
        Judged(0, Opinion(("e1", "accused", "e2"), claim("frame:a"), None, 0.0), right)
        for right in (True, True, False)
    ]
    rows += [Judged(0, Opinion(("e1", "metWith", "e2"), None, None, 0.0), False)] * 10
    found = fit(rows, {"": 0.0}, 2, 0.5)
    framed = found["framed"]["accused"]
    sure = 1 / (1 + np.exp(-(found["bias"] + found["frame"] + found["unasked"] + framed)))
    doubtful = 1 / (1 + np.exp(-(found["bias"] + found["unasked"] + found["alone"]["metWith"])))
    assert doubtful < found["threshold"] <= sure + 1e-4
