"""Windows of whole sentences, and batches of them as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.annotate.pieces import Pieces
from kg.annotate.shapes import shape_id
from kg.train.texts import IGNORE, Text

Integers = NDArray[np.int64]


@dataclass(slots=True)
class Encoded:
    """A text as integers; `labels` hold IGNORE where a word has no label."""

    corpus: str
    pieces: list[tuple[int, ...]]
    starts: list[int]
    shapes: Integers
    breaks: Integers
    labels: dict[str, Integers]
    heads: Integers
    clusters: Integers


@dataclass(frozen=True, slots=True)
class Window:
    """Words [begin, end) of a text."""

    text: Encoded
    begin: int
    end: int
    pieces: int


@dataclass(slots=True)
class Batch:
    """Padded pieces [B, T], and words flattened to [W]; `rows` [B, N] index into W with -1 as padding."""

    pieces: Tensor
    shapes: Tensor
    breaks: Tensor
    mask: Tensor
    first: Tensor
    rows: Tensor
    labels: dict[str, Tensor]
    heads: Tensor
    sentences: Tensor
    clusters: Tensor


def encode(text: Text, pieces: Pieces, labels: dict[str, list[str]]) -> Encoded:
    """Look up pieces, shapes and label ids."""
    size = len(text.words)
    columns: dict[str, Integers] = {}
    for task, values in text.labels.items():
        index = {label: number for number, label in enumerate(labels[task])}
        columns[task] = np.array(
            [IGNORE if one is None else index.get(one, IGNORE) for one in values], dtype=np.int64
        )
    return Encoded(
        corpus=text.corpus,
        pieces=pieces.of(text.words),
        starts=text.starts,
        shapes=np.array([shape_id(word) for word in text.words], dtype=np.int64),
        breaks=np.array(text.breaks, dtype=np.int64),
        labels=columns,
        heads=np.full(size, IGNORE, dtype=np.int64)
        if text.heads is None
        else np.array(text.heads, dtype=np.int64),
        clusters=np.full(size, IGNORE, dtype=np.int64) if text.clusters is None else np.array(text.clusters),
    )


def cut(text: Encoded, target: int, max_words: int, max_pieces: int) -> Iterator[Window]:
    """Group a text's segments into windows of about `target` words, cutting inside one only when it is too long."""
    begin = 0
    count = 0
    bounds = [*text.starts[1:], len(text.pieces)]
    position = 0
    for bound in bounds:
        added = sum(len(word) for word in text.pieces[position:bound])
        if position > begin and (bound - begin > max(target, 1) or count + added > max_pieces):
            yield Window(text, begin, position, count)
            begin, count = position, 0
        while position < bound:
            piece_count = len(text.pieces[position])
            if position - begin >= max_words or count + piece_count > max_pieces:
                yield Window(text, begin, position, count)
                begin, count = position, 0
            count += piece_count
            position += 1
    if position > begin:
        yield Window(text, begin, position, count)


def batches(windows: list[Window], words: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, about `words` words in a batch, in random order."""
    shuffled = sorted(windows, key=lambda window: window.pieces + rng.random() * 24)
    groups: list[list[Window]] = []
    group: list[Window] = []
    size = 0
    for window in shuffled:
        length = window.end - window.begin
        if group and size + length > words:
            groups.append(group)
            group, size = [], 0
        group.append(window)
        size += length
    if group:
        groups.append(group)
    rng.shuffle(groups)
    return groups


def collate(
    windows: Sequence[Window],
    tasks: Sequence[str],
    pieces: Pieces,
    shapes: Sequence[Integers],
    breaks: Sequence[Integers],
    hidden: Sequence[NDArray[np.bool_]],
) -> Batch:
    """Tensors of some windows, with the (augmented) shapes, breaks and words to hide given for each."""
    length = max(window.pieces for window in windows) + 2
    size = len(windows)
    most = max(window.end - window.begin for window in windows)
    ids = np.zeros((size, length), dtype=np.int64)
    shape_grid = np.zeros((size, length), dtype=np.int64)
    break_grid = np.zeros((size, length), dtype=np.int64)
    mask = np.zeros((size, length), dtype=bool)
    rows = np.full((size, most), -1, dtype=np.int64)
    first: list[int] = []
    heads: list[Integers] = []
    sentences: list[Integers] = []
    for row, window in enumerate(windows):
        column = 1
        ids[row, 0] = pieces.first
        offset = len(first)
        for index in range(window.begin, window.end):
            word = window.text.pieces[index]
            local = index - window.begin
            stop = column + len(word)
            ids[row, column:stop] = pieces.mask if hidden[row][local] else word
            shape_grid[row, column:stop] = shapes[row][local]
            break_grid[row, column] = breaks[row][local]
            rows[row, local] = len(first)
            first.append(row * length + column)
            column = stop
        ids[row, column] = pieces.last
        mask[row, : column + 1] = True
        part = window.text.heads[window.begin : window.end] - window.begin
        outside = (part < 0) | (part >= window.end - window.begin)
        heads.append(np.where(outside, IGNORE, part))
        starts = window.text.labels["sent"][window.begin : window.end]
        sentences.append(np.cumsum(starts == 0) + offset)
    labels = {
        task: torch.from_numpy(
            np.concatenate(
                [
                    one.text.labels[task][one.begin : one.end]
                    if task in one.text.labels
                    else np.full(one.end - one.begin, IGNORE, dtype=np.int64)
                    for one in windows
                ]
            )
        )
        for task in tasks
    }
    return Batch(
        pieces=torch.from_numpy(ids),
        shapes=torch.from_numpy(shape_grid),
        breaks=torch.from_numpy(break_grid),
        mask=torch.from_numpy(mask),
        first=torch.tensor(first),
        rows=torch.from_numpy(rows),
        labels=labels,
        heads=torch.from_numpy(np.concatenate(heads)),
        sentences=torch.from_numpy(np.concatenate(sentences)),
        clusters=torch.from_numpy(
            np.concatenate([one.text.clusters[one.begin : one.end] for one in windows])
        ),
    )
