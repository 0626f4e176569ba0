"""`kg validate` and `kg reason` on a store, and that nothing depends on the run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg.cli.describe import describe
from kg.cli.reason import reason
from kg.cli.validate import validate
from kg.describe import document_iri
from kg.errors import StoreError
from kg.schema import KG
from kg.store import GraphStore, Snapshot


def run(command: str, arguments: Sequence[str]) -> Result:
    return CliRunner().invoke(
        {"validate": validate, "reason": reason, "describe": describe}[command], list(arguments)
    )


@pytest.fixture
def directory(tmp_path: Path, quads: list[ox.Quad]) -> Path:
    with GraphStore.open(tmp_path / "store", create=True) as store:
        store.replace(document_iri("zenda-1"), quads)
    return tmp_path / "store"


def test_a_built_store_conforms_before_and_after_reasoning(directory: Path) -> None:
    result = run("validate", ["--store", str(directory)])
    assert result.exit_code == 0, result.output
    assert "conforms to the shapes" in result.stderr
    result = run("reason", ["--store", str(directory)])
    assert result.exit_code == 0, result.output
    with Snapshot.latest(directory) as snapshot:
        once = set(snapshot.store)
    party = ox.NamedNode(f"{KG}bodyRejectedProposalOf")
    assert any(quad.predicate == party for quad in once)
    assert run("reason", ["--store", str(directory), "--quiet"]).output == ""
    with Snapshot.latest(directory) as snapshot:
        assert set(snapshot.store) == once
    assert run("validate", ["--store", str(directory), "--quiet"]).output == ""


def test_what_breaks_the_shapes_is_named_and_the_exit_code_is_one(
    tmp_path: Path, quads: list[ox.Quad]
) -> None:
    broken = [quad for quad in quads if quad.predicate.value != f"{KG}modality"]
    with GraphStore.open(tmp_path / "store", create=True) as store:
        store.replace(document_iri("zenda-1"), broken)
    result = run("validate", ["--store", str(tmp_path / "store"), "--limit", "2"])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "claim “" in result.stdout
    assert "at least 2 problems" in result.stderr


def test_a_store_says_how_much_it_holds_and_under_which_licence(directory: Path) -> None:
    def described(*arguments: str) -> dict[str, str]:
        result = run("describe", ["--store", str(directory), *arguments])
        assert result.exit_code == 0, result.output
        dataset = ox.NamedNode("https://w3id.org/kg/id/dataset")
        with Snapshot.latest(directory) as snapshot:
            graph = ox.NamedNode("https://w3id.org/kg/id/graph/description")
            quads = snapshot.store.quads_for_pattern(dataset, None, None, graph)
            return {q.predicate.value.split("/")[-1]: q.object.value for q in quads}

    first = described("--license", "https://creativecommons.org/licenses/by/4.0/")
    assert (first["void#documents"], first["void#entities"]) == ("1", "5")
    assert first["license"].endswith("by/4.0/")
    second = described()
    assert "license" not in second
    assert second["void#triples"] == first["void#triples"]


@pytest.mark.parametrize("command", ["validate", "reason", "describe"])
def test_what_is_no_store_is_refused(tmp_path: Path, command: str) -> None:
    result = run(command, ["--store", str(tmp_path)])
    assert isinstance(result.exception, StoreError)


def test_the_same_extraction_gives_the_same_bytes_in_every_process() -> None:
    """Whatever the seed of Python's hashes, the order of dictionaries or the time of day."""
    program = """
import hashlib, pyoxigraph as ox, kg.schema
from kg.describe import describe, reason
from kg.records import *
people = tuple(Entity(f"e{n}", EntityType.PERSON, f"Person {n}", (f"P{n}", f"Q{n}")) for n in range(9))
claims = tuple(Claim(f"e{n}", "metWith", f"e{n + 1}", Span(n, n + 5), time=Time(f"day {n}")) for n in range(8))
extraction = Extraction(Document("d", "abcdefghijklmnopq"), people, claims, Provenance("a", "b", "c"))
schema = kg.schema.load()
quads = describe(extraction, schema)
store = ox.Store(); store.extend(quads); reason(store, schema)
lines = "\\n".join(map(str, quads)) + "\\n".join(sorted(map(str, store)))
print(hashlib.sha256(lines.encode()).hexdigest())
"""
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1
