"""Windows to the padded arrays that the two graphs take; the same for training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.annotate.pieces import Pieces
from kg.annotate.shapes import shape_id
from kg.relate.model.paths import path, top
from kg.relate.model.windows import Pair, Window

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Range = tuple[int, int]
"""Words, half-open."""

SUBJECT, OBJECT = 1, 2
"""Values of the role input; 0 is a word of neither."""

SAME, ONE_BEFORE, MORE_BEFORE, ONE_AFTER, MORE_AFTER, UNNAMED = range(6)
GAPS: Final = 6
"""How many sentences the subject is named before or after the object; UNNAMED where one of the two is in a header,
or was cut off."""

ELSEWHERE, SENTENCE, OF_SUBJECT, OF_OBJECT, BETWEEN, FAR_SUBJECT, FAR_OBJECT = range(7)
AROUND, CHAIN, BESIDE = range(7, 10)
ZONES: Final = 10
"""What a piece is to a pair: of another sentence, of the pair's, of its actors there, between them, of its actors
in another sentence; and of the pair's sentence the words that lead from one actor to the other through its tree
(CHAIN), and those that depend on these or on an actor, between the two (BESIDE) or not (AROUND)."""
INSIDE: Final = (SENTENCE, OF_SUBJECT, OF_OBJECT, BETWEEN, AROUND, CHAIN, BESIDE)
"""Those of the pair's sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """B windows of at most T pieces and S slots; padding is zero."""

    pieces: Ints
    """[B, T] with the first and the last piece special."""
    shapes: Ints
    breaks: Ints
    types: Ints
    """[B, T] 0 outside entities, else 1 + index in TYPES."""
    roles: Ints
    """[B, T] SUBJECT or OBJECT on the words of a marked pair."""
    functions: Ints
    """[B, T] indices in FUNCTIONS."""
    mask: NDArray[np.bool_]
    """[B, T] true on pieces."""
    pool: Floats
    """[B, S, T] for each slot the weights, summing to one, of its mentions' first pieces; one that the window does not
    mention is told from the first, special piece."""
    gaps: Ints
    """[B, S, S] of each slot as the subject and each as the object."""
    firsts: tuple[Ints, ...]
    """For each window the piece of each word."""

    def feed(self) -> dict[str, NDArray[np.generic]]:
        """The reader's inputs by name; all windows must have one length, as it knows of no padding."""
        names = ("pieces", "shapes", "breaks", "types", "roles", "functions", "pool", "gaps")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Questions:
    """At most P pairs of each of B windows that were read; padding is zero."""

    subjects: Ints
    """[B, P] slots."""
    objects: Ints
    gaps: Ints
    """[B, P] as of the reading."""
    zones: Ints
    """[B, P, T]"""

    def feed(self) -> dict[str, NDArray[np.generic]]:
        """The judge's inputs by name, but for what the reader gives it."""
        return {name: getattr(self, name) for name in ("subjects", "objects", "gaps", "zones")}


def reading(windows: Sequence[Window], vocabulary: Pieces) -> Reading:
    """Pad and stack windows; a window must fit the encoder's 512 positions."""
    cut = [vocabulary.of(window.words) for window in windows]
    size = len(windows)
    length = max(sum(map(len, pieces)) for pieces in cut) + 2
    slots = max(1, *(len(window.slots) for window in windows))
    ids, shapes, breaks, types, roles, functions = (np.zeros((size, length), np.int64) for _ in range(6))
    mask = np.zeros((size, length), np.bool_)
    pool = np.zeros((size, slots, length), np.float32)
    gaps = np.zeros((size, slots, slots), np.int64)
    firsts = []
    for row, (window, pieces) in enumerate(zip(windows, cut, strict=True)):
        counts = np.fromiter(map(len, pieces), np.int64, len(pieces))
        first = 1 + np.cumsum(counts) - counts
        end = 1 + int(counts.sum())
        firsts.append(first)
        ids[row, 0], ids[row, end] = vocabulary.first, vocabulary.last
        ids[row, 1:end] = [piece for word in pieces for piece in word]
        shapes[row, 1:end] = np.repeat([shape_id(word) for word in window.words], counts)
        breaks[row, first] = window.breaks
        if window.functions:
            functions[row, 1:end] = np.repeat(window.functions, counts)
        mask[row, : end + 1] = True
        bounds = np.append(first, end)
        for index, slot in enumerate(window.slots):
            if not slot.spans:
                pool[row, index, 0] = 1
            for begin, stop in slot.spans:
                types[row, bounds[begin] : bounds[stop]] = 1 + slot.type
                pool[row, index, first[begin]] += 1 / len(slot.spans)
        if window.marked:
            pair = window.pairs[0]
            for role, index in ((SUBJECT, pair.subject), (OBJECT, pair.object)):
                for begin, stop in window.slots[index].spans:
                    roles[row, bounds[begin] : bounds[stop]] = role
        gaps[row, : len(window.slots), : len(window.slots)] = _gaps(window)
    return Reading(ids, shapes, breaks, types, roles, functions, mask, pool, gaps, tuple(firsts))


def questions(windows: Sequence[Window], chosen: Sequence[Sequence[int]], read: Reading) -> Questions:
    """Stack the chosen pairs of each window, by their numbers in `window.pairs`."""
    size, most = len(windows), max(1, *map(len, chosen))
    length = read.pieces.shape[1]
    subjects, objects, gaps = (np.zeros((size, most), np.int64) for _ in range(3))
    zones = np.zeros((size, most, length), np.int64)
    for row, (window, numbers) in enumerate(zip(windows, chosen, strict=True)):
        end = int(read.mask[row].sum()) - 1
        counts = np.diff(np.append(read.firsts[row], end))
        sentences = np.array(window.sentences)
        heads = np.array(window.heads)
        for column, number in enumerate(numbers):
            pair = window.pairs[number]
            subjects[row, column], objects[row, column] = pair.subject, pair.object
            gaps[row, column] = read.gaps[row, pair.subject, pair.object]
            zones[row, column, 1:end] = np.repeat(_zones(window, pair, sentences, heads), counts)
    return Questions(subjects, objects, gaps, zones)


def _zones(window: Window, pair: Pair, sentences: Ints, heads: Ints) -> Ints:
    """What each word is to the pair [words]; `sentences` and `heads` are the window's."""
    zones = np.where(sentences == pair.sentence, SENTENCE, ELSEWHERE)
    one, two = (
        [span for span in window.slots[slot].spans if window.sentences[span[0]] == pair.sentence]
        for slot in (pair.subject, pair.object)
    )
    near = _nearest(one, two)
    low, high = _between(*near) if near else (0, 0)
    zones[low:high] = BETWEEN
    if window.heads:
        ends = [top(window.heads, *span) for span in near or (one or two)[:1]]
        chain = [
            word
            for word in path(window.heads, ends[0], ends[1] if near else None)
            if window.sentences[word] == pair.sentence
        ]
        led = np.zeros(len(heads), np.bool_)
        led[chain] = True
        beside = led[heads]
        zones[beside & (zones == SENTENCE)] = AROUND
        zones[beside & (zones == BETWEEN)] = BESIDE
        zones[chain] = CHAIN
    for slot, here, far in ((pair.subject, OF_SUBJECT, FAR_SUBJECT), (pair.object, OF_OBJECT, FAR_OBJECT)):
        for begin, stop in window.slots[slot].spans:
            zones[begin:stop] = here if window.sentences[begin] == pair.sentence else far
    return zones


def _gaps(window: Window) -> Ints:
    """[S, S]"""
    where = np.array([window.sentences[slot.spans[0][0]] if slot.spans else -1 for slot in window.slots])
    apart = where[None, :] - where[:, None]
    found = np.select(
        [apart == 0, apart == 1, apart > 1, apart == -1],
        [SAME, ONE_BEFORE, MORE_BEFORE, ONE_AFTER],
        MORE_AFTER,
    )
    unnamed = where < 0
    found[unnamed[:, None] | unnamed[None, :]] = UNNAMED
    made: Ints = found
    return made


def _nearest(one: Sequence[Range], two: Sequence[Range]) -> tuple[Range, Range] | None:
    """The two mentions, of one each, that are nearest to each other without overlapping."""
    apart = [(low, high) for low, high in product(one, two) if low[1] <= high[0] or high[1] <= low[0]]
    return min(
        apart, key=lambda both: max(both[0][0], both[1][0]) - min(both[0][1], both[1][1]), default=None
    )


def _between(one: Range, two: Range) -> Range:
    return min(one[1], two[1]), max(one[0], two[0])
