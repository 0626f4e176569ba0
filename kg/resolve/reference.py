"""What refers without a name: pronouns and descriptions, through the model's clusters and by careful rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.records import EntityType, MentionKind
from kg.resolve.descriptions import aged_person, describes
from kg.resolve.drafts import Draft
from kg.resolve.epithets import Epithets
from kg.resolve.lexicon import words
from kg.resolve.offices import Offices
from kg.resolve.pronouns import FIRST, HE, IT, SHE, THEY, inside_quotes, of_members, pronoun_fits
from kg.resolve.states import States
from kg.resolve.titles import Gender

_SUBJECT: Final = ("nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer")
_JOINS: Final = frozenset(("flat", "appos", "compound", "flat:name", "flat:title", "nmod:desc", "list"))
_MOST_SENTENCES: Final = 3
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
        self._quoted = inside_quotes(doc)

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
            if pronoun_fits(root, draft):
                self._take(root.i, root.i + 1, draft, MentionKind.PRONOUN)
        elif root.pos_ == "NOUN" and describes(root, draft) and not self._is_within(root, draft):
            self._take_description(root, draft)

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
                draft = self._person_for(token, "female" if lower in SHE else "male")
            elif lower in ("its", "their", "itself", "themselves"):
                draft = self._owner(token)
            elif lower in FIRST:
                draft = self._speaker(token)
            if draft is not None:
                self._take(token.i, token.i + 1, draft, MentionKind.PRONOUN)

    def _person_for(self, token: Token, gender: Gender | None) -> Draft | None:
        def fits(draft: Draft | None) -> bool:
            if draft is None or draft.type is not EntityType.PERSON:
                return False
            return gender is None or draft.gender in (None, gender)

        speaker = self._speaker_of_sentence(token) if self._quoted[token.i] else None
        for subject in self._governing_subjects(token):
            draft = self._of_token.get(subject.i)
            if draft is not speaker and fits(draft):
                return draft
        sentences = self._sentences_before(token)
        for sentence in sentences:
            subjects = [self._of_token[t.i] for t in sentence if t.dep_ in _SUBJECT and t.i in self._of_token]
            main = [d for d in subjects if fits(d) and d is not speaker]
            if len(set(map(id, main))) == 1:
                return main[0]
            if main:
                root_subject = next((t for t in sentence.root.children if t.dep_ in _SUBJECT), None)
                draft = self._of_token.get(root_subject.i) if root_subject is not None else None
                return draft if fits(draft) and draft is not speaker else None
            others = {
                id(d): d
                for t in sentence
                if fits(d := self._of_token.get(t.i)) and d is not None and d is not speaker
            }
            if len(others) == 1:
                return next(iter(others.values()))
            if others:
                return None
        return None

    def _person_beside(self, token: Token) -> Draft | None:
        """The person named last before in the sentence, but for whoever does it to him."""
        doers = {child.i for child in token.head.children if child.dep_ in _SUBJECT}
        for index in range(token.i - 1, token.sent.start - 1, -1):
            draft = self._of_token.get(index)
            if draft is not None and draft.type is EntityType.PERSON and index not in doers:
                return draft
        return None

    def _governing_subjects(self, token: Token) -> Iterator[Token]:
        """The subjects before `token` of the clauses around it, the nearest clause first.

        A pronoun that is itself subject or object of a clause does not take up its subject, a possessive does.
        """
        own = token.dep_ not in ("nmod:poss", "poss") and not token.lower_.endswith(("self", "selves"))
        node, skip = token.head, own
        for _ in range(12):
            if not skip or node.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
                for child in node.children:
                    if child.dep_ in _SUBJECT and child.i < token.i and child != token:
                        yield child
            if node.pos_ in ("VERB", "AUX", "ADJ"):
                skip = False
            if node.head == node:
                return
            node = node.head

    def _sentences_before(self, token: Token) -> list[Span]:
        sentences: list[Span] = []
        sentence = token.sent
        while sentence.start > 0 and len(sentences) < _MOST_SENTENCES:
            sentence = self._doc[sentence.start - 1].sent
            sentences.append(sentence)
        return sentences

    def _owner(self, token: Token) -> Draft | None:
        """Whose "its" or "their" is: the organization or country that is subject of the same clause."""
        if token.dep_ not in ("nmod:poss", "poss"):
            return None
        for subject in self._governing_subjects(token):
            draft = self._of_token.get(subject.i)
            if draft is not None and draft.type is EntityType.COUNTRY and of_members(token):
                continue
            if draft is None:
                return None
            plural = token.lower_.startswith("the")
            if draft.type in (EntityType.ORGANIZATION, EntityType.COUNTRY) and (
                not plural or draft.type is EntityType.COUNTRY
            ):
                return draft
            return None
        return None

    def _speaker(self, token: Token) -> Draft | None:
        """Who says "I": the person whose words are quoted."""
        if not self._quoted[token.i]:
            return None
        draft = self._speaker_of_sentence(token)
        if draft is None:
            before = self._sentences_before(token)[:1]
            if before and "\n" not in self._doc[before[0].start : token.i].text:
                draft = self._speaker_in(before[0])
        return draft if draft is not None and draft.type is EntityType.PERSON else None

    def _speaker_of_sentence(self, token: Token) -> Draft | None:
        return self._speaker_in(token.sent)

    def _speaker_in(self, sentence: Span) -> Draft | None:
        found = []
        for token in sentence:
            if token.lemma_.lower() in words().saying and not self._quoted[token.i]:
                for child in token.children:
                    draft = self._of_token.get(child.i)
                    if child.dep_ in _SUBJECT and draft is not None:
                        found.append(draft)
        return found[0] if len({id(draft) for draft in found}) == 1 else None

    def _descriptions(self, rules: _Rules) -> None:
        for token in self._doc:
            if token.i in self._of_token:
                continue
            if (aged := aged_person(token)) is not None:
                draft = self._person_beside(token) or self._person_for(token, None)
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
