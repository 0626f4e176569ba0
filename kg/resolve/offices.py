"""Who "the prime minister", "the Israeli leader" or "the former governor" is: people by office and country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Token

from kg.records import EntityType
from kg.resolve.drafts import Draft
from kg.resolve.lexicon import words

_BEFORE: Final = 8
_MODIFIERS: Final = ("amod", "compound", "nmod", "nmod:poss", "nmod:desc")
_SPENT: Final = frozenset(("former", "ex", "ex-", "then", "late"))
_OTHER: Final = frozenset(
    ("new", "next", "other", "first", "second", "another", "future", "own", "same", "previous", "different")
)
_SHORT: Final = {"pm": ("prime", "minister"), "vp": ("vice", "president"), "premier": ("prime", "minister")}
_SAME: Final = {"justice": "judge", "magistrate": "judge", "defence": "defense", "labour": "labor"}
_POSTS: Final = frozenset(
    ("office", "post", "position", "role", "job", "figure", "seat", "title", "powers", "election", "term")
)
_REACH: Final = 3
"""Sentences back to which one of several holders may have been named last."""


@dataclass(slots=True)
class Person:
    """What a text says of a person's offices and country."""

    draft: Draft
    titles: set[tuple[str, ...]] = field(default_factory=set)
    countries: list[Draft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Office:
    """A title as a text words it: its words, whose it is, whether it was held before."""

    words: tuple[str, ...]
    country: Draft | None
    ended: bool
    foreign: bool
    """Whether it names something beside, so that it is another's ("the president of the club")."""


class Offices:
    """The people of one document by what they are."""

    def __init__(self, doc: Doc, drafts: Sequence[Draft], of_token: Mapping[int, Draft]) -> None:
        self._doc = doc
        self._of_token = of_token
        self._people = [self._person(draft) for draft in drafts if draft.type is EntityType.PERSON]

    def country_of(self, draft: Draft) -> Draft | None:
        """The country that the text names with a person."""
        for person in self._people:
            if person.draft is draft and person.countries:
                return person.countries[0]
        return None

    def holder(self, token: Token) -> Draft | None:
        """The person that a description with a title means, None where none or several may be meant."""
        lists = words()
        noun = token.lower_
        if (noun not in lists.offices and noun not in _SHORT) or token.tag_ in ("NNS", "NNPS"):
            return None
        if not self._is_taken_up(token):
            return None
        office = self.office(token)
        if office.foreign:
            return None
        fitting = [person for person in self._people if self._fits(person, office, token)]
        if len(fitting) > 1:
            exact = [person for person in fitting if office.words in person.titles]
            fitting = exact or fitting
        if len(fitting) == 1:
            return fitting[0].draft
        return self._last(fitting, token) if fitting else None

    def office(self, token: Token) -> Office:
        """The title that a noun heads."""
        lists = words()
        parts: list[str] = []
        country: Draft | None = None
        ended = foreign = False
        for child in token.children:
            if child.dep_ not in _MODIFIERS and child.dep_ not in ("acl", "acl:relcl", "obl", "nummod"):
                continue
            draft = self._of_token.get(child.i)
            if draft is not None and draft.type is EntityType.COUNTRY:
                country = draft
            elif draft is not None or child.dep_ in ("acl", "acl:relcl", "obl", "nummod"):
                foreign = True
            elif child.lower_ in _SPENT:
                ended = True
            elif child.lower_ in _OTHER or child.dep_ == "nmod:poss":
                foreign = True
            elif child.i < token.i:
                parts += [t.lower_ for t in child.subtree if t.i < token.i and not t.is_punct]
            elif child.dep_ == "nmod":
                inside = [t.lower_ for t in child.subtree if t.pos_ in ("NOUN", "PROPN", "ADJ")]
                foreign = foreign or not all(word in lists.title_modifiers for word in inside)
                parts = [*inside, *parts]
        return Office(_plain((*parts, token.lower_)), country, ended, foreign)

    def _is_taken_up(self, token: Token) -> bool:
        """Whether it is a definite phrase by itself, no title before a name or with one in apposition."""
        if token.dep_ in ("compound", "flat", "nmod:desc", "appos", "amod"):
            return False
        if any(
            child.dep_ in ("flat", "appos", "cop", "conj") and child.i > token.i for child in token.children
        ):
            return False
        if any(
            child.dep_ == "cop" or (child.dep_ == "case" and child.lower_ == "as") for child in token.children
        ):
            return False
        if token.dep_ == "nmod" and token.head.lower_ in _POSTS:
            return False
        following = self._doc[token.i + 1] if token.i + 1 < len(self._doc) else None
        if following is not None and following.i in self._of_token and following.ent_type_:
            return False
        return any(child.dep_ == "det" and child.lower_ in ("the", "this") for child in token.children)

    def _fits(self, person: Person, office: Office, token: Token) -> bool:
        if person.draft.first > token.idx:
            return False
        if office.country is not None and office.country not in person.countries:
            return False
        if any(set(office.words) <= set(title) and title[-1] == office.words[-1] for title in person.titles):
            return True
        lists = words()
        return (
            office.words[-1] in lists.leaders
            and office.country is not None
            and any(_leads(title) for title in person.titles)
        )

    def _last(self, people: Sequence[Person], token: Token) -> Draft | None:
        """Of several the one named last, if that is near and no other is named as near."""
        sentence = token.sent
        for _ in range(_REACH):
            low, high = sentence.start_char, min(sentence.end_char, token.idx)
            inside = [
                person.draft for person in people if any(low <= m.begin < high for m in person.draft.named)
            ]
            if inside:
                return inside[0] if len(inside) == 1 else None
            if sentence.start == 0:
                return None
            sentence = self._doc[sentence.start - 1].sent
        return None

    # What the text says of a person

    def _person(self, draft: Draft) -> Person:
        person = Person(draft, {_plain(title) for title in draft.titles})
        for mention in draft.named:
            for country in self._before(mention.start):
                _note(person, country)
            name = self._doc[mention.start : mention.stop]
            if not len(name):
                continue
            for noun in self._beside(name.root):
                office = self.office(noun)
                person.titles.add(office.words)
                if office.country is not None:
                    _note(person, office.country)
        return person

    def _before(self, start: int) -> Iterator[Draft]:
        """The country at the beginning of the title before a name ("Danish Prime Minister", "Peru's president")."""
        lists = words()
        known = lists.offices | lists.title_modifiers | lists.honorifics | lists.royal | {"'s", "’s"}
        index = start - 1
        while index >= 0 and start - index <= _BEFORE:
            token = self._doc[index]
            draft = self._of_token.get(index)
            if draft is not None:
                if draft.type is EntityType.COUNTRY:
                    yield draft
                return
            if token.lower_ not in known:
                return
            index -= 1

    def _beside(self, root: Token) -> Iterator[Token]:
        """Nouns that say what somebody is: in apposition before or after the name, as predicates."""
        lists = words()
        options = [child for child in root.children if child.dep_ in ("appos", "nmod:desc", "compound")]
        if root.dep_ in ("appos", "flat", "nmod:desc"):
            options.append(root.head)
        if root.dep_ in ("nsubj", "nsubj:outer") and any(child.dep_ == "cop" for child in root.head.children):
            options.append(root.head)
        for option in options:
            if option.lower_ in lists.offices and option.i not in self._of_token:
                yield option


def _note(person: Person, country: Draft) -> None:
    if country not in person.countries:
        person.countries.append(country)


def _plain(title: tuple[str, ...]) -> tuple[str, ...]:
    """A title in one wording: "premier" is "prime minister", a justice a judge."""
    return tuple(_SAME.get(word, word) for part in title for word in _SHORT.get(part, (part,)))


def _leads(title: tuple[str, ...]) -> bool:
    """Whether it is the office of somebody who leads a state, a government or a party."""
    head = title[-1]
    return head in ("president", "chancellor", "leader", "ruler", "monarch", "king", "queen") or (
        head == "minister" and "prime" in title
    )
