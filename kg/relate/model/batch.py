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
from kg.relate.model.windows import Slot, Window

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

SUBJECT, OBJECT = 1, 2
"""Values of the role input; 0 is a word of neither."""

SAME, ONE_BEFORE, MORE_BEFORE, ONE_AFTER, MORE_AFTER, UNNAMED = range(6)
GAPS: Final = 6
"""How many sentences the subject is named before or after the object; UNNAMED where one of the two is in a header,
or was cut off."""

ELSEWHERE, SENTENCE, OF_SUBJECT, OF_OBJECT, BETWEEN, FAR_SUBJECT, FAR_OBJECT = range(7)
ZONES: Final = 7
"""What a piece is to a pair: of another sentence, of the pair's, of its actors there, between them, of its actors
in another sentence."""


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
        names = ("pieces", "shapes", "breaks", "types", "roles", "pool", "gaps")
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
    ids, shapes, breaks, types, roles = (np.zeros((size, length), np.int64) for _ in range(5))
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
    return Reading(ids, shapes, breaks, types, roles, mask, pool, gaps, tuple(firsts))


def questions(windows: Sequence[Window], chosen: Sequence[Sequence[int]], read: Reading) -> Questions:
    """Stack the chosen pairs of each window, by their numbers in `window.pairs`."""
    size, most = len(windows), max(1, *map(len, chosen))
    length = read.pieces.shape[1]
    subjects, objects, gaps = (np.zeros((size, most), np.int64) for _ in range(3))
    zones = np.zeros((size, most, length), np.int64)
    for row, (window, numbers) in enumerate(zip(windows, chosen, strict=True)):
        end = int(read.mask[row].sum()) - 1
        bounds = np.append(read.firsts[row], end)
        of_piece = np.repeat(window.sentences, np.diff(bounds))
        for column, number in enumerate(numbers):
            pair = window.pairs[number]
            subjects[row, column], objects[row, column] = pair.subject, pair.object
            gaps[row, column] = read.gaps[row, pair.subject, pair.object]
            zone = zones[row, column]
            zone[1:end][of_piece == pair.sentence] = SENTENCE
            one, two = window.slots[pair.subject], window.slots[pair.object]
            low, high = _between(one, two)
            if low < high and window.sentences[low] == window.sentences[high - 1] == pair.sentence:
                zone[bounds[low] : bounds[high]] = BETWEEN
            for slot, near, far in ((one, OF_SUBJECT, FAR_SUBJECT), (two, OF_OBJECT, FAR_OBJECT)):
                for begin, stop in slot.spans:
                    here = window.sentences[begin] == pair.sentence
                    zone[bounds[begin] : bounds[stop]] = near if here else far
    return Questions(subjects, objects, gaps, zones)


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


def _between(one: Slot, two: Slot) -> tuple[int, int]:
    """The words between the two mentions that are nearest to each other; empty where there is none."""
    best: tuple[int, int] | None = None
    for (begin, end), (other_begin, other_end) in product(one.spans, two.spans):
        low, high = (end, other_begin) if end <= other_begin else (other_end, begin)
        if low <= high and (best is None or high - low < best[1] - best[0]):
            best = low, high
    return best or (0, 0)
