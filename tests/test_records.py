"""The records that pass between the rooms."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.interchange import as_json
from kg.records import (
    Claim,
    Document,
    Entity,
    EntityType,
    Extraction,
    Modality,
    Polarity,
    Span,
    Time,
)


@pytest.mark.parametrize(("begin", "end"), [(-1, 2), (3, 3), (5, 4)])
def test_a_span_that_covers_nothing_is_refused(begin: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span needs"):
        Span(begin, end)


def test_a_time_has_both_value_and_datatype_or_neither() -> None:
    with pytest.raises(ValueError, match="both a value and a datatype"):
        Time("in May", "2020-05")
    assert Time("in May").value is None


@pytest.mark.parametrize(
    "change",
    [
        {"polarity": Polarity.DENIED},
        {"modality": Modality.PLANNED},
        {"modality": Modality.POSSIBLE},
        {"source": "e3"},
        {"ended": True},
    ],
)
def test_only_what_the_text_asserts_itself_is_plain(change: dict[str, object]) -> None:
    claim = Claim("e1", "attacked", "e2", Span(0, 1))
    assert claim.is_plain
    assert not dataclasses.replace(claim, **change).is_plain  # type: ignore[arg-type]


@given(st.text(min_size=1), st.data())
def test_evidence_in_json_is_the_text_at_its_offsets(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    people = (Entity("e1", EntityType.PERSON, "A"), Entity("e2", EntityType.PERSON, "B"))
    extraction = Extraction(Document("d", text), people, (Claim("e1", "metWith", "e2", Span(begin, end)),))
    (row,) = as_json(extraction)["claims"]
    assert text[row["begin"] : row["end"]] == row["evidence"] != ""


def test_a_digest_can_be_made_of_any_string() -> None:
    assert Document("d", "\ud800").digest != Document("d", "x").digest
