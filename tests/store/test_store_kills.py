"""A writer killed at any moment loses nothing that it acknowledged, and leaves nothing half there.

`KG_KILLS=50 python -m pytest tests/store/test_store_kills.py` kills more often than the twenty times of every run.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import runpy
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.store import GraphStore, Snapshot

from .claims import GRAPHS, LABEL, VICTIM_DOCUMENTS, content, document, quads

KILLS = int(os.environ.get("KG_KILLS", "20"))
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["__main__", "kg.store"])
VICTIMS = str(Path(__file__).with_name("victims.py"))


def started(action: str, *arguments: object) -> tuple[BaseProcess, Connection]:
    """A function of victims.py in a process of its own, and what it says."""
    here, there = CONTEXT.Pipe(duplex=False)
    given = {"ACTION": action, "ARGUMENTS": arguments, "ACKS": there}
    process = CONTEXT.Process(target=runpy.run_path, args=(VICTIMS, given, "victims"))
    process.start()
    there.close()
    return process, here


def killed_after(seconds: float, action: str, *arguments: object) -> list[object]:
    """Kills it some time after its first word; all that it said."""
    process, here = started(action, *arguments)
    heard: list[object] = [here.recv()]
    until = time.monotonic() + seconds
    with suppress(EOFError):  # it may be done before it is killed
        while (left := until - time.monotonic()) > 0:
            if here.poll(left):
                heard.append(here.recv())
    process.kill()  # SIGKILL; it may be done already
    process.join()
    try:
        while True:
            heard.append(here.recv())
    except EOFError:
        return heard


def triples(number: int, version: int | None) -> set[ox.Triple]:
    return set() if version is None else {quad.triple for quad in content(number, version)}


def check(directory: Path, known: dict[int, int | None], open_one: tuple[int, int | None] | None) -> None:
    """Every document is as it was last acknowledged; the one under way may be as it was or as it was to be."""
    with GraphStore.open(directory) as store:
        for number in range(VICTIM_DOCUMENTS):
            graph = GRAPHS.document(document(f"d{number}"))
            held = {quad.triple for quad in store.database.quads_for_pattern(None, None, None, graph)}
            allowed = [known.get(number)]
            if open_one is not None and open_one[0] == number:
                allowed.append(open_one[1])
            found = [version for version in allowed if triples(number, version) == held]
            assert found, f"d{number} has {len(held)} triples, of none of the versions {allowed}"
            assert store.digest(document(f"d{number}")) in {None if v is None else str(v) for v in found}
            known[number] = found[0]
        union = {q.triple for q in store.database.quads_for_pattern(None, None, None, ox.DefaultGraph())}
        assert union == {q.triple for q in store.database if q.graph_name != ox.DefaultGraph()}
    with Snapshot.latest(directory) as snapshot:
        assert {quad.triple for quad in snapshot.store.quads_for_pattern(None, None, None)} == union


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    directory, chance = tmp_path / "store", random.Random(4)
    known: dict[int, int | None] = {}
    version = 0
    acknowledged = 0
    for kill in range(KILLS):
        heard = killed_after(chance.uniform(0, 0.4), "write_forever", str(directory), kill, version)
        open_one: tuple[int, int | None] | None = None
        for word in heard:
            if isinstance(word, tuple):
                open_one = word
                version += 1
            elif open_one is not None:
                known[open_one[0]] = open_one[1]
                open_one = None
                acknowledged += 1
        check(directory, known, open_one)
    assert acknowledged > KILLS, "the writer got to do something between the kills"


def test_a_store_whose_making_was_killed_can_be_made(tmp_path: Path) -> None:
    for number, seconds in enumerate((0, 0.005, 0.01, 0.02, 0.04)):
        directory = tmp_path / str(number)
        killed_after(seconds, "make", str(directory))
        with GraphStore.open(directory, create=True) as store:
            store.replace(document("a"), quads("a", "Ann Lee"))


def test_a_killed_decision_reaches_all_documents_or_none(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        for number in range(VICTIM_DOCUMENTS):
            store.replace(document(f"d{number}"), content(number, 1))
    for seconds in (0.02, 0.05, 0.1):
        killed_after(seconds, "rename_forever", str(tmp_path))
        with GraphStore.open(tmp_path) as store:
            person = quads("d0", "Shared Person")[1].subject
            names = {q.object.value for q in store.database.quads_for_pattern(person, LABEL, None)}
            holders = {q.graph_name for q in store.database.quads_for_pattern(person, LABEL, None)}
        assert len(names) == 1
        assert len(holders) == VICTIM_DOCUMENTS + 1


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    GraphStore.open(tmp_path, create=True).close()
    process, here = started("fill_disk", str(tmp_path))
    done, message = here.recv()
    process.join()
    assert "free some space" in message
    assert str(tmp_path) in message
    assert "\n" not in message
    with GraphStore.open(tmp_path) as store:
        assert {one.iri for one in store.documents()} >= {document(f"n{number}") for number in range(done)}


@pytest.mark.parametrize("broken", ["head.json", "data"])
def test_a_broken_store_is_a_clear_error(tmp_path: Path, broken: str) -> None:
    GraphStore.open(tmp_path, create=True).close()
    path = tmp_path / broken
    if path.is_dir():
        for file in path.rglob("MANIFEST-*"):
            file.write_bytes(b"nonsense")
    else:
        path.write_text("{")
    with pytest.raises(StoreError) as caught:
        GraphStore.open(tmp_path)
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError):
        GraphStore.open(tmp_path)
