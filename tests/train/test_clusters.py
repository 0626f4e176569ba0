"""Coreference metrics on worked examples."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.train.clusters import _assignment, conll_scores

A, B, C, D, E, F, G = ((index, index + 1) for index in range(7))


def test_perfect_and_empty() -> None:
    gold = [{A, B}, {C, D, E}]
    assert conll_scores([(gold, gold)])["CoNLL F1"] == pytest.approx(100)
    assert conll_scores([(gold, [])])["CoNLL F1"] == 0


def test_a_worked_example() -> None:
    # The example of Luo (2005) and of the reference scorer: {a b c} {d e f g} against {a b} {c d} {e f g}.
    scores = conll_scores([([{A, B, C}, {D, E, F, G}], [{A, B}, {C, D}, {E, F, G}])])
    precision, recall = 3 / 4, 3 / 5
    assert scores["MUC"] == pytest.approx(200 * precision * recall / (precision + recall))
    b_precision = (2 * 1 + 2 * 0.5 + 3 * 1) / 7
    b_recall = (2 * 2 / 3 + 1 / 3 + 1 / 4 + 3 * 3 / 4) / 7
    assert scores["B3"] == pytest.approx(200 * b_precision * b_recall / (b_precision + b_recall))
    best = 2 * 2 / 5 + 2 * 3 / 7
    assert scores["CEAFe"] == pytest.approx(200 * (best / 3) * (best / 2) / (best / 3 + best / 2))


def test_singletons_are_left_out() -> None:
    assert conll_scores([([{A, B}, {C}], [{A, B}, {D}])])["CoNLL F1"] == pytest.approx(100)


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 1000))
def test_the_assignment_is_the_best(rows: int, columns: int, seed: int) -> None:
    table = np.random.default_rng(seed).random((rows, columns))
    wide = table if rows <= columns else table.T
    choices = itertools.permutations(range(wide.shape[1]), wide.shape[0])
    best = max(sum(wide[row, column] for row, column in enumerate(choice)) for choice in choices)
    assert _assignment(table) == pytest.approx(best)
