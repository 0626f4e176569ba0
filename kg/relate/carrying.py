"""A deed that is a noun within a clause or a phrase: what bears on it of that."""

from __future__ import annotations

from kg.records import Modality
from kg.relate import moods
from kg.relate import words as w
from kg.relate.arguments import Arguments
from kg.relate.attribution import Attribution
from kg.relate.certainty import Certainty, State
from kg.relate.talk import Talk
from kg.relate.tree import Tree
from kg.relate.words import word_set

_OCCUR = word_set(
    """
    take happen occur begin start go come last follow continue resume open be end fail materialize materialise
    """
)
# Verbs whose object is what somebody says is so: "stressed X's support for Y".
_MENTIONING = word_set(
    """
    note stress emphasize emphasise underline underscore highlight reaffirm affirm reiterate confirm
    recall mention acknowledge praise commend laud hail applaud appreciate value allege claim
    """
)
# Nouns that say who might: "in the running to", "the obligation to".
OPEN_CHANCES = word_set("running race contention line obligation duty right mandate entitlement candidacy")
# Nouns for what is to come of a deed, and nouns that leave it what it is.
_INTENTIONS = word_set("plan threat proposal preparation call promise pledge offer request decision")
_TRANSPARENT = word_set("result part kind series round month week day hour year wave act")
# Whoever in office says again what his country or body does, does it by that.
_RESTATING = word_set("reiterate repeat renew")
_CHANCES = word_set("possibility risk danger chance prospect fear likelihood")
_CANCELLED = word_set("cancellation lack absence denial refusal avoidance")
# Subjects of these are not there yet; and of these, that are verbs.
_NOT_YET = word_set(
    "possible unlikely impossible likely imminent elusive doubtful necessary needed inevitable close near feasible"
)
_AWAITING = word_set("need await require hinge depend loom")
# With "for" or "against": what one calls for, waits for, prepares for.
_AWAITED = word_set(
    "call appeal push press hope wait prepare brace plan train vote campaign lobby argue ask warn guard rally"
)
# Verbs by which a thing is taken back.
_RETRACT = word_set("withdraw revoke retract rescind renounce repudiate lift annul terminate sever")
# Verbs by which a thing is brought about.
_BRING = word_set("achieve secure obtain ensure attain facilitate complete finalize finalise conclude")
_SPOKEN = w.REPORT_NOUNS | word_set(
    "criticism threat demand request complaint protest proposal offer call appeal"
)
# What goes on until it is ended: whoever ends it does it no more, while a visit that is ended was made.
_LASTING = word_set(
    """
    support backing aid assistance help cooperation co-operation collaboration partnership alliance funding
    membership opposition resistance boycott embargo blockade
    """
)
_ENDING = word_set("end finish suspend freeze discontinue cut pull break")


class Carrying:
    """Goes up from nouns of deeds.

    Args:
        tree: the document's tree.
        arguments: its places.
        certainty: of single words.
        attribution: finds who says so.
        talk: reads rumours.
    """

    def __init__(
        self, tree: Tree, arguments: Arguments, certainty: Certainty, attribution: Attribution, talk: Talk
    ) -> None:
        self.tree = tree
        self.arguments = arguments
        self.certainty = certainty
        self.attribution = attribution
        self.talk = talk

    def carry(self, node: int, above: int, dep: str, state: State) -> None:
        """A deed that is a noun within a clause: only some verbs bear on it."""
        tree = self.tree
        lemma = tree.lemma[above]
        if dep == "obj" and lemma in _MENTIONING and tree.is_verb(above):
            owners = self.arguments.noun(node) if lemma in _RESTATING else None
            self.attribution.to(above, state, owners=owners)
        if not state.open:
            return
        if dep.startswith("nsubj") and tree.lemma[node] in w.TALK and self.talk.is_called_false(above):
            local = State()
            self.certainty.local(above, local, skip=node)
            state.negated ^= not local.negated
            state.modality, state.open = Modality.ACTUAL, False
            return
        if not tree.is_verb(above):
            self._within_phrase(node, above, dep, state)
            return
        local = State()
        self.certainty.local(above, local, skip=node)
        if lemma in w.BEING and (dep == "obj" or tree.case(node) == "as"):
            state.negated ^= local.negated
            state.weaken(local.modality)
            return
        carried = (
            dep in ("obj", "nsubj:pass")
            or (dep == "nsubj" and lemma in _OCCUR)
            or (dep == "obl" and (lemma in w.LIGHT or lemma in w.PASSIVE_LIGHT or lemma == "be"))
        )
        if not carried:
            if dep == "obl" and lemma in _AWAITED and tree.case(node) in ("for", "against"):
                state.weaken(Modality.PLANNED)
            elif dep == "obl" and tree.case(node) in ("from", "of") and moods.keeps_off(tree, above):
                state.negated ^= not local.negated
                return
            elif dep.startswith("nsubj") and (lemma in _AWAITING or not self._is_known(node, above)):
                # "a meeting between them would help"; while "the attack may lead to war" was one
                state.weaken(Modality.PLANNED if lemma in _AWAITING else local.modality)
            state.open = False
            return
        if tree.phrasal(above) in w.NEGATIVE and self._is_anothers_word(node):
            state.open = False  # "denied accusations by her": she made them
            return
        ended = lemma in _ENDING and tree.lemma[node] in _LASTING
        if ended or tree.phrasal(above) in w.NEGATIVE or lemma in _RETRACT:
            state.negated ^= not local.negated
        elif lemma in w.LIGHT or lemma in w.PASSIVE_LIGHT or lemma in _OCCUR or lemma in _BRING:
            state.negated ^= local.negated
            state.weaken(local.modality)
        elif lemma in w.PLANNED:
            state.negated ^= local.negated
            state.weaken(Modality.PLANNED)
        elif lemma in w.POSSIBLE:
            state.weaken(Modality.POSSIBLE)
        else:
            state.open = False
        if lemma in w.NEGATIVE and lemma in w.DENY:
            self.attribution.to(above, state)

    def _is_known(self, noun: int, verb: int) -> bool:
        """Whether "the" or "this" says that there was such a deed, and no "would" that it is only thought of."""
        tree = self.tree
        known = any(tree.lower[c] in ("the", "this", "these") for c in tree.children_by(noun, "det"))
        return known and all(tree.lower[c] != "would" for c in tree.children_by(verb, "aux"))

    def _is_anothers_word(self, noun: int) -> bool:
        """Whether a noun names what somebody who is named with it has said."""
        tree = self.tree
        return tree.lemma[noun] in _SPOKEN and any(
            (tree.dep[c] == "nmod:poss" and tree.tag[c] != "PRP$")
            or (tree.dep[c] in ("nmod", "obl") and tree.case(c) in ("by", "from"))
            for c in tree.children[noun]
        )

    def _within_phrase(self, node: int, above: int, dep: str, state: State) -> None:
        """A deed within a noun phrase, or the subject of an adjective."""
        tree = self.tree
        lemma, case = tree.lemma[above], tree.case(node)
        if lemma == "clear" and moods.keeps_off(tree, tree.head[above]):
            state.negated = not state.negated  # "steered clear of talks"
            return
        if dep == "nsubj":
            local = State()
            self.certainty.local(above, local, skip=node)
            state.weaken(local.modality)  # "an attack would be a mistake"
        if dep == "nsubj" and lemma in _NOT_YET:
            state.weaken(Modality.POSSIBLE)
        elif lemma in _CANCELLED:
            state.negated = not state.negated
        elif moods.lacks(tree, above):
            state.negated, state.open = not state.negated, False
        elif lemma in OPEN_CHANCES or lemma in _CHANCES:
            state.weaken(Modality.POSSIBLE)
        elif dep != "nmod" and lemma not in _TRANSPARENT:
            state.open = False
        elif lemma in w.TALK:
            if lemma in w.HEARSAY and not self.talk.is_denied(above):
                state.weaken(Modality.PROBABLE)
        elif lemma in ("event", "case") and tree.case(above) == "in":
            state.weaken(Modality.POSSIBLE)
        elif lemma in _INTENTIONS or (lemma in _AWAITED and case in ("for", "against")):
            state.weaken(Modality.PLANNED)
        elif lemma not in _TRANSPARENT:
            state.open = False
