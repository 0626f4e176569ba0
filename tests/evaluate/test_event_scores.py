"""PLOVER rows: marks, scores, and claims of the right root between the named actors."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.evaluate import EventRow, end_to_end, read_events, score_events
from kg.evaluate.events import unmark
from kg.records import Claim, Document, Entity, EntityType, Extraction, Mention, Span

TEXT = "France attacked Brazil."
ROW = EventRow(TEXT, (0, 6), (16, 22), "ASSAULT")
ROOTS = {"attacked": "ASSAULT", "accused": "ACCUSE", "partOf": None}


def extraction(*predicates: str, turned: bool = False) -> Extraction:
    entities = (
        Entity("e1", EntityType.COUNTRY, "France", mentions=(Mention(Span(0, 6)),)),
        Entity("e2", EntityType.COUNTRY, "Brazil", mentions=(Mention(Span(16, 22)),)),
    )
    ends = ("e2", "e1") if turned else ("e1", "e2")
    claims = tuple(
        Claim(ends[0], predicate, ends[1], Span(0, 22), plover=ROOTS[predicate]) for predicate in predicates
    )
    return Extraction(Document("1", TEXT), entities, claims)


def test_marks_are_taken_off_and_the_first_of_each_counts():
    text, source, target = unmark("The <t>A</t> met <s>B</s>, said <t>A</t>.")
    assert text == "The A met B, said A."
    assert (source, target) == ((10, 11), (4, 5))


@given(st.text(alphabet=st.sampled_from("ab <>/st")))
def test_spans_lie_in_the_text_whatever_the_marks(sentence: str):
    text, *spans = unmark(sentence)
    assert all(0 <= span[0] < span[1] <= len(text) for span in spans if span)


def test_scores_by_root():
    rows = [ROW, ROW, EventRow(TEXT, None, None, "ACCUSE")]
    scores = score_events(rows, ["ASSAULT", "ACCUSE", "ACCUSE"])
    assert scores.by_root == {"ACCUSE": pytest.approx(200 / 3), "ASSAULT": pytest.approx(200 / 3)}
    assert scores.accuracy == pytest.approx(200 / 3)


def test_end_to_end_counts_rows_and_claims():
    rows = [
        (ROW, extraction("attacked", "accused", "partOf")),
        (ROW, extraction("attacked", turned=True)),
        (ROW, extraction()),
        (EventRow(TEXT, (0, 6), (7, 15), "ASSAULT"), extraction("attacked")),
    ]
    result = end_to_end(rows)
    assert (result.rows, result.found, result.claims, result.right) == (3, 2, 3, 2)
    assert result.precision == pytest.approx(200 / 3)


def test_a_file_of_rows(tmp_path: Path):
    path = tmp_path / "rows.tsv"
    path.write_text("marked_sentence\tgold_root\n<s>A</s> met <t>B</t>\tCONSULT\n")
    assert read_events(path) == [EventRow("A met B", (0, 1), (6, 7), "CONSULT")]
    path.write_text("sentence,root\nA met B,CONSULT\n")
    with pytest.raises(ReadError, match="tab-separated"):
        read_events(path)
