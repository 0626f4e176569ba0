"""What a listed name means where it stands: the country, its people, a language, a city, the government in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.resolve.countries import Country, Form, FormKind, countries
from kg.resolve.lexicon import places, words
from kg.resolve.names import fold
from kg.resolve.spans import PERSON

_OF_WATER: Final = re.compile(
    r"\b(?:Gulf|Sea|Bay|Strait|Straits|Bight|Bank|Horn|Voice|Isle|Church|Lake|Mount|Mt\.?|River|Port|New|Fort|San|Santa|"
    r"Saint|St\.?)\s+(?:of\s+(?:the\s+)?)?$"
)
_NAMED_AFTER: Final = re.compile(
    r"\b(?:Copa|Club|Real|Deportivo|Vía|Via|Calle|Avenida|Plaza|Miss)\s+(?:de\s+)?$"
)
"""What is named after a country and is none: cups, clubs, streets."""
_AFFAIRS_AFTER: Final = re.compile(
    r"(?:(?:,| and|, and) [A-Z]\w+(?: [A-Z]\w+)?){0,3} Affairs (?:Office|Council|Committee|Bureau|Department)\b"
)
"""The rest of a body's name that a list of countries is in: "Norland, Sudland and Turku Affairs Office"."""
_TOWN: Final = re.compile(r"\b(?:city|town|village|municipality) of ([A-Z]\w+)")
_HAPPENINGS: Final = frozenset(
    (
        "attack",
        "attacker",
        "bombing",
        "shooting",
        "massacre",
        "siege",
        "riot",
        "unrest",
        "protest",
        "blast",
        "fire",
    )
)
"""What happens in a city rather than is done by a government: "the Paris attacks"."""
_MONEY: Final = re.compile(r"\s?(?:\$|[Dd]ollars?\b|\d)")
_REGION_AFTER: Final = re.compile(
    r"\s(?:sub-?)?(?:region|countries|nations?|states?|economic|monetary)\b", re.IGNORECASE
)
_LANGUAGE_AFTER: Final = re.compile(
    r"[-\s](?:speaking|speakers?|language|languages|lessons|translation|dictionary)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stretch names: a country, or the territory or city of that name as a place."""

    country: Country
    form: Form
    is_place: bool


class CountryReader:
    """Reads the country names of one document; what the document names elsewhere decides the hard ones."""

    def __init__(self, doc: Doc, stretches: Collection[tuple[int, int]]) -> None:
        self._doc = doc
        self.text = doc.text
        self._parsed = doc.has_annotation("DEP")
        self._keys: set[str] = set()
        self._strong: set[str] = set()
        """Countries that the text names by an unmistakable form."""
        self._seats: set[str] = set()
        self._american_states = 0
        self._towns = {fold(name) for name in _TOWN.findall(self.text)} - _capitals_of_their_own_name()
        """Towns that are named like a country ("the town of Cuba"), but for its capital ("the city of Guatemala")."""
        self._in_persons = _inside_persons(doc)
        for begin, end in stretches:
            stretch = self.text[begin:end]
            self._american_states += any(
                form.listed.kind == "state" for form in places().get(fold(stretch), ())
            )
            for form in countries().find(stretch):
                if form.kind is FormKind.SEAT:
                    self._seats.add(form.country.key)
                elif not form.weak and fold(stretch) not in words().hard:
                    self._strong.add(form.country.key)

    def read(self, begin: int, end: int) -> Reading | None:
        """What the characters `begin` to `end` name, or None where that is no country, territory or capital here."""
        stretch = self.text[begin:end]
        forms = [form for form in countries().find(stretch) if "," not in stretch or "," in form.text]
        forms = [form for form in forms if not form.weak or form.country.key in self._strong]
        if not forms or self._is_part_of_something(begin, end, forms):
            return None
        form = self._choose(stretch, forms)
        if form is None:
            return None
        if form.kind is FormKind.SEAT:
            if stretch.isupper() and len(stretch) > 4:
                return Reading(form.country, form, is_place=True)
            governs = (
                fold(stretch) not in words().ambiguous_capitals
                and form.country.is_country
                and self._governs(begin, end)
            )
            return Reading(form.country, form, is_place=not governs)
        if fold(stretch) in self._towns and form.kind is FormKind.NAME:
            return Reading(form.country, form, is_place=True)
        if form.country.key == "GE" and form.kind is FormKind.NAME and self._is_american_georgia(begin, end):
            return Reading(form.country, form, is_place=True)
        return Reading(form.country, form, is_place=not form.country.is_country)

    def _choose(self, stretch: str, forms: list[Form]) -> Form | None:
        key = fold(stretch)
        options = {form.country.key: form for form in forms}
        named = self._strong | self._seats
        if key in ("korea", "korean", "koreans") and "KP" in named and "KR" not in named:
            return Form(stretch, countries().by_key["KP"], forms[0].kind)
        if key in ("congo", "congolese") and "CG" in named and "CD" not in named:
            return Form(stretch, countries().by_key["CG"], forms[0].kind)
        if key == "dominican" and "DM" in named and "DO" not in named:
            return Form(stretch, countries().by_key["DM"], forms[0].kind)
        if key == "samoan" and "AS" in named and "WS" not in named:
            return Form(stretch, countries().by_key["AS"], forms[0].kind)
        for country in options:
            if country in self._strong:
                return options[country]
        return forms[0]

    def _is_part_of_something(self, begin: int, end: int, forms: list[Form]) -> bool:
        """Whether it is money, a language, or part of another name: "US$", "Gulf of Oman", "Latin American"."""
        before = self.text[max(0, begin - 24) : begin]
        after = self.text[end : end + 80]
        if before.endswith(("@", "#", "/", "www.", "_", "$")) or after.startswith(("@", "/", "_", "$")):
            return True
        if forms[0].kind is FormKind.ABBREVIATION and (_MONEY.match(after) or before.endswith(".")):
            return True
        if (
            _AFFAIRS_AFTER.match(after)
            or _OF_WATER.search(before)
            or _NAMED_AFTER.search(before)
            or (begin, end) in self._in_persons
        ):
            return True
        if fold(self.text[begin:end]) == "espana" and before.lower().endswith(("via ", "vía ")):
            return True
        if self.text[begin:end] == "States" and not (
            before.endswith("the ") and not after.startswith(" of ")
        ):
            return True
        if (
            self.text.startswith("Central ", begin)
            and forms[0].kind is FormKind.PEOPLE
            and _REGION_AFTER.match(after)
        ):
            return True
        previous = before.split()[-1:] if before.endswith((" ", "-", "\u00a0")) else []
        if previous and fold(previous[0].split("-")[-1]) in words().directions:
            if forms[0].kind is FormKind.PEOPLE and fold(self.text[begin:end]).startswith(
                ("america", "africa")
            ):
                return True
            if (
                previous[0][:1].isupper()
                and forms[0].kind is FormKind.NAME
                and not self._starts_sentence(begin, previous[0])
            ):
                return True
        following = re.match(r"\s([A-Z]\w+)", after)
        if (
            following
            and forms[0].kind is not FormKind.SEAT
            and following.group(1).lower() in words().geographic
        ):
            return True
        if _LANGUAGE_AFTER.match(after) and forms[0].kind is FormKind.PEOPLE:
            return True
        return forms[0].kind is FormKind.PEOPLE and self._is_language(begin, end)

    def _starts_sentence(self, begin: int, word: str) -> bool:
        head = self.text[: begin - len(word) - 1].rstrip(" \t")
        return not head or head[-1] in '.!?\n:;"“”'

    def _is_language(self, begin: int, end: int) -> bool:
        if self.text[begin:end].lower() not in words().languages:
            return False
        span = self._span(begin, end)
        if span is None:
            return False
        token = span[-1]
        following = token.nbor() if token.i + 1 < len(self._doc) else None
        if following is not None and (following.pos_ in ("NOUN", "PROPN", "ADJ") or following.text == "-"):
            return False
        if span[0].i == 0:
            return False
        previous = span[0].nbor(-1)
        return previous.lower_ in ("in", "into") or previous.lemma_.lower() in words().speak

    def _is_american_georgia(self, begin: int, end: int) -> bool:
        named = self._strong | self._seats
        around = {"AM", "AZ", "abkhazia", "south-ossetia", "soviet-union"}
        if self.text[begin:end].isupper() and self._american_states:
            return True
        if "GE" in self._seats or named & around:
            return False
        if re.search(r"\b[A-Z]\w+, $", self.text[max(0, begin - 20) : begin]) and "RU" not in named:
            return True
        return self._american_states > 0 and "RU" not in named

    def _span(self, begin: int, end: int) -> Span | None:
        return self._doc.char_span(begin, end, alignment_mode="expand")

    def _governs(self, begin: int, end: int) -> bool:
        """Whether a capital stands for its government: it acts, is acted on or owns what governments do."""
        span = self._span(begin, end)
        if span is None or not self._parsed:
            return False
        return acts_as_government(span.root)


@lru_cache(maxsize=1)
def _capitals_of_their_own_name() -> frozenset[str]:
    table = countries()
    pairs = [(fold(country.name), fold(country.capital or "")) for country in table.by_key.values()]
    return frozenset(
        name for name, capital in pairs if not capital or capital.startswith(name) or name in capital
    )


def _inside_persons(doc: Doc) -> frozenset[tuple[int, int]]:
    """The characters of each first word of a person's full name wherever it stands: "Jordan" in "Jordan Miles"."""
    names = {
        ent.text
        for ent in doc.ents
        if ent.label_ in PERSON and len(ent) > 1 and countries().find(ent[0].text)
    }
    found = set()
    for name in names:
        first = len(name.split()[0])
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text):
            found.add((match.start(), match.start() + first))
    return frozenset(found)


def acts_as_government(token: Token) -> bool:
    """Whether the grammar around a city makes it an actor ("Moscow denied", "ties with Beijing", "Kyiv's request")."""
    lists = words()
    head, relation = token.head, token.dep_
    # A conjunct plays the part of the first of its row.
    seen = 0
    while relation in ("conj", "appos", "flat", "compound") and head.pos_ == "PROPN" and seen < 8:
        token, head, relation, seen = head, head.head, head.dep_, seen + 1
    cases = {child.lower_ for child in token.children if child.dep_ == "case"}
    if relation.startswith("nsubj"):
        if head.pos_ == "ADJ":
            return head.lemma_.lower() in lists.states
        copula = any(child.dep_ == "cop" for child in head.children)
        return (
            not copula
            and head.lemma_.lower() in lists.acts
            and head.lemma_.lower() not in ("be", "have", "hold", "face", "know")
        )
    if relation in ("obj", "iobj", "dobj", "dative"):
        return head.lemma_.lower() in lists.targets
    if relation in ("compound", "amod") and head.lemma_.lower() in _HAPPENINGS:
        return any(part.lower_ in ("'s", "’s") for part in token.subtree)
    if relation in ("nmod:poss", "poss", "compound", "amod") or (relation == "nmod" and cases & {"'s", "’s"}):
        return head.lower_ in lists.government_nouns or head.lemma_.lower() in lists.government_nouns
    if relation.startswith(("nmod", "obl", "pobj")):
        if relation == "pobj":
            cases, head = {head.lower_}, head.head
        if relation == "obl:agent" or (cases == {"by"} and head.pos_ == "VERB"):
            return head.lemma_.lower() in lists.acts
        if cases & {"between"}:
            return True
        if cases & {"with", "against", "to", "from", "by", "on", "for", "of", "toward", "towards"}:
            noun = head.lemma_.lower()
            if head.pos_ == "NOUN" and (noun in lists.ties or head.lower_ in lists.ties):
                return not (cases & {"to"} and noun in ("ambassador", "envoy", "link", "links"))
            return cases & {"with", "against"} != set() and noun in (
                "negotiate",
                "side",
                "trade",
                "cooperate",
                "agree",
                "ally",
                "deal",
            )
    return False
