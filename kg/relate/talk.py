"""Talk that need not be so: what one is accused of, what is rumoured, what is said wrongly or called false."""

from __future__ import annotations

from typing import Final

from kg.records import Modality
from kg.relate import moods
from kg.relate import words as w
from kg.relate.attribution import Attribution
from kg.relate.certainty import Certainty, State
from kg.relate.tree import Tree
from kg.relate.words import word_set

# What one is accused of, by nouns.
_ACCUSATIONS = word_set("accusation allegation charge suspicion")
# What is not so, and what is said so.
_FALSE = word_set(
    """
    false untrue baseless unfounded groundless unsubstantiated fabricated bogus fake incorrect wrong inaccurate
    mistaken erroneous fictitious nonsense fiction lie hoax myth fabrication invention falsehood
    """
)
_WRONGLY = word_set("wrongly falsely erroneously mistakenly incorrectly wrongfully")
_GUILTY_OF: Final = frozenset({"of", "for", "with", "over"})


class Talk:
    """Reads accusations and rumours of one tree."""

    def __init__(self, tree: Tree, certainty: Certainty, attribution: Attribution) -> None:
        self.tree = tree
        self.certainty = certainty
        self.attribution = attribution

    def is_accusation(self, node: int, above: int, dep: str) -> bool:
        """ "accused him of doing it", "charges of doing it", "accused him of efforts to do it"."""
        tree = self.tree
        if dep == "obl":
            return tree.case(node) in _GUILTY_OF and tree.lemma[above] in w.ACCUSE and tree.is_verb(above)
        if tree.mark(node) not in _GUILTY_OF or not moods.is_nonfinite(tree, node):
            return False
        if dep == "advcl":
            return tree.lemma[above] in w.ACCUSE | w.CLEAR | w.PURSUE and tree.is_verb(above)
        return dep == "acl" and tree.lemma[above] in _ACCUSATIONS

    def accuse(self, node: int, above: int, state: State) -> None:
        """What one is accused of is so in the accuser's words; where nobody in particular accuses, it is probable."""
        tree = self.tree
        local = State()
        self.certainty.local(above, local, skip=node)
        if tree.lemma[above] in w.CLEAR or self.is_wrong(above):
            state.negated ^= state.open and not local.negated
            if local.negated:
                state.weaken(Modality.PROBABLE)  # "was not cleared of it" does not say that he did it
            state.open = False
            return
        if local.negated:
            state.weaken(Modality.POSSIBLE)  # "has not accused him of doing it": who knows whether he did
        elif tree.lemma[above] not in w.PURSUE:
            self.attribution.to(above, state)
            state.weaken(local.modality)
        if tree.lemma[above] in w.PURSUE | {"suspect"} or (
            state.source is None and not self.is_denied(above)
        ):
            state.weaken(Modality.PROBABLE)
        state.open = state.open and not tree.is_verb(above)

    def is_denied(self, noun: int) -> bool:
        """ "denies charges of doing it": he says that he did not."""
        return self.tree.lemma[self.tree.head[noun]] in w.DENY

    def is_wrong(self, above: int) -> bool:
        """ "falsely claimed", "was wrongly said": it is not so."""
        return any(self.tree.lower[c] in _WRONGLY for c in self.tree.children_by(above, "advmod"))

    def is_called_false(self, above: int) -> bool:
        """ "... are false", "... proved false"."""
        tree = self.tree
        return any(tree.lemma[c] in _FALSE for c in (above, *tree.children_by(above, "xcomp", "obj")))
