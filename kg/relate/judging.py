"""Lets the relation model judge what the frames found, and adds what only the model sees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from spacy.tokens import Doc

from kg.records import Claim, Modality, Polarity, Span
from kg.relate.claims import is_performed, modality_of
from kg.relate.combine import Predicates, Weights, combine, schema_admits
from kg.relate.homes import at_home
from kg.relate.model import Candidate, RelationModel
from kg.relate.moods import keeps_off, kept_off
from kg.relate.opinions import wanted_pairs
from kg.relate.session import Session
from kg.relate.tree import Tree
from kg.relate.words import NEGATIVE, PLANNED, word_set

SURE: Final = 0.5
"""From here on the model's word on polarity, modality and source counts where the syntax shows nothing."""
UNDENIED: Final = 0.05
"""A likelihood of denial below this tells that a "not" belongs to what one says: "They should not have come"."""
_SAID: Final = frozenset({"ACCUSE", "REJECT", "REQUEST"})
"""PLOVER categories of what one does to others by words on what they do or should do."""
_VIOLENCE: Final = "ASSAULT"
"""The PLOVER category."""
_TOGETHER: Final = frozenset({"CONSULT", "AGREE", "COOPERATE", "AID"})
"""Those of deeds that one can stay away from; so one can of an office."""
_CLOSE: Final = word_set(
    """
    wife husband spouse partner widow widower fiancee fiancé son daughter child brother sister sibling father mother
    parent cousin nephew niece uncle aunt grandson granddaughter grandfather grandmother relative friend ally associate
    confidant confidante neighbor neighbour colleague classmate rival critic opponent supporter lawyer attorney
    """
)
"""Whoever is this to one who holds an office does not hold it."""
_TO_COME: Final = word_set("set plan intend prepare schedule due poise bind mean")
"""Under these even what one does by speaking is still to come."""
_ASK: Final = word_set("ask wonder question inquire enquire")
_OF_OBJECTS: Final = frozenset({"obj", "nmod", "compound", "appos"})
_SHUN: Final = word_set(
    """
    boycott skip snub miss shun refuse decline reject spurn turn_down cancel call_off put_off avoid back_out opt_out
    """
)


class Judge:
    """Weighs the frames' claims of a document against the relation model's opinion.

    Args:
        model: the relation model.
        predicates: of the schema, by name.
    """

    def __init__(self, model: RelationModel, predicates: Predicates) -> None:
        self.model = model
        self._predicates = predicates
        self._symmetric = frozenset(name for name, one in predicates.items() if one.symmetric)
        self._violent = frozenset(name for name, one in predicates.items() if one.plover == _VIOLENCE)

    def claims(self, doc: Doc, session: Session, found: Sequence[Claim]) -> list[Claim]:
        """What to claim of a document of which the frames found some claims.

        Args:
            doc: the parsed text.
            session: the work of the frames on it.
            found: their claims.

        Raises:
            ModelError: the model file is missing or broken.
        """
        weights = Weights.stored(self.model.settings)
        entities = session.referents.entities
        # A model whose word counts for nothing in documents need not be asked.
        asked = weights.model and len(entities) > 1
        wanted = wanted_pairs(found, self._symmetric)
        wanted |= {(holder, place) for (holder, _, _), homes in session.homes.items() for place in homes}
        candidates = self.model.score(doc, session.mentioned(), wanted) if asked else []
        return combine(
            at_home(found, session.homes, candidates),
            candidates,
            weights,
            self._symmetric,
            self._violent,
            partial(schema_admits, self._predicates, entities),
            partial(self._draft, session),
        )

    def _draft(self, session: Session, candidate: Candidate, predicate: str) -> Claim | None:
        if predicate == "holdsPositionIn" and is_anothers_office(session, candidate.evidence):
            return None
        tree = session.tree
        trigger = trigger_of(tree, candidate.evidence)
        if is_asked(tree, trigger):
            return None
        polarity, modality, source = Polarity.AFFIRMED, Modality.ACTUAL, None
        event = self._predicates[predicate].plover is not None
        if event:
            if not is_performed(predicate, modality) or tree.lemma[trigger] in _TO_COME:
                trigger = undertaken(tree, trigger, candidate.evidence)
            stance = session.stances.of(trigger)
            polarity, modality = stance.polarity, modality_of(predicate, stance)
            source = stance.source.entity if stance.source is not None else None
        shunning = shunned_by(session, trigger, candidate) if self._may_be_shunned(predicate) else None
        if shunning is not None:
            polarity = session.stances.of(shunning).polarity.turned
        elif candidate.denied > SURE:
            polarity = Polarity.DENIED
        elif candidate.denied < UNDENIED and self._predicates[predicate].plover in _SAID:
            polarity = Polarity.AFFIRMED
        likeliest = max(candidate.modality, key=candidate.modality.__getitem__)
        if modality is Modality.ACTUAL and candidate.modality[likeliest] > SURE:
            modality = Modality(likeliest)
        speaker = max(candidate.sources, key=candidate.sources.__getitem__)
        if source is None and speaker is not None and candidate.sources[speaker] > SURE:
            source = speaker
        if source == candidate.subject and is_performed(predicate, modality):
            source = None
        office = session.office_in(candidate.evidence) if predicate == "holdsPositionIn" else None
        return Claim(
            subject=candidate.subject,
            predicate=predicate,
            object=candidate.object,
            evidence=candidate.evidence,
            polarity=polarity,
            modality=modality,
            source=source,
            time=session.times.of(trigger) if event else None,
            title=office[0] if office else None,
            ended=office is not None and office[1],
            plover=self._predicates[predicate].plover,
        )

    def _may_be_shunned(self, predicate: str) -> bool:
        return self._predicates[predicate].plover in _TOGETHER or predicate == "holdsPositionIn"


def trigger_of(tree: Tree, evidence: Span) -> int:
    """The token on which the words of the evidence hang: the first verb, else the first word, whose head is outside.

    Where that verb only introduces a clause within the evidence ("said that ..."), the clause's verb.
    """
    inside = [i for i in range(len(tree)) if tree.begin[i] < evidence.end and tree.end[i] > evidence.begin]
    if not inside:
        return 0
    low, high = inside[0], inside[-1]
    tops = [i for i in inside if not low <= tree.head[i] <= high or tree.head[i] == i]
    verbs = [i for i in tops if tree.is_verb(i)]
    top = (verbs or tops or inside)[0]
    while (clause := tree.child(top, "ccomp", "parataxis")) is not None and top < clause <= high:
        top = clause
    return top


def is_anothers_office(session: Session, evidence: Span) -> bool:
    """Whether the office that some words name is somebody else's, to whom one is close: "the wife of the king"."""
    tree = session.tree
    return any(
        tree.lemma[i] in session.referents.titles
        and tree.dep[i] in ("nmod", "nmod:poss")
        and tree.lemma[tree.head[i]] in _CLOSE
        for i in range(len(tree))
        if evidence.begin <= tree.begin[i] and tree.end[i] <= evidence.end
    )


def is_asked(tree: Tree, trigger: int) -> bool:
    """Whether somebody only asks for it: "asked if they had met"."""
    return tree.lemma[tree.head[trigger]] in _ASK and tree.mark(trigger) in ("if", "whether")


def shunned_by(session: Session, trigger: int, candidate: Candidate) -> int | None:
    """The verb that says that one of the two did not take what the evidence names: "boycotted the talks"."""
    tree = session.tree
    verb = trigger
    while not tree.is_verb(verb) and (tree.dep[verb] in _OF_OBJECTS or kept_off(tree, verb)):
        verb = tree.head[verb]
    off = keeps_off(tree, verb)
    if not off and (tree.phrasal(verb) not in _SHUN or tree.child(verb, "obj", "obl") is None):
        return None
    subject = session.arguments.surface_subject(verb)
    if subject is None:
        return None
    if tree.tag[subject] in ("WP", "WDT") and tree.dep[verb] == "acl:relcl":
        subject = tree.head[verb]  # "Ada, who refuses any talks"
    ends = (candidate.subject, candidate.object)
    return verb if any(one.entity in ends for one in session.referents.at(subject)) else None


def undertaken(tree: Tree, trigger: int, evidence: Span) -> int:
    """The deed that the word on which the evidence hangs only plans, tries or leaves undone: "pledged to work"."""
    deed = tree.child(trigger, "xcomp")
    if (
        deed is None
        or tree.end[deed] > evidence.end
        or (tree.child(trigger, "obj") is not None and tree.tag[deed] != "VBN")  # "wants him banned"
        or tree.phrasal(trigger) not in PLANNED | NEGATIVE
    ):
        return trigger
    return deed
