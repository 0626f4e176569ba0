"""Small disturbances of a training window's case, line breaks and words."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.annotate.shapes import BREAK_BLANK, BREAK_LINE, BREAK_NONE, SHAPE_IDS
from kg.train.windows import Integers, Window


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often a window, a segment or a word is disturbed."""

    lower_window: float = 0.04
    upper_segment: float = 0.06
    title_segment: float = 0.04
    hide_word: float = 0.02
    keep_blank: float = 0.7
    wrap_window: float = 0.04


LETTERS = {SHAPE_IDS[name] for name in ("lower", "title", "upper", "initial", "mixed")}


def disturbed_shapes(window: Window, rng: random.Random, how: Augmentation) -> Integers:
    """The window's shapes, some of it in lower case, capitals or title case."""
    shapes = window.text.shapes[window.begin : window.end].copy()
    if rng.random() < how.lower_window:
        shapes[np.isin(shapes, list(LETTERS))] = SHAPE_IDS["lower"]
        return shapes
    inside = [start - window.begin for start in window.text.starts if window.begin <= start < window.end]
    bounds = sorted({0, *inside, window.end - window.begin})
    for begin, end in pairwise(bounds):
        end = min(end, begin + 30)
        chance = rng.random()
        if chance < how.upper_segment + how.title_segment:
            name = "upper" if chance < how.upper_segment else "title"
            part = shapes[begin:end]
            part[np.isin(part, list(LETTERS))] = SHAPE_IDS[name]
    return shapes


def disturbed_breaks(window: Window, rng: random.Random, how: Augmentation) -> Integers:
    """The window's line breaks, some dropped or weakened, and now and then lines wrapped at a fixed width."""
    breaks = window.text.breaks[window.begin : window.end].copy()
    keep = rng.random()
    for index in np.flatnonzero(breaks == BREAK_BLANK).tolist():
        if keep > how.keep_blank:
            breaks[index] = BREAK_LINE if keep > (1 + how.keep_blank) / 2 else BREAK_NONE
    if rng.random() < how.wrap_window:
        width = rng.randint(8, 16)
        for index in range(width, len(breaks), width):
            if breaks[index] == BREAK_NONE:
                breaks[index] = BREAK_LINE
    if len(breaks):
        breaks[0] = BREAK_NONE if rng.random() < 0.5 else BREAK_BLANK
    return breaks


def hidden_words(window: Window, rng: random.Random, how: Augmentation) -> NDArray[np.bool_]:
    """Which words are replaced by the mask piece."""
    return np.array([rng.random() < how.hide_word for _ in range(window.begin, window.end)], dtype=bool)
