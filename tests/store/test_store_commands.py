"""`kg entities` and `kg claims`: what a person types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.errors import CurationError
from kg.store import GraphStore, Snapshot, reading

from .claims import described, document, quads


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    with GraphStore.open(tmp_path / "s", create=True) as store:
        store.replace(document("a"), described("a"))
        store.replace(document("b"), quads("b", "Ann B. Lee"))
    return tmp_path / "s"


def run(directory: Path, *words: str) -> str:
    group, *rest = words
    result = CliRunner().invoke(cli, [group, "--store", str(directory), *rest], env={"COLUMNS": "200"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_entities_are_listed_and_shown(directory: Path) -> None:
    listed = run(directory, "entities", "list")
    assert all(name in listed for name in ("Ann Lee", "Freedonia", "Sylvania", "Ann B. Lee"))
    assert "Freedonia" not in run(directory, "entities", "list", "--type", "Person")
    assert "Sylvania" not in run(directory, "entities", "list", "--find", "FREEDONIAN")
    shown = run(directory, "entities", "show", "country-xf")
    assert "ISO code   XF" in shown
    assert "http://www.wikidata.org/entity/Q1" in shown
    assert 'a, Tea & "war"' in shown


def test_merging_renaming_and_undoing(directory: Path) -> None:
    done = run(
        directory, "entities", "merge", "Ann B. Lee", "Ann Lee", "--by", "Ada", "--why", "one minister"
    )
    assert done.startswith("decision 1: ")
    assert "Ann B. Lee" in run(directory, "entities", "show", "Ann Lee")
    run(directory, "entities", "rename", "Freedonian", "Freedonia, Kingdom of", "--by", "Ada", "-q")
    history = run(directory, "entities", "history")
    assert "one minister" in history
    assert "Freedonia, Kingdom of" in history
    run(directory, "entities", "split", "Ann Lee", "--by", "Bo")
    assert "Bo, 2" in run(directory, "entities", "history")
    assert run(directory, "entities", "undo", "2", "--by", "Bo").startswith("decision 2 undone")
    assert "Kingdom" not in run(directory, "entities", "list")


def test_splitting_by_document(directory: Path) -> None:
    with GraphStore.open(directory) as store:
        store.replace(document("c"), quads("c", "Ann B. Lee"))
    run(
        directory,
        "entities",
        "split",
        "Ann B. Lee",
        "--document",
        "c",
        "--as",
        "singer",
        "--name",
        "A. Lee",
        "--by",
        "Bo",
    )
    assert "A. Lee" in run(directory, "entities", "list")
    with pytest.raises(CurationError, match="no document 'nope'"):
        run(directory, "entities", "split", "Ann Lee", "--document", "nope")


def test_claims_are_listed_judged_and_come_back(directory: Path) -> None:
    listed = run(directory, "claims", "list", "--predicate", "attacked")
    assert "Ann Lee says: it is not so that Freedonia attacked Sylvania" in listed
    assert (
        len(
            re.findall(
                "attacked", run(directory, "claims", "list", "--about", "Ann Lee", "--predicate", "attacked")
            )
        )
        == 1
    )
    claim = next(line for line in listed.splitlines() if "says" in line and "Ann" in line).split()[0]
    assert "“Freedonia attacked Sylvania”" in run(directory, "claims", "show", claim)
    run(directory, "claims", "reject", claim, "--by", "Ada", "--why", "no")
    assert claim not in run(directory, "claims", "list")
    assert "is wrong: “Freedonia attacked Sylvania”" in run(directory, "claims", "history")
    run(directory, "claims", "undo", "1", "--by", "Ada")
    run(directory, "claims", "accept", claim, "--by", "Ada")
    with Snapshot.latest(directory) as snapshot:
        assert len(list(reading.claims(snapshot.store))) == 4
    with pytest.raises(CurationError, match="there is no claim"):
        run(directory, "claims", "show", "none")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("entities", "show", "Nobody"), "no entity 'Nobody'"),
        (("entities", "merge", "Ann Lee", "Ann Lee"), "with itself"),
        (("entities", "merge", "Ann Lee", "Freedonia"), "can't be one"),
        (("entities", "undo", "9"), "no decision"),
        (("claims", "reject", "<>"), "is no claim"),
        (("claims", "accept", "none"), "there is no claim"),
    ],
)
def test_mistakes_are_one_line(directory: Path, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(CurationError, match=message) as caught:
        run(directory, *words)
    assert "\n" not in str(caught.value)
