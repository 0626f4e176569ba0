"""Which organization "the alliance", "the ruling party" or "the company" is: by its name, and by what it was called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.records import EntityType
from kg.resolve.drafts import Draft
from kg.resolve.kinds import head_word
from kg.resolve.lexicon import words

_REACH: Final = 3
"""Sentences, its own among them, in which one of several bodies may have been named last."""
_UNSAID: Final = ("det", "punct", "case", "conj", "cc", "nsubj", "cop", "advmod", "mark", "aux", "parataxis")
_BARE: Final = frozenset(("police", "parliament"))
_CALLING: Final = ("appos", "nmod:desc")
_COMPANY: Final = frozenset(("company", "firm", "corporation", "startup", "start-up"))


@dataclass(slots=True)
class Body:
    """What a text calls an organization beside its name."""

    draft: Draft
    nouns: set[str] = field(default_factory=set)
    qualities: set[str] = field(default_factory=set)
    """Adjectives that stand before the name or such a noun: "the ruling Dawn Party"."""


class Epithets:
    """The organizations of one document by what they are called."""

    def __init__(self, doc: Doc, drafts: Sequence[Draft], of_token: Mapping[int, Draft]) -> None:
        self._doc = doc
        self._of_token = of_token
        self._bodies = [self._body(draft) for draft in drafts if draft.type is EntityType.ORGANIZATION]

    def taken_up(self, token: Token) -> Draft | None:
        """The organization that a noun means, None where it means none or it is not clear which."""
        lists, noun = words(), token.lower_
        if token.tag_ in ("NNS", "NNPS") or token.dep_ in ("compound", "flat", "nmod:desc"):
            return None
        if not _is_definite(token) or (token.head.pos_ == "PROPN" and token.dep_ == "nmod"):
            return None
        qualities = self._qualities(token)
        if qualities is None:
            return None
        known = [
            body
            for body in self._bodies
            if body.draft.first < token.idx and noun in body.nouns and qualities <= body.qualities
        ]
        if len(known) == 1:
            return known[0].draft
        if known:
            return self._last(known, token)
        if qualities or noun not in _COMPANY | lists.any_body:
            return None
        return self._last([body for body in self._bodies if self._can_be(body, noun)], token)

    def _can_be(self, body: Body, noun: str) -> bool:
        """Whether nothing in its names says that it is something else."""
        lists = words()
        said = {word for word in body.nouns if word in lists.organization_heads or word in lists.body_nouns}
        if noun in lists.company_nouns:
            said -= lists.company_nouns | lists.any_body
            return not said and body.draft.listed is None
        return not said & lists.place_bodies and not (said - lists.any_body and noun in ("club", "team"))

    def _last(self, bodies: Iterable[Body], token: Token) -> Draft | None:
        """The body named last, where no other of them is named in the same sentence."""
        sentence = token.sent
        options = list(bodies)
        for _ in range(_REACH):
            low, high = sentence.start_char, min(sentence.end_char, token.idx)
            inside = [body for body in options if any(low <= m.begin < high for m in body.draft.named)]
            if inside:
                return inside[0].draft if len(inside) == 1 else None
            if sentence.start == 0:
                return None
            sentence = self._doc[sentence.start - 1].sent
        return None

    def _qualities(self, token: Token) -> set[str] | None:
        """The adjectives that tell it from others of its kind; None where more is said of it than adjectives."""
        lists = words()
        found: set[str] = set()
        for child in token.children:
            if child.dep_ in _UNSAID or child.lower_ in lists.harmless or child.tag_ in ("JJS", "RBS"):
                continue
            if child.dep_ == "nmod:poss" and child.lower_ in ("world", "country", "nation", "region"):
                continue
            if child.dep_ not in ("amod", "compound") or child.i in self._of_token or child.i > token.i:
                return None
            found.add(child.lower_)
        return found

    def _body(self, draft: Draft) -> Body:
        lists = words()
        kinds = lists.body_nouns | lists.company_nouns | lists.any_body
        body = Body(draft, {head_word(text.lower().split()) for text in draft.texts})
        body.nouns.update(word for text in draft.texts for word in text.lower().split() if word in kinds)
        if draft.listed is not None:
            body.nouns |= draft.listed.nouns
        for mention in draft.named:
            name = self._doc[mention.start : mention.stop]
            if len(name):
                self._call(body, name)
        return body

    def _call(self, body: Body, name: Span) -> None:
        """Note the nouns and adjectives that go with one mention."""
        root = name.root
        for child in root.children:
            if not name.start <= child.i < name.end:
                self._note(body, child, _CALLING)
        if root.dep_ in ("appos", "flat", "compound") and root.head.pos_ == "NOUN":
            self._note(body, root.head, (root.head.dep_,))
        if root.dep_ == "nsubj" and any(child.dep_ == "cop" for child in root.head.children):
            self._note(body, root.head, (root.head.dep_,))

    def _note(self, body: Body, token: Token, relations: Sequence[str]) -> None:
        lists = words()
        if token.i in self._of_token:
            return
        noun = token.lower_
        if token.dep_ == "amod":
            body.qualities.add(noun)
        elif (
            token.dep_ in relations
            and token.pos_ == "NOUN"
            and noun in lists.body_nouns | lists.company_nouns | lists.any_body
        ):
            body.nouns.add(noun)
            body.qualities.update(c.lower_ for c in token.children if c.dep_ in ("amod", "compound"))


def _is_definite(token: Token) -> bool:
    determined = [child.lower_ for child in token.children if child.dep_ in ("det", "nmod:poss")]
    if any(word in ("the", "this") for word in determined):
        return True
    if any(child.dep_ == "nmod:poss" and child.lower_ in ("world", "region") for child in token.children):
        return True
    return not determined and token.lower_ in _BARE and token.dep_.startswith("nsubj")
