"""Texts that nobody should write, and somebody does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

BAD = {
    "empty": "",
    "spaces": "   \n\t  \n\n ",
    "emoji": "😀😀 🎉🇵🇱👩‍👩‍👧 ✊🏽",
    "long word": "a" * 100_000,
    "long word among others": "He saw " + "x" * 100_000 + " in Paris.",
    "many brackets": "So (" + "(" * 5_000 + "x" + ")" * 5_000 + " it was.  Two spaces",
    "many hyphens": "a-" * 5_000,
    "control characters": "The\x00 minister\x07 said\x1b[31m no\x7f.\x85 Then",
    "mixed line ends": "One line.\r\nTwo lines.\rThree.\n\r\nFour\u2028five\u2029six\x0bseven\x0ceight",
    "right to left": "قال الرئيس إن الاجتماع \u202eسيعقد\u202c في القاهرة. The president said so.",
    "no spaces": "中文没有空格的句子。" * 50,
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 20,
    "surrogate pairs": "𝔗𝔥𝔢 𝔪𝔦𝔫𝔦𝔰𝔱𝔢𝔯",
    "one letter": "I",
    "points": "." * 500,
    "soft hyphens": "pro\u00adposal re\u200bjected",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_text_keeps_its_offsets(nlp: Language, name: str) -> None:
    text = BAD[name]
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    for sent in doc.sents:
        assert sum(token.head.i == token.i for token in sent) == 1


def test_no_full_stop_in_a_long_text(nlp: Language) -> None:
    text = "the envoys of Poland and of Ukraine met in Geneva while " * 2_000
    doc = nlp(text)
    assert doc.text == text
    assert max(len(sent) for sent in doc.sents) < 520
    assert {ent.text for ent in doc.ents} >= {"Poland", "Ukraine", "Geneva"}


def test_no_full_stop_and_given_starts(nlp: Language) -> None:
    from spacy.tokens import Doc

    words = ["word"] * 1_500
    doc = nlp(Doc(nlp.vocab, words=words, sent_starts=[True] + [False] * 1_499))
    assert len(doc) == 1_500
    assert doc.has_annotation("DEP")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_annotated(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(sent.start <= token.head.i < sent.end for sent in doc.sents for token in sent)
