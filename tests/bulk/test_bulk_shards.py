"""Graphs as files: what builds leave there, what loading makes of it, and what is refused."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.bulk import load_shards
from kg.bulk.listing import Listing
from kg.bulk.loading import Loaded
from kg.bulk.shard_folder import ShardFolder
from kg.bulk.shards import MANIFEST, Entry, Manifest, Removed, Shard, base_of, write_shard
from kg.bulk.target import Graph
from kg.errors import StoreError
from kg.store import GraphStore
from kg.store.likeness import identify
from tests.bulk.builds import A_LATER, A, B, dump, rows, run, story, texts, write
from tests.bulk.fake_engine import FakeRecipe
from tests.store.claims import document
from tests.store.test_store_likeness import DOCUMENTS


@pytest.mark.parametrize("jobs", [1, 2])
def test_shards_alone_load_as_what_a_store_gets(folder, tmp_path, jobs):
    shards, loaded = tmp_path / "shards", tmp_path / "loaded"
    tally, _ = run([folder], None, shards=shards, jobs=jobs, batch=2)
    assert tally.written == 6
    assert load_shards(shards, loaded) == Loaded(written=6)
    run([folder], tmp_path / "store")
    assert dump(loaded) == dump(tmp_path / "store")


def test_a_second_build_of_shards_does_only_what_changed(folder, tmp_path):
    shards, loaded = tmp_path / "shards", tmp_path / "loaded"
    run([folder], None, shards=shards)
    tally, _ = run([folder], None, shards=shards)
    assert (tally.written, tally.unchanged) == (0, 6)
    load_shards(shards, loaded)
    (folder / "0.txt").write_text(story(100))
    tally, _ = run([folder], None, shards=shards)
    assert (tally.written, tally.unchanged) == (1, 5)
    assert load_shards(shards, loaded) == Loaded(written=1, unchanged=5, removed=1)
    assert texts(loaded) == sorted([story(100), *(story(number) for number in range(1, 6))])
    (shards / "ledger.sqlite").unlink()
    tally, _ = run([folder], None, shards=shards)
    assert (tally.written, tally.unchanged) == (0, 6)
    tally, _ = run([folder], None, shards=shards, recipe=FakeRecipe(version="2"))
    assert tally.written == 6


def test_publications_that_come_and_go_reach_the_shards(tmp_path):
    shards, one, two = tmp_path / "shards", tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    stages = [
        (rows(("https://a.example/1", A, "2024-05-02")), rows(("https://b.example/1", B, None))),
        (
            rows(("https://a.example/1", A, "2024-05-02")),
            rows(("https://b.example/2", A_LATER, "2024-05-03")),
        ),
        (rows(("https://a.example/1", B, None)), rows(("https://b.example/3", A, None))),
    ]
    for number, (first, second) in enumerate(stages):
        write(one, first)
        write(two, second)
        run([one, two], None, shards=shards)
        run([one, two], tmp_path / "store")
        load_shards(shards, tmp_path / "loaded")
        assert dump(tmp_path / "loaded") == dump(tmp_path / "store"), f"stage {number}"


def test_loading_decides_who_is_who(tmp_path):
    shards = tmp_path / "shards"
    with (
        contextlib.closing(ShardFolder(shards)) as opened,
        GraphStore.open(tmp_path / "store", create=True) as store,
    ):
        for name, quads in DOCUMENTS.items():
            lines = "".join(f"{quad.triple} {quad.graph_name} .\n" for quad in quads).encode()
            opened.put([Graph(document(name), "digest", lines)])
            store.replace(document(name), quads, digest="digest")
        assert identify(store) > 0
    load_shards(shards, tmp_path / "loaded")
    assert dump(tmp_path / "loaded") == dump(tmp_path / "store")


def test_a_few_documents_go_into_a_large_store_one_by_one(folder, tmp_path, monkeypatch):
    run([folder], tmp_path / "store")
    (tmp_path / "new.txt").write_text(story(9))
    run([tmp_path / "new.txt"], None, shards=tmp_path / "shards")
    monkeypatch.delattr(GraphStore, "load")
    assert load_shards(tmp_path / "shards", tmp_path / "store") == Loaded(written=1)
    assert len(texts(tmp_path / "store")) == 7


def test_the_base_goes_with_the_shards(folder, tmp_path):
    shards, base = tmp_path / "shards", "https://graph.example/"
    run([folder], None, shards=shards, base=base)
    assert base_of(shards) == base
    with pytest.raises(
        StoreError, match=r"have the base https://graph\.example/, not https://other\.example/"
    ):
        run([folder], None, shards=shards, base="https://other.example/")
    tally, _ = run([folder], None, shards=shards)
    assert tally.unchanged == 6
    load_shards(shards, tmp_path / "loaded")
    with GraphStore.open(tmp_path / "loaded") as opened:
        assert opened.base == base
    run([folder], tmp_path / "store")
    with pytest.raises(StoreError, match="has the base"):
        load_shards(shards, tmp_path / "store")


def test_one_build_at_a_time_writes_shards(folder, tmp_path):
    with contextlib.closing(ShardFolder(tmp_path / "shards")), pytest.raises(StoreError, match="in use by"):
        run([folder], None, shards=tmp_path / "shards")
    with pytest.raises(ValueError, match="store or a folder of shards"):
        run([folder], None)


def test_a_line_that_was_never_finished_is_cut_off(folder, tmp_path):
    shards = tmp_path / "shards"
    run([folder], None, shards=shards)
    manifest = shards / MANIFEST
    whole = manifest.read_bytes()
    manifest.write_bytes(whole + b'{"shard": "' + b"a" * 200_000)
    tally, _ = run([folder], None, shards=shards)
    assert tally.unchanged == 6
    assert manifest.read_bytes() == whole


def test_damaged_shards_are_refused(folder, tmp_path):
    shards, other = tmp_path / "shards", tmp_path / "other"
    run([folder], None, shards=shards, batch=6)
    shard = next(shards.glob("*.nq.gz"))
    shard.write_bytes(shard.read_bytes()[:-9])
    with pytest.raises(StoreError, match="damaged"):
        load_shards(shards, other)
    with GraphStore.open(other) as opened:
        assert list(opened.documents()) == []
    shard.unlink()
    with pytest.raises(StoreError, match="can't be read"):
        load_shards(shards, other)
    (shards / MANIFEST).unlink()
    with pytest.raises(StoreError, match="no shards of kg"):
        load_shards(shards, other)


def test_a_shard_that_unpacks_without_end_is_refused(folder, tmp_path, monkeypatch):
    run([folder], None, shards=tmp_path / "shards")
    monkeypatch.setattr("kg.bulk.shards.LARGEST", 1000)
    with pytest.raises(StoreError, match="unpacks to more than 1,000 bytes"):
        load_shards(tmp_path / "shards", tmp_path / "other")


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        "7",
        "{}",
        json.dumps({"shard": "../../../etc/passwd", "sha256": "", "documents": []}),
        json.dumps({"shard": "a" * 32 + ".nq.gz", "sha256": "", "documents": [{"iri": "x"}]}),
    ],
)
def test_a_manifest_that_is_none_is_refused(tmp_path, line):
    Manifest(tmp_path).close()
    with (tmp_path / MANIFEST).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(StoreError, match="is broken in line 2"):
        load_shards(tmp_path, tmp_path / "store")
    with pytest.raises(StoreError, match="is broken in line 2"):
        ShardFolder(tmp_path)


def test_a_shard_that_no_one_sees_is_refused(tmp_path):
    with contextlib.closing(Manifest(tmp_path)) as manifest, pytest.raises(StoreError, match="must share"):
        manifest.add("0" * 32 + ".nq.gz", [])


def test_the_same_content_is_one_shard(tmp_path):
    assert write_shard(tmp_path, [b"a", b"b"]) == write_shard(tmp_path, [b"ab"])
    assert len(list(tmp_path.iterdir())) == 1


DOCUMENT = st.sampled_from("abcdef")
LINES = st.lists(
    st.one_of(
        st.builds(Removed, DOCUMENT),
        st.builds(
            Shard,
            st.sampled_from("xyz"),
            st.sampled_from(["1", "2"]),
            st.lists(st.builds(Entry, DOCUMENT, st.sampled_from("pq")), max_size=4).map(tuple),
        ),
    ),
    max_size=30,
)


@given(LINES)
def test_of_two_lines_about_a_document_the_later_counts(lines):
    listing = Listing(lines)
    expected: dict[str, tuple[str, str] | None] = {}
    for line in lines:
        if isinstance(line, Removed):
            expected[line.removed] = None
        else:
            expected |= {entry.iri: (entry.digest, line.shard) for entry in line.documents}
    for iri, there in expected.items():
        found = listing.document(iri)
        assert there == ((found.digest, found.shard) if found else None)
    assert list(listing.removed()) == sorted(iri for iri, there in expected.items() if there is None)
    by_shard = {
        (iri, digest, shard) for shard, _, documents in listing.shards() for iri, digest in documents.items()
    }
    assert by_shard == {(iri, *there) for iri, there in expected.items() if there is not None}
    listing.close()
