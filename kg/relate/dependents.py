"""What hangs on one word, read straight off the tree: its places as far as they need no other word's."""

from __future__ import annotations

from kg.relate.tree import Tree
from kg.relate.words import LIGHT

Places = dict[str, list[int]]
"""Role or preposition → tokens; "by" of a passive is its subject, not a preposition."""

_INDIVISIBLE = frozenset({"according to", "due to", "owing to", "prior to", "thanks to", "contrary to"})
"""Prepositions that say nothing of the words that they are made of."""
_HYPHENS = frozenset({"-", "–", "‑"})


def own_places(tree: Tree, n: int) -> Places:
    """The places of a noun that hang on itself: possessor, modifier, prepositions and clauses."""
    places: Places = {}
    for c in tree.children[n]:
        dep = tree.dep[c]
        if dep == "nmod:poss":
            places.setdefault("possessor", []).append(c)
        elif dep in ("nmod", "obl", "nmod:unmarked", "obl:agent"):
            case = tree.case(c)
            for word in dict.fromkeys((*case.split(), case)):
                if word:
                    places.setdefault(word, []).append(c)
            if not case and c < n:
                places.setdefault("modifier", []).append(c)
        elif dep in ("compound", "amod", "nmod:desc", "flat") and c < n:
            places.setdefault("modifier", []).append(c)
        elif dep in ("acl", "acl:relcl"):
            _add_clause(tree, places, n, c)
        elif dep == "ccomp":
            places.setdefault("clause", []).append(c)
    return places


def _add_clause(tree: Tree, places: Places, n: int, c: int) -> None:
    """ "the plan put forward by X", "the request that X made", "the claim that ...", "a bid to ..."."""
    if tree.mark(c) == "that" or (tree.dep[c] == "acl" and tree.mark(c)):
        places.setdefault("clause", []).append(c)
        return
    if tree.dep[c] == "acl" and tree.tag[c] == "VBN":
        for k in tree.children[c]:
            if tree.dep[k] in ("obl:agent", "obl", "nmod") and (case := tree.case(k)):
                for word in dict.fromkeys((*case.split(), case)):
                    places.setdefault(word, []).append(k)
    elif tree.dep[c] == "acl:relcl" and tree.lemma[c] in LIGHT | {"propose", "suggest", "table"}:
        subject = tree.child(c, "nsubj")
        if subject is not None and tree.antecedent(subject) is None:
            places.setdefault("by", []).append(subject)
        for k in tree.children[c]:
            if tree.dep[k] in ("obl", "obl:agent") and (case := tree.case(k)):
                places.setdefault(case, []).append(k)


def add_oblique(tree: Tree, places: Places, c: int, passive: bool) -> None:
    """A phrase with a preposition, which in a passive may be who does it."""
    case = tree.case(c)
    if not case:
        return
    words = case.split() if case not in _INDIVISIBLE else []
    if case == "by" and passive:
        places.setdefault("subject", []).append(c)
        return
    for word in dict.fromkeys((*words, case)):
        places.setdefault(word, []).append(c)


def add_compound_places(tree: Tree, places: Places, v: int) -> None:
    """ "the Lagos-based company", "the U.S.-backed rebels"."""
    for c in tree.children[v]:
        if c < v and tree.dep[c] in (
            "compound",
            "obl",
            "obl:unmarked",
            "advmod",
            "amod",
            "nmod",
            "nsubj",
            "nmod:unmarked",
        ):
            places.setdefault("modifier", []).append(c)
            if tree.tag[v] == "VBN" and any(tree.lower[j] in _HYPHENS for j in range(c + 1, v)):
                places.setdefault("subject", []).append(c)


def has_complement(tree: Tree, places: Places, v: int, kinds: frozenset[str]) -> bool:
    """Whether a verb has one of these: infinitive, gerund, clause, quote, object, a preposition or word."""
    if any(kind in places for kind in kinds):
        return True
    for c in tree.children[v]:
        dep = tree.dep[c]
        if dep in ("xcomp", "ccomp", "advcl", "acl"):
            if "infinitive" in kinds and tree.mark(c).startswith("to"):
                return True
            if "gerund" in kinds and tree.tag[c] == "VBG" and dep == "xcomp":
                return True
            if "clause" in kinds and dep == "ccomp":
                return True
        if tree.lower[c] in kinds or tree.lemma[c] in kinds:
            return True
    obj = tree.child(v, "obj")
    if obj is not None and "infinitive" in kinds:
        return any(tree.dep[c] == "acl" and tree.mark(c).startswith("to") for c in tree.children[obj])
    return "quote" in kinds and tree.dep[v] == "parataxis"
