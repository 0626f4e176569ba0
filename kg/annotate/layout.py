"""A spaCy Doc as the model sees it: content words, line breaks, sentence starts, and windows over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.datelines import report_starts
from kg.annotate.pieces import Pieces
from kg.annotate.shapes import BREAK_BLANK, BREAK_LINE, BREAK_NONE, shape_id

Integers = NDArray[np.int64]

WINDOW_WORDS = 200
WINDOW_PIECES = 300
LONGEST_PIECES = 500
OVERLAP = 32
_FINAL = frozenset(".!?:;\"'”’)]…")


@dataclass(slots=True)
class Layout:
    """The content words [W] of a Doc; space tokens are left out.

    `tokens` are the words' indices in the Doc; `starts` (given) or `forced` (by blank lines and datelines) mark where
    sentences start.
    """

    size: int
    tokens: Integers
    pieces: list[tuple[int, ...]]
    counts: Integers
    shapes: Integers
    breaks: Integers
    forced: NDArray[np.bool_]
    given: bool
    solid: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """Words [begin, end) of the Doc at `document`; the first `shared` words are also the last of the window before."""

    document: int
    begin: int
    end: int
    shared: int


def lay_out(doc: Doc, pieces: Pieces) -> Layout:
    """Look at one Doc."""
    texts = [token.text for token in doc]
    is_space = [text.isspace() or not text for text in texts]
    tokens = [index for index, space in enumerate(is_space) if not space]
    words = [texts[index] for index in tokens]
    breaks = np.zeros(len(words), dtype=np.int64)
    if words:
        breaks[0] = BREAK_BLANK
    if len(words) != len(texts):
        _find_breaks(texts, tokens, breaks)
    given = doc.has_annotation("SENT_START")
    forced = breaks == BREAK_BLANK
    forced[list(report_starts(words, np.flatnonzero(forced).tolist()))] = True
    if given:
        forced = doc.to_array(["SENT_START"])[tokens].astype(np.int64) == 1
        if len(forced):
            forced[0] = True
    encoded = pieces.of(words)
    solid = forced.copy()
    for index in np.flatnonzero(breaks == BREAK_LINE):
        if not given and words[index - 1][-1] in _FINAL and not words[index][0].islower():
            solid[index] = True
    return Layout(
        size=len(doc),
        tokens=np.array(tokens, dtype=np.int64),
        pieces=encoded,
        counts=np.array([len(word) for word in encoded], dtype=np.int64),
        shapes=np.array([shape_id(word) for word in words], dtype=np.int64),
        breaks=breaks,
        forced=forced,
        given=given,
        solid=solid,
    )


def _find_breaks(texts: list[str], tokens: list[int], breaks: Integers) -> None:
    previous = -1
    for position, index in enumerate(tokens):
        if index - previous > 1 and position:
            between = "".join(texts[previous + 1 : index])
            lines = len(between.replace("\r\n", "\n").splitlines())
            if between[-1] not in "\n\r\v\f\u2028\u2029\x85":
                lines -= 1
            breaks[position] = BREAK_BLANK if lines > 1 else BREAK_LINE if lines == 1 else BREAK_NONE
        previous = index


def plan(layout: Layout, document: int) -> list[Window]:
    """Windows that end at a sure sentence boundary where there is one, and overlap where there is none."""
    windows: list[Window] = []
    total = len(layout.tokens)
    reach = np.concatenate([[0], np.cumsum(layout.counts)])
    boundaries = np.flatnonzero(layout.solid)
    begin, shared = 0, 0
    while begin < total:
        fits = int(np.searchsorted(reach, reach[begin] + WINDOW_PIECES, side="right")) - 1
        end = min(fits, begin + WINDOW_WORDS, total)
        if end < total:
            after = begin + shared
            low = begin + 1 if layout.given else after + (end - after) // 2
            found = boundaries[(boundaries >= max(low, after + 1)) & (boundaries <= end)]
            if len(found):
                windows.append(Window(document, begin, int(found[-1]), shared))
                begin, shared = int(found[-1]), 0
                continue
            if layout.given:
                longest = int(np.searchsorted(reach, reach[begin] + LONGEST_PIECES, side="right")) - 1
                later = boundaries[(boundaries > begin) & (boundaries <= longest)]
                end = int(later[0]) if len(later) else min(longest, total)
                windows.append(Window(document, begin, end, 0))
                begin = end
                continue
        windows.append(Window(document, begin, end, shared))
        if end == total:
            break
        shared = min(OVERLAP, (end - begin) // 2)
        begin = end - shared
    return windows
