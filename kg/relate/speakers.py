"""Who says what a token says, for deeds that are done by saying so: whoever calls another guilty accuses him."""

from __future__ import annotations

from kg.relate.arguments import Arguments
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import REPORT

_CLAUSES = frozenset({"ccomp", "parataxis", "conj", "advcl", "xcomp"})
_PLACES = frozenset({"nsubj", "obj", "obl", "nsubj:pass", "aux"})
"""Where a noun stands in the clause that says it: "the blame lies with Y"."""
_CLIMB = 6


def speakers_of(tree: Tree, arguments: Arguments, referents: Referents, i: int) -> tuple[Referent, ...]:
    """The subjects of the nearest verb of saying that has the token in what is said, else whose quotation it is in."""
    if found := _reporters(tree, arguments, referents, i):
        return found
    if tree.dep[i] == "amod" or (tree.pos[i] == "NOUN" and tree.child(i, "cop") is None):
        return ()  # "the brutal regime": said by the way
    speaker = referents.speakers.get(i)
    return (Referent(speaker, i, i, i, exact=False),) if speaker is not None else ()


def _reporters(tree: Tree, arguments: Arguments, referents: Referents, i: int) -> tuple[Referent, ...]:
    node = tree.head[i] if tree.dep[i] in _PLACES else i
    for _ in range(_CLIMB):
        for c in tree.children[node]:
            if (
                tree.dep[c] == "parataxis"
                and tree.lemma[c] in REPORT
                and (found := _subject(tree, referents, c))
            ):
                return found
        above = tree.head[node]
        if above == node or tree.dep[node] not in _CLAUSES:
            return ()
        if tree.dep[node] in ("ccomp", "parataxis") and tree.is_verb(above) and tree.lemma[above] in REPORT:
            places = arguments.verb(above)
            return tuple(r for token in places.get("subject", ()) for r in referents.at(token))
        node = above
    return ()


def _subject(tree: Tree, referents: Referents, verb: int) -> tuple[Referent, ...]:
    subject = tree.child(verb, "nsubj")
    return referents.at(subject) if subject is not None else ()
