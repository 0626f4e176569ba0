"""Merges, splits, names, verdicts: what they do to the graph, that undoing undoes, that order does not matter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.describe import describe, entity_iri
from kg.errors import CurationError
from kg.records import Claim, Document, Entity, EntityType, Extraction, Mention, Polarity, Span
from kg.schema import load as load_schema
from kg.store import Curator, Decision, GraphStore, decide_by_texts, reading
from kg.store.decisions import Kind
from kg.store.showing import Showing

from .claims import GRAPHS, document, kg

ORG = EntityType.ORGANIZATION


def made(
    name: str, subject: str, object: str, source: str = "", polarity: Polarity = Polarity.AFFIRMED
) -> list[ox.Quad]:
    """A document with one claim, "SUBJECT accused OBJECT", perhaps according to a source."""
    text = f"{subject} accused {object}, {source}"
    names = [subject, object, *([source] if source else [])]
    entities = tuple(
        Entity(f"e{i}", ORG, who, (), (Mention(Span(text.index(who), text.index(who) + len(who))),))
        for i, who in enumerate(names)
    )
    claim = Claim("e0", "accused", "e1", Span(0, len(text) - 2), polarity, source="e2" if source else None)
    return describe(Extraction(Document(name, text), entities, (claim,)), load_schema())


def iri(name: str, qualifier: str | None = None) -> str:
    return entity_iri(Entity("e", ORG, name, qualifier=qualifier))


WHO, LONG, OTHER = "WHO", "World Health Organization", "Acme"
DOCUMENTS = {
    "a": made("a", WHO, OTHER),
    "b": made("b", LONG, OTHER),
    "c": made("c", OTHER, LONG, source=WHO),
    "d": made("d", WHO, OTHER, polarity=Polarity.DENIED),
    "e": made("e", WHO, LONG),
}


def fill(store: GraphStore) -> None:
    for name, quads in DOCUMENTS.items():
        store.replace(document(name), quads, digest=name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphStore.open(tmp_path / "s", create=True) as opened:
        fill(opened)
        yield opened


@pytest.fixture
def curator(store: GraphStore) -> Curator:
    return Curator(store, "Ada", lambda: "2030-01-02T03:04:05Z")


def said(store: GraphStore) -> set[ox.Quad]:
    """All that the documents' graphs hold."""
    return {
        quad
        for quad in store.database
        if isinstance(quad.graph_name, ox.NamedNode) and store.graphs.document_of(quad.graph_name)
    }


def claims(store: GraphStore) -> dict[tuple[str, str, str, str | None], int]:
    """Claims by names, with the number of their evidences."""
    names = {entity.iri: entity.name for entity in reading.entities(store.database)}
    return {
        (names[c.subject], c.polarity, names[c.object], names.get(c.source or "")): len(c.evidence)
        for c in reading.claims(store.database)
    }


def check_union(store: GraphStore) -> None:
    union = {q.triple for q in store.database.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert union == {q.triple for q in store.database if q.graph_name != ox.DefaultGraph()}


def test_a_merge_makes_one_entity_and_one_claim(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    assert claims(store)[WHO, "affirmed", OTHER, None] == 1
    merge = curator.merge(iri(WHO), iri(LONG), why="same body")
    assert claims(store) == {
        (LONG, "affirmed", OTHER, None): 2,
        (OTHER, "affirmed", LONG, LONG): 1,
        (LONG, "denied", OTHER, None): 1,
    }, "and the claim of the body about itself is gone"
    entity = reading.entity(store.database, iri(LONG))
    assert entity is not None
    assert (entity.name, entity.aliases) == (LONG, (WHO,))
    assert set(entity.documents) == {document(name) for name in "abcde"}
    assert reading.entity(store.database, iri(WHO)) is None
    plain = list(store.database.quads_for_pattern(None, kg("accused"), None, ox.DefaultGraph()))
    assert {(q.subject.value, q.object.value) for q in plain} == {(iri(LONG), iri(OTHER))}
    check_union(store)
    curator.undo(merge.id)
    assert said(store) == before
    check_union(store)


def test_later_builds_respect_it_and_undoing_reaches_them(store: GraphStore, curator: Curator) -> None:
    merge = curator.merge(iri(WHO), iri(LONG))
    store.replace(document("f"), made("f", WHO, OTHER))
    store.replace(document("a"), made("a", OTHER, WHO), digest="new")
    assert claims(store)[LONG, "affirmed", OTHER, None] == 2, "b and f"
    assert claims(store)[OTHER, "affirmed", LONG, None] == 1
    curator.undo(merge.id)
    assert said(store) == {
        quad
        for quads in ({**DOCUMENTS, "a": made("a", OTHER, WHO), "f": made("f", WHO, OTHER)}).values()
        for quad in quads
    }


def test_any_order_of_documents_and_decisions_gives_the_same_graph(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(itertools.islice(itertools.permutations(["merge", *"acde"]), 0, 120, 11)):
        with GraphStore.open(tmp_path / str(number), create=True) as store:
            store.replace(document("b"), DOCUMENTS["b"])
            store.replace(document("first"), made("first", WHO, OTHER))
            for step in order:
                if step == "merge":
                    Curator(store, "Ada", lambda: "2030-01-02T03:04:05Z").merge(iri(WHO), iri(LONG))
                else:
                    store.replace(document(step), DOCUMENTS[step])
            found.append(said(store))
    assert all(one == found[0] for one in found)


def test_chains_and_undoing_in_any_order(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    for first, second in ((0, 1), (1, 0)):
        taken = [curator.merge(iri(WHO), iri(LONG)), curator.merge(iri(LONG), iri(OTHER))]
        names = {entity.name for entity in reading.entities(store.database)}
        assert names == {OTHER}
        curator.undo(taken[first].id)
        assert len({entity.name for entity in reading.entities(store.database)}) == 2
        curator.undo(taken[second].id)
        assert said(store) == before


def test_a_split_moves_what_some_documents_say(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    (split,) = curator.split(
        iri(WHO), [document("d")], qualifier="a band", name="The WHO", why="other people"
    )
    assert split.result == iri(WHO, "a band")
    assert claims(store)["The WHO", "denied", OTHER, None] == 1
    other = reading.entity(store.database, iri(WHO, "a band"))
    assert other is not None
    assert (other.name, other.aliases, other.documents) == ("The WHO", (WHO,), (document("d"),))
    store.replace(document("d"), DOCUMENTS["d"])
    assert claims(store)["The WHO", "denied", OTHER, None] == 1
    check_union(store)
    curator.undo(split.id)
    assert said(store) == before


def test_parting_undoes_merges(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    curator.merge(iri(WHO), iri(LONG))
    curator.split(iri(LONG))
    assert said(store) == before
    with pytest.raises(CurationError, match="nothing was merged"):
        curator.split(iri(LONG))


def test_a_rename_keeps_the_old_name_as_an_alias(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    rename = curator.rename(iri(WHO), "  World   Health\nOrg ")
    entity = reading.entity(store.database, iri(WHO))
    assert entity is not None
    assert (entity.name, entity.aliases) == ("World Health Org", (WHO,))
    curator.undo(rename.id)
    assert said(store) == before


def test_a_rejected_claim_goes_and_comes_back(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    wrong = next(
        c for c in reading.claims(store.database) if c.subject == iri(WHO) and c.object == iri(OTHER)
    )
    decision = curator.reject(wrong.iri, why="misread")
    assert reading.claim(store.database, wrong.iri) is None
    accused = kg("accused")
    assert not list(
        store.database.quads_for_pattern(ox.NamedNode(wrong.subject), accused, ox.NamedNode(wrong.object))
    )
    words = wrong.evidence[0]
    span = ox.NamedNode(f"{words.document}#char={words.begin},{words.end}")
    assert [quad for quad in before if quad.subject == span]
    assert not list(store.database.quads_for_pattern(span, None, None))
    store.replace(document("f"), made("f", WHO, OTHER))
    assert reading.claim(store.database, wrong.iri) is None, "nor when another document says it"
    store.remove(document("f"))
    check_union(store)
    curator.undo(decision.id)
    assert said(store) == before


def test_a_rejection_outlives_merging_and_parting(store: GraphStore, curator: Curator) -> None:
    merge = curator.merge(iri(WHO), iri(LONG))
    wrong = next(c for c in reading.claims(store.database) if len(c.evidence) == 2)
    decision = curator.reject(wrong.iri)
    curator.undo(merge.id)
    assert not [
        c for c in reading.claims(store.database) if c.object == iri(OTHER) and c.polarity == "affirmed"
    ]
    curator.merge(iri(LONG), iri(WHO))
    assert not [
        c for c in reading.claims(store.database) if c.object == iri(OTHER) and c.polarity == "affirmed"
    ]
    curator.undo(decision.id)
    assert claims(store)[WHO, "affirmed", OTHER, None] == 2


def test_verdicts_are_kept_and_not_mixed(store: GraphStore, curator: Curator) -> None:
    claim = next(reading.claims(store.database)).iri
    decision = curator.accept(claim)
    for verdict in (curator.accept, curator.reject):
        with pytest.raises(CurationError, match=f"decision {decision.id}"):
            verdict(claim)
    curator.undo(decision.id)
    curator.reject(claim)
    with pytest.raises(CurationError, match="no claim"):
        curator.accept("https://w3id.org/kg/id/claim/none")


def test_decisions_are_signed_dated_and_survive(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        fill(store)
        first = Curator(store, "Ada").merge(iri(WHO), iri(LONG), why='they say "so"')
        Curator(store, "Bo").undo(first.id)
        second = Curator(store, "Bo").rename(iri(OTHER), "Acme Inc.")
    with GraphStore.open(tmp_path) as store:
        decisions = store.curation.decisions
        assert [(one.id, one.who, one.why, one.undone_by) for one in decisions] == [
            ("1", "Ada", 'they say "so"', "Bo"),
            ("2", "Bo", None, None),
        ]
        assert decisions[1] == second
        assert all(one.when and one.when.endswith("Z") for one in decisions)
        assert (list(store.database.quads_for_pattern(None, None, None, GRAPHS.curation))) != []
        with pytest.raises(CurationError, match="was undone by Bo"):
            Curator(store, "Cy").undo("1")


@pytest.mark.parametrize(
    ("entity", "into", "message"),
    [
        (WHO, WHO, "with itself"),
        (WHO, "Nobody", "no entity"),
        ("Nobody", WHO, "no entity"),
        (WHO, "Ruritania", "can't be one"),
    ],
)
def test_merges_that_make_no_sense_change_nothing(
    store: GraphStore, curator: Curator, entity: str, into: str, message: str
) -> None:
    country = Entity("e1", EntityType.COUNTRY, "Ruritania", (), (Mention(Span(0, 9)),))
    store.replace(document("z"), describe(Extraction(Document("z", "Ruritania"), (country,)), load_schema()))
    before = set(store.database)
    target = entity_iri(country) if into == "Ruritania" else iri(into)
    with pytest.raises(CurationError, match=message):
        curator.merge(iri(entity), target)
    assert set(store.database) == before


def test_splits_and_names_that_make_no_sense_change_nothing(store: GraphStore, curator: Curator) -> None:
    before = set(store.database)
    with pytest.raises(CurationError, match="does not mention"):
        curator.split(iri(WHO), [document("b")])
    with pytest.raises(CurationError, match="all the documents"):
        curator.split(iri(WHO), [document(name) for name in "acde"])
    with pytest.raises(CurationError, match="not empty"):
        curator.rename(iri(WHO), " ")
    with pytest.raises(CurationError, match="already"):
        curator.rename(iri(WHO), WHO)
    with pytest.raises(CurationError, match="no decision"):
        curator.undo("7")
    with pytest.raises(CurationError, match="name of a person"):
        Curator(store, "kg")
    assert set(store.database) == before


def test_merging_what_a_split_parted_points_to_the_split(store: GraphStore, curator: Curator) -> None:
    (split,) = curator.split(iri(WHO), [document("d")])
    assert split.result is not None
    with pytest.raises(CurationError, match=f"undo that one|decision {split.id}"):
        curator.merge(split.result, iri(WHO))


def test_merges_by_the_texts_are_recomputed_and_yield_to_people(store: GraphStore, curator: Curator) -> None:
    before = said(store)
    proposals = [
        Decision("a", Kind.MERGE, iri(WHO), iri(LONG), LONG, why="initials"),
        Decision("b", Kind.MERGE, iri(OTHER), iri(WHO), WHO, why="made up"),
    ]
    decide_by_texts(store, proposals)
    first = said(store)
    assert {entity.name for entity in reading.entities(store.database)} == {LONG}
    decide_by_texts(store, [])
    assert said(store) == before
    decide_by_texts(store, reversed(proposals))
    assert said(store) == first
    decide_by_texts(store, proposals[:1])
    curator.split(iri(LONG))
    assert said(store) == before
    decide_by_texts(store, [])
    decide_by_texts(store, proposals[:1])
    assert said(store) == before, "a person said that they are two"
    automatic = [one for one in store.curation.decisions if one.is_automatic]
    assert all(one.when is None for one in automatic), "nothing of the clock where no person decided"


def test_a_killed_change_is_finished_by_the_next_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with GraphStore.open(tmp_path / "a", create=True) as store:
        fill(store)
        Curator(store, "Ada").merge(iri(WHO), iri(LONG))
        expected = said(store)
    with GraphStore.open(tmp_path / "b", create=True) as store:
        fill(store)
        with monkeypatch.context() as patched:
            patched.setattr(Showing, "follow", lambda self, curation: iter(()))
            Curator(store, "Ada").merge(iri(WHO), iri(LONG))
        assert said(store) != expected
    with GraphStore.open(tmp_path / "b") as store:
        assert said(store) == expected
        check_union(store)
        assert not list(store.database.quads_for_pattern(None, kg("curationPending"), None))
