"""Persons within one text."""

from __future__ import annotations

import pytest

from kg.records import EntityType
from kg.resolve.people import compatible

from .builders import entities, marked, words_of


def test_short_names_meet_their_full_name() -> None:
    text = "[Jens Larsen|PERSON] spoke. Mr. [Larsen|PERSON] left. [Larsen|PERSON]'s aide stayed; [Jens|PERSON] too."
    found = entities(marked(text))
    assert set(found) == {"Jens Larsen"}
    assert found["Jens Larsen"].aliases == ("Larsen", "Jens")
    assert len(found["Jens Larsen"].mentions) == 4


def test_titles_stay_out_of_the_name() -> None:
    found = entities(
        marked(
            "[Prime Minister Anna Berg|PERSON] met Dr. [Eva Holm|PERSON] and [Polish President Jan Nowak|PERSON]."
        )
    )
    people = {name for name, e in found.items() if e.type is EntityType.PERSON}
    assert people == {"Anna Berg", "Eva Holm", "Jan Nowak"}


def test_a_king_keeps_his_title_and_a_sheikh_with_a_full_name_has_it_as_alias() -> None:
    found = entities(marked("King [Harald|PERSON] met Sheikh [Omar bin Rashid|PERSON]."))
    assert "King Harald" in found
    assert "Sheikh Omar bin Rashid" in found["Omar bin Rashid"].aliases


def test_family_names_shared_by_two_stay_apart() -> None:
    text = "[Bill Carter|PERSON] and [Rose Carter|PERSON] came. Mrs. [Carter|PERSON] spoke. Mr. [Carter|PERSON] left."
    doc = marked(text)
    found = entities(doc)
    assert set(found) == {"Bill Carter", "Rose Carter"}
    # Nothing says who is who at the first; the last named before is taken, and then his or her title tells.
    assert words_of(found["Rose Carter"], doc) == ["Rose Carter", "Carter"]
    assert words_of(found["Bill Carter"], doc) == ["Bill Carter", "Carter"]


def test_another_script_or_a_nickname_in_brackets() -> None:
    found = entities(
        marked(
            "[Chen Hui-min|PERSON] ([陳惠敏|PERSON]) spoke; "
            "[Pedro Alvez|PERSON] ([Pepe|PERSON]) too. [Pepe|PERSON] left."
        )
    )
    assert set(found) == {"Chen Hui-min", "Pedro Alvez"}
    assert found["Chen Hui-min"].aliases == ("陳惠敏",)
    assert found["Pedro Alvez"].aliases == ("Pepe",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("john f kennedy", "john kennedy", True),
        ("j kennedy", "john kennedy", True),
        ("john kennedy", "robert kennedy", False),
        ("maria flores jaquez", "flores jaquez", True),
        ("abdel fattah el sisi", "abdel fattah al sisi", True),
        ("wladyslaw kosiniak kamysz", "wladyslaw kosiniak kamys", True),
        ("joao silva", "joana silva", False),
        ("el baradei mohamed", "elbaradei mohamed", True),
        ("peter smith", "peter jones", False),
    ],
)
def test_compatible_names(one: str, other: str, same: bool) -> None:
    assert compatible(tuple(one.split()), tuple(other.split())) is same
    assert compatible(tuple(other.split()), tuple(one.split())) is same


def test_hyphens_and_given_names_that_are_titles_elsewhere() -> None:
    found = entities(marked("[Han Min|PERSON]-su spoke to [Major Collins Ubah|PERSON]."))
    assert "Han Min-su" in found


def test_nothing_but_a_title_is_nobody() -> None:
    assert not entities(marked("The [President|PERSON] and the [Emir|PERSON] praised [God|PERSON]."))


@pytest.mark.parametrize("courtesy", ["Hajia", "Datuk Seri", "Monsignor", "Ratu", "Puan"])
def test_courtesies_of_many_countries_are_no_part_of_a_name(courtesy: str) -> None:
    assert set(entities(marked(f"The minister, [{courtesy} Zain Belo|PERSON], spoke."))) == {"Zain Belo"}
