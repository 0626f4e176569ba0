"""The questions that the graph of the three articles must answer as a careful reader would."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from kg.cli.build import build
from kg.cli.competency import Answer, questions
from kg.cli.demo import demo
from kg.store import Snapshot, rows, run_query

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("seeds") / "store"
    articles = [str(path) for path in sorted(SEEDS.glob("*.txt"))]
    assert len(articles) == 3
    result = CliRunner().invoke(build, [*articles, "--store", str(directory), "--quiet"])
    assert result.exit_code == 0, result.output
    return directory


NUMBERS: Final = tuple(f"{number}-" for number in range(1, 10))


def ask(store: Path, number: str) -> Answer:
    (question,) = questions(SEEDS / "competency", f"{number}*.rq")
    with Snapshot.latest(store) as snapshot:
        return question.ask(snapshot.store)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_question_has_the_expected_answer(store: Path, number: str) -> None:
    answer = ask(store, number)
    assert answer.missing == ()
    assert answer.unexpected == ()


def test_what_the_texts_deny_is_no_plain_fact(store: Path) -> None:
    answer = ask(store, "3-")
    assert answer.rows
    assert all(row["plain"] == "false" for row in answer.rows)
    assert any({"who": "Russia", "polarity": "denied"}.items() <= row.items() for row in answer.rows)


def test_evidence_is_the_text_at_its_offsets(store: Path) -> None:
    wrong = """
      SELECT ?evidence WHERE {
        ?evidence kg:inDocument/nif:isString ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words .
        FILTER(SUBSTR(?text, ?begin + 1, ?end - ?begin) != ?words) }"""
    everything = "SELECT DISTINCT ?evidence WHERE { ?claim kg:evidence ?evidence }"
    with Snapshot.latest(store) as snapshot:
        assert len(list(rows(run_query(snapshot.store, everything)))) > 20  # type: ignore[arg-type]
        assert list(rows(run_query(snapshot.store, wrong))) == []  # type: ignore[arg-type]


def test_the_demo_prints_what_was_found_and_what_differs(tmp_path: Path) -> None:
    arguments = [str(SEEDS), "--store", str(tmp_path / "store")]
    result = CliRunner().invoke(demo, arguments)
    assert result.exit_code == 0, result.output
    for words in ("Entities", "Russia attacked Ukraine", "“", "questions answered as expected", "kg serve"):
        assert words in result.output
    strict = CliRunner().invoke(demo, [*arguments, "--strict", "--quiet"])
    assert strict.exit_code == 0, strict.output
