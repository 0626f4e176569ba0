"""Where a report begins behind its dateline."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.datelines import report_starts

WORD = re.compile(r"\w+|[^\w\s]")


def report_of(text: str) -> str | None:
    """What follows the one dateline of a paragraph."""
    words = WORD.findall(text)
    found = list(report_starts(words, [0]))
    return " ".join(words[found[0] :]) if found else None


@pytest.mark.parametrize(
    "dateline",
    [
        "NAIROBI, June 3 (ABC) —",
        "Suva —",
        "DHAKA:",
        "HARBOUR CITY, N.B. -",
        "LIMA (Agency) -",
        "OSLO – 26 July 2022:",
    ],
)
def test_a_report_begins_after_its_dateline(dateline: str) -> None:
    assert report_of(f"{dateline} The minister said on Monday that it was late.") == (
        "The minister said on Monday that it was late ."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Lind – a nurse – left the house on Monday, as we were told.",
        "Lind — The nurse — left the house on Monday, as we were told.",
        "El - Sisi met the ministers of the whole region on Monday.",
        "Norway - Sweden 2:1",
        "He said – But nobody believed him on that day in May.",
        "OSLO – the capital of a country in the north of Europe.",
        "Ada Lind: We shall see what becomes of it in the end.",
    ],
)
def test_what_else_has_a_dash_or_a_colon_is_none(text: str) -> None:
    assert report_of(text) is None


def test_a_colon_late_in_the_text_is_a_speakers() -> None:
    paragraph = WORD.findall("LIND: We shall see what becomes of it in the end.")
    words = paragraph * 6
    begins = list(range(0, len(words), len(paragraph)))
    assert list(report_starts(words, begins)) == [begin + 2 for begin in begins[:3]]


@given(
    st.lists(st.sampled_from(["OSLO", "Lind", "said", "-", "—", ":", ",", "(", ")", "3", "“"]), max_size=40)
)
def test_whatever_the_words_a_report_begins_within_them(words: list[str]) -> None:
    assert all(0 < start < len(words) for start in report_starts(words, [0] if words else []))


def test_the_pipeline_keeps_the_dateline_out_of_the_sentence(nlp: Language) -> None:
    doc = nlp("OSLO, June 3 (ABC) — Ada Lind, the minister of trade, rejected the plan on Monday.")
    assert [sentence.text for sentence in doc.sents][-1].startswith("Ada Lind")
    lind = next(token for token in doc if token.text == "Ada")
    assert lind.dep_ == "nsubj"
    assert lind.head.text == "rejected"
