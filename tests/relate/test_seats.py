"""Bodies of titles that don't name them in full."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Claim

Reader = Callable[..., dict[tuple[str, str, str], Claim]]

NAMED = """
The DT 3 det
{first} NNP 3 compound
{noun} NNP 4 nsubj
met VBD 0 root meet
. . 4 punct
"""
TITLED = """
{title} NNP 2 nmod:desc
Lind NNP 3 nsubj
spoke VBD 0 root speak
. . 3 punct
"""
MEMBERS = [("Senator", "Senate"), ("Justice", "Court"), ("Congresswoman", "House"), ("MP", "Parliament")]


@pytest.mark.parametrize(("title", "noun"), MEMBERS)
def test_a_members_title_belongs_to_the_one_chamber_named(read: Reader, title: str, noun: str) -> None:
    names = {"p": "Person: Lind", "o": f"Organization: Federal {noun}"}
    claims = read(NAMED.format(first="Federal", noun=noun), TITLED.format(title=title), **names)
    assert claims["p", "holdsPositionIn", "o"].title == title


def test_of_two_courts_it_is_neither(read: Reader) -> None:
    names = {"p": "Person: Lind", "o": "Organization: Federal Court", "q": "Organization: Naval Court"}
    named = [NAMED.format(first=first, noun="Court") for first in ("Federal", "Naval")]
    assert not read(*named, TITLED.format(title="Judge"), **names)


def test_a_house_that_is_a_residence_has_no_members(read: Reader) -> None:
    names = {"p": "Person: Lind", "o": "Organization: White House"}
    assert not read(NAMED.format(first="White", noun="House"), TITLED.format(title="Rep."), **names)


CHAIRED = """
{noun} NN 3 compound
{title} NN 3 nmod:desc
Lind NNP 4 nsubj
spoke VBD 0 root speak
. . 4 punct
"""
GUILDS = {"p": "Person: Lind", "o": "Organization: Weavers Guild", "q": "Organization: Velm Institute"}
NAMED_GUILDS = (NAMED.format(first="Weavers", noun="Guild"), NAMED.format(first="Velm", noun="Institute"))


def test_a_noun_before_a_title_stands_for_the_body_named_with_it(read: Reader) -> None:
    claims = read(*NAMED_GUILDS, CHAIRED.format(noun="Guild", title="chairman"), **GUILDS)
    assert set(claims) == {("p", "holdsPositionIn", "o")}


def test_a_noun_of_several_names_or_of_none_stands_for_nothing(read: Reader) -> None:
    several = {**GUILDS, "q": "Organization: Velm Guild"}
    both = (NAMED_GUILDS[0], NAMED.format(first="Velm", noun="Guild"))
    assert not read(*both, CHAIRED.format(noun="Guild", title="chairman"), **several)
    assert not read(*NAMED_GUILDS, CHAIRED.format(noun="Weavers", title="chairman"), **GUILDS)


def test_of_a_minister_the_noun_is_the_field(read: Reader) -> None:
    claims = read(*NAMED_GUILDS, CHAIRED.format(noun="Guild", title="minister"), **GUILDS)
    assert ("p", "holdsPositionIn", "o") not in claims
