"""Counts of a store, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from kg.cli.main import cli
from kg.errors import StoreError
from kg.store import GraphStore, Snapshot, count

from .claims import described, document


def test_what_two_documents_share_counts_once(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), described("a"))
        store.replace(document("b"), described("b"))
    with Snapshot.latest(tmp_path) as snapshot:
        counts = count(snapshot)
    assert counts.documents == 2
    assert counts.graphs == 3, "two documents and the description"
    assert counts.entities == {"Person": 2, "Organization": 0, "Country": 2, "Place": 0}
    assert (counts.claims, counts.attributed) == (4, 1)
    assert counts.polarity == {"affirmed": 3, "denied": 1}
    assert counts.modality == {"actual": 3, "possible": 1}


def test_the_command_counts_a_store(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace(document("a"), described("a"), digest="1")
    words = ["info", "-q", "--store", str(tmp_path)]
    text = CliRunner().invoke(cli, words).stdout
    assert "Person 2, Country 2" in text
    assert json.loads(CliRunner().invoke(cli, [*words, "--format", "json"]).stdout)["claims"] == 4
    assert isinstance(CliRunner().invoke(cli, ["info", "-q", "--store", "nowhere"]).exception, StoreError)


def test_the_command_says_what_is_installed() -> None:
    facts = json.loads(CliRunner().invoke(cli, ["info", "--format", "json"]).stdout)
    assert all(facts[name] for name in ("kg", "ontology", "predicates", "model"))
