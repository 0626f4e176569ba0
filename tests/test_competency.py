"""The questions that the graph of the three articles must answer as a careful reader would."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.build import build
from kg.cli.competency import Question, questions
from kg.store import Snapshot

SEEDS = Path(__file__).parents[1] / "seeds"
QUESTIONS = list(questions(SEEDS / "competency"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("seeds") / "store"
    articles = [str(path) for path in sorted(SEEDS.glob("*.txt"))]
    assert len(articles) == 3
    result = CliRunner().invoke(build, [*articles, "--store", str(directory), "--quiet"])
    assert result.exit_code == 0, result.output
    return directory


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.text for question in QUESTIONS])
def test_a_question_has_the_expected_answer(store: Path, question: Question) -> None:
    with Snapshot.latest(store) as snapshot:
        answer = question.ask(snapshot.store)
    assert answer.missing == ()
    assert answer.unexpected == ()


def test_evidence_is_the_text_at_its_offsets(store: Path) -> None:
    wrong = """
      SELECT ?evidence WHERE {
        ?evidence kg:inDocument/nif:isString ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words .
        FILTER(SUBSTR(?text, ?begin + 1, ?end - ?begin) != ?words) }"""
    everything = "SELECT ?evidence WHERE { ?claim kg:evidence ?evidence }"
    with Snapshot.latest(store) as snapshot:
        from kg.store import rows, run_query

        assert len(list(rows(run_query(snapshot.store, everything)))) > 30  # type: ignore[arg-type]
        assert list(rows(run_query(snapshot.store, wrong))) == []  # type: ignore[arg-type]
