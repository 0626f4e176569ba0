"""Datelines: the place, date and agency before a report, with which the parser would join its first sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

_DASHES: Final = frozenset({"–", "—", "--", "―"})
_HYPHEN: Final = "-"
_COLON: Final = ":"
_OPENING: Final = frozenset("\"'“‘«")
_AFTER_PLACE: Final = _DASHES | frozenset(",(")
_BETWEEN: Final = frozenset(",.()/&[]")
_LONGEST: Final = 12
"""Words and marks of a dateline."""
_REPORT: Final = 6
"""So many words at least follow in its paragraph; fewer are no report ("Norway - Sweden 2:1")."""
_HEADINGS: Final = 3
"""Paragraphs in which a colon ends a dateline: the first and those after headings."""


def report_starts(words: Sequence[str], paragraphs: Iterable[int]) -> Iterator[int]:
    """The words with which reports begin after "NAIROBI, June 3 (ABC) -", "Suva —" or "DHAKA:".

    Args:
        words: of a text, without white space.
        paragraphs: the first word of each of its paragraphs, in order.
    """
    for number, (begin, end) in enumerate(pairwise([*paragraphs, len(words)])):
        mark = _mark(words, begin, min(end, begin + _LONGEST + 1))
        if mark is None or end - mark <= _REPORT or not _opens(words[mark + 1]):
            continue
        if words[mark] == _COLON and number >= _HEADINGS:
            continue  # "LIND: We shall see": who speaks
        if _is_dateline(words[begin:mark], words[mark], words[mark + 1 : end]):
            yield mark + 1


def _mark(words: Sequence[str], begin: int, end: int) -> int | None:
    """The dash or colon that ends the capitals, numbers and marks with which a paragraph begins.

    The first, or the second where a date stands between: "CAIRO – 26 July 2022:".
    """
    found = None
    for place in range(begin, end):
        word = words[place]
        if place > begin and (word in _DASHES or word in (_HYPHEN, _COLON)):
            if found is not None:
                dated = any(between[0].isdigit() for between in words[found + 1 : place])
                return place if dated else found
            found = place
        elif not (word[0].isupper() or word[0].isdigit() or word in _BETWEEN):
            break
    return found


def _is_dateline(before: Sequence[str], mark: str, after: Sequence[str]) -> bool:
    """A colon and a hyphen, which join much else, end only what is in capitals; no dash opens an insertion."""
    if before.count("(") != before.count(")"):
        return False
    if mark in (_COLON, _HYPHEN):
        city = [word for word in takewhile(lambda word: word not in _AFTER_PLACE, before) if word.isalpha()]
        return bool(city) and len(city[0]) > 2 and all(word.isupper() for word in city)
    return mark not in after  # "Lind – a nurse – left"


def _opens(word: str) -> bool:
    return word[0].isupper() or word[0] in _OPENING or word[0].isdigit()
