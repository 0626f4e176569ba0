"""A document's text cut into pieces where mentions and evidence begin and end, however they overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Something about characters `begin` to `end`: a mention of the entity at `href`, or evidence if that is None."""

    begin: int
    end: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that the same marks cover."""

    text: str
    href: str | None
    """Path of the entity mentioned; of the shortest mention where several overlap."""
    is_evidence: bool
    is_hit: bool
    """Whether it is in the evidence that was asked for."""
    anchors: tuple[str, ...]
    """Ids of the evidence that begins here."""


def cut(text: str, marks: Iterable[Mark], hit: tuple[int, int] | None = None) -> list[Piece]:
    """Cuts a text at the marks; the pieces, joined, are the text."""
    known = [mark for mark in marks if 0 <= mark.begin < mark.end <= len(text)]
    if hit is not None and not 0 <= hit[0] < hit[1] <= len(text):
        hit = None
    borders = sorted({0, len(text), *(b for m in known for b in (m.begin, m.end)), *(hit or ())})
    by_begin: dict[int, list[Mark]] = {}
    for mark in known:
        by_begin.setdefault(mark.begin, []).append(mark)
    pieces, active = [], list[Mark]()
    for begin, end in pairwise(borders):
        new = by_begin.get(begin, [])
        active = [mark for mark in active if mark.end > begin] + new
        mentions = [mark for mark in active if mark.href is not None]
        closest = min(mentions, key=lambda m: m.end - m.begin, default=None)
        pieces.append(
            Piece(
                text=text[begin:end],
                href=closest.href if closest else None,
                is_evidence=any(mark.href is None for mark in active),
                is_hit=hit is not None and hit[0] <= begin and end <= hit[1],
                anchors=tuple(
                    dict.fromkeys(f"char-{mark.begin}-{mark.end}" for mark in new if mark.href is None)
                ),
            )
        )
    return pieces
