"""The work on one document: its parts put together, and all frames that fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.records import Claim, Document, Entity, Mention, MentionKind, Span
from kg.relate.analysis import Analysis
from kg.relate.arguments import Arguments
from kg.relate.authors import Authors
from kg.relate.claims import Claims
from kg.relate.grammar import Grammar
from kg.relate.issuers import issuer_of
from kg.relate.matching import Matcher
from kg.relate.mending import mended
from kg.relate.names import NameMatcher
from kg.relate.opinions import Triple
from kg.relate.places import Resolver
from kg.relate.pronouns import Pronouns, plain_title
from kg.relate.quotes import Quotes
from kg.relate.reading import Reading
from kg.relate.referents import Referent, Referents
from kg.relate.roles import RoleMatcher
from kg.relate.stance import Stances
from kg.relate.times import Times
from kg.relate.titles import is_former, title_of
from kg.relate.tree import Tree, tree_of
from kg.schema.frames import Frame

_ANSWERS = frozenset({"rejectedProposalOf", "acceptedProposalOf"})


class Session:
    """The work on one document."""

    def __init__(self, grammar: Grammar, doc: Doc, document: Document, entities: Sequence[Entity]) -> None:
        self.grammar = grammar
        self.tree: Tree = mended(tree_of(doc, grammar.vocabulary))
        self.referents = Referents(self.tree, entities, grammar.titles, grammar.kinds)
        self.arguments = Arguments(self.tree)
        self.quotes = Quotes(self.tree, self.arguments, self.referents)
        self._hear()
        self.referents.issuer = issuer_of(self.tree, self.arguments, self.referents, self.quotes)
        self.pronouns = Pronouns(self.tree, self.arguments, self.referents)
        self.referents.pronoun = self.pronouns.antecedent
        self.referents.description = self.pronouns.described
        self.referents.forget()
        self.authors = Authors(self.tree, self.arguments, self.referents)
        self.resolver = Resolver(self.tree, self.arguments, self.referents, self.authors)
        self.stances = Stances(self.tree, self.arguments, self.referents, self.quotes)
        self.times = Times(self.tree, document.issued)
        self.homes: dict[Triple, Mapping[str, float]] = {}
        """The claims of an office that the text does not say whose it is, and the countries that may be meant, each
        with how much the text looks to be at home there."""

    def _hear(self) -> None:
        """Tells who "I" and "we" are within quotations."""
        for quotation in self.quotes.quotations:
            if quotation.speaker is not None:
                for i in range(quotation.first, quotation.last + 1):
                    self.referents.speakers[i] = quotation.speaker.entity
        self.referents.forget()

    def fits(self, frame: Frame, subject: Referent, object_: Referent) -> bool:
        """Whether domain and range of the predicate, and the classes of the frame, allow the pair."""
        p = self.grammar.predicates[frame.predicate]
        return (
            subject.entity != object_.entity
            and self.referents.type(subject.entity) in (frame.who_class or p.domain)
            and self.referents.type(object_.entity) in (frame.whom_class or p.range)
        )

    def readings(self) -> list[Reading]:
        """All frames that fit."""
        analysis = Analysis(self.tree, self.arguments, self.referents, self.resolver, self.fits)
        roles = list(RoleMatcher(self.grammar.roles, analysis).readings())
        roles += NameMatcher(self.grammar.roles, analysis).readings()
        self.homes = {
            (reading.subject.entity, reading.frame.predicate, reading.object.entity): reading.homes
            for reading in roles
            if reading.homes
        }
        for reading in roles:  # whom "we" means when somebody in office speaks
            if reading.frame.predicate == "holdsPositionIn" and not reading.ended:
                self.referents.bodies.setdefault(reading.subject.entity, reading.object.entity)
        self.pronouns.offices = _offices(roles)
        self.referents.forget()
        events = list(Matcher(self.grammar.events, analysis).readings())
        return [*self._narrowest(events), *self._presupposed(events), *roles]

    def _narrowest(self, events: Sequence[Reading]) -> Iterator[Reading]:
        """Of two readings of the same words the narrower frame's ("attack" in a debate is criticism).

        What a user's ontology adds stands beside what kg reads.
        """
        narrow = {self._words(reading) for reading in events if reading.frame.is_narrow}
        for reading in events:
            if reading.frame.is_narrow or self._words(reading) not in narrow:
                yield reading

    def _words(self, reading: Reading) -> tuple[int, str, str, bool]:
        is_own = self.grammar.predicates[reading.frame.predicate].is_own
        return reading.trigger, reading.subject.entity, reading.object.entity, is_own

    def _presupposed(self, events: Sequence[Reading]) -> Iterator[Reading]:
        """Whoever answers somebody's request or offer was asked or offered something."""
        for reading in events:
            if reading.frame.predicate not in _ANSWERS or reading.places[1] == "subject":
                continue
            for token in reading.tokens[1:]:
                frame = self.grammar.put.get(self.tree.lemma[token])
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
        return Claims(self.tree, self.stances, self.times, self.grammar.predicates).of(self.readings())


def _offices(roles: Sequence[Reading]) -> dict[str, str]:
    """Titles that one person alone holds in the text, and who."""
    holders: dict[str, set[str]] = {}
    for reading in roles:
        if reading.title and not reading.ended:
            holders.setdefault(plain_title(reading.title), set()).add(reading.subject.entity)
    return {title: next(iter(who)) for title, who in holders.items() if len(who) == 1 and " " in title}
