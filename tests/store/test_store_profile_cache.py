"""What is kept of each document for telling who is who: the same as what would be read, and only while it holds."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.records import EntityType
from kg.resolve import Profile
from kg.store import GraphStore, layout
from kg.store.likeness import identify
from kg.store.profile_cache import ProfileCache

from .claims import described, document, quads

WORDS = st.text(max_size=8)
SETS = st.frozensets(WORDS, max_size=3)
PROFILES = st.builds(
    Profile,
    id=WORDS,
    type=st.sampled_from(EntityType),
    name=WORDS,
    aliases=st.lists(WORDS, max_size=3).map(tuple),
    nationalities=SETS,
    offices=st.frozensets(st.tuples(WORDS, WORDS), max_size=3),
    links=SETS,
    qualifier=st.none() | WORDS,
    homes=SETS,
    regions=SETS,
)


def never() -> list[Profile]:
    raise AssertionError("read again")


@given(st.lists(PROFILES, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_comes_back_is_what_was_read(tmp_path: Path, profiles: list[Profile]) -> None:
    (tmp_path / "p").unlink(missing_ok=True)
    with contextlib.closing(ProfileCache(tmp_path / "p")) as cache:
        assert cache.of("d", "1", lambda: profiles) == profiles
        assert cache.of("d", "1", never) == profiles
        assert cache.of("d", "2", lambda: []) == []
        assert cache.of("d", "1", lambda: profiles) == profiles
        assert cache.of("e", None, lambda: profiles) == profiles


def test_a_document_that_is_gone_or_fails_leaves_nothing(tmp_path: Path) -> None:
    with contextlib.closing(ProfileCache(tmp_path / "p")) as cache:
        cache.of("d", "1", list)
        cache.of("e", "1", list)
        cache.keep_only({"e"})
        cache.of("e", "1", never)

        def failing() -> None:
            with cache.together():
                cache.of("d", "1", list)
                cache.of("f", "1", never)

        for work in (failing, lambda: cache.of("d", "1", never)):
            with pytest.raises(AssertionError, match="read again"):
                work()


def test_a_pass_reads_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = GraphStore.original

    def counted(self: GraphStore, iri: str) -> object:
        read.append(iri)
        return original(self, iri)

    monkeypatch.setattr(GraphStore, "original", counted)
    with GraphStore.open(tmp_path, create=True) as store:
        for name in ("a", "b"):
            store.replace(document(name), described(name), digest="1")
        identify(store)
        assert sorted(read) == [document("a"), document("b")]
        store.replace(document("b"), quads("b", "Other"), digest="2")
        store.replace(document("c"), described("c"))
        store.remove(document("a"))
        identify(store)
        identify(store)
        assert sorted(read[2:]) == [document("b"), document("c"), document("c")]


def test_a_broken_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), described("a"), digest="1")
        (tmp_path / layout.PROFILES).write_bytes(b"no database" * 100)
        with pytest.raises(StoreError, match=r"profiles\.sqlite.*delete the file"):
            identify(store)
        (tmp_path / layout.PROFILES).unlink()
        identify(store)
    with contextlib.closing(sqlite3.connect(tmp_path / layout.PROFILES)) as database:
        assert database.execute("SELECT document FROM profiles").fetchall() == [(document("a"),)]
