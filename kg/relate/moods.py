"""What the form of a clause tells of it: done, wished for, denied by what stands right before it."""

from __future__ import annotations

from kg.relate import words as w
from kg.relate.tree import Tree


def is_done(tree: Tree, verb: int) -> bool:
    """Whether a finite verb says what has been done."""
    if tree.tag[verb] == "VBD":
        return True
    return tree.tag[verb] == "VBN" and any(
        tree.dep[c] == "aux" and tree.lower[c] in ("has", "have", "had", "'ve", "’ve")
        for c in tree.children[verb]
    )


def was(tree: Tree, adjective: int) -> bool:
    """ "was able to": he did."""
    return any(tree.dep[c] == "cop" and tree.tag[c] == "VBD" for c in tree.children[adjective])


def is_subjunctive(tree: Tree, node: int) -> bool:
    """ "that he leave", "that he be dismissed"."""
    if tree.tag[node] == "VB":
        return tree.child(node, "aux") is None
    return any(
        tree.dep[c] in ("aux:pass", "cop") and tree.tag[c] == "VB" and tree.lower[c] == "be"
        for c in tree.children[node]
    ) and not any(tree.dep[c] == "aux" for c in tree.children[node])


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether the verb itself has a negation: "not to go"."""
    return any(tree.dep[c] == "advmod" and tree.lower[c] in w.NEGATIONS for c in tree.children[verb])


def negates_below(tree: Tree, node: int) -> bool:
    """ "pledged never to negotiate": the negation right before an infinitive is its own."""
    first = next((c for c in tree.children[node] if tree.dep[c] == "mark" and tree.lower[c] == "to"), 0)
    return first > 0 and tree.lower[first - 1] in w.NEGATIONS


def lacks(tree: Tree, noun: int) -> bool:
    """ "no evidence", "without any sign", "sees no indication", "there is no proof"."""
    if any(tree.lower[c] in ("no", "without", "little", "not") for c in tree.children[noun]):
        return True
    above = tree.head[noun]
    return tree.is_verb(above) and any(tree.lower[c] in w.NEGATIONS for c in tree.children[above])
