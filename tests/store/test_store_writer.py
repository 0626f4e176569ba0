"""Opening, locking, replacing, removing, publishing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.store import GraphStore, Snapshot, open_graph, writer

from .claims import GRAPHS, LABEL, document, quads


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def labels(directory: Path) -> set[str]:
    with Snapshot.latest(directory) as snapshot:
        named = {quad.object.value for quad in snapshot.store.quads_for_pattern(None, LABEL, None)}
        union = list(snapshot.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        every = {quad.triple for quad in snapshot.store.quads_for_pattern(None, None, None)}
        assert {quad.triple for quad in union} == every, "the default graph is the union of the others"
        return named


def test_what_was_written_is_read(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "s", create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee"), digest="1")
        store.replace(document("b"), quads("b", "Ann Lee", "Bo Ek"))
        assert {(d.iri, d.digest) for d in store.documents()} == {(document("a"), "1"), (document("b"), None)}
        assert labels(tmp_path / "s") == set(), "nothing is seen before it is published"
    assert labels(tmp_path / "s") == {"Ann Lee", "Bo Ek"}


def test_reading_again_replaces(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee", "Bo Ek"), digest="1")
        store.replace(document("a"), quads("a", "Cy Dee"), digest="2")
        assert [(d.iri, d.digest) for d in store.documents()] == [(document("a"), "2")]
    assert labels(tmp_path) == {"Cy Dee"}


def test_removing_takes_only_what_no_other_says(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee", "Bo Ek"), digest="1")
        store.replace(document("b"), quads("b", "Bo Ek"), digest="1")
        assert store.remove(document("a"))
        assert not store.remove(document("a"))
        assert store.digest(document("a")) is None
    assert labels(tmp_path) == {"Bo Ek"}


def test_a_document_of_no_quads_is_known(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), [])
        assert [d.iri for d in store.documents()] == [document("a")]
        assert store.remove(document("a"))


def test_a_quad_elsewhere_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee"))
        with pytest.raises(StoreError, match="is in graph"):
            store.replace(document("a"), [*quads("a", "Bo Ek"), *quads("b", "Bo Ek")])
    assert labels(tmp_path) == {"Ann Lee"}


@pytest.mark.parametrize(
    "text", ['"', "\\", "\n\r\t", "\0", "\u2028", "𝒳 ł ﷺ", "'''}} ; DROP ALL #", "\u202e"]
)
def test_any_text_survives(tmp_path: Path, text: str) -> None:
    quad = ox.Quad(ox.NamedNode("urn:s"), LABEL, ox.Literal(text), GRAPHS.document(document("a")))
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), [quad], digest=text)
        assert store.digest(document("a")) == text
    assert labels(tmp_path) == {text}


def test_one_writer_and_the_lock_says_who(tmp_path: Path) -> None:
    GraphStore.open(tmp_path, create=True).close()
    program = "import sys; from kg.store import GraphStore; GraphStore.open(sys.argv[1])"
    with GraphStore.open(tmp_path) as store:
        store.replace(document("a"), quads("a", "Ann Lee"))
        again = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert again.returncode != 0
        assert "is in use by process" in again.stderr
        holder = json.loads((tmp_path / "store.lock").read_text())
        assert str(holder["pid"]) in again.stderr
        assert holder["host"] in again.stderr
        with pytest.raises(StoreError, match="is in use by process"):
            GraphStore.open(tmp_path)
    GraphStore.open(tmp_path).close()


def test_readers_keep_what_they_opened(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee"))
        store.publish()
        with Snapshot.latest(tmp_path) as old:
            for number in range(3):
                store.replace(document("a"), quads("a", f"Bo {number}"))
                store.publish()
            assert not old.is_latest()
            assert {quad.object.value for quad in old.store.quads_for_pattern(None, LABEL, None)} == {
                "Ann Lee"
            }
            assert len(list((tmp_path / "snapshots").iterdir())) == 2
        store.publish()
        assert len(list((tmp_path / "snapshots").iterdir())) == 1


def test_leftovers_of_a_killed_writer_go(tmp_path: Path) -> None:
    GraphStore.open(tmp_path, create=True).close()
    for left in ("data/7", "snapshots/9.new", "snapshots/3.old"):
        (tmp_path / left / "db").mkdir(parents=True)
    GraphStore.open(tmp_path).close()
    assert len(list((tmp_path / "data").iterdir())) == 1
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


def test_rdflib_sees_the_union(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee"))
        store.replace(document("b"), quads("b", "Ann Lee"))
    dataset = open_graph(tmp_path)
    found = dataset.query(
        "SELECT ?d { ?p rdfs:label 'Ann Lee' ; <https://w3id.org/kg/ontology#mentionedIn> ?d }"
    )
    assert {str(row[0]) for row in found} == {document("a"), document("b")}
    assert {str(graph.identifier) for graph in dataset.graphs()} >= {GRAPHS.document(document("a")).value}
    dataset.close()


def test_what_is_no_store_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    before = contents(other)
    for create in (False, True):
        with pytest.raises(StoreError, match=r"not a store of kg.*nothing was touched"):
            GraphStore.open(other, create=create)
    with pytest.raises(StoreError, match="not a store of kg"):
        Snapshot.latest(other)
    assert contents(other) == before
    with pytest.raises(StoreError, match="does not exist"):
        GraphStore.open(tmp_path / "missing")
    assert not (tmp_path / "missing").exists()
    with pytest.raises(StoreError, match="is a file"):
        GraphStore.open(other / "thesis.txt", create=True)


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ('{"format": "kg-store", "version": 2, "base": "urn:x"}', "has format 2 .* upgrade kg"),
        ('{"format": "other", "version": 1, "base": "urn:x"}', "says 'other'"),
        ("[]", "is broken"),
        ("{", "is broken"),
    ],
)
def test_markers_of_others_and_of_newer_versions_are_refused(
    tmp_path: Path, marker: str, message: str
) -> None:
    GraphStore.open(tmp_path, create=True).close()
    (tmp_path / "store.json").write_text(marker)
    before = contents(tmp_path)
    with pytest.raises(StoreError, match=message):
        GraphStore.open(tmp_path, create=True)
    with pytest.raises(StoreError, match=message):
        Snapshot.latest(tmp_path)
    assert contents(tmp_path) == before


def test_another_base_is_refused(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True, base="https://news.example/") as store:
        assert store.graphs.curation.value.startswith("https://news.example/")
    with pytest.raises(StoreError, match=r"has the base https://news\.example/"):
        GraphStore.open(tmp_path, base="https://other.example/")
    with GraphStore.open(tmp_path) as store:
        assert store.base == "https://news.example/"


def test_the_engines_buffers_go_to_disk_while_a_store_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tables() -> int:
        return len(list((tmp_path / "store" / "data").rglob("*.sst")))

    with GraphStore.open(tmp_path / "store", create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee"))
        before = tables()
        monkeypatch.setattr(writer, "BUFFERED", 1)
        store.replace(document("b"), quads("b", "Bo Ek"))
        assert tables() > before
    assert labels(tmp_path / "store") == {"Ann Lee", "Bo Ek"}
