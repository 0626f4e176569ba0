"""Puts the parts together: frames and names in, claims out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from spacy.tokens import Doc

from kg.records import Claim, Document, Entity, EntityType, Mention, MentionKind, Modality, Polarity, Span
from kg.relate.analysis import Analysis
from kg.relate.arguments import Arguments
from kg.relate.authors import Authors
from kg.relate.evidence import evidence
from kg.relate.judging import Judge
from kg.relate.matching import FrameIndex, Matcher
from kg.relate.model import RelationModel
from kg.relate.names import NameMatcher
from kg.relate.places import Resolver
from kg.relate.pronouns import Pronouns, plain_title
from kg.relate.quotes import Quotes
from kg.relate.reading import Reading
from kg.relate.referents import Referent, Referents
from kg.relate.roles import RoleIndex, RoleMatcher
from kg.relate.stance import Stance, Stances
from kg.relate.times import Times
from kg.relate.titles import is_former, title_of
from kg.relate.tree import Tree, tree_of
from kg.relate.words import word_set
from kg.schema.frames import Frame, FrameKind


class PredicateLike(Protocol):
    """What is needed of a predicate here."""

    @property
    def domain(self) -> frozenset[EntityType]: ...

    @property
    def range(self) -> frozenset[EntityType]: ...

    @property
    def symmetric(self) -> bool: ...

    @property
    def plover(self) -> str | None: ...


class SchemaLike(Protocol):
    """What is needed of a schema here."""

    @property
    def predicates(self) -> Mapping[str, PredicateLike]: ...

    @property
    def frames(self) -> tuple[Frame, ...]: ...


# Speech acts are the text's own assertion, even where their own author reports them ("I rejected the plan, X said").
SPEECH_ACTS = word_set(
    """
    accused criticized rejectedProposalOf acceptedProposalOf requestedFrom proposedTo opposes
    threatened supports protestedAgainst
    """
)
Key = tuple[str, str, str, Polarity, Modality]
"""What makes two claims one: subject, predicate, object, polarity and modality."""
_ANSWERS = frozenset({"rejectedProposalOf", "acceptedProposalOf"})


class Relater:
    """Relates entities by the frames of a schema; made once, used for many documents.

    Args:
        schema: predicates and frames.
        model: the relation model that judges what the frames find and adds what they miss; without it the frames
            speak alone.
    """

    def __init__(self, schema: SchemaLike, model: RelationModel | None = None) -> None:
        self.schema = schema
        self._judge = Judge(model, schema.predicates, SPEECH_ACTS) if model is not None else None
        self._frames = FrameIndex(schema.frames)
        self._roles = RoleIndex(schema.frames)
        self.titles = frozenset(
            trigger.lower().split()[-1]
            for frame in schema.frames
            if frame.predicate == "holdsPositionIn" and frame.kind is FrameKind.ROLE
            for trigger in frame.triggers
        )
        self.roles = frozenset(
            trigger.lower()
            for frame in schema.frames
            if frame.kind is FrameKind.ROLE and frame.predicate in ("basedIn", "partOf", "locatedIn")
            for trigger in frame.triggers
        )
        self.put = {
            trigger: frame
            for frame in schema.frames
            if frame.kind is FrameKind.NOUN and frame.predicate in ("requestedFrom", "proposedTo")
            for trigger in frame.triggers
        }
        """What one may put to somebody, with the frame that says so."""
        self.vocabulary = frozenset(
            word
            for frame in schema.frames
            for phrase in (*frame.triggers, *frame.object_noun)
            for word in phrase.lower().split()
        )

    def relate(self, doc: Doc, document: Document, entities: Sequence[Entity]) -> tuple[Claim, ...]:
        """The claims of a document, in the order of the text.

        Args:
            doc: the annotated text, with Universal Dependencies.
            document: the same text with its date.
            entities: who and what is named in it, with their mentions.

        Raises:
            ModelError: there is a model, and its file is missing or broken.
        """
        session = Session(self, doc, document, entities)
        found = session.claims()
        if self._judge is None:
            return found
        judged = self._judge.claims(
            doc,
            session.mentioned(),
            session.tree,
            found,
            session.stances.of,
            session.times.of,
            session.office_in,
        )
        return in_order(judged)

    def mentioned(self, doc: Doc, document: Document, entities: Sequence[Entity]) -> tuple[Entity, ...]:
        """The entities with the pronouns and descriptions that the grammar resolves: what the relation model reads."""
        session = Session(self, doc, document, entities)
        session.readings()
        return session.mentioned()


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims in the order of the text."""
    return tuple(
        sorted(claims, key=lambda c: (c.evidence.begin, c.evidence.end, c.predicate, c.subject, c.object))
    )


def _offices(roles: Sequence[Reading]) -> dict[str, str]:
    """Titles that one person alone holds in the text, and who."""
    holders: dict[str, set[str]] = {}
    for reading in roles:
        if reading.title and not reading.ended:
            holders.setdefault(plain_title(reading.title), set()).add(reading.subject.entity)
    return {title: next(iter(who)) for title, who in holders.items() if len(who) == 1 and " " in title}


class Session:
    """The work on one document."""

    def __init__(self, relater: Relater, doc: Doc, document: Document, entities: Sequence[Entity]) -> None:
        self.relater = relater
        self.tree: Tree = tree_of(doc, relater.vocabulary)
        self.referents = Referents(self.tree, entities, relater.titles, relater.roles)
        self.arguments = Arguments(self.tree)
        self.quotes = Quotes(self.tree, self.arguments, self.referents)
        self._hear()
        self.pronouns = Pronouns(self.tree, self.arguments, self.referents)
        self.referents.pronoun = self.pronouns.antecedent
        self.referents.description = self.pronouns.described
        self.referents.forget()
        self.authors = Authors(self.tree, self.arguments, self.referents)
        self.resolver = Resolver(self.tree, self.arguments, self.referents, self.authors)
        self.stances = Stances(self.tree, self.arguments, self.referents, self.quotes)
        self.times = Times(self.tree, document.issued)

    def _hear(self) -> None:
        """Tells who "I" and "we" are within quotations."""
        for quotation in self.quotes.quotations:
            if quotation.speaker is not None:
                for i in range(quotation.first, quotation.last + 1):
                    self.referents.speakers[i] = quotation.speaker.entity
        self.referents.forget()

    def fits(self, frame: Frame, subject: Referent, object_: Referent) -> bool:
        """Whether domain and range of the predicate, and the classes of the frame, allow the pair."""
        p = self.relater.schema.predicates[frame.predicate]
        return (
            subject.entity != object_.entity
            and self.referents.type(subject.entity) in (frame.who_class or p.domain)
            and self.referents.type(object_.entity) in (frame.whom_class or p.range)
        )

    def readings(self) -> list[Reading]:
        """All frames that fit."""
        analysis = Analysis(self.tree, self.arguments, self.referents, self.resolver, self.fits)
        roles = list(RoleMatcher(self.relater._roles, analysis).readings())
        roles += NameMatcher(self.relater._roles, analysis).readings()
        for reading in roles:  # whom "we" means when somebody in office speaks
            if reading.frame.predicate == "holdsPositionIn" and not reading.ended:
                self.referents.bodies.setdefault(reading.subject.entity, reading.object.entity)
        self.pronouns.offices = _offices(roles)
        self.referents.forget()
        events = list(Matcher(self.relater._frames, analysis).readings())
        # Of two readings of the same words the narrower frame's goes ("attack" in a debate is criticism).
        narrow = {(r.trigger, r.subject.entity, r.object.entity) for r in events if r.frame.is_narrow}
        return [
            *(
                r
                for r in events
                if r.frame.is_narrow or (r.trigger, r.subject.entity, r.object.entity) not in narrow
            ),
            *self._presupposed(events),
            *roles,
        ]

    def _presupposed(self, events: Sequence[Reading]) -> Iterator[Reading]:
        """Whoever answers somebody's request or offer was asked or offered something."""
        for reading in events:
            if reading.frame.predicate not in _ANSWERS or reading.places[1] == "subject":
                continue
            for token in reading.tokens[1:]:
                frame = self.relater.put.get(self.tree.lemma[token])
                if frame is None or not self.authors.explicit(token):
                    continue
                if self.fits(frame, reading.object, reading.subject):
                    yield Reading(
                        frame, token, (reading.trigger, token), reading.object, reading.subject, settled=True
                    )

    def mentioned(self) -> tuple[Entity, ...]:
        """The entities, their mentions filled up with pronouns and descriptions; `readings` comes first."""
        tree = self.tree
        found: dict[str, list[Mention]] = defaultdict(list)
        for i in range(len(tree)):
            pronoun = tree.tag[i] in ("PRP", "PRP$")
            if self.referents.mention_at(i) is not None or not (pronoun or tree.pos[i] == "NOUN"):
                continue
            kind = MentionKind.PRONOUN if pronoun else MentionKind.DESCRIPTION
            for referent in self.referents.at(i):
                if referent.head == referent.first == referent.last == i:
                    found[referent.entity].append(Mention(Span(tree.begin[i], tree.end[i]), kind))
        return tuple(
            replace(
                entity,
                mentions=tuple(sorted((*entity.mentions, *found[entity.id]), key=lambda m: m.span)),
            )
            for entity in self.referents.entities
        )

    def office_in(self, evidence: Span) -> tuple[str, bool] | None:
        """The first office that some words name, and whether it has ended."""
        tree, titles = self.tree, self.referents.titles
        for i in range(len(tree)):
            inside = evidence.begin <= tree.begin[i] and tree.end[i] <= evidence.end
            if not inside or tree.lemma[i] not in titles or i in self.referents.covering:
                continue
            if tree.head[i] > i and tree.lemma[tree.head[i]] in titles:
                continue  # "deputy director"
            return title_of(tree, self.referents, i), is_former(tree, i)
        return None

    def claims(self) -> tuple[Claim, ...]:
        """One claim for each triple, polarity and modality, at its clearest place."""
        best: dict[Key, tuple[tuple[float, ...], Claim]] = {}
        for reading in self.readings():
            if not reading.settled and self.stances.of(reading.trigger, self._is_noun(reading)).requested:
                continue  # that somebody asks for it is said by the request itself
            claim, rank = self._claim(reading)
            key = self._key(claim)
            held = best.get(key)
            if held is None or rank > held[0]:
                best[key] = (rank, claim)
        return in_order(claim for _, claim in best.values())

    def _key(self, claim: Claim) -> Key:
        s, o = claim.subject, claim.object
        if self.relater.schema.predicates[claim.predicate].symmetric and o < s:
            s, o = o, s
        return s, claim.predicate, o, claim.polarity, claim.modality

    def _claim(self, reading: Reading) -> tuple[Claim, tuple[float, ...]]:
        frame = reading.frame
        stance = self._stance(reading)
        polarity, modality = stance.polarity, stance.modality
        if frame.polarity is Polarity.DENIED:
            polarity = Polarity.AFFIRMED if polarity is Polarity.DENIED else Polarity.DENIED
        if reading.subject.negated != reading.object.negated:
            polarity = Polarity.AFFIRMED if polarity is Polarity.DENIED else Polarity.DENIED
        if frame.modality is not Modality.ACTUAL and modality is Modality.ACTUAL:
            modality = frame.modality
        if modality is Modality.ACTUAL and not reading.settled and (self._is_suspected(reading.subject)):
            modality = Modality.PROBABLE
        source = stance.source.entity if stance.source is not None else None
        performed = modality is Modality.ACTUAL and frame.predicate in SPEECH_ACTS
        if performed and source == reading.subject.entity:
            source = None  # what he only considers is his word; what he does by speaking is not
        claim = Claim(
            subject=reading.subject.entity,
            predicate=frame.predicate,
            object=reading.object.entity,
            evidence=evidence(self.tree, reading),
            polarity=polarity,
            modality=modality,
            source=source,
            time=None if reading.settled else self.times.of(reading.trigger),
            title=reading.title if frame.predicate == "holdsPositionIn" else None,
            ended=reading.ended,
            made_by=f"frame:{frame.name}",
        )
        length = claim.evidence.end - claim.evidence.begin
        rank = (
            float(modality is Modality.ACTUAL),
            float(source is None),
            float(reading.subject.exact) + float(reading.object.exact),
            -float(length),
        )
        return claim, rank

    def _is_suspected(self, referent: Referent) -> bool:
        """ "suspected rebels killed ..."."""
        tree = self.tree
        return any(
            tree.lower[c] in ("suspected", "alleged", "presumed", "apparent")
            for c in tree.children[referent.head]
            if c < referent.head
        )

    def _stance(self, reading: Reading) -> Stance:
        if reading.settled:
            return self.stances.settled(reading.trigger)
        role = not self.relater.schema.predicates[reading.frame.predicate].plover
        return self.stances.of(reading.trigger, self._is_noun(reading), role)

    def _is_noun(self, reading: Reading) -> bool:
        return reading.frame.kind is FrameKind.NOUN
