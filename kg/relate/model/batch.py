"""Windows to the padded arrays that the network takes; the same for training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.annotate.pieces import Pieces
from kg.annotate.shapes import shape_id
from kg.relate.model.windows import Window

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

SUBJECT, OBJECT = 1, 2
"""Values of the role input; 0 is a word of neither."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """B windows of at most T pieces, S slots and P pairs; padding is zero."""

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
    subjects: Ints
    """[B, P] slots."""
    objects: Ints
    within: NDArray[np.bool_]
    """[B, P, T] true on the first pieces of the words of the pair's sentence."""
    firsts: tuple[Ints, ...]
    """For each window the piece of each word."""

    def feed(self) -> dict[str, NDArray[np.generic]]:
        """The network's inputs by name."""
        names = (
            "pieces",
            "shapes",
            "breaks",
            "types",
            "roles",
            "mask",
            "pool",
            "subjects",
            "objects",
            "within",
        )
        return {name: getattr(self, name) for name in names}


def arrays(windows: Sequence[Window], vocabulary: Pieces) -> Arrays:
    """Pad and stack windows; a window must fit the encoder's 512 positions."""
    cut = [vocabulary.of(window.words) for window in windows]
    size = len(windows)
    length = max(sum(map(len, pieces)) for pieces in cut) + 2
    slots = max(1, *(len(window.slots) for window in windows))
    pairs = max(1, *(len(window.pairs) for window in windows))
    ids, shapes, breaks, types, roles = (np.zeros((size, length), np.int64) for _ in range(5))
    mask = np.zeros((size, length), np.bool_)
    pool = np.zeros((size, slots, length), np.float32)
    subjects, objects = (np.zeros((size, pairs), np.int64) for _ in range(2))
    within = np.zeros((size, pairs, length), np.bool_)
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
        for index, slot in enumerate(window.slots):
            if not slot.spans:
                pool[row, index, 0] = 1
            for begin, stop in slot.spans:
                types[row, first[begin] : first[stop - 1] + counts[stop - 1]] = 1 + slot.type
                pool[row, index, first[begin]] += 1 / len(slot.spans)
        if window.marked:
            pair = window.pairs[0]
            for role, index in ((SUBJECT, pair.subject), (OBJECT, pair.object)):
                for begin, stop in window.slots[index].spans:
                    roles[row, first[begin] : first[stop - 1] + counts[stop - 1]] = role
        sentence = np.asarray(window.sentences)
        for index, pair in enumerate(window.pairs):
            subjects[row, index], objects[row, index] = pair.subject, pair.object
            within[row, index, first[sentence == pair.sentence]] = True
    return Arrays(ids, shapes, breaks, types, roles, mask, pool, subjects, objects, within, tuple(firsts))
