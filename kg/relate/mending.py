"""What the parser is known to take for something else, put right before anything reads the tree."""

from __future__ import annotations

from dataclasses import replace

from kg.relate.tree import Tree
from kg.relate.words import REPORT


def mended(tree: Tree) -> Tree:
    """The tree with some words' relations changed; heads stay as they are."""
    changed = {}
    for i in range(len(tree)):
        if tree.dep[i] == "parataxis" and (speaker := _inverted_speaker(tree, i)) is not None:
            changed[speaker] = "nsubj"
        elif tree.tag[i] == "WP$" and _is_owner_of_object(tree, i):
            changed[tree.head[i]] = "obj"
    if not changed:
        return tree
    return replace(tree, dep=tuple(changed.get(i, dep) for i, dep in enumerate(tree.dep)))


def _inverted_speaker(tree: Tree, verb: int) -> int | None:
    """ "Chile, reports the Herald, has left": all that stands between an inserted verb of saying and a comma."""
    if tree.lemma[verb] not in REPORT or tree.lower[verb - 1] != ",":
        return None
    after = [c for c in tree.children[verb] if tree.dep[c] != "punct"]
    if len(after) != 1 or tree.dep[after[0]] not in ("obj", "iobj") or after[0] < verb:
        return None
    end = tree.subtree(after[0])[-1] + 1
    return after[0] if end < len(tree) and tree.lower[end] in (",", ".") else None


def _is_owner_of_object(tree: Tree, pronoun: int) -> bool:
    """ "Chile, whose plan Peru rejected": of the two subjects that the parser sees, the plan is the object."""
    owned = tree.head[pronoun]
    verb = tree.head[owned]
    return (
        (tree.dep[pronoun], tree.dep[owned]) == ("nmod:poss", "nsubj")
        and len(tree.children_by(verb, "nsubj")) > 1
        and tree.child(verb, "obj") is None
    )
