"""Which entity a pronoun takes up, by where the two stand in their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.records import EntityType
from kg.resolve.drafts import Draft
from kg.resolve.lexicon import words
from kg.resolve.pronouns import FIRST, inside_quotes, of_members
from kg.resolve.titles import Gender

_SUBJECT: Final = ("nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer")
_MOST_SENTENCES: Final = 3
_OPEN_CLAUSES: Final = ("conj", "xcomp", "advcl")
"""Clauses that may lack a subject of their own."""
_DONE_TO: Final = frozenset(("to", "on", "against", "by"))
"""Prepositions of whom something is done to, unlike "with" and "behind", which one may have oneself there."""


class Antecedents:
    """Looks for what is referred to in one parsed document.

    Args:
        doc: the document.
        of_token: the entity that each token is known to mean; what is found out later is read as well.
    """

    def __init__(self, doc: Doc, of_token: Mapping[int, Draft]) -> None:
        self._doc = doc
        self._of_token = of_token
        self._quoted = inside_quotes(doc)

    def person_for(self, token: Token, gender: Gender | None) -> Draft | None:
        """Whom "he" or "she", or a noun of a person, takes up: the subject around it, else of the sentences before."""

        def fits(draft: Draft | None) -> bool:
            if draft is None or draft.type is not EntityType.PERSON:
                return False
            return gender is None or draft.gender in (None, gender)

        speaker = self._speaker_of_sentence(token) if self._quoted[token.i] else None
        doers = [self._of_token.get(i) for i in self.doers(token)]
        for subject in self._governing_subjects(token):
            draft = self._of_token.get(subject.i)
            if draft is not speaker and fits(draft) and draft not in doers:
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

    def person_beside(self, token: Token) -> Draft | None:
        """The person named last before in the sentence, but for whoever does it to him."""
        doers = {child.i for child in token.head.children if child.dep_ in _SUBJECT}
        for index in range(token.i - 1, token.sent.start - 1, -1):
            draft = self._of_token.get(index)
            if draft is not None and draft.type is EntityType.PERSON and index not in doers:
                return draft
        return None

    def doers(self, token: Token) -> set[int]:
        """The tokens of whoever does what is done to a pronoun: no "him" is the subject of its own verb (Principle B).

        None for reflexives, possessives, and what only stands beside the verb.
        """
        if token.lower_.endswith(("self", "selves")):
            return set()
        cases = {child.lower_ for child in token.children if child.dep_ == "case"}
        if token.dep_ not in ("obj", "iobj") and not (token.dep_.startswith("obl") and cases & _DONE_TO):
            return set()
        node = token.head
        for _ in range(12):
            subject = next((child for child in node.children if child.dep_ in _SUBJECT), None)
            if subject is not None:
                relative = subject.tag_ in ("WP", "WDT") and node.dep_ == "acl:relcl"
                doer = node.head if relative else subject
                return {doer.i, *(child.i for child in doer.children if child.dep_ in ("appos", "flat"))}
            if node.dep_ not in _OPEN_CLAUSES:
                break
            if node.dep_ == "xcomp":  # "asked him to call her"
                asked = next(
                    (c for c in node.head.children if c.dep_ in ("obj", "iobj") and c != token), None
                )
                if asked is not None:
                    return {asked.i}
            node = node.head
        return set()

    def reporter(self, token: Token) -> Draft | None:
        """The person who says what "he" or "she" is the subject of: "Lind said he would go"."""
        clause = token.head
        if token.dep_ not in _SUBJECT or clause.dep_ != "ccomp" or self._quoted[token.i]:
            return None
        saying = clause.head
        if saying.lemma_.lower() not in words().saying or saying.i > token.i:
            return None
        for _ in range(4):
            subject = next((child for child in saying.children if child.dep_ in _SUBJECT), None)
            if subject is not None:
                draft = self._of_token.get(subject.i) if subject.lower_ not in FIRST else None
                return draft if draft is not None and draft.type is EntityType.PERSON else None
            if saying.dep_ != "conj":
                return None
            saying = saying.head
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

    def owner(self, token: Token) -> Draft | None:
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

    def employer(self, token: Token) -> Draft | None:
        """Whose "its chairman" is that opens a sentence, or its narrative part: the subject's of the one before."""
        noun = token.head
        if token.lower_ != "its" or token.dep_ not in ("nmod:poss", "poss") or self._quoted[token.i]:
            return None
        if noun.lemma_.lower() not in words().offices | words().person_nouns:
            return None
        if any(t.dep_ in _SUBJECT and not self._quoted[t.i] for t in self._doc[token.sent.start : token.i]):
            return None
        for sentence in self._sentences_before(token):
            subject = next((child for child in sentence.root.children if child.dep_ in _SUBJECT), None)
            if self._quoted[sentence.root.i] or subject is None:
                continue
            draft = self._of_token.get(subject.i)
            return draft if draft is not None and draft.type is EntityType.ORGANIZATION else None
        return None

    def speaker(self, token: Token) -> Draft | None:
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
