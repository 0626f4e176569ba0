"""Documents as N-Quads, one or very many: the same store as graph by graph, or the store as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.store import Curator, GraphStore, Load, Snapshot

from .claims import GRAPHS, described, document, node, quads


def load(name: str, *labels: str, digest: str | None = None) -> Load:
    return Load(document(name), ox.serialize(quads(name, *labels), format=ox.RdfFormat.N_QUADS), digest)


def state(store: GraphStore) -> set[ox.Quad]:
    return set(store.database)


def put_each(store: GraphStore, loads: Sequence[Load]) -> int:
    for each in loads:
        store.put(each)
    return len(loads)


@pytest.mark.parametrize("take", [GraphStore.load, put_each])
def test_it_is_what_replacing_one_by_one_gives(
    tmp_path: Path, take: Callable[[GraphStore, Sequence[Load]], int]
) -> None:
    hostile = 'a "b" \\ \n . <urn:g> .\r é 𝒳'
    with (
        GraphStore.open(tmp_path / "a", create=True) as one,
        GraphStore.open(tmp_path / "b", create=True) as many,
    ):
        for store in (one, many):
            store.replace(document("old"), described("old"), digest="0")
            store.replace(document("x"), quads("x", "Before"), digest="1")
            store.replace(document("gone"), quads("gone", "Before"), digest="1")
            store.remove(document("gone"))
            store.replace_graph(GRAPHS.inferences, [ox.Triple(node("s"), node("p"), node("o"))])
            Curator(store, "Ada", lambda: "2030-01-02T03:04:05Z").rename(
                node("entity/person/before").value, "Then"
            )
        new = (
            ("x", ("Before", hostile), "2"),
            ("y", (), None),
            ("z", ("Ann Lee",), "3"),
            ("w", ("Before", hostile), "4"),
            ("gone", ("Ann Lee",), "5"),
        )
        for name, labels, digest in new:
            one.replace(document(name), quads(name, *labels), digest=digest)
        loads = [load(name, *labels, digest=digest) for name, labels, digest in new]
        assert take(many, loads) == len(new)
        assert state(one) == state(many)
        assert {d.iri: d.digest for d in one.documents()} == {d.iri: d.digest for d in many.documents()}
        for name in ("x", "w"):
            assert one.original(document(name)) != []
            assert set(one.original(document(name))) == set(many.original(document(name)))
        many.replace(document("z"), quads("z", "Cy"), digest="4")
    with Snapshot.latest(tmp_path / "b") as snapshot:
        assert set(snapshot.store.quads_for_pattern(node("entity/person/cy"), None, None))
    assert len(list((tmp_path / "b/data").iterdir())) == 1


def test_a_graph_with_blank_nodes_is_put_as_it_is_replaced(tmp_path: Path) -> None:
    graph = GRAPHS.document(document("x"))
    blank = [ox.Quad(ox.BlankNode("a"), node("p"), ox.Literal(label), graph) for label in ("_:a", "b")]
    with (
        GraphStore.open(tmp_path / "a", create=True) as one,
        GraphStore.open(tmp_path / "b", create=True) as other,
    ):
        one.replace(document("x"), blank)
        other.put(Load(document("x"), ox.serialize(blank, format=ox.RdfFormat.N_QUADS)))
        assert state(one) == state(other)


@pytest.mark.parametrize(
    ("loads", "message"),
    [
        ([load("x", "A"), load("x", "B")], "twice"),
        ([load("x", "A"), Load(document("y"), load("z", "B").quads)], "is not in graph"),
        ([load("x", "A"), Load(document("y"), load("y", "B").quads[:-1])], "is not in graph"),
        (
            [load("x", "A"), Load(document("y"), f"<a {GRAPHS.document(document('y'))} .\n".encode())],
            "no N-Quads",
        ),
        ([load("x", "A"), Load("urn:y", b"")], "is not a document of this store"),
    ],
)
def test_a_load_that_fails_changes_nothing(tmp_path: Path, loads: list[Load], message: str) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("x"), quads("x", "Before"), digest="1")
        before = state(store)
        with pytest.raises(StoreError, match=message):
            store.load(loads)
        assert state(store) == before
        store.replace(document("w"), quads("w", "After"))
    assert len(list((tmp_path / "data").iterdir())) == 1
    with GraphStore.open(tmp_path) as store:
        assert len(list(store.documents())) == 2


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (load("z", "B").quads, "is not in graph"),
        (load("y", "B").quads[:-1], "is not in graph"),
        (f"<a {GRAPHS.document(document('y'))} .\n".encode(), "no N-Quads"),
        (b"\xff" * 100_000, "is not in graph"),
    ],
)
def test_what_cannot_be_put_changes_nothing(tmp_path: Path, broken: bytes, message: str) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        before = state(store)
        with pytest.raises(StoreError, match=message):
            store.put(Load(document("y"), broken, "1"))
        assert state(store) == before
        assert store.digest(document("y")) is None


def test_a_load_killed_before_the_swap_leaves_the_old_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("x"), quads("x", "Before"), digest="1")

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr("kg.store.layout.write_head", killed)
            with pytest.raises(KeyboardInterrupt):
                store.load([load("x", "After")])
        assert store.digest(document("x")) == "1"


@pytest.fixture
def small_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.loading.PIECE", 1000)
    monkeypatch.setattr("kg.store.loading.ROUND", 5000)


@pytest.mark.usefixtures("small_rounds")
def test_rounds_of_several_loaders_lose_nothing(tmp_path: Path) -> None:
    names = [f"d{number}" for number in range(120)]
    with GraphStore.open(tmp_path, create=True) as store:
        assert store.load(load(name, "Ann Lee", f"Label of {name}") for name in names) == len(names)
        held = state(store)
    for name in names:
        assert set(quads(name, "Ann Lee", f"Label of {name}")) <= held
    in_graphs = {quad.triple for quad in held if quad.graph_name != ox.DefaultGraph()}
    assert {quad.triple for quad in held if quad.graph_name == ox.DefaultGraph()} == in_graphs


@pytest.mark.usefixtures("small_rounds")
def test_one_broken_line_among_many_ends_all_loaders(tmp_path: Path) -> None:
    broken = Load(document("y"), f"<a {GRAPHS.document(document('y'))} .\n".encode())
    loads = [load(f"d{number}", "A") for number in range(200)]
    with GraphStore.open(tmp_path, create=True) as store:
        with pytest.raises(StoreError, match="no N-Quads"):
            store.load([*loads[:100], broken, *loads[100:]])
        assert list(store.documents()) == []


def test_what_fails_while_documents_are_made_ends_the_load(tmp_path: Path) -> None:
    def made() -> Iterator[Load]:
        yield load("x", "A")
        raise OSError("the shard is gone")

    with GraphStore.open(tmp_path, create=True) as store:
        with pytest.raises(StoreError, match="the shard is gone"):
            store.load(made())
        assert list(store.documents()) == []
