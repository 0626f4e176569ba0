"""What embeds a claim: each verb, noun and conjunction above it may turn it round, weaken it, or attribute it."""

from __future__ import annotations

from kg.records import Modality
from kg.relate import moods
from kg.relate import words as w
from kg.relate.arguments import Arguments
from kg.relate.attribution import Attribution
from kg.relate.carrying import OPEN_CHANCES, Carrying
from kg.relate.certainty import Certainty, State
from kg.relate.control import HELPING
from kg.relate.talk import Talk
from kg.relate.tree import Tree
from kg.relate.words import word_set

_WISHING = word_set("like wish want let allow permit")
# What says that somebody is about to: "on the brink of", "close to".
_NEAR = word_set("course track verge brink cusp threshold close near nearer closer")
_SUBJUNCTIVE = word_set(
    "plan threaten demand insist request urge propose recommend ask order suggest require"
)
# Verbs whose purpose was reached where they are past: "flew there to meet her".
_MOTION = word_set(
    "travel fly go come arrive visit return head drive sail rush walk gather meet stop use jet journey cross"
)
# Verbs by which a deed is only talked over ("opposes sending"), by which it becomes possible, and supposed.
_WEIGHED = word_set("oppose resist favour favor support back advocate discuss suggest object")
_ALLOW = word_set("allow enable permit tempt dare entitle empower")
_SUPPOSED = word_set("provide assume suppose")
# Nouns of talk and ways, under which a gerund is only thought of ("talks on joining").
_THOUGHTS = word_set(
    """
    talk negotiation discussion idea process campaign condition vote referendum path way thought dream option
    debate question topic subject cost benefit merit
    """
)
_REQUESTING = word_set("urge ask request demand call tell order want beg press appeal")
_DEGREES_OF_DOUBT = {
    "unlikely": (True, Modality.PROBABLE),
    "doubtful": (True, Modality.PROBABLE),
    "doubt": (True, Modality.PROBABLE),
}


class Embedding:
    """Goes up the tree, one step at a time."""

    def __init__(
        self, tree: Tree, arguments: Arguments, certainty: Certainty, attribution: Attribution
    ) -> None:
        self.tree = tree
        self.arguments = arguments
        self.certainty = certainty
        self.attribution = attribution
        self.talk = Talk(tree, certainty, attribution)
        self.carrying = Carrying(tree, arguments, certainty, attribution, self.talk)

    def step(self, node: int, above: int, dep: str, state: State) -> None:
        tree = self.tree
        if dep == "conj" and tree.mark(node) == "that" and tree.lemma[above] in w.REPORT:
            dep = "ccomp"  # "said that ... and that ..."
        if dep == "advcl" and self._is_ruled_out(node, above):
            dep = "xcomp"
        elif dep == "advcl" and tree.mark(node) == "that" and tree.lemma[above] in w.REPORT | w.DENY:
            dep = "ccomp"  # "denied accusations that ..."
        if dep == "acl:relcl" and tree.mark(node) == "that" and tree.lemma[above] in w.REPORT_NOUNS:
            dep = "acl"  # "the claim by her that he did it"
        if dep == "conj":
            if tree.is_verb(node) and state.open:
                self._share(node, above, state)
            elif not tree.is_verb(node) and self.certainty.is_negative_phrase(above):
                state.negated = not state.negated
            return
        if self.talk.is_accusation(node, above, dep):
            self.talk.accuse(node, above, state)
        elif dep in ("ccomp", "xcomp", "csubj", "csubj:pass") or (
            dep == "acl" and (tree.mark(node) or tree.tag[node] in ("VB", "VBG"))
        ):
            self._embed(node, above, dep, state)
        elif dep in ("acl:relcl", "advcl:relcl", "acl"):
            state.open = False
        elif dep == "advcl":
            if state.open and tree.tag[node] == "VB" and tree.mark(node).endswith("to"):
                reached = (
                    (tree.lemma[above] in _MOTION and moods.is_done(tree, above))
                    or moods.is_taken(tree, above)
                    or moods.goes_on(tree, above)
                )
                if not reached or tree.mark(node) != "to":  # "travelled there to meet her": and met her
                    state.weaken(Modality.PLANNED, aimed=True)
            elif tree.lower[above] in ("enough",) or tree.mark(node).startswith("than"):
                state.weaken(Modality.POSSIBLE)
            elif moods.falls_short(tree, above):
                state.negated = not state.negated
            elif state.open and moods.is_to_come(tree, node, above):
                state.weaken(Modality.PLANNED)
            # the means, and what one is helped in, are as certain as the deed: "might win by attacking"
            if tree.mark(node) == "by" or (tree.mark(node) == "in" and tree.lemma[above] in HELPING):
                local = State()
                self.certainty.local(above, local, skip=node)
                state.weaken(local.modality)
            elif tree.mark(node) in ("at", "on") and tree.lemma[above] in w.PLANNED:
                state.weaken(Modality.PLANNED, aimed=True)  # "aimed at doing it", "focused on doing it"
                state.open = False
            elif tree.mark(node).split(" ")[0] not in ("of", "from", "to"):
                state.open = False
            else:
                self._embed(node, above, dep, state)
                state.open = state.open and tree.phrasal(above) in w.NEGATIVE  # "prevent him from going"
        elif dep in ("obj", "nsubj:pass", "nsubj", "obl", "nmod", "obl:agent", "nmod:poss"):
            self.carrying.carry(node, above, dep, state)
        elif dep in ("appos", "parataxis", "dislocated"):
            if dep == "parataxis" and state.open:
                self.certainty.asked(node, state)
            state.open = False

    def _is_ruled_out(self, node: int, above: int) -> bool:
        """ "ruled out doing it": what the parser takes for an adverbial clause."""
        tree = self.tree
        bare = tree.tag[node] == "VBG" and not tree.mark(node) and above < node
        return bare and tree.phrasal(above) in w.NEGATIVE and "," not in tree.lower[above:node]

    def _share(self, node: int, above: int, state: State) -> None:
        """A coordinated verb without helpers of its own has those of the first."""
        tree = self.tree
        if any(tree.dep[c] in ("aux", "nsubj", "nsubj:pass", "cop") for c in tree.children[node]):
            return
        finite = tree.tag[node] in ("VBD", "VBZ", "VBP")
        if finite or tree.tag[node] != tree.tag[above]:
            return
        shared = State()
        self.certainty.local(above, shared)
        but = any(tree.lower[c] in ("but", "yet") for c in tree.children[node] if tree.dep[c] == "cc")
        own_negation = any(tree.lower[c] in w.NEGATIONS for c in tree.children[node])
        if shared.negated and not but and not own_negation:
            state.negated = not state.negated
        state.weaken(shared.modality)

    def _embed(self, node: int, above: int, dep: str, state: State) -> None:
        """A verb, noun or adjective that takes the clause as its complement."""
        tree = self.tree
        lemma = tree.lemma[above]
        if state.open and self.talk.is_wrong(above):
            state.negated, state.open = not state.negated, False
            return
        passive = tree.is_verb(above) and self.arguments.is_passive(above)
        reports = lemma in w.REPORT if tree.is_verb(above) else lemma in w.REPORT_NOUNS
        bare = tree.tag[node] in ("VB", "VBG") and tree.child(node, "aux", "nsubj", "nsubj:pass") is None
        own = dep == "ccomp" and tree.child(node, "nsubj", "nsubj:pass") is not None
        infinitive = dep == "xcomp" or (tree.mark(node).endswith("to") and not own) or bare
        if (
            (reports and not infinitive)
            or (reports and passive)
            or (reports and lemma in ("claim", "deny", "allege"))
        ):
            self.attribution.to(above, state)
        elif lemma == "clear" and tree.dep[above] == "xcomp" and tree.lemma[tree.head[above]] == "make":
            self.attribution.to(tree.head[above], state)
        if not state.open or self._is_uttered(node, above) or moods.goes_on(tree, above):
            return
        if lemma == "have" and tree.tag[node] == "VBN":
            return  # "of having done it", where the parser takes the helper for a verb
        if dep == "acl" and moods.is_taken(tree, tree.head[above]):
            return
        local = State()
        self.certainty.local(above, local, skip=node)
        if lemma in ("have", "be", "get") and any(tree.lower[c] == "yet" for c in tree.children[above]):
            state.negated = not state.negated  # "has yet to decide"
            return
        if lemma in _DEGREES_OF_DOUBT:
            turn, modality = _DEGREES_OF_DOUBT[lemma]
            state.negated ^= turn ^ local.negated
            state.weaken(modality)
            return
        continued = lemma == "keep" and tree.mark(node) != "from"  # "kept doing it"
        negative = tree.phrasal(above) in w.NEGATIVE
        if (negative and not continued) or moods.lacks(tree, above):
            state.negated = not state.negated
            if not negative:
                state.open = False  # "no evidence that": what stands above says no again
            else:
                state.negated ^= local.negated
                state.weaken(local.modality)
            return
        if dep == "advcl" and tree.mark(node) == "from":
            kept = tree.child(above, "obj", "nsubj:pass") is not None  # "saved him from doing it"
            state.negated ^= kept and not local.negated
            state.weaken(local.modality if kept else Modality.POSSIBLE)
            return
        if local.negated:
            if lemma == "need":
                state.weaken(Modality.POSSIBLE)  # "did not need to": who knows whether he did
            elif lemma in w.NEG_RAISING or not reports or moods.negates_below(tree, node):
                if not (dep == "acl" and tree.mark(node) == "for"):  # "no parole for killing ..."
                    state.negated = not state.negated
            else:
                state.weaken(Modality.POSSIBLE)
        if lemma in OPEN_CHANCES and infinitive:
            state.weaken(Modality.POSSIBLE)
        elif lemma in _NEAR:
            state.weaken(Modality.PROBABLE)
        if infinitive or not reports:
            state.weaken(local.modality)
        if lemma == "able" and moods.was(tree, above):
            return
        gerund = tree.tag[node] == "VBG"
        if (
            (lemma in _WEIGHED and gerund)  # "opposes sending"
            or (lemma in _ALLOW and infinitive and not gerund)
            or (lemma in _SUPPOSED and tree.dep[above] == "advcl")  # "provided that"
            or (dep == "acl" and (lemma in ("event", "case") or (lemma in _THOUGHTS and gerund)))
        ):
            state.weaken(Modality.POSSIBLE)
        if (
            dep == "acl"
            and tree.tag[node] == "VB"
            and tree.mark(node).endswith("to")
            and not moods.is_ranked(tree, above)
        ):
            state.weaken(Modality.PLANNED, aimed=True)  # "a law to do it"
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
        if state.source is None and (
            (lemma in w.HEARSAY and not tree.is_verb(above) and not self.talk.is_denied(above))
            or (passive and dep == "xcomp" and lemma in ("say", "claim"))
        ):
            state.weaken(Modality.PROBABLE)  # who says so is not said
        settled = lemma == "decide" and moods.is_done(tree, above)
        if infinitive and not settled and (lemma in w.PLANNED or lemma in ("go", "have", "need")):
            state.weaken(Modality.PLANNED, aimed=lemma in w.COMMITTED)
            if lemma in _REQUESTING:
                state.requested = True
        elif lemma in _SUBJUNCTIVE and moods.is_subjunctive(tree, node):
            state.weaken(Modality.PLANNED)
            state.requested = True

    def _is_uttered(self, node: int, above: int) -> bool:
        """ "we would like to convey our regret", "we will continue to support her": done by saying so."""
        tree = self.tree
        subject = self.arguments.surface_subject(above)
        if tree.lemma[above] == "continue" and tree.lemma[node] in w.UTTERED | w.AVOWED:
            return subject is not None and tree.lower[subject] in ("i", "we")
        if tree.lemma[above] not in _WISHING or tree.lemma[node] not in w.UTTERED:
            return False
        return subject is not None and (
            tree.lower[subject] in ("i", "we") or self.attribution.quotes.is_quoted_speech(above)
        )
