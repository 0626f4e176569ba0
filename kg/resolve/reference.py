"""What refers without a name: pronouns and descriptions, through the model's clusters and by careful rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.records import EntityType, MentionKind
from kg.resolve.antecedents import Antecedents
from kg.resolve.descriptions import aged_person, describes
from kg.resolve.drafts import Draft
from kg.resolve.epithets import Epithets
from kg.resolve.lexicon import words
from kg.resolve.offices import Offices
from kg.resolve.pronouns import FIRST, HE, IT, SHE, THEY, pronoun_fits
from kg.resolve.states import States

_JOINS: Final = frozenset(("flat", "appos", "compound", "flat:name", "flat:title", "nmod:desc", "list"))
_FAR: Final = 2
"""Sentences."""

_Rules = tuple[Offices, States, Epithets]


class _Far(NamedTuple):
    """A noun far behind its cluster, the pronouns that follow it there, and the cluster's entity."""

    noun: Span
    pronouns: list[Span]
    draft: Draft


class References:
    """Adds the pronouns and descriptions of one document to its drafts."""

    def __init__(self, doc: Doc, drafts: Sequence[Draft]) -> None:
        self._doc = doc
        self._drafts = drafts
        self._of_token: dict[int, Draft] = {}
        self._named: set[int] = set()
        for draft in drafts:
            for mention in draft.named:
                for index in range(mention.start, mention.stop):
                    self._of_token.setdefault(index, draft)
                    self._named.add(index)
        self._parsed = doc.has_annotation("DEP") and doc.has_annotation("SENT_START")
        self._sentence = [0] * len(doc)
        if self._parsed:
            for number, sentence in enumerate(doc.sents):
                for token in sentence:
                    self._sentence[token.i] = number
        self._antecedents = Antecedents(doc, self._of_token)

    def add(self) -> None:
        """Find them all; clusters first, then the rules for what is left."""
        far = self._from_clusters()
        if self._parsed:
            rules = self._rules()
            self._from_far(far, rules)
            self._pronouns()
            self._descriptions(rules)

    # Clusters

    def _from_clusters(self) -> list[_Far]:
        """Take what the clusters decide; what they put off is returned."""
        far: list[_Far] = []
        keys = sorted((k for k in self._doc.spans if k.startswith("coref_")), key=lambda key: (len(key), key))
        for key in keys:
            group = list(self._doc.spans[key])
            votes: Counter[int] = Counter()
            owners = {id(draft): draft for draft in self._drafts}
            for span in group:
                draft = self._named_in(span)
                if draft is not None:
                    votes[id(draft)] += 1
            if not votes:
                continue
            (best, count), *others = votes.most_common()
            if others and others[0][1] >= count:
                continue
            far.extend(self._divide(group, owners[best]))
        return far

    def _divide(self, group: Iterable[Span], draft: Draft) -> list[_Far]:
        """Refer a cluster's mentions to its entity, but put off nouns far behind what they are joined to.

        The pronouns that follow such a noun in its sentence are put off with it.
        """
        far: list[_Far] = []
        before = lost = -_FAR
        for span in sorted(group, key=lambda span: span.start):
            sentence = self._sentence[span.start]
            if self._named_in(span) is None:
                if span.root.pos_ == "NOUN" and sentence - before > _FAR:
                    lost = sentence
                    far.append(_Far(span, [], draft))
                elif sentence == lost:
                    far[-1].pronouns.append(span)
                else:
                    self._refer(span, draft)
            before = sentence
        return far

    def _from_far(self, far: Iterable[_Far], rules: _Rules) -> None:
        """What the rules say a noun means, the pronouns after it mean too; else the cluster decides on these."""
        for one in far:
            noun = one.noun.root
            meant = None if noun.i in self._of_token else self._meant(noun, rules)
            if meant is not None:
                self._take_description(noun, meant)
            for span in one.pronouns:
                self._refer(span, meant or one.draft)

    def _named_in(self, span: Span) -> Draft | None:
        """The entity that the head of a span names."""
        root = span.root
        if root.i in self._of_token and root.i in self._named:
            return self._of_token[root.i]
        for token in span:
            if token.i in self._named and token.head == root and token.dep_ in _JOINS:
                draft = self._of_token[token.i]
                if draft.type is EntityType.PERSON:
                    return draft
        return None

    def _refer(self, span: Span, draft: Draft) -> None:
        root = span.root
        if root.i in self._of_token:
            return
        if root.pos_ in ("PRON", "DET") or (len(span) == 1 and root.lower_ in HE | SHE | IT | THEY):
            draft = self._antecedents.employer(root) or self._reported(root, draft)
            if pronoun_fits(root, draft) and not self._does_it_to_himself(root, draft):
                self._take(root.i, root.i + 1, draft, MentionKind.PRONOUN)
        elif root.pos_ == "NOUN" and describes(root, draft) and not self._is_within(root, draft):
            self._take_description(root, draft)

    def _reported(self, pronoun: Token, draft: Draft) -> Draft:
        """Who reports it, where a cluster takes "he said he would go" for two; else the cluster's entity."""
        reporter = self._antecedents.reporter(pronoun) if pronoun.lower_ in HE | SHE else None
        return reporter if reporter is not None and pronoun_fits(pronoun, reporter) else draft

    def _does_it_to_himself(self, pronoun: Token, draft: Draft) -> bool:
        """Whether a pronoun that is no reflexive would mean whoever does it."""
        return any(self._of_token.get(i) is draft for i in self._antecedents.doers(pronoun))

    def _is_within(self, root: Token, draft: Draft) -> bool:
        """ "the wife of the president": nobody is what he is told apart by."""
        while root.dep_ in ("nmod", "nmod:poss") and root.head.pos_ == "NOUN":
            root = root.head
            if self._of_token.get(root.i) is draft:
                return True
        return False

    def _take(self, start: int, stop: int, draft: Draft, kind: MentionKind) -> None:
        piece = self._doc[start:stop]
        draft.references.append((piece.start_char, piece.end_char, kind))
        for index in range(start, stop):
            self._of_token[index] = draft
        lower = self._doc[start].lower_
        if kind is MentionKind.PRONOUN and draft.type is EntityType.PERSON and draft.gender is None:
            draft.gender = "female" if lower in SHE else "male" if lower in HE else None

    def _take_description(self, root: Token, draft: Draft) -> None:
        """The noun with the words before it, back to its determiner, unless a name stands between."""
        start = root.i
        while (
            start > root.left_edge.i
            and start - 1 not in self._of_token
            and not self._doc[start - 1].is_punct
            and self._doc[start - 1].dep_ not in ("case", "cc", "mark")
        ):
            start -= 1
        self._take(start, root.i + 1, draft, MentionKind.DESCRIPTION)

    # Rules

    def _pronouns(self) -> None:
        for token in self._doc:
            if token.i in self._of_token:
                continue
            lower = token.lower_
            draft = None
            if lower in HE or lower in SHE:
                draft = self._antecedents.person_for(token, "female" if lower in SHE else "male")
            elif lower in ("its", "their", "itself", "themselves"):
                draft = self._antecedents.owner(token) or self._antecedents.employer(token)
            elif lower in FIRST:
                draft = self._antecedents.speaker(token)
            if draft is not None:
                self._take(token.i, token.i + 1, draft, MentionKind.PRONOUN)

    def _descriptions(self, rules: _Rules) -> None:
        for token in self._doc:
            if token.i in self._of_token:
                continue
            if (aged := aged_person(token)) is not None:
                draft = self._antecedents.person_beside(token) or self._antecedents.person_for(token, None)
                if draft is not None:
                    self._take(aged, token.i + 1, draft, MentionKind.DESCRIPTION)
            elif token.pos_ in ("NOUN", "PROPN"):
                draft = self._meant(token, rules)
                if draft is not None:
                    self._take_description(token, draft)

    def _rules(self) -> _Rules:
        offices = Offices(self._doc, self._drafts, self._of_token)
        states = States(self._doc, self._drafts, self._of_token, offices)
        return offices, states, Epithets(self._doc, self._drafts, self._of_token)

    def _meant(self, token: Token, rules: _Rules) -> Draft | None:
        offices, states, bodies = rules
        draft = states.meant(token)
        if draft is None:
            return offices.holder(token) if token.lower_ in words().offices else bodies.taken_up(token)
        return draft
