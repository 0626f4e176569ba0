"""Member states: whose they are, and which of them is meant."""

from __future__ import annotations

import pytest

from .builders import entities, parsed, words_of

OWNED = """
NATO PROPN 1 nsubj
thinks VERB 1 ROOT
Norway PROPN 3 nsubj
threatened VERB 1 ccomp
its PRON 6 nmod:poss
{} NOUN 6 compound
countries NOUN 3 obj
"""


def test_member_states_are_those_of_a_body_and_not_of_a_country() -> None:
    doc = parsed(OWNED.format("member"))
    assert words_of(entities(doc)["NATO"], doc) == ["NATO", "its"]
    other = parsed(OWNED.format("neighbour"))
    assert words_of(entities(other)["Norway"], other) == ["Norway", "its"]


MEANT = """
It PRON 1 nsubj
shook VERB 1 ROOT
Norway PROPN 1 obj
. PUNCT 1 punct

Some DET 5 nsubj
feared VERB 5 ROOT
Peru PROPN 7 nsubj
bombed VERB 5 ccomp
{} DET 11 det
NATO PROPN 11 compound
{} NOUN 11 compound
country NOUN 7 obj
"""


def test_a_member_state_is_the_country_that_was_just_named_and_not_one_beside_it() -> None:
    doc = parsed(MEANT.format("a", "member"))
    assert words_of(entities(doc)["Norway"], doc) == ["Norway", "member country"]


@pytest.mark.parametrize("words", [("every", "member"), ("a", "partner")])
def test_any_other_country_is_not(words: tuple[str, str]) -> None:
    doc = parsed(MEANT.format(*words))
    assert words_of(entities(doc)["Norway"], doc) == ["Norway"]


def test_of_two_named_before_neither_is() -> None:
    doc = parsed(MEANT.format("a", "member").replace("It PRON", "Chile PROPN"))
    assert words_of(entities(doc)["Norway"], doc) == ["Norway"]
