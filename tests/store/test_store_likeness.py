"""Who is who across documents: near names made one, namesakes told apart, in any order; people have the last word."""

from __future__ import annotations

import itertools
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.describe import describe, entity_iri
from kg.records import Claim, Document, Entity, EntityType, Extraction, Mention, Modality, Span
from kg.schema import load as load_schema
from kg.store import Curator, GraphStore, reading
from kg.store.likeness import identify

from .claims import document

PERSON, ORG, COUNTRY = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY


def text_about(
    name: str, *who: tuple[EntityType, str], of: str = "", predicate: str = "citizenOf", **more: object
) -> list[ox.Quad]:
    """A document that names some, the first of them perhaps a citizen or officer of a country."""
    named = [*who, *([(COUNTRY, of)] if of else [])]
    text = ", ".join(called for _, called in named)
    entities = []
    for number, (type, called) in enumerate(named):
        begin = text.index(called)
        iso = {"France": "FR", "Poland": "PL"}.get(called)
        mention = Mention(Span(begin, begin + len(called)))
        entities.append(Entity(f"e{number}", type, called, (), (mention,), iso=iso))
    claim = Claim("e0", predicate, f"e{len(who)}", Span(0, len(text)), **more)  # type: ignore[arg-type]
    return describe(Extraction(Document(name, text), tuple(entities), (claim,) if of else ()), load_schema())


def people(store: GraphStore) -> dict[str, set[str]]:
    """Names of persons and bodies, by IRI's end, with their documents."""
    found = reading.entities(store.database, PERSON, ORG)
    return {f"{e.name}": {reading.local_name(d) for d in e.documents} for e in found}


DOCUMENTS = {
    "a": text_about("a", (ORG, "WHO")),
    "b": text_about("b", (ORG, "World Health Organization")),
    "c": text_about("c", (PERSON, "Wladyslaw Brzozowski-Nowak"), of="Poland"),
    "d": text_about("d", (PERSON, "Władysław Brzozowski Nowak"), of="Poland"),
    "e": text_about("e", (PERSON, "Jean Martin"), of="France"),
    "f": text_about("f", (PERSON, "Jean Martin"), of="Poland"),
    "g": text_about("g", (PERSON, "Jean Martin")),
    "h": text_about("h", (ORG, "Acme Steel Works")),
    "i": text_about("i", (ORG, "Acme Steel")),
}


def test_what_is_sure_is_done_and_the_rest_proposed(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        for name, quads in DOCUMENTS.items():
            store.replace(document(name), quads)
        identify(store)
        found = [
            (entity.name, len(entity.documents)) for entity in reading.entities(store.database, PERSON, ORG)
        ]
        assert ("World Health Organization", 2) in found
        assert [count for name, count in found if "Brzozowski" in name] == [2]
        assert sorted(count for name, count in found if name == "Jean Martin") == [1, 2]
        assert identify(store) == 0, "nothing new, nothing to do"
    listed = CliRunner().invoke(
        cli, ["entities", "--store", str(tmp_path), "candidates"], env={"COLUMNS": "200"}
    )
    assert listed.exit_code == 0, listed.exception
    assert "Acme Steel Works" in listed.stdout
    assert "Jean Martin" not in listed.stdout
    assert "World Health" not in listed.stdout


def test_letters_are_another_body_s_in_texts_about_another_country(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        board = Entity("e0", ORG, "National Grain Board", ("NGB",), (Mention(Span(0, 20)),))
        poland = Entity("e1", COUNTRY, "Poland", (), (Mention(Span(31, 37)),), iso="PL")
        text = "National Grain Board (NGB) met Poland"
        store.replace(
            document("a"), describe(Extraction(Document("a", text), (board, poland), ()), load_schema())
        )
        store.replace(document("b"), text_about("b", (ORG, "NGB"), (COUNTRY, "France")))
        identify(store)
        assert people(store) == {"National Grain Board": {"a"}, "NGB": {"b"}}
        store.replace(document("b"), text_about("b", (ORG, "NGB"), (COUNTRY, "Poland")))
        identify(store)
        assert people(store) == {"National Grain Board": {"a", "b"}}


def test_any_order_gives_the_same_graph(tmp_path: Path) -> None:
    states = []
    for number, order in enumerate(itertools.islice(itertools.permutations(DOCUMENTS), 0, 362_880, 90_000)):
        with GraphStore.open(tmp_path / str(number), create=True) as store:
            for position, name in enumerate(order):
                store.replace(document(name), DOCUMENTS[name])
                if position in (2, 5):
                    identify(store)
            identify(store)
            states.append(set(store.database))
    assert all(state == states[0] for state in states)


def test_what_goes_takes_its_merges_along(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        for name in "ab":
            store.replace(document(name), DOCUMENTS[name])
        before = set(store.database)
        identify(store)
        assert len(people(store)) == 1
        store.remove(document("b"))
        identify(store)
        assert people(store) == {"WHO": {"a"}}
        store.replace(document("b"), DOCUMENTS["b"])
        assert {quad for quad in store.database if quad in before} == before


def test_people_have_the_last_word(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        for name in "abef":
            store.replace(document(name), DOCUMENTS[name])
        identify(store)
        curator = Curator(store, "Ada")
        curator.split(entity_iri(Entity("e", ORG, "World Health Organization")))
        identify(store)
        assert people(store)["WHO"] == {"a"}
        martins = [one.iri for one in reading.entities(store.database, PERSON)]
        assert len(martins) == 2


@pytest.mark.parametrize("doubt", [{"modality": Modality.POSSIBLE}, {"confidence": 0.2}, {"source": "e0"}])
def test_doubtful_claims_tell_nobody_apart(tmp_path: Path, doubt: dict[str, object]) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("e"), DOCUMENTS["e"])
        store.replace(document("f"), text_about("f", (PERSON, "Jean Martin"), of="Poland", **doubt))
        identify(store)
        assert people(store) == {"Jean Martin": {"e", "f"}}


def test_offices_of_two_countries_tell_namesakes_apart(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        for name, of in (("e", "France"), ("f", "Poland")):
            office = {"predicate": "holdsPositionIn", "title": "Minister"}
            store.replace(document(name), text_about(name, (PERSON, "Jean Martin"), of=of, **office))  # type: ignore[arg-type]
        identify(store)
        assert len(list(reading.entities(store.database, PERSON))) == 2


def test_a_thrifty_pass_waits_for_enough_that_is_new(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), DOCUMENTS["a"])
        identify(store, thrifty=True)
        store.replace(document("b"), DOCUMENTS["b"])
        assert identify(store, thrifty=True) == 1
        store.replace(document("b"), DOCUMENTS["c"][:0])
        assert identify(store, thrifty=True) == 0
        assert identify(store) == 1
