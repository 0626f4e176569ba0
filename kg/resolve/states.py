"""Which country "the government", "the country" or "the kingdom" means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Doc, Token

from kg.records import EntityType
from kg.resolve.drafts import Draft, most_named
from kg.resolve.lexicon import words
from kg.resolve.offices import Offices

_AHEAD: Final = 1.5
"""So many times oftener than the next a country must be named for a text to be about it."""
_OUTSIDE: Final = frozenset(
    ("punct", "case", "conj", "cc", "nsubj", "cop", "advmod", "mark", "aux", "det", "parataxis", "appos")
)
_ACTING: Final = ("nsubj", "nsubj:pass", "nmod:poss", "obl:agent")
"""Where "government" without an article is one, not government as such."""


class States:
    """The countries of one document: which of them a noun without a name means."""

    def __init__(
        self, doc: Doc, drafts: Sequence[Draft], of_token: Mapping[int, Draft], offices: Offices
    ) -> None:
        self._doc = doc
        self._of_token = of_token
        self._offices = offices
        named = [
            (mention.start, number)
            for number, draft in enumerate(drafts)
            if draft.type is EntityType.COUNTRY
            for mention in draft.named
        ]
        named.sort()
        self._starts = [start for start, _ in named]
        self._named = [drafts[number] for _, number in named]
        self.home = most_named(drafts, _AHEAD)

    def meant(self, token: Token) -> Draft | None:
        """The country that a noun means, None where it means none or it is not clear which."""
        lists, noun = words(), token.lower_
        governs = noun in lists.governments
        if noun == "state" or not (governs or noun in lists.country_nouns):
            return None
        if (owner := self._owner(token)) is not None:
            return owner
        if (member := self._member(token)) is not None:
            return member
        if not self._named or not self._stands_alone(token):
            return None
        if governs:
            return self._in_sentence(token, noun) or self.home or self._just_before(token, noun)
        return self._in_sentence(token, noun) or self._just_before(token, noun) or self._fitting_home(noun)

    def _owner(self, token: Token) -> Draft | None:
        """Whose "our country" or "his government" is: the country named with the person, else that of the text."""
        for child in token.children:
            if child.dep_ not in ("nmod:poss", "compound"):
                continue
            person = self._of_token.get(child.i)
            if child.lower_ == "our" or (person is not None and person.type is EntityType.PERSON):
                if child.dep_ == "compound" and token.lower_ not in ("government", "regime"):
                    return None
                known = self._offices.country_of(person) if person is not None else None
                return known or self.home
        return None

    def _member(self, token: Token) -> Draft | None:
        """Which country "a member state of the bloc" is: the only one named just before and not in the same sentence.

        Whoever is named in the sentence himself would not be described there as just any member.
        """
        said = {child.lower_ for child in token.children}
        if "member" not in said or not said & {"a", "an"} or token.dep_ not in ("obj", "obl"):
            return None
        sentence = token.sent
        if sentence.start == 0:
            return None
        before = self._doc[sentence.start - 1].sent
        here = {id(draft) for at, draft in self._between(sentence.start, sentence.end)}
        found = {
            id(draft): draft for _, draft in self._between(before.start, before.end) if id(draft) not in here
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _between(self, start: int, end: int) -> list[tuple[int, Draft]]:
        """The countries named from one token up to another."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(zip(self._starts[low:high], self._named[low:high], strict=True))

    def _fitting_home(self, noun: str) -> Draft | None:
        return self.home if self.home is not None and is_called(self.home, noun) else None

    def _stands_alone(self, token: Token) -> bool:
        """Whether nothing beside the noun says whose it is ("the government", not "the city's government")."""
        lists = words()
        if token.dep_ in ("compound", "flat", "amod"):
            return False
        if token.tag_ in ("NNPS", "NNS") and token.lower_ not in lists.governments:
            return False
        determiner = False
        for child in token.children:
            if child.dep_ == "det":
                if child.lower_ != "the":
                    return False  # "this country" is the speaker's, wherever the text is
                determiner = True
            elif child.dep_ not in _OUTSIDE and not (
                child.dep_ in ("amod", "compound") and (child.lower_ in lists.of_state or child.tag_ == "VBN")
            ):
                return False
        return determiner or (token.lower_ == "government" and token.dep_ in _ACTING)

    def _in_sentence(self, token: Token, noun: str) -> Draft | None:
        """The only country named before it in its sentence, unless it is its own clause's subject or object."""
        return self._only(token.sent.start, token, noun)

    def _just_before(self, token: Token, noun: str) -> Draft | None:
        """The only country named in its sentence or the one before."""
        start = token.sent.start
        return self._only(self._doc[start - 1].sent.start if start else 0, token, noun)

    def _only(self, start: int, token: Token, noun: str) -> Draft | None:
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, token.i)
        found: dict[int, Draft] = {}
        for at in range(low, high):
            draft = self._named[at]
            if is_called(draft, noun) and not self._is_beside(self._doc[self._starts[at]], token):
                found[id(draft)] = draft
        if len(found) == 1:
            return next(iter(found.values()))
        return self.home if self.home is not None and id(self.home) in found else None

    def _is_beside(self, name: Token, token: Token) -> bool:
        """Whether a name is another part of the clause that the noun stands in: then they are two."""
        return (
            name.head == token.head
            and token.dep_ != "nmod:poss"
            and name.dep_.startswith(("nsubj", "obj", "iobj", "obl"))
        )


def is_called(draft: Draft, noun: str) -> bool:
    """Whether a country can be called so: kingdoms and the like by their official names."""
    if noun in ("kingdom", "emirate", "sultanate"):
        return draft.country is not None and noun in (draft.country.official or "").lower()
    return True
