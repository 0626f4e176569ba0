"""The parts of the annotate room on their own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.bundle import shipped
from kg.annotate.layout import OVERLAP, WINDOW_PIECES, WINDOW_WORDS, lay_out, plan
from kg.annotate.lemmas import LemmaTable, apply
from kg.annotate.mentions import NAME, PRONOUN, bounds, candidates
from kg.annotate.shapes import BREAK_BLANK, BREAK_LINE, BREAK_NONE, SHAPES, shape_id
from kg.annotate.spans import SpanDecoder
from kg.annotate.trees import best_tree


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("the", "lower"),
        ("Poland", "title"),
        ("NATO", "upper"),
        ("I", "initial"),
        ("U.S.", "upper"),
        ("McDonald", "mixed"),
        ("1999", "digits"),
        ("1,000.5", "number"),
        ("F-16", "alphanumeric"),
        ("...", "punctuation"),
        ("€", "other"),
        ("中", "other"),
        ("Jean-Claude", "mixed"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_id(word)] == shape


def tree_score(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[index, head] for index, head in enumerate(heads)))


def is_tree(heads: tuple[int, ...]) -> bool:
    roots = [index for index, head in enumerate(heads) if index == head]
    if len(roots) != 1:
        return False
    for start in range(len(heads)):
        node, steps = start, 0
        while node != roots[0] and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != roots[0]:
            return False
    return True


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_the_best_tree_is_the_best_of_all(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size)).astype(np.float32)
    found = tuple(best_tree(scores).tolist())
    assert is_tree(found)
    # Only the likeliest roots are tried, three of them.
    roots = set(np.argsort(np.diagonal(scores))[-3:].tolist())
    trees = [heads for heads in itertools.product(range(size), repeat=size) if is_tree(heads)]
    best = max(tree_score(scores, heads) for heads in trees if any(heads[root] == root for root in roots))
    assert tree_score(scores, found) >= best - 1e-4


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 10_000))
def test_trees_of_any_size(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size)).astype(np.float32)
    assert is_tree(tuple(best_tree(scores).tolist()))


TAGS = ["O", *(f"{prefix}-{kind}" for kind in ("A", "B") for prefix in "BILU")]


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(0, 10_000))
def test_spans_are_valid(length: int, seed: int) -> None:
    decoder = SpanDecoder(TAGS)
    logits = np.random.default_rng(seed).normal(size=(length, len(TAGS))).astype(np.float32)
    spans = decoder.spans(logits)
    assert all(0 <= begin < end <= length for begin, end, _ in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    path = [TAGS[number] for number in decoder.decode(logits)]
    for left, right in itertools.pairwise(["O", *path, "O"]):
        if left[0] in "BI":
            assert right[0] in "IL"
            assert left[2:] == right[2:]
        else:
            assert right[0] not in "IL"


def test_edit_scripts() -> None:
    assert apply("3y", "Allies") == "ally"
    assert apply("=0", "Paris") == "Paris"
    assert apply("9", "be") == "be"
    table = LemmaTable({"VBD went": "4go"}, {"VBD ": "0", "VBD ed": "2"})
    assert [table.lemma(word, "VBD") for word in ("went", "Rejected", "cut")] == ["go", "reject", "cut"]
    assert table.lemma("Xyz", "NN") == "Xyz"


def test_breaks_and_windows() -> None:
    nlp = spacy.blank("en")
    pieces = shipped().pieces
    layout = lay_out(nlp("One line\nsecond line.\n\nA paragraph.  Two spaces"), pieces)
    words = ["One", "line", "second", "line", ".", "A", "paragraph", ".", "Two", "spaces"]
    assert len(layout.tokens) == len(words)
    marks = dict(zip(words, layout.breaks.tolist(), strict=True))
    assert (marks["One"], marks["second"], marks["A"], marks["Two"]) == (
        BREAK_BLANK,
        BREAK_LINE,
        BREAK_BLANK,
        BREAK_NONE,
    )


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.booleans())
def test_windows_cover_every_word_once(lengths: list[int], given_starts: bool) -> None:
    nlp = spacy.blank("en")
    words = [word for length in lengths for word in [*["word"] * length, "\n\n"]]
    starts = None
    if given_starts:
        starts = [index == 0 or words[index - 1] == "\n\n" for index in range(len(words))]
    doc = Doc(nlp.vocab, words=words, sent_starts=starts)
    layout = lay_out(doc, shipped().pieces)
    windows = plan(layout, 0)
    assert windows[0].begin == 0
    assert windows[-1].end == sum(lengths)
    for left, right in itertools.pairwise(windows):
        assert left.end - right.shared == right.begin > left.begin + left.shared
        assert right.shared <= OVERLAP
    for window in windows:
        assert layout.counts[window.begin : window.end].sum() <= (500 if given_starts else WINDOW_PIECES)
        assert given_starts or window.end - window.begin <= WINDOW_WORDS


def test_mentions() -> None:
    nlp = spacy.blank("en")
    doc = Doc(
        nlp.vocab,
        words=[
            "The",
            "president",
            "of",
            "Poland",
            ",",
            "a",
            "lawyer",
            ",",
            "met",
            "her",
            "allies",
            "and",
            "left",
        ],
        pos=[
            "DET",
            "NOUN",
            "ADP",
            "PROPN",
            "PUNCT",
            "DET",
            "NOUN",
            "PUNCT",
            "VERB",
            "PRON",
            "NOUN",
            "CCONJ",
            "VERB",
        ],
        tags=["DT", "NN", "IN", "NNP", ",", "DT", "NN", ",", "VBD", "PRP$", "NNS", "CC", "VBD"],
        heads=[1, 8, 3, 1, 6, 6, 1, 6, 8, 10, 8, 12, 8],
        deps=[
            "det",
            "nsubj",
            "case",
            "nmod",
            "punct",
            "det",
            "appos",
            "punct",
            "root",
            "nmod:poss",
            "obj",
            "cc",
            "conj",
        ],
    )
    found = {doc[one.begin : one.end].text: one.kind for one in candidates(doc)}
    assert list(found) == ["The president of Poland", "Poland", "a lawyer", "her", "her allies"]
    assert found["Poland"] == NAME
    assert found["her"] == PRONOUN
    assert bounds(doc[10]) == (9, 11)
