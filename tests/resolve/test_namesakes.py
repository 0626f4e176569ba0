"""What shares a name and is not one: towns, relatives, short names, names within other names."""

from __future__ import annotations

import pytest

from kg.records import EntityType
from kg.resolve import Profile, located, namesakes

from .builders import entities, marked, words_of

PLACE, PERSON, ORGANIZATION = EntityType.PLACE, EntityType.PERSON, EntityType.ORGANIZATION


def qualifier(text: str, name: str) -> str | None:
    return entities(marked(text))[name].qualifier


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The mayor of [Salem|GPE], [Oregon|GPE], spoke.", "Oregon"),
        ("Floods in [Georgetown|GPE], [Guyana|GPE], and in [Peru|GPE]. [Peru|GPE] sent help.", "GY"),
        ("A hall in [Vienna|GPE], [Ohio|GPE], was full.", "Ohio"),
        ("A hall in [Vienna|GPE], [Austria|GPE], was full.", None),
        ("[Peru|GPE] opened a road to [Trujillo|GPE]. [Peru|GPE] paid.", "PE"),
        ("A road to [Trujillo|GPE] was opened.", "document test"),
    ],
)
def test_a_town_whose_name_many_countries_have_is_that_of_a_region(text: str, where: str | None) -> None:
    name = next(part for part in ("Salem", "Georgetown", "Trujillo", "Vienna") if part in text)
    assert qualifier(text, name) == where


def test_a_town_of_a_name_of_its_own_needs_no_region() -> None:
    assert qualifier("[Peru|GPE] paid. [Arequipa|GPE] and [Peru|GPE] agreed.", "Arequipa") is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("In [Uganda|GPE] the [Democratic Party|ORG] met. [Uganda|GPE] votes soon.", "UG"),
        ("The [Democratic Party|ORG] met. [America|GPE] votes; [Uganda|GPE] and [Uganda|GPE] wait.", None),
        ("The [Democratic Party|ORG] met.", None),
        ("[Uganda|GPE]'s [Labour Party|ORG] met in [Britain|GPE].", "UG"),
        ("[Uganda|GPE] and the [European Union|ORG] met. [Uganda|GPE] agreed.", None),
        ("The [Democratic Party of Uganda|ORG] met. The [Democratic Party|ORG] agreed.", "uganda"),
        ("[Peru|GPE] and [Peru|GPE] again: the [QZ|ORG] met.", "PE"),
        ("[Peru|GPE] and [Peru|GPE] again: the [QZP|ORG] met.", None),
    ],
)
def test_a_listed_body_of_a_common_name_is_another_in_another_country(text: str, where: str | None) -> None:
    found = entities(marked(text))
    assert [e.qualifier for e in found.values() if e.type is ORGANIZATION] == [where]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The [Maltese Embassy|ORG] in [Peru|GPE] opened.", "PE"),
        ("[Chad|GPE] and [Chad|GPE] again: the [Maltese Embassy|ORG] in [Ndjamena|GPE] opened.", "TD"),
        ("The [Consulate|ORG] opened.", "document test"),
    ],
)
def test_an_embassy_is_that_in_its_host_country(text: str, where: str) -> None:
    found = entities(marked(text))
    assert [e.qualifier for e in found.values() if e.type is ORGANIZATION] == [where]


def test_bodies_with_letters_of_their_own_are_two() -> None:
    first = "The [Harbour Task Force|ORG] ([HTF|ORG]) met."
    found = entities(marked(f"{first} The [Harbour Task Force of Norland|ORG] ([Hartan|ORG]) left."))
    assert found["Harbour Task Force"].aliases == ("HTF",)
    assert found["Harbour Task Force of Norland"].aliases == ("Hartan",)


def test_where_texts_say_that_places_lie() -> None:
    text = "SALEM, Ore. - From Salem (Oregon) to Perth, Scotland, and Lund, which, Sweden said, is in Ostlund, Norway."
    assert located(text, ["SALEM", "Salem", "Perth", "Lund", "Ostlund", "Turku"]) == {
        "SALEM": {"US Oregon"},
        "Salem": {"US Oregon"},
        "Perth": {"GB"},
        "Ostlund": {"NO"},
    }


def place(id: str, *regions: str, home: str = "") -> Profile:
    homes = frozenset([home] if home else [])
    return Profile(id, PLACE, "Hillford", regions=frozenset(regions), homes=homes)


def test_places_that_texts_put_in_two_regions_are_two() -> None:
    profiles = [
        place("a", "US Ohio", home="US"),
        place("b", "GB", home="GB"),
        place("c", "US"),
        place("d", home="GB"),
        place("e"),
    ]
    assert [{p.id for p in group} for group in namesakes(profiles)] == [{"a", "c", "e"}, {"b", "d"}]
    states = [place("a", "US Ohio"), place("b", "US Iowa")]
    assert len(namesakes(states)) == 2


def short(id: str, type: EntityType, name: str, home: str) -> Profile:
    return Profile(id, type, name, homes=frozenset([home] if home else []))


@pytest.mark.parametrize(
    ("name", "type", "homes", "groups"),
    [
        ("Zeno", PERSON, ["GR", "US"], 2),
        ("Zeno", PERSON, ["GR", "GR", ""], 1),
        ("Zeno", PERSON, ["GR", "GR", "US", "US", "FR"], 1),
        ("Zeno Miles", PERSON, ["GR", "US"], 1),
        ("King Zeno", PERSON, ["GR", "US"], 2),
        ("QZP", ORGANIZATION, ["KE", "KE", "KE", "ZA"], 2),
        ("QZP", ORGANIZATION, ["KE", "ZA", "PE", "FR"], 1),
        ("WHO", ORGANIZATION, ["KE", "ZA"], 1),
        ("ANC", ORGANIZATION, ["KE", "ZA"], 2),
        ("TWITTER", ORGANIZATION, ["KE", "ZA"], 1),
    ],
)
def test_a_name_in_short_means_another_in_texts_about_another_country(
    name: str, type: EntityType, homes: list[str], groups: int
) -> None:
    profiles = [short(f"d{number}", type, name, home) for number, home in enumerate(homes)]
    assert len(namesakes(profiles)) == groups


def test_an_office_is_not_the_wife_s() -> None:
    doc = marked("First Lady [Ana de Moral|PERSON] came. Then President [Moral|PERSON] spoke.")
    found = entities(doc)
    assert words_of(found["Ana de Moral"], doc) == ["Ana de Moral"]
    assert words_of(found["Moral"], doc) == ["Moral"]
    doc = marked("His daughter, Senator [Ana Moral|PERSON], came. Senator [Moral|PERSON] spoke.")
    assert words_of(entities(doc)["Ana Moral"], doc) == ["Ana Moral", "Moral"]


def test_of_two_relatives_the_officer_has_the_office() -> None:
    doc = marked("Governor [Ida Moral|PERSON] met [Tom Moral|PERSON]. Governor [Moral|PERSON] spoke.")
    found = entities(doc)
    assert words_of(found["Ida Moral"], doc) == ["Ida Moral", "Moral"]
    assert words_of(found["Tom Moral"], doc) == ["Tom Moral"]


def test_a_king_is_not_the_prince_who_is_called_his_son() -> None:
    found = entities(marked("Prince [Omar bin Salim|PERSON] came. King [Salim|PERSON] spoke."))
    assert {"Omar bin Salim", "King Salim"} <= set(found)
    assert "King Salim" not in found["Omar bin Salim"].aliases


def test_a_family_is_none_of_its_members() -> None:
    doc = marked("[Ida Moral|PERSON] came. The [Morals|PERSON] left. [Moral|PERSON] spoke.")
    assert words_of(entities(doc)["Ida Moral"], doc) == ["Ida Moral", "Moral"]


@pytest.mark.parametrize(
    "text",
    [
        "Three Member States voted in [America|GPE].",
        "The heads of States met.",
        "They won the Copa America twice.",
        "[Chad Miles|PERSON] sang. Chad Miles will tour.",
        "Siamese twins were parted.",
        "Six Central African countries met.",
        "the Malta, Chad and Peru Affairs Office",
        "Perhaps I'll go.",
        "They closed the road via Espana.",
        "Lawmakers passed [HB-12|ORG].",
        "Ida Moral is a [Grain Board spokesman|ORG].",
    ],
)
def test_a_name_in_another_name_is_no_mention(text: str) -> None:
    doc = marked(text)
    wrong = {
        "States",
        "Chad",
        "Siamese",
        "Central African",
        "Malta",
        "Peru",
        "I'll",
        "Espana",
        "Grain Board spokesman",
    }
    if "Copa" in text:
        wrong.add("America")
    assert not wrong & {word for entity in entities(doc).values() for word in words_of(entity, doc)}


def test_a_town_named_like_a_country_is_none() -> None:
    doc = marked("Buses leave [Cuba|GPE] daily. The town of [Cuba|GPE] is small.")
    assert [(e.name, e.type) for e in entities(doc).values()] == [("Cuba", PLACE)]
    doc = marked("The city of [Guatemala|GPE] is large.")
    assert [e.type for e in entities(doc).values()] == [EntityType.COUNTRY]


def test_the_states_are_the_united_ones() -> None:
    doc = marked("[America|GPE] is far. He moved to the States.")
    assert words_of(entities(doc)["United States"], doc) == ["America", "States"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[Nam Ha|GPE] and [Nam Ho|GPE] shook.", {"Nam Ha", "Nam Ho"}),
        ("[Elm Hills East|GPE], then [Elm Hills West|GPE].", {"Elm Hills East", "Elm Hills West"}),
        ("[Hong Kong|GPE] and [Macau|GPE] grew.", {"Hong Kong", "Macau"}),
        ("From [Turku|GPE] ([QJF|GPE]) to [Lund|GPE].", {"Turku", "QJF", "Lund"}),
        ("[New Turku|GPE] ([NTK|GPE]) grew.", {"New Turku"}),
        ("[Puerto Rico|GPE] is far. [San Juan|GPE] is a village.", {"Puerto Rico", "San Juan"}),
        ("[Limpoppo|LOC] rose. The [Limpopo|LOC] fell.", {"Limpoppo"}),
    ],
)
def test_places_that_are_almost_spelled_alike(text: str, names: set[str]) -> None:
    assert set(entities(marked(text))) == names


def test_party_and_state_are_no_name_of_a_senator() -> None:
    found = entities(
        marked("Sen. [Ida Moral|PERSON] ([D-Minn.|ORG]) met [Tom Hale|PERSON] ([Mich.|PERSON]).")
    )
    assert "D-Minn." not in found
    assert found["Ida Moral"].aliases == ()
    assert found["Tom Hale"].aliases == ()


def test_a_noun_takes_up_a_listed_body_only_where_no_other_is_called_so() -> None:
    doc = marked("[NATO|ORG] met the [Malt Alliance|ORG]. The [Alliance|ORG] agreed.")
    assert words_of(entities(doc)["NATO"], doc) == ["NATO"]
    doc = marked("[NATO|ORG] met. The [Alliance|ORG] agreed.")
    assert words_of(entities(doc)["NATO"], doc) == ["NATO", "Alliance"]
