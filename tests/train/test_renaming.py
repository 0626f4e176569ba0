"""Other names for the actors of training windows."""

from __future__ import annotations

import random

import pytest

from kg.relate.model.windows import Pair, Slot, Window
from kg.resolve.countries import FormKind, countries
from kg.train.relations.examples import Answer, Example
from kg.train.relations.renaming import COUNTRY, PERSON, Renaming


def example(text: str, *slots: Slot) -> Example:
    words = tuple(text.split())
    return Example(Window(words, (0,) * len(words), (0,) * len(words), slots, (Pair(0, 1, 0),)), (Answer(),))


MEETING = example(
    "The Norwegian minister Ada Lima met Bob Stone ; Lima said Norway agrees , the Norwegian paper has it .",
    Slot(0, COUNTRY, ((1, 2), (11, 12))),
    Slot(1, PERSON, ((2, 5), (9, 10))),
    Slot(2, PERSON, ((6, 8),)),
)
OTHERS = [
    example(f"{given} {family} left .", Slot(0, PERSON, ((0, 2),)), Slot(1, PERSON, ()))
    for given, family in (("Carla", "Marsh"), ("Derek", "Novak"), ("Emma", "Quist"))
]


@pytest.fixture(scope="module")
def rename() -> Renaming:
    return Renaming([MEETING, *OTHERS])


def test_a_name_is_the_same_wherever_it_stands(rename: Renaming) -> None:
    for seed in range(50):
        words = rename(MEETING, random.Random(seed)).window.words
        assert words[9] == words[4]
        assert words[4] in {"Lima", "Stone", "Marsh", "Novak", "Quist"}
        assert words[3] in {"Ada", "Bob", "Carla", "Derek", "Emma"}
        assert words[1] == words[15]


def test_a_country_keeps_name_and_adjective(rename: Renaming) -> None:
    found = set()
    for seed in range(50):
        words = rename(MEETING, random.Random(seed)).window.words
        (name,), (adjective,) = countries().find(words[11]), countries().find(words[1])
        assert (name.kind, adjective.kind) == (FormKind.NAME, FormKind.PEOPLE)
        assert name.country == adjective.country
        found.add(name.country.key)
    assert len(found) > 20


def test_all_else_stays(rename: Renaming) -> None:
    one = rename(MEETING, random.Random(1))
    assert one.answers == MEETING.answers
    assert one.window.slots == MEETING.window.slots
    pairs = zip(one.window.words, MEETING.window.words, strict=True)
    same = {place for place, (new, old) in enumerate(pairs) if new == old}
    assert {0, 2, 5, 8, 10, 12, 13, 14, 16, 17, 18, 19} <= same


@pytest.mark.parametrize(
    "text",
    ["The U.S. and Norway agree .", "The Kremlin and Norway agree .", "Norwegians in Norway agree ."],
    ids=["an abbreviation", "a seat", "a plural"],
)
def test_a_country_that_is_called_otherwise_keeps_its_names(rename: Renaming, text: str) -> None:
    words = text.split()
    spans = tuple(
        (n, n + 1) for n, word in enumerate(words) if (n and word[0].isupper()) or word == "Norwegians"
    )
    one = example(text, Slot(0, COUNTRY, spans), Slot(1, COUNTRY, ()))
    assert rename(one, random.Random(1)).window.words == tuple(words)


def test_what_a_text_writes_small_is_no_name() -> None:
    said = example("President Ada Lima spoke .", Slot(0, PERSON, ((0, 3),)), Slot(1, PERSON, ()))
    small = example("the president left .", Slot(0, PERSON, ((0, 2),)), Slot(1, PERSON, ()))
    for seed in range(20):
        assert Renaming([said, small, *OTHERS])(said, random.Random(seed)).window.words[0] == "President"
