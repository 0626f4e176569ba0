"""The shortest stretch of one sentence that carries a claim."""

from __future__ import annotations

from kg.records import Span
from kg.relate.reading import Reading
from kg.relate.tree import Tree

_TRIM = frozenset({",", ";", ":", "—", "–", "-"})


def evidence(tree: Tree, reading: Reading) -> Span:
    """From the first to the last of trigger, subject and object, within the trigger's sentence."""
    begin, end = tree.bounds[tree.sentence[reading.trigger]]
    tokens = [*reading.tokens, reading.trigger]
    for end_of in (reading.subject, reading.object):
        tokens += [end_of.first, end_of.last]
    inside = [t for t in tokens if begin <= t < end]
    first, last = min(inside), max(inside)
    while first < last and (tree.lower[first] in _TRIM or tree.pos[first] == "SPACE"):
        first += 1
    while first < last and (tree.lower[last] in _TRIM or tree.pos[last] == "SPACE"):
        last -= 1
    return tree.span(first, last)
