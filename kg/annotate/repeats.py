"""A name that a document repeats is of one kind: its places vote, and a full name speaks for its surname."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_PERSON: Final = "PERSON"
_AMOUNTS: Final = frozenset(("DATE", "MONEY"))
"""Kinds that a word has where it stands and not by itself: "May" of a month says nothing of a minister May."""
_SURNAME: Final = np.float32(0.9)
"""What full names say of their last words at most; a place that is sure of another kind says more."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at the words [begin, end) of a Doc; `chances` has those of each kind [K], however unlikely."""

    begin: int
    end: int
    label: str
    chances: Floats


def agreed(names: Iterable[Name], words: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int, str]]:
    """The names as (begin, end, label), each with the kind that all places of the same words make likeliest.

    Args:
        words: the words of the Doc [W].
        kinds: the labels that `Name.chances` are of [K].
    """
    found = list(names)
    spoken = [tuple(words[name.begin : name.end]) for name in found]
    votes: dict[tuple[str, ...], Floats] = {}
    for name, said in zip(found, spoken, strict=True):
        if name.label not in _AMOUNTS:
            votes[said] = votes.get(said, np.zeros(len(kinds), np.float32)) + name.chances
    if _PERSON in kinds:
        person = kinds.index(_PERSON)
        whole: dict[tuple[str, ...], np.float32] = {}
        for said, vote in votes.items():
            for part in {said[-1:], said[1:]} if len(said) > 1 else ():
                whole[part] = whole.get(part, np.float32(0)) + vote[person]
        for part, chance in whole.items():
            if part in votes:
                vote = votes[part].copy()
                vote[person] += min(chance, np.float32(1)) * _SURNAME
                votes[part] = vote
    labels = {said: kinds[int(vote.argmax())] for said, vote in votes.items()}
    return [
        (name.begin, name.end, name.label if name.label in _AMOUNTS else labels[said])
        for name, said in zip(found, spoken, strict=True)
    ]
