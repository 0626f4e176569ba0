"""What the parser is known to take for something else, put right before anything reads the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kg.relate.tree import Tree
from kg.relate.words import GROUPS, REPORT, word_set
from kg.resolve.lexicon import words as lexicon

_SPEECH_ACTS: Final = word_set(
    """
    call urge ask demand request appeal beg plead press implore exhort order instruct command challenge invite remind
    warn threaten accuse blame fault condemn denounce deplore decry slam blast criticize criticise rebuke reproach
    chide lambast lambaste castigate attack berate praise commend hail applaud laud thank congratulate welcome salute
    compliment support back endorse oppose reject dismiss deny dispute refute rebut vow promise pledge swear offer
    propose suggest recommend advise insist express voice reiterate stress underline affirm reaffirm announce declare
    describe dub brand label apologise apologize question
    """
)
"""Verbs of what one does by speaking: they are coordinated with "said" rather than with what was said."""
_NOBODY: Final = word_set("it that this there these those what which")
_OTHERS: Final = word_set("it him her them")
_AGENT_ENDINGS: Final = ("man", "men", "woman", "women", "person", "ist", "ists", "people", "people's")
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})


def mended(tree: Tree) -> Tree:
    """The tree with some words' relations changed, and some verbs moved."""
    deps: dict[int, str] = {}
    heads: dict[int, int] = {}
    for i in range(len(tree)):
        if tree.dep[i] == "parataxis" and (speaker := _inverted_speaker(tree, i)) is not None:
            deps[speaker] = "nsubj"
        elif tree.tag[i] == "WP$" and _is_owner_of_object(tree, i):
            deps[tree.head[i]] = "obj"
        elif tree.dep[i] == "nsubj:pass" and _is_active(tree, tree.head[i]):
            deps[i] = "nsubj"
        elif tree.dep[i] == "conj" and (saying := _said_beside(tree, i)) is not None:
            heads[i] = saying
    if not deps and not heads:
        return tree
    return replace(
        tree,
        dep=tuple(deps.get(i, dep) for i, dep in enumerate(tree.dep)),
        head=tuple(heads.get(i, head) for i, head in enumerate(tree.head)),
        children=_moved(tree, heads),
    )


def _moved(tree: Tree, heads: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    children = list(tree.children)
    for i, head in heads.items():
        below = tree.head[i]
        children[below] = tuple(c for c in children[below] if c != i)
        children[head] = tuple(sorted((*children[head], i)))
    return tuple(children)


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


def _is_active(tree: Tree, verb: int) -> bool:
    """ "Ada Lind called on them": what is taken for a participle has no helper, but what only active verbs have."""
    if tree.tag[verb] not in ("VBN", "VBD") or tree.child(verb, "aux:pass", "aux") is not None:
        return False
    if tree.child(verb, "nsubj") is not None or tree.child(verb, "obl:agent") is not None:
        return False
    object_ = tree.child(verb, "obj", "ccomp")
    calls = tree.lemma[verb] == "call" and any(
        tree.case(c) == "on" for c in tree.children_by(verb, "obl") if c > verb
    )
    return calls or (object_ is not None and object_ > verb)


def _said_beside(tree: Tree, verb: int) -> int | None:
    """ "She said that it was late and urged them to go": the verb of saying beside which she urged.

    Parsers coordinate the second verb with the nearest one, whose subject does not speak, or is the object itself.
    """
    if tree.lemma[verb] not in _SPEECH_ACTS or tree.tag[verb] not in ("VBD", "VBZ", "VBN"):
        return None
    if tree.child(verb, "nsubj", "nsubj:pass", "aux", "aux:pass", "mark") is not None:
        return None
    said = tree.first_conjunct(verb)
    saying = tree.head[said]
    if (
        tree.dep[said] not in ("ccomp", "parataxis")
        or tree.lemma[saying] not in REPORT
        or not saying < said < verb
        or tree.tag[saying] not in _FINITE
        or (tree.tag[saying] == "VBZ") != (tree.tag[verb] == "VBZ")
    ):
        return None
    subject = tree.child(said, "nsubj", "nsubj:pass", "expl", "csubj")
    if subject is None or tree.child(saying, "nsubj") is None:
        return None
    return saying if _is_nobody(tree, subject) or _is_done_to_it(tree, verb, subject) else None


def _is_nobody(tree: Tree, subject: int) -> bool:
    """Whether the subject of what is said can't speak itself."""
    lower = tree.lower[subject]
    if tree.dep[subject] in ("expl", "csubj") or lower in _NOBODY or tree.pos[subject] == "NUM":
        return True
    if tree.tag[subject] not in ("NN", "NNS") or lower in GROUPS or lower.endswith(_AGENT_ENDINGS):
        return False
    lists = lexicon()
    single = tree.lemma[subject]
    speaks = lists.offices | lists.person_nouns | lists.body_nouns | lists.company_nouns | lists.country_nouns
    return single not in speaks and single not in GROUPS


def _is_done_to_it(tree: Tree, verb: int, subject: int) -> bool:
    """ "said that Chile had erred and urged it to pay"."""
    object_ = tree.child(verb, "obj", "iobj")
    name = tree.tag[subject] in ("NNP", "NNPS")
    return object_ is not None and name and tree.lower[object_] in _OTHERS
