"""How sure a word's own helpers are of it: not, may, will, probably, if, without, alleged."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Modality
from kg.relate import moods
from kg.relate import words as w
from kg.relate.referents import Referent
from kg.relate.tree import Tree

_DOUBTED = w.word_set(
    """
    alleged suspected presumed presumptive putative ostensible so-called apparent reported likely probable
    purported perceived supposed rumored rumoured
    """
)
_CONCEIVED = w.word_set("possible potential eventual hypothetical prospective would-be")
_INTENDED = w.word_set(
    """
    planned proposed upcoming forthcoming scheduled future impending threatened intended envisaged
    """
)
# Adjectives of deeds that were not done, and nouns of what a "no" before them excludes ("at no time").
_UNDONE = w.word_set(
    "thwarted foiled aborted averted abandoned cancelled canceled scrapped non-existent fictitious imaginary fake"
)
_NO_WAY = w.word_set("time point way mean means circumstance account stage condition")
# In these all is made up; under these it is to come.
_FICTION = w.word_set(
    """
    film movie novel dream scenario exercise drill simulation fiction episode thriller comedy musical opera sitcom game
    """
)
_SCHEMES = w.word_set("plan proposal bill draft scenario roadmap blueprint")
# What opens a condition before its subject: "had he known", "should it rain".
_INVERTED = w.word_set("had should were")
# What puts one thing in the place of another that is not done, and what says that it was not quite done.
_INSTEAD = w.word_set("without instead rather")
_ALMOST = w.word_set("almost nearly")
_RANK = {Modality.ACTUAL: 0, Modality.PLANNED: 1, Modality.PROBABLE: 2, Modality.POSSIBLE: 3}


@dataclass(slots=True)
class State:
    """What is known of a claim on the way up from its word."""

    negated: bool = False
    modality: Modality = Modality.ACTUAL
    open: bool = True
    """Whether what embeds still bears on polarity and modality."""
    source: Referent | None = None
    requested: bool = False
    aimed: bool = False
    """Whether it is planned only in that somebody aims at it, or is committed to it."""

    def weaken(self, modality: Modality, *, aimed: bool = False) -> None:
        """Makes it no surer than that."""
        if _RANK[modality] > _RANK[self.modality]:
            self.modality, self.aimed = modality, aimed
        elif modality is self.modality:
            self.aimed = self.aimed and aimed


class Certainty:
    """Reads the helpers of single words of one tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def local(self, i: int, state: State, skip: int = -1) -> None:
        """What the word's own helpers say: not, may, will, probably, if, without."""
        tree = self.tree
        negations = 0
        will = False
        for c in tree.children[i]:
            dep, lower, lemma = tree.dep[c], tree.lower[c], tree.lemma[c]
            if lower == "due" and dep in ("mark", "case") and tree.tag[i] == "VB":
                will = True  # "are due to sign", of which the parser makes a preposition
            elif dep in ("advmod", "aux", "det", "cc", "cc:preconj", "advcl", "discourse"):
                if lower in w.NEGATIONS and not (dep == "cc" and c > i):
                    only = any(
                        tree.lower[k] in ("only", "just", "merely") for k in (c + 1, c + 2) if k < len(tree)
                    )
                    negations += 0 if only and lower == "not" else 1
                elif dep == "advmod" and lower in _ALMOST and tree.is_verb(i):
                    negations += 1
                elif lemma in w.PROBABLY or lower in w.PROBABLY or self._is_almost_certain(c):
                    state.weaken(Modality.PROBABLE)
                elif lemma in w.POSSIBLY:
                    state.weaken(Modality.POSSIBLE)
                elif (
                    dep == "aux"
                    and (lower in w.PLANNED_AUX or lemma in ("will", "shall"))
                    and lower not in ("would", "should")
                ):
                    will = True
                elif dep == "aux" and (lemma in w.POSSIBLE_AUX or lower in w.POSSIBLE_AUX):
                    if lower != "would" or self._has_condition(i):
                        state.weaken(Modality.POSSIBLE)
                    else:
                        state.weaken(Modality.PLANNED)
                elif (lower == "longer" and any(tree.lower[k] == "no" for k in tree.children[c])) or (
                    lower in ("long", "more")
                    and c > i
                    and any(tree.lower[k] in ("no", "any") for k in tree.children[c])
                ):
                    negations += 1
            elif dep == "mark":
                if lower in w.CONDITIONS or lower == "against":  # "is against doing it"
                    state.weaken(Modality.POSSIBLE)
                elif lower in _INSTEAD or lower == "out":  # "talked him out of doing it"
                    negations += 1
            elif (dep == "case" and lower in _INSTEAD) or (
                c != skip
                and dep in ("nsubj", "nsubj:pass", "obj", "obl:agent")
                and (self.is_negative_phrase(c) or self._is_cleft_off(c))
            ):
                negations += 1
            elif dep == "obl" and any(tree.lower[k] == "neither" for k in tree.children_by(c, "cc:preconj")):
                negations += 1  # "met with neither Norway nor Spain"
            elif dep in ("amod", "compound"):
                self._qualify({lemma, lower}, state)
            elif dep in ("obl", "advmod") and lemma in ("likelihood", "probability"):
                state.weaken(Modality.PROBABLE)
            elif dep == "obl" and self._is_no_way(c):
                negations += 1
            elif dep == "xcomp" and lemma == "guilty" and moods.is_negated(tree, c):
                negations += 1  # "was found not guilty of"
            elif dep == "obl" and lemma in _FICTION and tree.case(c) == "in":
                state.weaken(Modality.POSSIBLE)
            elif dep == "obl" and lemma in _SCHEMES and tree.case(c) in ("under", "according to"):
                state.weaken(Modality.PLANNED)
        negations += self._is_ruled_out_elsewhere(i)
        if moods.is_scheduled(tree, i):
            will = True
        if self._is_inverted(i):
            state.weaken(Modality.POSSIBLE)
        if will or (
            tree.tag[i] in ("VB", "VBG")
            and any(tree.dep[c] in ("aux", "cop") and tree.lemma[c] == "be" for c in tree.children[i])
            and any(tree.lower[c] == "to" and tree.dep[c] == "mark" for c in tree.children[i])
        ):
            state.weaken(Modality.PLANNED)  # "is to visit", "the priority is to visit"
        if negations and any(tree.lower[c] == "why" for c in tree.children[i]):
            negations = 0  # "why it should not be closed": whether he will be is open
            state.weaken(Modality.POSSIBLE)
        if negations % 2:
            state.negated = not state.negated

    def _is_no_way(self, i: int) -> bool:
        """ "at no time", "in no way"."""
        tree = self.tree
        return tree.lemma[i] in _NO_WAY and any(tree.lower[k] == "no" for k in tree.children[i])

    def _is_ruled_out_elsewhere(self, i: int) -> bool:
        """Where that hangs on a helper, "had at no time asked", or on another verb: "At no point, ..., does he ask"."""
        tree = self.tree
        helpers = tree.children_by(i, "aux", "aux:pass")
        if any(self._is_no_way(c) for helper in helpers for c in tree.children_by(helper, "obl")):
            return True
        subject = tree.child(i, "nsubj", "nsubj:pass")
        if subject is None or not any(helper < subject for helper in helpers):
            return False
        opening = next(
            (k for k in range(tree.bounds[tree.sentence[i]][0], subject) if self._is_no_way(k)), None
        )
        return opening is not None and tree.head[opening] != i

    def _is_almost_certain(self, adverb: int) -> bool:
        """ "almost certainly"."""
        tree = self.tree
        return tree.lower[adverb] == "certainly" and any(
            tree.lower[k] in _ALMOST for k in tree.children[adverb]
        )

    def _is_inverted(self, i: int) -> bool:
        """ "had Lind known", "should Lind leave", "were Lind to leave"."""
        tree = self.tree
        if tree.dep[i] == "acl" and tree.tag[i] == "VB":
            subject, helpers = tree.head[i], tree.children[tree.head[i]]
        elif tree.dep[i] == "advcl" and (found := tree.child(i, "nsubj", "nsubj:pass")) is not None:
            subject, helpers = found, tree.children[i]
        else:
            return False
        return any(
            c < subject and tree.lower[c] in _INVERTED and tree.dep[c] in ("aux", "aux:pass", "cop", "mark")
            for c in helpers
        )

    def is_negative_phrase(self, i: int) -> bool:
        tree = self.tree
        if tree.lower[i] in ("nobody", "none", "neither", "nothing", "no-one"):
            return True
        children = [c for c in tree.children[i] if c < i]
        if any(
            tree.dep[c] in ("det", "cc:preconj", "advmod", "cc") and tree.lower[c] in w.NEG_DETERMINERS
            for c in children
        ):
            return True
        counted = [c for c in children if tree.dep[c] in ("det", "nummod", "amod")]
        few = any(tree.lower[c] == "few" for c in counted) and not any(tree.lower[c] == "a" for c in children)
        return few or any(tree.lower[k] == "not" for c in counted for k in tree.children[c])

    def _is_cleft_off(self, pronoun: int) -> bool:
        """ "it was A and not B that ...": the relative clause is said of B, and denied."""
        tree = self.tree
        named = tree.antecedent(pronoun)
        return named is not None and any(
            tree.lower[c] == "not" and c < named and tree.dep[c] in ("advmod", "cc")
            for c in tree.children[named]
        )

    def _qualify(self, forms: set[str], state: State) -> None:
        """What an adjective makes of the deed: "the alleged attack", "his planned visit"."""
        if not forms.isdisjoint(_UNDONE):
            state.negated = not state.negated
        elif not forms.isdisjoint(_DOUBTED):
            state.weaken(Modality.PROBABLE)
        elif not forms.isdisjoint(_CONCEIVED):
            state.weaken(Modality.POSSIBLE)
        elif not forms.isdisjoint(_INTENDED):
            state.weaken(Modality.PLANNED)

    def _has_condition(self, i: int) -> bool:
        tree = self.tree
        return any(
            tree.dep[c] == "advcl" and tree.mark(c).split(" ")[0] in ("if", "unless")
            for c in tree.children[i]
        ) or any(tree.lower[c] in ("if", "whether") for c in tree.children[i])

    def at_root(self, root: int, state: State) -> None:
        tree = self.tree
        first, last = tree.bounds[tree.sentence[root]]
        if not state.open:
            return
        self._ask(first, last, state)
        if tree.tag[root] == "VB" and tree.mark(root).startswith("to"):
            state.weaken(Modality.PLANNED)  # headlines: "Biden to visit Poland"

    def asked(self, clause: int, state: State) -> None:
        """A clause that only stands beside the main one, but ends the sentence: is it a question?"""
        tree = self.tree
        first, last = tree.bounds[tree.sentence[clause]]
        if tree.subtree(clause)[-1] >= last - 3:
            self._ask(first, last, state)

    def _ask(self, first: int, last: int, state: State) -> None:
        """Whether the tokens from first up to last end in a question mark."""
        tree = self.tree
        for i in range(last - 1, max(first, last - 4), -1):
            if tree.lower[i] == "?":
                state.weaken(Modality.POSSIBLE)
                return
            if tree.pos[i] not in ("PUNCT", "SPACE"):
                return
