"""Near names and namesakes across documents."""

from __future__ import annotations

import importlib
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import EntityType
from kg.resolve import CandidateIndex, Profile, Strength, candidates, conflict, namesakes, normalise_name
from kg.resolve.candidates import MOST_COMPARED, Candidate, _compare, _Entry
from kg.resolve.names import sound_key

# The package has a function of that name too.
_candidates_module = importlib.import_module("kg.resolve.candidates")


def person(id: str, name: str, **more: frozenset[str]) -> Profile:
    return Profile(id, EntityType.PERSON, name, nationalities=more.get("of", frozenset()))


def body(id: str, name: str, *aliases: str, home: str | None = None) -> Profile:
    homes = frozenset([home]) if home else frozenset[str]()
    return Profile(id, EntityType.ORGANIZATION, name, aliases, homes=homes)


def only(*profiles: Profile) -> tuple[str, str] | None:
    found = candidates(profiles)
    return (found[0].strength.value, found[0].reason) if found else None


def test_accents_and_punctuation_are_strong() -> None:
    assert only(person("a", "Wladyslaw Kosiniak-Kamys"), person("b", "Władysław Kosiniak Kamys")) == (
        "strong",
        "the same letters, but for accents and punctuation",
    )


def test_transliterations_need_a_word_for_each_other_or_a_person_decides() -> None:
    one, other = "Muammar Gaddafi", "Moammar Qadhafi"
    assert sound_key("Gaddafi") == sound_key("Qadhafi") == sound_key("Kadafi")
    found = only(person("a", one), person("b", other))
    assert found is not None
    assert found[0] == "candidate"
    libyan = frozenset({"LY"})
    found = only(person("a", one, of=libyan), person("b", other, of=libyan))
    assert found is not None
    assert found[0] == "strong"


def test_known_and_introduced_abbreviations() -> None:
    assert only(body("a", "WHO"), body("b", "World Health Organization")) == ("strong", "a known other name")
    found = only(body("a", "NGB", home="KE"), body("b", "National Grain Board", "NGB", home="KE"))
    assert found == ("strong", "a text calls one by the other's name")
    found = only(body("a", "NGB"), body("b", "National Grain Board"))
    assert found is not None
    assert found[0] == "candidate"


@pytest.mark.parametrize(
    ("profiles", "strength"),
    [
        ((body("a", "NGB", home="KE"), body("b", "National Grain Board", "NGB", home="KE")), "strong"),
        ((body("a", "NGB", home="PE"), body("b", "National Grain Board", "NGB", home="KE")), "candidate"),
        ((body("a", "NGB"), body("b", "National Grain Board", "NGB", home="KE")), "candidate"),
        ((body("a", "WHO", home="KE"), body("b", "Wide Hills Orchestra", "WHO", home="KE")), "candidate"),
        ((body("a", "NGB", home="KE"), body("b", "board", "NGB", home="KE")), "candidate"),
    ],
)
def test_the_letters_of_a_body_may_be_another_one_s(profiles: tuple[Profile, ...], strength: str) -> None:
    found = only(*profiles)
    assert found == (strength, "a text calls one by the other's name")


def test_letters_that_two_bodies_claim_are_neither_s() -> None:
    acronym, one = body("a", "NGB", home="KE"), body("b", "National Grain Board", "NGB", home="KE")
    assert only(acronym, one, body("c", "Nordic Gas Bank", "NGB", home="KE")) == (
        "candidate",
        "a text calls one by the other's name, as do others",
    )
    longer = body("c", "National Grain Board of Arland", "NGB", home="KE")
    assert {c.strength for c in candidates([acronym, one, longer]) if "a" in (c.one, c.other)} == {
        Strength.STRONG
    }


def test_middle_initials_unless_several_fit() -> None:
    assert only(person("a", "John Q. Public"), person("b", "John Public")) == (
        "strong",
        "one name has a middle name or initial more",
    )
    found = candidates(
        [person("a", "John Public"), person("b", "John Q. Public"), person("c", "John X. Public")]
    )
    assert {c.strength for c in found} == {Strength.CANDIDATE}


def test_what_speaks_against_it() -> None:
    a, b = person("a", "Ann Lee", of=frozenset({"US"})), person("b", "Ann Lée", of=frozenset({"AU"}))
    assert conflict(a, b) == "two nationalities: US and AU"
    assert candidates([a, b]) == []
    assert conflict(person("a", "X"), body("b", "X")) == "a Person and a Organization"
    holder = Profile("a", EntityType.PERSON, "Ann Lee", offices=frozenset({("president", "FR")}))
    other = Profile("b", EntityType.PERSON, "Ann Lee", offices=frozenset({("prime minister", "CA")}))
    assert conflict(holder, other) == "offices of two countries: president of FR, prime minister of CA"


def test_far_names_are_no_candidates() -> None:
    assert (
        candidates([person("a", "Jens Larsen"), person("b", "Nils Holm"), person("c", "Nils Larsen")]) == []
    )
    assert candidates([body("a", "United Grain"), body("b", "United Steel")]) == []


def test_namesakes_are_parted_by_what_tells() -> None:
    us, au = frozenset({"US"}), frozenset({"AU"})
    profiles = [
        person("d1", "Ann Lee", of=us),
        person("d2", "Ann Lee", of=au),
        person("d3", "Ann Lee"),
        person("d4", "Ann Lee", of=us),
    ]
    groups = [[profile.id for profile in group] for group in namesakes(profiles)]
    assert groups == [["d1", "d4", "d3"], ["d2"]]
    random.Random(1).shuffle(profiles)
    assert [[p.id for p in group] for group in namesakes(profiles)] == groups
    assert namesakes([]) == []


def test_one_document_s_word_does_not_make_a_namesake_of_somebody_well_known() -> None:
    us, jp = frozenset({"US"}), frozenset({"JP"})
    many = [person(f"d{n}", "Ann Lee", of=us) for n in range(5)]
    assert len(namesakes([*many, person("x", "Ann Lee", of=jp)])) == 1
    assert len(namesakes([*many, person("x", "Ann Lee", of=jp), person("y", "Ann Lee", of=jp)])) == 2
    linked = Profile(
        "x", EntityType.PERSON, "Ann Lee", nationalities=jp, links=frozenset({"https://x.org/1"})
    )
    known = [replace(one, links=frozenset({"https://x.org/2"})) for one in many]
    assert len(namesakes([*known, linked])) == 2


_NAMES = st.lists(
    st.sampled_from(["Jens", "Jans", "Larsen", "Larssen", "J.", "Ann", "Lee", "Leé", "Bo"]),
    min_size=1,
    max_size=3,
)


@settings(deadline=None)
@given(st.lists(_NAMES, min_size=2, max_size=8), st.randoms())
def test_candidates_do_not_depend_on_the_order(names: list[list[str]], shuffle: random.Random) -> None:
    profiles = [person(f"p{n}", " ".join(name)) for n, name in enumerate(names)]
    expected = candidates(profiles)
    shuffle.shuffle(profiles)
    assert candidates(profiles) == expected
    assert all(c.one < c.other for c in expected)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_normalised_name_is_stable(name: str) -> None:
    for type in (None, *EntityType):
        once = normalise_name(name, type)
        assert normalise_name(name, type) == once
        assert once == once.strip()
        assert normalise_name(f"  {name} ", type) == once


def test_a_look_up_compares_with_few_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ["la", "mo", "ri", "ta", "ve", "no", "ku", "si"]
    rng = random.Random(1)
    compared: list[str] = []

    def counted(one: _Entry, other: _Entry) -> Candidate | None:
        compared.append(other.profile.id)
        return _compare(one, other)

    monkeypatch.setattr(_candidates_module, "_compare", counted)

    def name() -> str:
        return " ".join("".join(rng.choices(parts, k=2)).title() for _ in range(2))

    index = CandidateIndex(person(f"p{n}", name()) for n in range(3_000))
    for n in range(50):
        compared.clear()
        index.near(person(f"new{n}", name()))
        assert len(compared) <= MOST_COMPARED


def test_a_common_name_costs_no_more_in_a_full_index() -> None:
    index = CandidateIndex(person(f"p{n}", f"Mohammed Ali{n % 7}") for n in range(2_000))
    assert index.near(person("new", "Mohammed Ali3")) == []
    assert len(index.near(person("new", "Jens Larsen"))) == 0
