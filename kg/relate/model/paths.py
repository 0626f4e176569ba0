"""The way through the dependency tree from one actor of a sentence to the other."""

from __future__ import annotations

from collections.abc import Sequence


def top(heads: Sequence[int], begin: int, end: int) -> int:
    """The word of a range on which its others depend: the first whose own head lies outside, or is itself."""
    return next(
        (word for word in range(begin, end) if heads[word] == word or not begin <= heads[word] < end), begin
    )


def path(heads: Sequence[int], one: int, two: int | None) -> set[int]:
    """The words from one to the other by way of what both depend on, both among them.

    From the first to the root of its sentence where there is no second, or no word on which both depend.
    """
    up = _to_root(heads, one)
    if two is None:
        return set(up)
    down = _to_root(heads, two)
    seen = set(up)
    meeting = next((word for word in down if word in seen), None)
    if meeting is None:
        return seen | set(down)
    return {*up[: up.index(meeting) + 1], *down[: down.index(meeting)]}


def _to_root(heads: Sequence[int], word: int) -> list[int]:
    found = [word]
    while heads[word] != word and len(found) <= len(heads):
        word = heads[word]
        found.append(word)
    return found
