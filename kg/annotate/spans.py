"""From BILOU logits to spans: the best valid tag sequence of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_FORBIDDEN = np.float32(-1e9)
_TEMPERATURE = np.float32(2)
"""Softens the chances of a span's kinds; tuned on the worldwide corpus's development part."""


class SpanDecoder:
    """Decodes logits over a list of BILOU tags such as `O`, `B-ORG`, `U-LOC`."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        prefixes = [tag[0] for tag in tags]
        kinds = [tag[2:] for tag in tags]
        opens = [prefix in "BI" for prefix in prefixes]
        goes_on = [prefix in "IL" for prefix in prefixes]
        size = len(tags)
        allowed = np.zeros((size, size), dtype=bool)
        for left in range(size):
            for right in range(size):
                if opens[left] or goes_on[right]:
                    allowed[left, right] = opens[left] and goes_on[right] and kinds[left] == kinds[right]
                else:
                    allowed[left, right] = True
        self._allowed = allowed
        self._penalty = np.where(allowed, np.float32(0), _FORBIDDEN)
        self.kinds = tuple(dict.fromkeys(kind for kind in kinds if kind))
        place = {tag: number for number, tag in enumerate(tags)}
        self._columns = {
            prefix: np.array([place[f"{prefix}-{kind}"] for kind in self.kinds], dtype=np.int64)
            for prefix in "BILU"
        }
        self._may_start = np.array([not one for one in goes_on])
        self._may_end = np.array([not one for one in opens])

    def decode(self, logits: Floats) -> NDArray[np.int64]:
        """logits [W, tags] of one sentence -> the best valid tag ids [W]."""
        best: NDArray[np.int64] = logits.argmax(axis=1)
        if len(best) == 0 or self._valid(best):
            return best
        return self._viterbi(logits)

    def spans(self, logits: Floats) -> list[tuple[int, int, str]]:
        """The (begin, end, label) spans of one sentence."""
        found = []
        begin = 0
        for index, number in enumerate(self.decode(logits)):
            tag = self.tags[number]
            if tag[0] in "BU":
                begin = index
            if tag[0] in "LU":
                found.append((begin, index + 1, tag[2:]))
        return found

    def chances(self, logits: Floats, begin: int, end: int) -> Floats:
        """logits [W, tags] of one sentence -> how likely the span is of each of `kinds` [K]."""
        columns = self._columns
        if end - begin == 1:
            scores = logits[begin, columns["U"]]
        else:
            scores = logits[begin, columns["B"]] + logits[end - 1, columns["L"]]
            scores = scores + logits[begin + 1 : end - 1, columns["I"]].sum(axis=0)
        scores = np.exp((scores - scores.max()) / _TEMPERATURE)
        chances: Floats = scores / scores.sum()
        return chances

    def _valid(self, path: NDArray[np.int64]) -> bool:
        inside = self._allowed[path[:-1], path[1:]].all()
        return bool(inside and self._may_start[path[0]] and self._may_end[path[-1]])

    def _viterbi(self, logits: Floats) -> NDArray[np.int64]:
        length, size = logits.shape
        back = np.zeros((length, size), dtype=np.int64)
        score = np.where(self._may_start, logits[0], _FORBIDDEN)
        for step in range(1, length):
            table = score[:, None] + self._penalty
            back[step] = table.argmax(axis=0)
            score = table[back[step], np.arange(size)] + logits[step]
        path = np.zeros(length, dtype=np.int64)
        path[-1] = int(np.where(self._may_end, score, _FORBIDDEN).argmax())
        for step in range(length - 1, 0, -1):
            path[step - 1] = back[step, path[step]]
        return path
