"""Who does what a clause without a subject says, where it is not whoever is subject of the clause above."""

from __future__ import annotations

from kg.relate.tree import Tree
from kg.relate.words import ACCUSE, OBJECT_CONTROL_EXCEPTIONS, word_set

_MARKS = frozenset({"of", "for", "from", "into", "over", "out of", "against"})
HELPING = word_set("help support assist aid back join guide train encourage lead involve")
"""Verbs after which "in doing" is what their object does: "assisted Y in finding Z"."""
_GUILT = word_set("blame responsibility fault guilt onus")
_GUILTY = frozenset({"with", "on", "upon", "at"})


def controller(tree: Tree, v: int, passive: bool) -> int | None:
    """The token of the clause above that stands for the verb's subject; None where that is its subject.

    Args:
        tree: the document's tree.
        v: a verb without a subject of its own, in a clause that depends on another.
        passive: whether the verb above is one.
    """
    above, dep = tree.head[v], tree.dep[v]
    if dep == "advcl":
        mark = tree.mark(v)
        if mark == "for" and (guilty := _guilty(tree, above)) is not None:
            return guilty
        if mark == "as" and tree.lemma[above] in ("quote", "cite"):  # "quoted X as saying"
            return tree.child(above, "obj", "nsubj:pass")
        charged = mark == "with" and tree.lemma[above] in ACCUSE
        if mark not in _MARKS and not charged and not (mark == "in" and tree.lemma[above] in HELPING):
            return None
    elif dep != "xcomp" or tree.lemma[above] in OBJECT_CONTROL_EXCEPTIONS:
        return None
    if passive:
        return None
    objects = tree.children_by(above, "obj") or tree.children_by(above, "iobj")
    return objects[0] if objects else None


def _guilty(tree: Tree, above: int) -> int | None:
    """ "the blame lies with X for starting it", "put the responsibility on X for starting it"."""
    places = tree.children_by(above, "nsubj", "nsubj:pass", "obj")
    if not any(tree.lemma[c] in _GUILT for c in places):
        return None
    return next((c for c in tree.children_by(above, "obl") if tree.case(c) in _GUILTY), None)
