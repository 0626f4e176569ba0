"""How sure the text is of what a word says, whether it denies it, and who says so.

From the word that carries a claim the way leads up the tree: each word that embeds it (refuse, plan, probably, if, say)
may turn it round, weaken it, or attribute it, as long as it takes it in its scope. The main clause does not reach into
what a relative clause or a reason presupposes, but whoever utters the whole says both.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Modality, Polarity
from kg.relate import words as w
from kg.relate.arguments import Arguments
from kg.relate.quotes import Quotes
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import word_set

_RANK = {Modality.ACTUAL: 0, Modality.PLANNED: 1, Modality.PROBABLE: 2, Modality.POSSIBLE: 3}
_OCCUR = word_set(
    """
    take happen occur begin start go come last follow continue resume open be end fail
    """
)
_SOURCES = frozenset(
    {"according to", "in the view of", "in the opinion of", "in the words of", "citing", "per"}
)
_NOUN_SOURCES = frozenset({"view", "opinion", "words", "eyes", "account", "report"})
_DEGREES_OF_DOUBT = {
    "unlikely": (True, Modality.PROBABLE),
    "doubtful": (True, Modality.PROBABLE),
    "doubt": (True, Modality.PROBABLE),
}


@dataclass(frozen=True, slots=True)
class Stance:
    """What the text makes of a claim."""

    polarity: Polarity
    modality: Modality
    source: Referent | None
    unnamed_source: bool = False
    """Whether somebody without a name says so."""
    requested: bool = False
    """Whether somebody only asks for it."""


@dataclass(slots=True)
class _State:
    negated: bool = False
    modality: Modality = Modality.ACTUAL
    open: bool = True
    """Whether what embeds still bears on polarity and modality."""
    source: Referent | None = None
    unnamed: bool = False
    requested: bool = False

    def weaken(self, modality: Modality) -> None:
        if _RANK[modality] > _RANK[self.modality]:
            self.modality = modality


class Stances:
    """Works out stances on one document."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents, quotes: Quotes) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self.quotes = quotes

    def of(self, trigger: int, noun: bool = False) -> Stance:
        """The stance towards what the trigger says.

        Args:
            trigger: a verb, noun or adjective.
            noun: whether a noun frame was read from it, so that the verb that carries it counts as its own.
        """
        tree = self.tree
        state = _State()
        self._local(trigger, state)
        node = trigger
        if not noun and tree.tag[trigger] in ("VBG", "VBN") and tree.dep[trigger] == "amod":
            state.open = False
        for _ in range(len(tree)):
            above, dep = tree.head[node], tree.dep[node]
            if above == node:
                self._at_root(node, state)
                break
            self._attribute_from_below(node, trigger, state)
            self._step(node, above, dep, state)
            node = above
        self._attribute_from_below(node, trigger, state)
        if state.source is None and not state.unnamed:
            speaker = self.quotes.speaker(trigger)
            if speaker is not None:
                state.source = speaker
            elif self.quotes.is_quoted_speech(trigger):
                state.unnamed = True
        return Stance(
            polarity=Polarity.DENIED if state.negated else Polarity.AFFIRMED,
            modality=state.modality,
            source=state.source,
            unnamed_source=state.unnamed,
            requested=state.requested,
        )

    # ---- one word ----

    def _local(self, i: int, state: _State, skip: int = -1) -> None:
        """What the word's own helpers say: not, may, will, probably, if, without."""
        tree = self.tree
        negations = 0
        will = False
        for c in tree.children[i]:
            dep, lower, lemma = tree.dep[c], tree.lower[c], tree.lemma[c]
            if dep in ("advmod", "aux", "det", "cc", "cc:preconj", "advcl", "discourse"):
                if lower in w.NEGATIONS and not (dep == "cc" and c > i):
                    only = any(
                        tree.lower[k] in ("only", "just", "merely") for k in (c + 1, c + 2) if k < len(tree)
                    )
                    negations += 0 if only and lower == "not" else 1
                elif lemma in w.PROBABLY or lower in w.PROBABLY:
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
                if lower in w.CONDITIONS:
                    state.weaken(Modality.POSSIBLE)
                elif lower == "without":
                    negations += 1
            elif (dep == "case" and lower == "without") or (
                c != skip
                and dep in ("nsubj", "nsubj:pass", "obj", "obl:agent")
                and self._is_negative_phrase(c)
            ):
                negations += 1
            elif dep in ("amod", "compound"):
                self._qualify(lemma, state)
            elif dep in ("obl", "advmod") and lemma in ("likelihood", "probability"):
                state.weaken(Modality.PROBABLE)
        if will or (
            tree.tag[i] in ("VB", "VBG")
            and any(tree.dep[c] == "aux" and tree.lemma[c] == "be" for c in tree.children[i])
            and any(tree.lower[c] == "to" and tree.dep[c] == "mark" for c in tree.children[i])
        ):
            state.weaken(Modality.PLANNED)
        if negations % 2:
            state.negated = not state.negated

    def _is_negative_phrase(self, i: int) -> bool:
        tree = self.tree
        if tree.lower[i] in ("nobody", "none", "neither", "nothing", "no-one"):
            return True
        return any(
            tree.dep[c] in ("det", "cc:preconj", "advmod", "cc")
            and c < i
            and tree.lower[c] in w.NEG_DETERMINERS
            for c in tree.children[i]
        )

    def _qualify(self, lemma: str, state: _State) -> None:
        if lemma in (
            "alleged",
            "suspected",
            "presumed",
            "apparent",
            "reported",
            "likely",
            "probable",
            "purported",
            "perceived",
        ):
            state.weaken(Modality.PROBABLE)
        elif lemma in ("possible", "potential", "eventual", "hypothetical"):
            state.weaken(Modality.POSSIBLE)
        elif lemma in (
            "planned",
            "proposed",
            "upcoming",
            "forthcoming",
            "scheduled",
            "future",
            "impending",
            "threatened",
            "intended",
        ):
            state.weaken(Modality.PLANNED)

    def _has_condition(self, i: int) -> bool:
        tree = self.tree
        return any(
            tree.dep[c] == "advcl" and tree.mark(c).split(" ")[0] in ("if", "unless")
            for c in tree.children[i]
        ) or any(tree.lower[c] in ("if", "whether") for c in tree.children[i])

    def _at_root(self, root: int, state: _State) -> None:
        tree = self.tree
        first, last = tree.bounds[tree.sentence[root]]
        if not state.open:
            return
        for i in range(last - 1, max(first, last - 4), -1):
            if tree.lower[i] == "?":
                state.weaken(Modality.POSSIBLE)
                break
            if tree.pos[i] not in ("PUNCT", "SPACE"):
                break
        if tree.tag[root] == "VB" and tree.mark(root).startswith("to"):
            state.weaken(Modality.PLANNED)  # headlines: "Biden to visit Poland"

    # ---- one step up ----

    def _step(self, node: int, above: int, dep: str, state: _State) -> None:
        tree = self.tree
        if dep == "conj":
            if tree.is_verb(node) and state.open:
                self._share(node, above, state)
            elif not tree.is_verb(node) and self._is_negative_phrase(above):
                state.negated = not state.negated
            return
        if dep in ("ccomp", "xcomp", "csubj", "csubj:pass") or (
            dep == "acl" and (tree.mark(node) or tree.tag[node] in ("VB", "VBG"))
        ):
            self._embed(node, above, dep, state)
        elif dep in ("acl:relcl", "advcl:relcl", "acl"):
            state.open = False
        elif dep == "advcl":
            if state.open and tree.tag[node] == "VB" and tree.mark(node).endswith("to"):
                state.weaken(Modality.PLANNED)
            elif tree.lower[above] in ("enough",) or tree.mark(node).startswith("than"):
                state.weaken(Modality.POSSIBLE)
            elif tree.lemma[above] in ("short", "shy"):
                state.negated = not state.negated
            if tree.mark(node) == "by":  # the means are as certain as the deed: "might win by attacking"
                local = _State()
                self._local(above, local, skip=node)
                state.weaken(local.modality)
            elif tree.mark(node).split(" ")[0] not in ("of", "from", "to"):
                state.open = False
            else:
                self._embed(node, above, dep, state)
                state.open = False
        elif dep in ("obj", "nsubj:pass", "nsubj", "obl", "nmod", "obl:agent", "nmod:poss"):
            self._carry(node, above, dep, state)
        elif dep in ("appos", "parataxis", "dislocated"):
            state.open = False

    def _share(self, node: int, above: int, state: _State) -> None:
        """A coordinated verb without helpers of its own has those of the first."""
        tree = self.tree
        if any(tree.dep[c] in ("aux", "nsubj", "nsubj:pass", "cop") for c in tree.children[node]):
            return
        finite = tree.tag[node] in ("VBD", "VBZ", "VBP")
        if finite or tree.tag[node] != tree.tag[above]:
            return
        shared = _State()
        self._local(above, shared)
        but = any(tree.lower[c] in ("but", "yet") for c in tree.children[node] if tree.dep[c] == "cc")
        own_negation = any(tree.lower[c] in w.NEGATIONS for c in tree.children[node])
        if shared.negated and not but and not own_negation:
            state.negated = not state.negated
        state.weaken(shared.modality)

    def _embed(self, node: int, above: int, dep: str, state: _State) -> None:
        """A verb, noun or adjective that takes the clause as its complement."""
        tree = self.tree
        lemma = tree.lemma[above]
        passive = tree.is_verb(above) and self.arguments.is_passive(above)
        reports = lemma in w.REPORT if tree.is_verb(above) else lemma in w.REPORT_NOUNS
        bare = tree.tag[node] in ("VB", "VBG") and tree.child(node, "aux", "nsubj", "nsubj:pass") is None
        infinitive = dep == "xcomp" or tree.mark(node).startswith("to") or bare
        if (
            (reports and not infinitive)
            or (reports and passive)
            or (reports and lemma in ("claim", "deny", "allege"))
        ):
            self._attribute(above, state)
        if not state.open:
            return
        local = _State()
        self._local(above, local, skip=node)
        if lemma in _DEGREES_OF_DOUBT:
            turn, modality = _DEGREES_OF_DOUBT[lemma]
            state.negated ^= turn ^ local.negated
            state.weaken(modality)
            return
        if lemma in w.NEGATIVE or (
            lemma in ("indication", "evidence", "sign", "proof") and self._lacks(above)
        ):
            state.negated = not state.negated
            if lemma not in w.NEGATIVE:
                state.open = False  # "no evidence that": what stands above says no again
            elif local.negated:
                state.negated = not state.negated
            return
        if local.negated:
            if lemma in w.NEG_RAISING or not reports:
                state.negated = not state.negated
            else:
                state.weaken(Modality.POSSIBLE)
        if infinitive or not reports:
            state.weaken(local.modality)
        if lemma in ("fear", "hope", "wonder", "ask", "consider", "whether") or lemma in w.POSSIBLE:
            if not (lemma in ("ask",) and dep == "xcomp") and not (
                lemma in w.REPORT and lemma not in ("fear", "hope", "consider")
            ):
                state.weaken(Modality.POSSIBLE)
            elif lemma == "ask":
                state.weaken(Modality.PLANNED)
        if lemma in w.PROBABLE and (
            passive or dep == "xcomp" or lemma in ("suspect", "expect", "likely", "seem", "appear")
        ):
            state.weaken(Modality.PROBABLE if lemma != "expect" else Modality.PLANNED)
        if infinitive and (lemma in w.PLANNED or lemma in ("go", "have", "need")):
            state.weaken(Modality.PLANNED)
            if lemma in (
                "urge",
                "ask",
                "request",
                "demand",
                "call",
                "tell",
                "order",
                "want",
                "beg",
                "press",
                "appeal",
            ):
                state.requested = True
        elif (
            lemma in ("plan", "threaten", "demand", "insist", "request", "urge", "propose", "recommend")
            and tree.tag[node] == "VB"
        ):
            state.weaken(Modality.PLANNED)
            state.requested = True

    def _lacks(self, noun: int) -> bool:
        """ "no evidence", "without any sign", "sees no indication", "there is no proof"."""
        tree = self.tree
        if any(tree.lower[c] in ("no", "without", "little", "not") for c in tree.children[noun]):
            return True
        above = tree.head[noun]
        return tree.is_verb(above) and any(tree.lower[c] in w.NEGATIONS for c in tree.children[above])

    def _carry(self, node: int, above: int, dep: str, state: _State) -> None:
        """A deed that is a noun within a clause: only some verbs bear on it."""
        tree = self.tree
        if not state.open:
            return
        lemma = tree.lemma[above]
        if not tree.is_verb(above):
            if lemma in (
                "plan",
                "threat",
                "proposal",
                "preparation",
                "call",
                "promise",
                "pledge",
                "offer",
                "request",
                "decision",
            ) and (dep == "nmod"):
                state.weaken(Modality.PLANNED)
            elif lemma in ("possibility", "risk", "danger", "chance", "prospect", "fear", "likelihood"):
                state.weaken(Modality.POSSIBLE)
            elif lemma in ("cancellation", "lack", "absence", "denial", "refusal", "avoidance"):
                state.negated = not state.negated
            elif lemma not in (
                "result",
                "part",
                "kind",
                "series",
                "round",
                "month",
                "week",
                "day",
                "hour",
                "year",
                "wave",
                "act",
            ):
                state.open = False
            return
        local = _State()
        self._local(above, local, skip=node)
        carried = (
            dep in ("obj", "nsubj:pass")
            or (dep == "nsubj" and lemma in _OCCUR)
            or (dep == "obl" and (lemma in w.LIGHT or lemma in w.PASSIVE_LIGHT or lemma == "be"))
        )
        if not carried:
            state.open = False
            return
        if lemma in w.NEGATIVE:
            state.negated ^= not local.negated
        elif lemma in ("plan", "schedule", "propose", "threaten", "order"):
            state.negated ^= local.negated
            state.weaken(Modality.PLANNED)
        elif lemma in w.LIGHT or lemma in w.PASSIVE_LIGHT or lemma in _OCCUR:
            state.negated ^= local.negated
            state.weaken(local.modality)
        elif lemma in w.PLANNED or lemma in ("schedule", "propose", "threaten", "order"):
            state.negated ^= local.negated
            state.weaken(Modality.PLANNED)
        elif lemma in w.POSSIBLE:
            state.weaken(Modality.POSSIBLE)
        else:
            state.open = False
        if lemma in w.NEGATIVE and lemma in w.DENY:
            self._attribute(above, state)

    # ---- who says so ----

    def _attribute(self, cue: int, state: _State) -> None:
        """Whoever utters the cue is the source, unless somebody nearer to the claim is."""
        if state.source is not None:
            return
        speakers = self.quotes.speakers_of(cue)
        if speakers:
            state.source = speakers[0]
            state.unnamed = False
        else:
            state.unnamed = True

    def _attribute_from_below(self, node: int, trigger: int, state: _State) -> None:
        """ "..., X said" and "according to X" hang below what they attribute."""
        tree = self.tree
        if state.source is not None:
            return
        for c in tree.children[node]:
            if c == trigger:
                continue
            if tree.lemma[c] in w.REPORT and tree.is_verb(c) and self._is_inserted(c):
                self._attribute(c, state)
            elif tree.dep[c] in ("obl", "advmod", "nmod", "advcl", "parataxis"):
                case = tree.case(c)
                if case in _SOURCES or case.startswith("according"):
                    self._say(c, state)
                elif tree.lemma[c] in _NOUN_SOURCES and case in ("in", "by", "from"):
                    for k in tree.children_by(c, "nmod", "nmod:poss"):
                        self._say(k, state)
                elif tree.dep[c] == "advcl" and tree.mark(c) == "as" and tree.lemma[c] in w.REPORT:
                    self._attribute(c, state)

    def _is_inserted(self, cue: int) -> bool:
        """Whether a verb of saying has its own subject and nothing said below it: "..., X reported, ..."."""
        tree = self.tree
        if tree.dep[cue] not in ("parataxis", "conj", "advcl", "ccomp", "acl:relcl", "dep"):
            return False
        if tree.child(cue, "ccomp", "obj") is not None or tree.mark(cue):
            return False
        subject = tree.child(cue, "nsubj", "nsubj:pass")
        if subject is None or tree.antecedent(subject) is not None:
            return False
        if tree.dep[cue] == "conj" and tree.child(cue, "cc") is not None:
            return False
        first = min(tree.subtree(subject)[0], cue)
        return tree.dep[cue] == "parataxis" or (
            first > 0 and tree.lower[first - 1] in (",", "”", '"', "''", "—", "–")
        )

    def _say(self, token: int, state: _State) -> None:
        found = self.referents.at(token)
        if found and state.source is None:
            state.source, state.unnamed = found[0], False
        elif not found:
            state.unnamed = True
