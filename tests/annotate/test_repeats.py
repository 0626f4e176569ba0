"""One kind for a name that a document repeats."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.repeats import Name, agreed
from kg.annotate.spans import SpanDecoder

KINDS = ("PERSON", "LOC", "DATE")


def name(begin: int, end: int, **chances: float) -> Name:
    """A name with the chances of its kinds, the likeliest of which is its label."""
    values = np.array([chances.get(kind, 0.0) for kind in KINDS], dtype=np.float32)
    return Name(begin, end, KINDS[int(values.argmax())], values)


def test_the_surer_place_speaks_for_the_others() -> None:
    words = ["Voi", "and", "Voi", "and", "Oran"]
    names = [
        name(0, 1, PERSON=0.55, LOC=0.45),
        name(2, 3, LOC=0.9, PERSON=0.1),
        name(4, 5, PERSON=0.6, LOC=0.4),
    ]
    assert agreed(names, words, KINDS) == [(0, 1, "LOC"), (2, 3, "LOC"), (4, 5, "PERSON")]


def test_a_full_name_speaks_for_its_surname_where_that_is_in_doubt() -> None:
    words = ["Ida", "Moe", "met", "Moe", "in", "Ida"]
    full = name(0, 2, PERSON=1.0)
    assert agreed([full, name(3, 4, LOC=0.7, PERSON=0.3)], words, KINDS)[1] == (3, 4, "PERSON")
    assert agreed([full, name(3, 4, LOC=0.99, PERSON=0.01)], words, KINDS)[1] == (3, 4, "LOC")
    assert agreed([full, name(5, 6, LOC=0.7, PERSON=0.3)], words, KINDS)[1] == (5, 6, "LOC")


def test_a_month_is_no_minister() -> None:
    words = ["Theresa", "May", "left", "in", "May", "and", "May", "wept"]
    names = [
        name(0, 2, PERSON=1.0),
        name(4, 5, DATE=0.6, PERSON=0.4),
        name(6, 7, LOC=0.5, PERSON=0.4, DATE=0.1),
    ]
    assert [label for _, _, label in agreed(names, words, KINDS)] == ["PERSON", "DATE", "PERSON"]


def test_nothing_is_agreed_without_names_or_persons() -> None:
    assert agreed([], ["Oran"], KINDS) == []
    one = Name(0, 1, "LOC", np.array([1.0], dtype=np.float32))
    assert agreed([one], ["Oran"], ["LOC"]) == [(0, 1, "LOC")]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10_000)), max_size=30))
def test_spans_stay_and_same_words_have_one_kind(drawn: list[tuple[int, int]]) -> None:
    words = [f"Name{word}" for word, _ in drawn]
    tags = ["O", *(f"{prefix}-{kind}" for kind in ("PERSON", "LOC") for prefix in "BILU")]
    decoder = SpanDecoder(tags)
    names = []
    for index, (_, seed) in enumerate(drawn):
        logits = np.random.default_rng(seed).normal(size=(1, len(tags))).astype(np.float32)
        for begin, end, label in decoder.spans(logits):
            chances = decoder.chances(logits, begin, end)
            assert decoder.kinds[int(chances.argmax())] == label
            names.append(Name(index + begin, index + end, label, chances))
    found = agreed(names, words, decoder.kinds)
    assert [(begin, end) for begin, end, _ in found] == [(one.begin, one.end) for one in names]
    kinds: dict[str, set[str]] = {}
    for begin, _, label in found:
        kinds.setdefault(words[begin], set()).add(label)
    assert all(len(labels) == 1 for labels in kinds.values())
