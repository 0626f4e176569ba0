"""Frames: how English says a predicate, read from the ontology and compiled into frozen records.

A frame hangs on its property by `kg:frame` and is written in a few words, for instance

    kg:vetoed kg:frame [ a kg:VerbFrame ; kg:verb "veto, block" ; kg:who "subject" ; kg:whom "object" ] .

docs/frames.md explains every word that may be used. A frame that can't be compiled is an error that names the
property and the frame.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.errors import SchemaError
from kg.records import EntityType, Modality, Polarity

KG = Namespace("https://w3id.org/kg/ontology#")


class FrameKind(StrEnum):
    """Which words carry the frame; the values are the local names of the classes in the ontology."""

    VERB = "VerbFrame"
    """A verb: "X vetoed Y"."""
    NOUN = "NounFrame"
    """A noun that names the deed: "X's veto of Y", "X used its veto against Y"."""
    ADJECTIVE = "AdjectiveFrame"
    """An adjective: "X is critical of Y"."""
    ROLE = "RoleFrame"
    """A noun that names who one is to the other: "X, the founder of Y", "Y's founder X"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which English says a predicate."""

    name: str
    """Unique: predicate, slash, first trigger and kind, such as rejectedProposalOf/reject-v."""
    predicate: str
    kind: FrameKind
    triggers: tuple[str, ...]
    """Lemmas, verbs with their particles: "reject", "turn down"."""
    who: tuple[str, ...]
    """Where the claim's subject is found, the best place first (see ROLES)."""
    whom: tuple[str, ...]
    """Where the claim's object is found."""
    object_noun: frozenset[str] = frozenset()
    """What stands at the first step of whom's path, or else is the verb's object, must be one of these nouns."""
    complement: frozenset[str] = frozenset()
    """At least one of these complements must be there: infinitive, clause, quote, or a preposition."""
    without: frozenset[str] = frozenset()
    """None of these complements may be there."""
    who_class: frozenset[EntityType] = frozenset()
    """Narrower than the predicate's domain, where set."""
    whom_class: frozenset[EntityType] = frozenset()
    """Narrower than its range, where set."""
    polarity: Polarity = Polarity.AFFIRMED
    """What the words themselves say: "acquit" denies that somebody was convicted."""
    modality: Modality = Modality.ACTUAL

    @property
    def is_narrow(self) -> bool:
        """Whether it says more than its trigger alone: it goes before wider frames of the same words."""
        return bool(self.object_noun or self.who_class or self.whom_class)


class PredicateName(Protocol):
    """What is needed of a predicate here."""

    @property
    def name(self) -> str: ...

    @property
    def iri(self) -> str: ...


_TRIGGER = {
    FrameKind.VERB: KG.verb,
    FrameKind.NOUN: KG.noun,
    FrameKind.ADJECTIVE: KG.adjective,
    FrameKind.ROLE: KG.noun,
}
_SUFFIX = {FrameKind.VERB: "v", FrameKind.NOUN: "n", FrameKind.ADJECTIVE: "a", FrameKind.ROLE: "r"}
_DEFAULT_WHO = {
    FrameKind.VERB: ("subject",),
    FrameKind.NOUN: ("possessor", "by", "from", "modifier"),
    FrameKind.ADJECTIVE: ("subject",),
    FrameKind.ROLE: ("self",),
}
_DEFAULT_WHOM = {
    FrameKind.VERB: ("object",),
    FrameKind.NOUN: ("of", "against", "on"),
    FrameKind.ADJECTIVE: ("of",),
    FrameKind.ROLE: ("possessor", "of", "modifier"),
}
_PROPERTIES = {
    RDF.type,
    KG.verb,
    KG.noun,
    KG.adjective,
    KG.who,
    KG.whom,
    KG.objectNoun,
    KG.complement,
    KG.without,
    KG.means,
    KG.whoClass,
    KG.whomClass,
}
_MEANINGS = {str(value) for value in (*Polarity, *Modality)}

ROLES = frozenset(
    {
        "subject",
        "object",
        "recipient",
        "clause",
        "possessor",
        "owner",
        "author",
        "modifier",
        "host",
        "copula",
        "speaker",
        "statute",
        "self",
        "each",
    }
)
"""The named places; every other role is a preposition ("with"), and a slash leads on from one place to the next:
"object/owner" is whoever owns what the verb's object names (its possessor, of, by, from or modifier),
"object/author" whoever made the proposal or claim that it names, if need be in an earlier sentence,
"object/statute" the body under whose treaty it stands; "speaker" is whoever says what the words are part of."""
NAME = "*"
"""The trigger of a role frame that holds of a bare name: "Turku in Finland"."""

_WORDS = re.compile(r"[^\W\d_][\w'’.-]*( [^\W\d_][\w'’.-]*)*")
_ROLE = re.compile(r"[a-z]+(/[a-z]+)*")


def compile_frames(graph: Graph, predicates: Mapping[str, PredicateName]) -> tuple[Frame, ...]:
    """All frames of `graph`, in a stable order.

    Args:
        graph: the ontology with the user's files.
        predicates: the schema's predicates, under any key.

    Raises:
        SchemaError: a frame can't be compiled; the message names its property and the frame.
    """
    names = {predicate.iri: predicate.name for predicate in predicates.values()}
    compiled = []
    for prop, node in graph.subject_objects(KG.frame):
        if str(prop) not in names:
            raise SchemaError(
                f"{_short(prop)} has a frame but is no predicate: declare it an owl:ObjectProperty"
            )
        compiled.append(_compile(graph, node, names[str(prop)]))
    compiled.sort(
        key=lambda frame: (frame.predicate, frame.kind, frame.triggers, frame.whom, frame.who, frame.name)
    )
    return _with_unique_names(compiled)


def _compile(graph: Graph, node: Node, predicate: str) -> Frame:
    def fail(problem: str) -> SchemaError:
        words = sorted(str(o) for p, o in graph.predicate_objects(node) if isinstance(o, Literal))
        return SchemaError(
            f"kg:{predicate}: its frame ({'; '.join(words) or 'empty'}) can't be compiled: {problem}"
        )

    def literals(prop: URIRef) -> tuple[str, ...]:
        parts: list[str] = []
        for value in stated[prop]:
            if not isinstance(value, Literal):
                raise fail(f"{_short(prop)} needs a string, not {_short(value)}")
            parts += [part.strip() for part in str(value).split(",")]
        return tuple(dict.fromkeys(part for part in parts if part))

    stated: dict[Node, list[Node]] = defaultdict(list)
    for prop, value in graph.predicate_objects(node):
        if prop not in _PROPERTIES:
            raise fail(f"{_short(prop)} is unknown; known are {', '.join(sorted(map(_short, _PROPERTIES)))}")
        stated[prop].append(value)
    kinds = [kind for kind in FrameKind if KG[kind] in stated[RDF.type]]
    if len(kinds) != 1:
        raise fail(f"it needs one class of {', '.join('kg:' + kind for kind in FrameKind)}")
    kind = kinds[0]
    triggers = literals(_TRIGGER[kind])
    if not triggers:
        raise fail(f"it has no {_short(_TRIGGER[kind])}")
    for trigger in triggers:
        if not _WORDS.fullmatch(trigger) and (trigger, kind) != (NAME, FrameKind.ROLE):
            raise fail(f"{trigger!r} is no word; separate several by commas")
    who, whom = literals(KG.who) or _DEFAULT_WHO[kind], literals(KG.whom) or _DEFAULT_WHOM[kind]
    for role in (*who, *whom):
        if not _ROLE.fullmatch(role):
            raise fail(
                f"{role!r} is no role; use {', '.join(sorted(ROLES))}, a preposition, or a path with /"
            )
    if "self" in {role.split("/")[0] for role in (*who, *whom)} and kind is not FrameKind.ROLE:
        raise fail('the role "self" is for a kg:RoleFrame only')
    if kind is FrameKind.ROLE and "self" not in {*who, *whom}:
        raise fail('a kg:RoleFrame needs the role "self" in kg:who or kg:whom')
    for prop in (KG.objectNoun, KG.complement, KG.without):
        if literals(prop) and kind is not FrameKind.VERB:
            raise fail(f"{_short(prop)} is for a kg:VerbFrame only")
    classes = {prop: literals(prop) for prop in (KG.whoClass, KG.whomClass)}
    for name in (*classes[KG.whoClass], *classes[KG.whomClass]):
        if name not in set(EntityType):
            raise fail(f"{name!r} is no class; use {', '.join(sorted(EntityType))}")
    means = literals(KG.means)
    for meaning in means:
        if meaning not in _MEANINGS:
            raise fail(f"{meaning!r} is no meaning; use {', '.join(sorted(_MEANINGS))}")
    return Frame(
        name=f"{predicate}/{_slug(triggers[0])}-{_SUFFIX[kind]}",
        predicate=predicate,
        kind=kind,
        triggers=triggers,
        who=who,
        whom=whom,
        object_noun=frozenset(literals(KG.objectNoun)),
        complement=frozenset(literals(KG.complement)),
        without=frozenset(literals(KG.without)),
        who_class=frozenset(map(EntityType, classes[KG.whoClass])),
        whom_class=frozenset(map(EntityType, classes[KG.whomClass])),
        polarity=next((Polarity(m) for m in means if m in set(Polarity)), Polarity.AFFIRMED),
        modality=next((Modality(m) for m in means if m in set(Modality)), Modality.ACTUAL),
    )


def _with_unique_names(frames: list[Frame]) -> tuple[Frame, ...]:
    """Numbers frames of one name, in their stable order."""
    seen: dict[str, int] = {}
    unique = []
    for frame in frames:
        seen[frame.name] = number = seen.get(frame.name, 0) + 1
        unique.append(frame if number == 1 else replace(frame, name=f"{frame.name}{number}"))
    return tuple(unique)


def _slug(trigger: str) -> str:
    return "name" if trigger == NAME else trigger.replace(" ", "-")


def _short(term: Node) -> str:
    text = str(term)
    if text.startswith(str(KG)):
        return f"kg:{text.removeprefix(str(KG))}"
    return "rdf:type" if term == RDF.type else text
