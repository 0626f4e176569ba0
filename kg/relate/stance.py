"""How sure the text is of what a word says, whether it denies it, and who says so.

From the word that carries a claim the way leads up the tree: each word that embeds it (refuse, plan, probably, if, say)
may turn it round, weaken it, or attribute it, as long as it takes it in its scope. The main clause does not reach into
what a relative clause or a reason presupposes, but whoever utters the whole says both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.records import Modality, Polarity
from kg.relate.arguments import Arguments
from kg.relate.attribution import Attribution
from kg.relate.certainty import Certainty, State
from kg.relate.embedding import Embedding
from kg.relate.quotes import Quotes
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import BEING, CLEAR, PURSUE, word_set

_CANDIDATES = word_set(
    "candidate nominee contender hopeful front-runner frontrunner favorite favourite aspirant bid race candidacy run"
)
_ARGUMENTS = frozenset({"conj", "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"})
_RELATIVE = frozenset({"acl", "acl:relcl", "amod"})
_WITHIN_PHRASES = frozenset(
    {
        "appos",
        "compound",
        "flat",
        "amod",
        "nmod",
        "nmod:poss",
        "nmod:desc",
        "nsubj",
        "nsubj:pass",
        "obl:agent",
    }
)


@dataclass(frozen=True, slots=True)
class Stance:
    """What the text makes of a claim."""

    polarity: Polarity
    modality: Modality
    source: Referent | None
    requested: bool = False
    """Whether somebody only asks for it."""
    aimed: bool = False
    """Whether it is planned only in that somebody aims at it."""


class Stances:
    """Works out stances on one document."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents, quotes: Quotes) -> None:
        self.tree = tree
        self.quotes = quotes
        self.certainty = Certainty(tree)
        self.attribution = Attribution(tree, referents, quotes)
        self.embedding = Embedding(tree, arguments, self.certainty, self.attribution)

    def of(self, trigger: int, noun: bool = False, role: bool = False) -> Stance:
        """The stance towards what the trigger says.

        Args:
            trigger: a verb, noun or adjective.
            noun: whether a noun frame was read from it, so that the verb that carries it counts as its own.
            role: whether it says who one is to the other ("the director of", "based in"): whoever says something
                about him takes that for granted.
        """
        if role and self._is_taken_for_granted(trigger):
            return self._presupposed(trigger)
        tree = self.tree
        state = State()
        self.certainty.local(trigger, state)
        node = trigger
        if not noun and tree.tag[trigger] in ("VBG", "VBN") and tree.dep[trigger] == "amod":
            state.open = False
        for _ in range(len(tree)):
            above, dep = tree.head[node], tree.dep[node]
            if above == node:
                self.certainty.at_root(node, state)
                break
            self.attribution.from_below(node, trigger, state)
            self.embedding.step(node, above, dep, state)
            node = above
        self.attribution.from_below(node, trigger, state)
        self.attribution.at_colon(trigger, state)
        if state.source is None:  # whoever reports what somebody unnamed says still says it
            state.source = self.quotes.speaker(trigger)
        return Stance(
            polarity=Polarity.DENIED if state.negated else Polarity.AFFIRMED,
            modality=state.modality,
            source=state.source,
            requested=state.requested,
            aimed=state.aimed,
        )

    def accused(self, verb: int, stance: Stance) -> Stance:
        """The stance towards what somebody is accused, cleared or suspected of: only the accuser says so."""
        cleared = self.tree.lemma[verb] in CLEAR
        if cleared:
            stance = replace(stance, polarity=stance.polarity.turned)
        if cleared or self.tree.lemma[verb] in PURSUE:  # "was not acquitted" does not say that he did it
            sure = stance.modality is Modality.ACTUAL and stance.polarity is Polarity.AFFIRMED
            return replace(stance, modality=Modality.PROBABLE) if sure else stance
        if stance.source is not None:
            return stance
        for accuser in self.quotes.speakers_of(verb):
            return replace(stance, source=accuser)
        weak = stance.modality is not Modality.ACTUAL
        return stance if weak else replace(stance, modality=Modality.PROBABLE)

    def settled(self, place: int) -> Stance:
        """The stance towards what the mere order of words at a place says: its own helpers, and whoever is quoted.

        What somebody is or becomes is a clause of its own all the same.
        """
        if self._is_predicate(place):
            return self.of(place)
        return self._presupposed(place)

    def _is_predicate(self, role: int) -> bool:
        """Whether a noun says what somebody is or becomes: "may become a bishop"."""
        tree = self.tree
        if tree.is_verb(role):
            return False
        return tree.child(role, "cop") is not None or (
            tree.dep[role] in ("xcomp", "obj") and tree.lemma[tree.head[role]] in BEING
        )

    def _is_taken_for_granted(self, role: int) -> bool:
        """Whether a role stands within a noun phrase or its relative clause and is not what the clause says."""
        tree = self.tree
        if tree.is_verb(role):
            return tree.dep[role] in _RELATIVE and not tree.mark(role)
        return (
            tree.dep[role] in _WITHIN_PHRASES and tree.child(role, "cop") is None and tree.case(role) != "as"
        )

    def _presupposed(self, role: int) -> Stance:
        """Only its own helpers, and whoever is quoted, bear on it.

        A "not" before an argument of a verb puts another in its place: "met Ada and not the president, Bo".
        """
        state = State()
        self.certainty.local(role, state)
        tree = self.tree
        if not tree.is_verb(role) and tree.dep[role] in _ARGUMENTS:
            state.negated = False
        if tree.case(role) in ("for", "as") and tree.lemma[tree.head[role]] in _CANDIDATES:
            state.weaken(Modality.POSSIBLE)  # "a candidate for mayor"
        return Stance(
            polarity=Polarity.DENIED if state.negated else Polarity.AFFIRMED,
            modality=state.modality,
            source=self.quotes.speaker(role),
        )
