"""The wheel that users install holds all that the program needs, also where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = """
import kg, kg.schema
extraction = kg.extract("France has rejected a request from Brazil.")
assert "site" in kg.__file__, kg.__file__
assert len(kg.schema.load().predicates) >= 34
print([claim.predicate for claim in extraction.claims])
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*pip, str(folder / "site"), str(wheel)], check=True, capture_output=True)
    return folder / "site"


def test_the_installed_wheel_extracts_a_claim(site: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "rejectedProposalOf" in done.stdout


def test_the_wheel_has_the_ontology_and_neither_seeds_nor_tests(site: Path) -> None:
    assert (site / "kg" / "ontology" / "kg.ttl").is_file()
    assert (site / "kg" / "py.typed").is_file()
    assert not (site / "seeds").exists()
    assert not (site / "tests").exists()
