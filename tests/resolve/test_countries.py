"""The table of countries, and what decides the hard names."""

from __future__ import annotations

import re

import pycountry
import pytest

from kg.records import EntityType, MentionKind
from kg.resolve.countries import FormKind, countries, rows

from .builders import entities, marked, parsed


def test_every_present_country_has_codes_a_link_and_a_seat() -> None:
    table = countries()
    for country in pycountry.countries:
        assert country.alpha_2 in table.by_key, country.name
    for key, country in table.by_key.items():
        if country.standing.value == "state":
            assert country.iso == key
            assert country.link is not None
            assert re.fullmatch(r"http://www\.wikidata\.org/entity/Q\d+", country.link)
            assert country.capital


def test_names_and_adjectives_lead_back_to_one_country() -> None:
    table = countries()
    for key, kind, name, *_ in rows("country_names.tsv"):
        named = table.named(name)
        assert named is not None
        assert named.key == key, name
        assert kind in ("state", "claimed", "former", "territory")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("U.S.", "US"), ("US", "US"), ("USA", "US"), ("America", "US"),
        ("Americans", "US"), ("UK", "GB"), ("British", "GB"), ("Holland", "NL"),
        ("Dutch", "NL"), ("Burma", "MM"), ("Burmese", "MM"), ("Türkiye", "TR"),
        ("Turkiye", "TR"), ("Czechia", "CZ"), ("Côte d’Ivoire", "CI"), ("Cote d'Ivoire", "CI"),
        ("Ivorian", "CI"), ("Swaziland", "SZ"), ("DRC", "CD"), ("DR Congo", "CD"),
        ("Zaire", "CD"), ("Bosnian", "BA"), ("Filipinos", "PH"), ("Poles", "PL"),
        ("RUSSIA", "RU"), ("People’s Republic of China", "CN"), ("Papua New Guinea", "PG"), ("Guinea-Bissau", "GW"),
        ("Equatorial Guinea", "GQ"), ("North Koreans", "KP"), ("Kosovar", "XK"), ("Taiwanese", "TW"),
        ("Palestinians", "PS"),
        ("Soviet Union", "soviet-union"), ("USSR", "soviet-union"), ("East German", "east-germany"),
        ("UAE", "AE"),
    ],
)  # fmt: skip
def test_forms(form: str, key: str) -> None:
    country = countries().named(form)
    assert country is not None
    assert country.key == key


@pytest.mark.parametrize("word", ["us", "polish", "turkey", "chad", "it", "in", "No", "IS", "Or"])
def test_plain_words_are_no_countries(word: str) -> None:
    assert countries().named(word) is None


def test_kinds_of_mentions_and_codes() -> None:
    doc = marked("Poland and the Polish army, said two Poles in Warsaw. The U.S.-led group met.")
    found = entities(doc)
    poland = found["Poland"]
    assert (poland.type, poland.iso, poland.aliases) == (EntityType.COUNTRY, "PL", ("Polish", "Poles"))
    assert [mention.kind for mention in poland.mentions] == [
        MentionKind.NAME,
        MentionKind.DEMONYM,
        MentionKind.DEMONYM,
    ]
    assert found["United States"].iso == "US"
    assert found["Warsaw"].type is EntityType.PLACE


@pytest.mark.parametrize(
    "text",
    [
        "It cost US$5 million.",
        "The Latin American left met.",
        "Ships crossed the Gulf of Oman.",
        "Rebels in the Niger Delta struck.",
        "He spoke in French to the crowd.",
        "See www.france.com/china or write to us@usa.gov.",
        "A Russian-speaking voter came.",
        "Floods reached Mexico City.",
    ],
)
def test_what_only_looks_like_a_country(text: str) -> None:
    assert not [e for e in entities(marked(text)).values() if e.type is EntityType.COUNTRY]


def test_korea_and_congo_by_what_else_the_text_names() -> None:
    assert entities(marked("Korea and Japan agreed, Seoul said."))["South Korea"].iso == "KR"
    assert entities(marked("Pyongyang spoke. North Korea sent the Korean troops."))[
        "North Korea"
    ].aliases == ("Korean",)
    assert "Republic of the Congo" in entities(marked("In Brazzaville, Congo held a vote."))
    assert "Democratic Republic of the Congo" in entities(marked("Congo and its capital Kinshasa."))


def test_georgia_the_state_and_the_country() -> None:
    american = entities(marked("Voters in Georgia, Ohio and Texas chose."))
    assert american["Georgia"].type is EntityType.PLACE
    assert american["Georgia"].iso is None
    assert entities(marked("Georgia and Armenia signed in Tbilisi."))["Georgia"].type is EntityType.COUNTRY


def test_a_persons_name_is_no_country() -> None:
    found = entities(
        marked("[Michael Jordan|PERSON] spoke. [Jordan|PERSON] left. [Chad Smith|PERSON] stayed.")
    )
    assert {e.type for e in found.values()} == {EntityType.PERSON}
    assert found["Michael Jordan"].aliases == ("Jordan",)
    assert entities(marked("[Jordan|PERSON] closed its border."))["Jordan"].iso == "JO"


def test_a_weak_form_needs_a_strong_one() -> None:
    assert not entities(marked("The Kingdom and the Emirates waited."))
    found = entities(marked("Saudi Arabia waited. The Kingdom replied."))
    assert found["Saudi Arabia"].aliases == ("Kingdom",)


def test_a_capital_acts_as_its_government() -> None:
    rows = """
    Moscow PROPN 1 nsubj
    denied VERB 1 ROOT
    it PRON 1 obj

    She PRON 1 nsubj
    lives VERB 1 ROOT
    in ADP 3 case
    Moscow PROPN 1 obl
    """
    rows = rows.replace("She PRON 1", "She PRON 4").replace("lives VERB 1", "lives VERB 4")
    rows = rows.replace("in ADP 3", "in ADP 6").replace("Moscow PROPN 1 obl", "Moscow PROPN 4 obl")
    found = entities(parsed(rows, [(0, 1, "LOC"), (6, 7, "LOC")]))
    assert found["Russia"].aliases == ("Moscow",)
    assert found["Moscow"].type is EntityType.PLACE


def test_ties_between_capitals() -> None:
    rows = """
    ties NOUN 4 nsubj
    between ADP 2 case
    Washington PROPN 0 nmod
    and CCONJ 4 cc
    Beijing PROPN 2 conj
    """
    found = entities(
        parsed(rows.replace("ties NOUN 4 nsubj", "ties NOUN 0 ROOT"), [(2, 3, "LOC"), (4, 5, "LOC")])
    )
    assert set(found) == {"United States", "China"}


def test_capitals_in_datelines_are_places() -> None:
    found = entities(marked("MOSCOW (AP) — Two men met."))
    assert found["MOSCOW"].type is EntityType.PLACE
    assert set(found) == {"MOSCOW"}


def test_territories_are_places_with_links() -> None:
    greenland = entities(marked("They sailed to Greenland."))["Greenland"]
    assert (greenland.type, greenland.iso) == (EntityType.PLACE, None)
    assert greenland.link is not None


def test_every_seat_is_the_capital_of_one_country_unless_marked() -> None:
    table = countries()
    seats: dict[str, set[str]] = {}
    for key in sorted(table.folded()):
        for form in table.find(key.title()):
            if form.kind is FormKind.SEAT:
                seats.setdefault(key, set()).add(form.country.key)
    assert {seat for seat, owners in seats.items() if len(owners) > 1} == {"kingston"}
