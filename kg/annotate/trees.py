"""The best dependency tree with one root from a matrix of arc scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_NEVER = np.float32(-1e9)
_ROOT_CANDIDATES = 3
_LONG = 60
"""Words of a sentence from which on only the likeliest root is tried: these are lists and texts without full stops."""


def best_tree(scores: Floats) -> Integers:
    """scores [n, n], row i the heads of word i, the diagonal its score as root -> heads, a root its own."""
    heads: Integers = scores.argmax(axis=1)
    if _is_tree(heads):
        return heads
    roots = np.diagonal(scores)
    candidates = np.argsort(roots)[-(_ROOT_CANDIDATES if len(heads) < _LONG else 1) :].tolist()
    best: Integers = heads
    best_score = -np.inf
    for root in sorted(candidates):
        tree = _spanning_tree(scores, root)
        score = float(scores[np.arange(len(tree)), tree].sum())
        if score > best_score:
            best, best_score = tree, score
    return best


def _is_tree(heads: Integers) -> bool:
    own = heads == np.arange(len(heads))
    if own.sum() != 1:
        return False
    root = int(own.argmax())
    reached = heads
    for _ in range(len(heads).bit_length()):
        reached = reached[reached]
    return bool((reached == root).all())


def _spanning_tree(scores: Floats, root: int) -> Integers:
    table = scores.astype(np.float64)
    np.fill_diagonal(table, _NEVER)
    table[root] = _NEVER
    table[root, root] = 0
    return _chu_liu_edmonds(table, root)


def _chu_liu_edmonds(table: NDArray[np.float64], root: int) -> Integers:
    """table [n, n], row i the heads of node i; only the root may head itself."""
    size = len(table)
    heads: Integers = table.argmax(axis=1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    nodes = np.flatnonzero(inside)
    kept = table[nodes, heads[nodes]]
    # Contract the cycle into one last node.
    smaller = np.full((len(outside) + 1, len(outside) + 1), float(_NEVER))
    smaller[:-1, :-1] = table[np.ix_(outside, outside)]
    leaving = table[np.ix_(outside, nodes)]
    smaller[:-1, -1] = leaving.max(axis=1)
    leave_from = nodes[leaving.argmax(axis=1)]
    entering = table[np.ix_(nodes, outside)] - kept[:, None]
    smaller[-1, :-1] = entering.max(axis=0)
    enter_at = nodes[entering.argmax(axis=0)]
    new_root = int(np.flatnonzero(outside == root)[0])
    small = _chu_liu_edmonds(smaller, new_root)
    for index, head in enumerate(small[:-1]):
        heads[outside[index]] = leave_from[index] if head == len(outside) else outside[head]
    entry = int(small[-1])
    heads[enter_at[entry]] = outside[entry]
    heads[root] = root
    return heads


def _cycle(heads: Integers, root: int) -> list[int] | None:
    state = np.zeros(len(heads), dtype=np.int8)
    state[root] = 2
    for start in range(len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        state[path] = 2
    return None
