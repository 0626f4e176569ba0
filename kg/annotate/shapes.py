"""What the encoder is told about a word beside its (uncased) pieces: its case shape and the line break before it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

SHAPES: Final = (
    "none",
    "lower",
    "title",
    "upper",
    "initial",
    "mixed",
    "digits",
    "number",
    "alphanumeric",
    "punctuation",
    "other",
)
SHAPE_IDS: Final = {name: index for index, name in enumerate(SHAPES)}

BREAK_NONE: Final = 0
BREAK_LINE: Final = 1
BREAK_BLANK: Final = 2
BREAKS: Final = 3


@lru_cache(maxsize=65536)
def shape_id(word: str) -> int:
    """The index in SHAPES of a word's case shape."""
    return SHAPE_IDS[_shape(word[:64])]


def _shape(word: str) -> str:
    letters = [char for char in word if char.isalpha()]
    has_digit = any(char.isdigit() for char in word)
    if not letters:
        if not has_digit:
            return "punctuation" if word.isascii() else "other"
        return "digits" if word.isdigit() else "number"
    if has_digit:
        return "alphanumeric"
    cased = [char for char in letters if char.isupper() or char.islower()]
    if not cased:
        return "other"
    if all(char.islower() for char in cased):
        return "lower"
    if all(char.isupper() for char in cased):
        return "initial" if len(cased) == 1 else "upper"
    if cased[0].isupper() and all(char.islower() for char in cased[1:]):
        return "title"
    return "mixed"
