"""Near-duplicates: texts that share most of their runs of three words, found by MinHash (rensa)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import numpy as np
import rensa

PERMUTATIONS = 98
BANDS = 14
ROWS = PERMUTATIONS // BANDS
ALIKE = 0.75
"""Estimated share of common runs from which on two texts are one story; the estimate's standard error is 0.04."""
SHORTEST = 50
"""Words below which texts are compared exactly only: in a short text one word more is another story."""
_SEED = 20
_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """The MinHash of a text, 392 bytes; empty for a short one.

    It counts words only, so that line ends, quotation marks and case make no difference.
    """
    words = _WORD.findall(text.lower())
    if len(words) < SHORTEST:
        return b""
    runs = [" ".join(words[start : start + 3]) for start in range(len(words) - 2)]
    sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(runs)
    return np.asarray(sketch.digest(), dtype="<u4").tobytes()


def bands(shingles: bytes) -> Iterator[int]:
    """Keys of which two alike texts share at least one, with a chance of 96 % at a likeness of 0.8."""
    step = ROWS * 4
    for number in range(BANDS if shingles else 0):
        part = shingles[number * step : (number + 1) * step]
        yield _key(bytes([number]) + part)


def likeness(one: bytes, other: bytes) -> float:
    """The estimated share of common runs (Jaccard), 0 to 1."""
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def _key(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
