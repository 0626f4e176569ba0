"""Whether one name is another cut short or misspelled; all are normalised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.resolve.countries import countries
from kg.resolve.lexicon import words
from kg.resolve.names import near

TERRITORY: Final = "territory"
"""Before the key of a territory in the place of a name."""


def is_short_organization(short: str, full: str) -> bool:
    """Whether `short` leaves off the end, the beginning or the "of ..." of `full` without losing what it is.

    "Kwanza" of "Kwanza Alliance", "Supreme Court" of "Supreme Court of Norland", "Security Council" of "UN Security
    Council", "Republican" of "Republican Party"; but not "UN" of "UN Security Council".
    """
    lists = words()
    small, large = short.split(), full.split()
    if not small or len(small) >= len(large):
        return False
    if large[: len(small)] == small:
        rest = large[len(small) :]
        if rest[0] in ("of", "for", "on", "in", "and", "to", "against"):
            return small[-1] in lists.organization_heads or (rest[0] == "and" and len(small) == 1)
        return (
            all(word in lists.organization_droppable for word in rest)
            and countries().named(short.title()) is None
        )
    if large[-len(small) :] == small:
        front = large[: len(large) - len(small)]
        if front[-1] in lists.organization_heads:
            return False
        if small[-1] in lists.organization_heads and len(small) >= 2:
            return True
        if len(small) == 1 and small[0] in lists.organization_heads:
            return True
        return len(front) == 1 and front[0] in lists.groups and len(small) >= 2
    return False


def is_short_place(short: str, full: str) -> bool:
    """Whether `short` is `full` without its kind: "Lund" of "Lund province", "Thar" of "Thar Desert"."""
    lists = words()
    small, large = short.split(), full.split()
    if not small or len(small) >= len(large) or (small[-1] in lists.place_heads and len(small) == 1):
        return False
    if large[: len(small)] == small:
        return all(word in lists.place_droppable for word in large[len(small) :])
    if large[-len(small) :] == small:
        return all(word in lists.place_droppable or word == "of" for word in large[: len(large) - len(small)])
    return False


def spelled_alike(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two names are one misspelled: one slip in a word, which is long enough to know it by ("Tallin").

    Short words tell places apart: "Nam Ha" is not "Nam Ho", "Elm East" not "Elm West".
    """
    return any(_slipped(a.split(), b.split()) for a in one for b in other)


def _slipped(one: list[str], other: list[str]) -> bool:
    if len(one) != len(other) or one[0] == TERRITORY:
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and len(" ".join(one)) >= 7 and near(*differing[0])
