"""kg build, failures, load and watch, as they are called."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import kg.bulk
from kg.cli.main import cli
from tests.bulk.builds import story, texts
from tests.bulk.fake_engine import FakeRecipe


@pytest.fixture
def kg_command(monkeypatch):
    monkeypatch.setattr(kg.bulk, "ExtractorRecipe", lambda *_: FakeRecipe())
    monkeypatch.setattr("signal.signal", lambda *_: None)

    def call(*arguments: object):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return call


def test_bad_input_is_named_the_rest_done_and_the_exit_code_is_1(kg_command, tmp_path):
    good, store = tmp_path / "good.txt", tmp_path / "store"
    good.write_text(story(1))
    bad = {
        "missing.txt": None,
        "empty.txt": b"",
        "binary.txt": b"\x89PNG\x00\x01",
        "german.txt": b"Der Minister sagte am Dienstag, die Regierung habe das Angebot abgelehnt.",
        "line.txt": b"x" * 5_000_000,
        "latin.txt": b"The minister said \xe9\xe8 no.",
    }
    for name, content in bad.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    result = kg_command("build", *(tmp_path / name for name in bad), good, "--store", store)
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if line.startswith("kg: ")]
    assert sorted(line.split("/")[-1].split(":")[0] for line in lines) == sorted(bad)
    assert texts(store) == [story(1)]

    result = kg_command("failures", "--store", store, "--format", "jsonl", "--clear")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["name"].rpartition("/")[2] for row in rows} == set(bad)
    assert "no failures" in kg_command("failures", "--store", store).stdout
    assert kg_command("build", good, "--store", store, "--quiet").exit_code == 0


def test_options_reach_the_reader(kg_command, tmp_path):
    rows, store = tmp_path / "news.csv", tmp_path / "store"
    rows.write_text(f"Story,day\n{story(1)},2024-03-01\n{story(2)},\n")
    result = kg_command("build", rows, "--store", store, "--column", "text=story", "--date", "2020-01-01")
    assert result.exit_code == 0, result.stderr
    assert len(texts(store)) == 2
    assert kg_command("build", rows, "--store", store, "--column", "nonsense=story").exit_code == 2
    assert kg_command("build", rows, "--store", store, "--jobs", "0").exit_code == 2


def test_shards_are_loaded(kg_command, tmp_path):
    good, store, shards = tmp_path / "good.txt", tmp_path / "store", tmp_path / "shards"
    good.write_text(story(1))
    assert kg_command("build", good, "--store", store, "--shards", shards).exit_code == 0
    result = kg_command("load", shards, "--store", tmp_path / "other")
    assert "1 documents loaded" in result.stderr
    assert texts(tmp_path / "other") == texts(store)


def test_shards_alone(kg_command, tmp_path):
    good, bad, shards = tmp_path / "good.txt", tmp_path / "bad.json", tmp_path / "shards"
    good.write_text(story(1))
    bad.write_text("{")
    assert kg_command("build", good).exit_code == 2
    result = kg_command("build", good, bad, "--shards", shards)
    assert result.exit_code == 1
    assert "1 texts written" in result.stderr
    assert "bad.json" in kg_command("failures", "--store", shards, "--format", "jsonl").output
    kg_command("failures", "--store", shards, "--clear")
    assert "no failures" in kg_command("failures", "--store", shards).output
    assert "1 documents loaded" in kg_command("load", shards, "--store", tmp_path / "store").stderr
    assert texts(tmp_path / "store") == [story(1)]
    (tmp_path / "empty").mkdir()
    assert "not a store" in str(kg_command("failures", "--store", tmp_path / "empty").exception)


def test_watch_looks_once(kg_command, tmp_path):
    folder, store = tmp_path / "folder", tmp_path / "store"
    folder.mkdir()
    (folder / "a.txt").write_text(story(1))
    assert kg_command("watch", folder, "--store", store, "--once").exit_code == 0
    assert texts(store) == [story(1)]
    for every in ("soon", "10s", "-1m"):
        assert kg_command("watch", folder, "--store", store, "--every", every).exit_code == 2


def test_a_store_of_another_base_is_refused(kg_command, tmp_path):
    good, store = tmp_path / "good.txt", tmp_path / "store"
    good.write_text(story(1))
    base = "https://graph.example/"
    assert kg_command("build", good, "--store", store, "--base", base).exit_code == 0
    result = kg_command("build", good, "--store", store, "--base", "https://other.example/")
    assert result.exit_code != 0
    assert base in str(result.exception)
