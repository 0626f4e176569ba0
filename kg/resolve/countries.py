"""The countries of the world: names, demonyms, abbreviations, seats of government, ISO codes and Wikidata ids."""

from __future__ import annotations

from collections.abc import Iterator, KeysView
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.resolve.names import fold

DATA: Final = Path(__file__).parent / "data"
WIKIDATA: Final = "http://www.wikidata.org/entity/"


class Standing(StrEnum):
    """What kind of state it is."""

    STATE = "state"
    CLAIMED = "claimed"
    FORMER = "former"
    TERRITORY = "territory"
    """A place that belongs to a state, such as Hong Kong or Scotland."""


class FormKind(StrEnum):
    """How a form names a country."""

    NAME = "name"
    PEOPLE = "people"
    """An adjective or a demonym."""
    ABBREVIATION = "abbreviation"
    SEAT = "seat"
    """The capital, which may stand for the government."""


@dataclass(frozen=True, slots=True)
class Country:
    """A row of the tables; `key` is the ISO 3166-1 alpha-2 code, or a word of our own where there is none."""

    key: str
    standing: Standing
    name: str
    wikidata: str | None
    capital: str | None
    official: str | None = None
    """The full name ("Kingdom of Norway")."""

    @property
    def iso(self) -> str | None:
        """The alpha-2 code; XK, which ISO leaves to users, for Kosovo; None for former and other claimed states."""
        return self.key if len(self.key) == 2 else None

    @property
    def link(self) -> str | None:
        """The Wikidata IRI, None where no id could be looked up."""
        return WIKIDATA + self.wikidata if self.wikidata else None

    @property
    def is_country(self) -> bool:
        """Whether it is a sovereign state, or one claimed to be, of today or of the past."""
        return self.standing is not Standing.TERRITORY


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name a country."""

    text: str
    country: Country
    kind: FormKind
    weak: bool = False
    """Whether it counts only where the text also names the country by a stronger form."""


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table in `data/`, without comments and header."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    yield from table[1:]


class Countries:
    """Every form of every country, looked up by its letters; accents don't matter, capitals do."""

    def __init__(self) -> None:
        codes = {row[0]: row for row in rows("country_codes.tsv")}
        self.by_key: dict[str, Country] = {}
        self._forms: dict[str, list[Form]] = {}
        self.longest = 1
        """Words in the longest form, in the sense of `fold`."""
        for key, standing, name, names, people, abbreviations, seats in rows("country_names.tsv"):
            _, _, _, item, capital, official = codes.get(key, [key, "", "", "", "", ""])
            country = Country(key, Standing(standing), name, item or None, capital or None, official or None)
            self.by_key[key] = country
            for text in (name, *_items(names), *([] if "," in official else [official])):
                self._add(text, country, FormKind.NAME)
            for text in _items(people):
                self._add(text.rstrip("+"), country, FormKind.PEOPLE)
                if text.endswith("+"):
                    self._add(text[:-1] + "s", country, FormKind.PEOPLE)
            for text in _items(abbreviations):
                self._add(text, country, FormKind.ABBREVIATION)
            for text in (*_items(seats), *([capital] if capital else [])):
                self._add(text, country, FormKind.SEAT)

    def _add(self, text: str, country: Country, kind: FormKind) -> None:
        weak = text.endswith("?")
        text = text.rstrip("?").strip()
        if not text:
            return
        forms = self._forms.setdefault(fold(text), [])
        if not any(form.country is country and form.text == text for form in forms):
            forms.append(Form(text, country, kind, weak))
        self.longest = max(self.longest, len(fold(text).split()))

    def folded(self) -> KeysView[str]:
        """Every form, folded."""
        return self._forms.keys()

    def find(self, text: str) -> tuple[Form, ...]:
        """The forms that `text` may be, without seats that only share a name with a country of their own.

        Names need a capital first letter; abbreviations need all their capitals ("us" is no country).
        """
        forms = self._forms.get(fold(text), ())
        words = text.split()
        first = next((char for char in text if char.isalpha()), "")
        capitals = sum(char.isupper() for char in text)
        found = []
        for form in forms:
            if form.kind is FormKind.ABBREVIATION:
                if capitals == sum(char.isupper() for char in form.text):
                    found.append(form)
            elif first.isupper() or (words and words[-1][:1].isupper() and form.text[:1].islower()):
                found.append(form)
        named = {form.country.key for form in found if form.kind is not FormKind.SEAT}
        return tuple(form for form in found if form.kind is not FormKind.SEAT or not named)

    def named(self, text: str) -> Country | None:
        """The one country whose name, demonym or abbreviation is `text`, None where there is none or several."""
        found = {form.country.key: form.country for form in self.find(text) if form.kind is not FormKind.SEAT}
        return next(iter(found.values())) if len(found) == 1 else None


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split("|") if item.strip()]


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The table of all countries, read once."""
    return Countries()
