"""What the form of a clause tells of it: done, wished for, denied by what stands right before it."""

from __future__ import annotations

from kg.relate import words as w
from kg.relate.tree import Tree
from kg.relate.words import word_set

_SIGNS = word_set("evidence sign proof indication trace")
# Verbs by which one stays away "from" something; and others that say so with "away" or "clear".
_ABSTAIN = word_set("refrain abstain shy desist shrink")
_KEEP = word_set("stay keep steer back walk turn run stand remain pull")
# What an infinitive under them tells of was done: "the first to do it".
_RANKED = word_set("first last only latest second third sole")
# What is said of the time of what is only on the calendar.
_AHEAD = word_set("next coming upcoming")
# The present of those who come and go, with a day or month, is what they will do: "leaves for Oslo on Tuesday".
_MOTION = word_set(
    """
    leave depart arrive return fly travel head go come visit tour campaign join resign retire step start begin open host
    """
)
_NOT_AHEAD = word_set("last past every each since until")
_CALENDAR = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday weekend january february march april may june july august
    september october november december
    """
)
# What one takes and does, by which verbs; and verbs of what shows nothing.
_SEIZE = word_set("use take seize grasp")
_OPENINGS = word_set("opportunity chance occasion care")
_SHOWING = word_set("suggest indicate show prove imply confirm support link tie connect")


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


def is_ranked(tree: Tree, noun: int) -> bool:
    """ "the first country to do it", "the last to do it": they did."""
    return tree.lemma[noun] in _RANKED or any(tree.lemma[c] in _RANKED for c in tree.children[noun])


def is_to_come(tree: Tree, node: int, above: int) -> bool:
    """ "must act before it happens", "once it has joined, they will": neither is said to have been."""
    opening = [tree.lower[c] for c in tree.children_by(node, "advmod") if c < node]
    mark = tree.mark(node).split(" ")[0] or next(iter(opening), "")
    if mark in ("until", "till", "before"):
        past = tree.tag[node] == "VBD" and is_done(tree, above)
    elif mark in ("when", "once", "after", "as"):
        past = tree.tag[node] not in ("VBZ", "VBP", "VBG", "VB")
    else:
        return False
    ahead = any(tree.dep[c] == "aux" and tree.tag[c] == "MD" for c in tree.children[above])
    return not past and (ahead or tree.lemma[above] in w.PLANNED)


def is_scheduled(tree: Tree, verb: int) -> bool:
    """ "flies to Lima next Monday", "is visiting tomorrow": the present of what is to come."""
    present = tree.tag[verb] in ("VBZ", "VBP") or (
        tree.tag[verb] == "VBG"
        and any(tree.dep[c] == "aux" and tree.tag[c] in ("VBZ", "VBP") for c in tree.children[verb])
    )
    if not present:
        return False
    times = [
        c
        for c in tree.children[verb]
        if tree.dep[c] in ("obl", "obl:unmarked", "obl:tmod", "advmod", "nmod:unmarked")
    ]
    goes = tree.lemma[verb] in _MOTION
    return any(
        tree.lower[c] == "tomorrow"
        or any(tree.lower[k] in _AHEAD for k in tree.children_by(c, "amod"))
        or (goes and tree.lower[c] in _CALENDAR and not _is_past(tree, c))
        for c in times
    )


def _is_past(tree: Tree, time: int) -> bool:
    """ "last Monday", "every Monday", "in January 1990"."""
    return (time > 0 and tree.lower[time - 1] in _NOT_AHEAD) or any(
        tree.pos[c] == "NUM" for c in tree.children[time]
    )


def is_taken(tree: Tree, verb: int) -> bool:
    """ "used the opportunity to", "seized the chance to", "took care to": and did."""
    return tree.lemma[verb] in _SEIZE and any(
        tree.lemma[c] in _OPENINGS for c in tree.children_by(verb, "obj")
    )


def goes_on(tree: Tree, verb: int) -> bool:
    """ "went on to win": he did."""
    on = any(tree.lower[c] == "on" for c in tree.children[verb])
    return tree.lemma[verb] == "go" and on and is_done(tree, verb)


def is_nonfinite(tree: Tree, head: int) -> bool:
    """Whether a clause has an infinitive or a gerund: "denies doing it", "having done it", "being a member"."""
    helpers = tree.children_by(head, "aux", "cop")
    return tree.tag[head] in ("VB", "VBG") or any(
        tree.lower[c] == "having" or (tree.dep[c] == "cop" and tree.tag[c] in ("VB", "VBG")) for c in helpers
    )


def falls_short(tree: Tree, above: int) -> bool:
    """ "stopped short of doing it", "came close to doing it": and did not."""
    if tree.lemma[above] in ("short", "shy"):
        return True
    near = any(tree.lower[c] in ("close", "near") for c in tree.children[above])
    return near and tree.lemma[above] == "come" and is_done(tree, above)


def is_negated(tree: Tree, word: int) -> bool:
    """Whether a verb or adjective itself has a negation: "not to go", "not guilty"."""
    return any(tree.dep[c] == "advmod" and tree.lower[c] in w.NEGATIONS for c in tree.children[word])


def negates_below(tree: Tree, node: int) -> bool:
    """ "pledged never to negotiate": the negation right before an infinitive is its own."""
    first = next((c for c in tree.children[node] if tree.dep[c] == "mark" and tree.lower[c] == "to"), 0)
    return first > 0 and tree.lower[first - 1] in w.NEGATIONS


def lacks(tree: Tree, noun: int) -> bool:
    """ "no evidence", "without any sign", "sees no indication", "there is no proof"."""
    if tree.lower[noun] in ("nothing", "little") and any(
        tree.lemma[c] in _SHOWING for c in tree.children_by(noun, "acl")
    ):
        return True  # "found nothing to suggest that"
    if tree.lemma[noun] not in _SIGNS:
        return False
    if any(tree.lower[c] in ("no", "without", "little", "not") for c in tree.children[noun]):
        return True
    above = tree.head[noun]
    return tree.is_verb(above) and any(tree.lower[c] in w.NEGATIONS for c in tree.children[above])


def keeps_off(tree: Tree, verb: int) -> bool:
    """Whether a verb says that one stays away from something: "shied away from talks", "steered clear of him"."""
    if tree.lemma[verb] in _ABSTAIN:
        return True
    return tree.lemma[verb] in _KEEP and any(tree.lower[c] in ("away", "clear") for c in tree.children[verb])


def kept_off(tree: Tree, i: int) -> bool:
    """Whether a token leads up to what one stays away from: "talks" or "clear" in "steered clear of talks"."""
    above = tree.head[i]
    if above == i:
        return False
    return tree.lower[i] == "clear" or (tree.dep[i] == "obl" and tree.case(i) in ("from", "of"))
