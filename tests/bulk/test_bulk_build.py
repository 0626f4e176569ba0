"""Builds: what gets into the store, what is joined, replaced, set aside; kills and resuming."""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.bulk import Processes, kept_failures, load_shards
from kg.bulk.similarity import ALIKE, bands, likeness, signature
from kg.read import Options
from kg.store import GraphStore
from tests.bulk.builds import A_LATER, A, B, ask, dump, rows, run, stories, story, texts, write
from tests.bulk.fake_engine import FakeRecipe

ROOT = Path(__file__).parents[2]


def test_what_is_read_is_in_the_store_and_a_second_run_does_nothing(folder, tmp_path):
    store, log = tmp_path / "store", tmp_path / "log"
    tally, _ = run([folder], store, recipe=FakeRecipe(log))
    assert (tally.written, tally.claims, tally.failed) == (6, 6, 0)
    before = dump(store)
    tally, _ = run([folder], store, recipe=FakeRecipe(log))
    assert (tally.written, tally.unchanged) == (0, 6)
    assert len(log.read_text().splitlines()) == 6
    assert dump(store) == before
    (store / "ledger.sqlite").unlink()
    tally, _ = run([folder], store, recipe=FakeRecipe(log))
    assert (tally.written, tally.unchanged) == (0, 6)


def test_another_model_or_date_reads_everything_anew(folder, tmp_path):
    store = tmp_path / "store"
    run([folder], store)
    assert run([folder], store, recipe=FakeRecipe(version="2"))[0].written == 6
    dated = Options(date=dt.date(2024, 3, 1))
    assert run([folder], store, recipe=FakeRecipe(version="2"), options=dated)[0].written == 6
    assert len(ask(store, "?d dcterms:issued ?day")) == 6


def test_a_file_that_changed_replaces_what_it_said(folder, tmp_path):
    store = tmp_path / "store"
    run([folder], store)
    (folder / "3.txt").write_text(story(33))
    tally, _ = run([folder], store)
    assert (tally.written, tally.unchanged) == (1, 5)
    assert texts(store) == sorted(story(n) for n in (0, 1, 2, 33, 4, 5))


def test_workers_give_the_same_graph(folder, tmp_path):
    for number in range(6, 30):
        (folder / f"{number}.txt").write_text(story(number))
    run([folder], tmp_path / "one", jobs=1)
    run([folder], tmp_path / "two", jobs=2, batch=4)
    assert dump(tmp_path / "one") == dump(tmp_path / "two")


def test_bad_texts_are_set_aside_and_never_stop_the_rest(folder, tmp_path):
    store = tmp_path / "store"
    for number, name in enumerate(("raise", "crash"), start=50):
        (folder / f"{name}.txt").write_text(f"{story(number)} {name.upper()}")
    (folder / "empty.txt").write_text("")
    tally, sink = run([folder], store, jobs=2, batch=8)
    assert (tally.written, tally.failed) == (6, 3)
    reasons = {Path(failure.name).name: failure.reason for failure in sink.failures}
    assert reasons["empty.txt"] == "the file is empty"
    assert "ValueError: this text is more than I can bear" in reasons["raise.txt"]
    assert "SIGKILL" in reasons["crash.txt"]
    assert {Path(failure.name).name for failure, _ in kept_failures(store)} == set(reasons)
    assert len(texts(store)) == 6
    (folder / "raise.txt").write_text(story(53))
    (folder / "empty.txt").write_text(story(52))
    (folder / "crash.txt").unlink()
    tally, _ = run([folder], store)
    assert (tally.written, tally.failed) == (2, 0)
    assert [Path(failure.name).name for failure, _ in kept_failures(store)] == ["crash.txt"]


def test_a_text_that_takes_for_ever_is_given_up(folder, tmp_path):
    (folder / "0.txt").write_text(story(50) + " HANG")
    with contextlib.closing(Processes(FakeRecipe(), 1, seconds=8)) as pool:
        tally, sink = run([folder], tmp_path / "store", pool=pool, batch=1)
    assert (tally.written, tally.failed) == (5, 1)
    assert "too long" in sink.failures[0].reason


# Duplicates


A_CUT = A.rsplit(" ", 20)[0]
WIRE = rows(
    ("https://a.example/1", A, "2024-03-02"),
    ("https://b.example/1", A_LATER, "2024-03-01"),
    ("https://c.example/1", A_CUT, "2024-03-03"),
    ("https://d.example/1", A, "2024-03-04"),
    ("https://e.example/1", B, None),
)


def test_one_wire_story_is_one_text_with_several_publications_in_any_order(tmp_path):
    dumps = set()
    for order in range(4):
        entries = WIRE.copy()
        random.Random(order).shuffle(entries)
        store = tmp_path / f"store{order}"
        for part, rows_of_part in enumerate((entries[:2], entries[2:4], entries[4:])):
            run([write(tmp_path / f"{part}.jsonl", rows_of_part)], store)
        assert texts(store) == sorted([A_LATER, B])  # the earliest stands for the others
        urls = {row[1] for row in ask(store, "?p dcterms:source ?url")}
        assert urls == {row["url"] for row in WIRE}
        dumps.add("\n".join(line for line in dump(store) if "digest" not in line))
    assert len(dumps) == 1


def test_near_duplicates_are_kept_apart_on_request(tmp_path):
    run([write(tmp_path / "wire.jsonl", WIRE)], tmp_path / "store", near=False)
    assert texts(tmp_path / "store") == sorted([A, A_LATER, A_CUT, B])


def test_a_publication_that_is_gone_is_taken_back(tmp_path):
    store, one, two = tmp_path / "store", tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    run(
        [
            write(one, rows(("https://a.example/1", A, None))),
            write(two, rows(("https://b.example/1", A, None))),
        ],
        store,
    )
    assert len(ask(store, "?p dcterms:source ?url")) == 2
    write(two, rows(("https://b.example/2", B, None)))
    run([one, two], store)
    assert texts(store) == sorted([A, B])
    urls = {row[1] for row in ask(store, "?p dcterms:source ?url")}
    assert urls == {"https://a.example/1", "https://b.example/2"}
    assert len(ask(store, "?claim a kg:Claim")) == 2


def test_likeness_is_that_of_the_words():
    assert likeness(signature(A), signature(A.upper().replace(" ", "\n"))) == 1
    assert likeness(signature(A), signature(A_LATER)) > ALIKE
    assert likeness(signature(A), signature(B)) < 0.1
    assert set(bands(signature(A))) & set(bands(signature(A_LATER)))
    assert signature("Oslo did attack.") == signature("Oslo did not attack.") == b""
    assert list(bands(b"")) == []


# Kills


def start(kind, folder, tmp_path, jobs, batch, slow) -> subprocess.Popen[bytes]:
    arguments = [kind, tmp_path / kind, tmp_path / "log", folder, jobs, batch, slow]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bulk.runner", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Whoever runs the tests in the background has them ignore it, and what they start inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def wait_for_lines(log: Path, count: int) -> None:
    for _ in range(2400):
        if log.exists() and log.read_text().count("\n") >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{log} never had {count} lines")


@pytest.mark.parametrize(
    ("kind", "jobs", "how"),
    [
        ("store", 1, signal.SIGKILL),
        ("store", 2, signal.SIGKILL),
        ("store", 2, signal.SIGTERM),
        ("store", 2, signal.SIGINT),
        ("shards", 2, signal.SIGKILL),
        ("shards", 2, signal.SIGTERM),
    ],
)
def test_a_build_that_is_stopped_goes_on_where_it_was(tmp_path, kind, jobs, how):
    folder, log = stories(tmp_path / "texts", 40), tmp_path / "log"
    batch = 6
    process = start(kind, folder, tmp_path, jobs, batch, 0.1)
    wait_for_lines(log, 16)
    process.send_signal(how)
    assert process.wait(60) != 0
    time.sleep(0.5)  # workers whose parent was killed end with the document they are at
    process = start(kind, folder, tmp_path, jobs, batch, 0)
    assert process.wait(120) == 0
    if kind == "shards":
        load_shards(tmp_path / "shards", tmp_path / "store")
    assert len(texts(tmp_path / "store")) == 40
    read = collections.Counter(line.split()[0] for line in log.read_text().splitlines())
    assert len(read) == 40
    assert sum(read.values()) - 40 <= batch + jobs


def test_a_store_in_use_or_none_at_all_is_refused_untouched(folder, tmp_path):
    from kg.errors import StoreError

    with pytest.raises(StoreError, match="not a store"):
        run([folder], folder)
    assert len(list(folder.iterdir())) == 6
    run([folder], tmp_path / "store")
    with GraphStore.open(tmp_path / "store"), pytest.raises(StoreError):
        run([folder], tmp_path / "store")
