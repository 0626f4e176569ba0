"""The words and names of `data/`, read once, and a scanner that finds listed names in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.resolve.countries import DATA, countries, rows
from kg.resolve.names import fold

_CONTEXT: Final = (
    "targets",
    "ties",
    "states",
    "ambiguous_capitals",
    "hard",
    "geographic",
    "languages",
    "speak",
    "people",
)
_WORD: Final = re.compile(r"((?:[^\W\d_]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+)*)(?:['’]s\b)?")
_BETWEEN: Final = re.compile(r"[ \u00a0\-‐‑–.,]{1,3}")


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists by category; see `data/words.toml` for what each means."""

    male: frozenset[str]
    female: frozenset[str]
    honorifics: frozenset[str]
    royal: frozenset[str]
    offices: frozenset[str]
    title_abbreviations: frozenset[str]
    title_modifiers: frozenset[str]
    after_names: frozenset[str]
    organization_heads: frozenset[str]
    sure_organizations: frozenset[str]
    bodies: frozenset[str]
    personal: frozenset[str]
    joining: frozenset[str]
    never: frozenset[str]
    not_names: frozenset[str]
    platforms: frozenset[str]
    associations: frozenset[str]
    organs: frozenset[str]
    organization_droppable: frozenset[str]
    generic: frozenset[str]
    partisans: frozenset[str]
    common_names: frozenset[str]
    place_heads: frozenset[str]
    sure_places: frozenset[str]
    common_places: frozenset[str]
    common_bodies: frozenset[str]
    place_bodies: frozenset[str]
    place_droppable: frozenset[str]
    directions: frozenset[str]
    generic_places: frozenset[str]
    one_place: frozenset[str]
    acts: frozenset[str]
    saying: frozenset[str]
    government_nouns: frozenset[str]
    between: frozenset[str]
    groups: frozenset[str]
    leaders: frozenset[str]
    person_nouns: frozenset[str]
    country_nouns: frozenset[str]
    governments: frozenset[str]
    of_state: frozenset[str]
    company_nouns: frozenset[str]
    body_nouns: frozenset[str]
    any_body: frozenset[str]
    harmless: frozenset[str]
    female_words: frozenset[str]
    male_words: frozenset[str]
    targets: frozenset[str]
    ties: frozenset[str]
    states: frozenset[str]
    ambiguous_capitals: frozenset[str]
    hard: frozenset[str]
    geographic: frozenset[str]
    languages: frozenset[str]
    speak: frozenset[str]
    people: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The word lists, read once."""
    table = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
    honorifics, organizations, places, acts = (
        table[k] for k in ("honorifics", "organizations", "places", "acts")
    )
    return Words(
        male=frozenset(honorifics["male"]),
        female=frozenset(honorifics["female"]),
        honorifics=frozenset(honorifics["male"] + honorifics["female"] + honorifics["either"]),
        royal=frozenset(honorifics["royal"]),
        offices=frozenset(table["titles"]["offices"]),
        title_abbreviations=frozenset(table["titles"]["abbreviations"]),
        title_modifiers=frozenset(table["titles"]["modifiers"]),
        after_names=frozenset(table["titles"]["after"]),
        organization_heads=frozenset(organizations["heads"]),
        sure_organizations=frozenset(organizations["sure"]),
        bodies=frozenset(organizations["bodies"]),
        **{
            name: frozenset(organizations[name])
            for name in ("personal", "joining", "never", "not_names", "platforms", "associations")
        },
        organs=frozenset(organizations["organs"]),
        organization_droppable=frozenset(organizations["droppable"]),
        generic=frozenset(organizations["generic"]),
        partisans=frozenset(organizations["partisans"]),
        common_names=frozenset(table["persons"]["common"]),
        place_heads=frozenset(places["heads"]),
        sure_places=frozenset(places["sure"]),
        common_places=frozenset(places["common"]),
        common_bodies=frozenset(organizations["common"]),
        place_bodies=frozenset(organizations["after_places"]),
        place_droppable=frozenset(places["droppable"]),
        directions=frozenset(places["directions"]),
        generic_places=frozenset(places["generic"]),
        one_place=frozenset(places["one"]),
        acts=frozenset(acts["verbs"] + acts["saying"]),
        saying=frozenset(acts["saying"]),
        government_nouns=frozenset(acts["nouns"]),
        between=frozenset(acts["between"]),
        groups=frozenset(table["groups"]["skip"]),
        leaders=frozenset(table["descriptions"]["leaders"]),
        person_nouns=frozenset(table["descriptions"]["person"]),
        country_nouns=frozenset(table["descriptions"]["country"]),
        governments=frozenset(table["descriptions"]["governments"]),
        of_state=frozenset(table["descriptions"]["of_state"]),
        company_nouns=frozenset(table["descriptions"]["company"]),
        body_nouns=frozenset(table["descriptions"]["body"]),
        any_body=frozenset(table["descriptions"]["any_body"]),
        harmless=frozenset(table["descriptions"]["harmless"]),
        female_words=frozenset(table["gender"]["female"]),
        male_words=frozenset(table["gender"]["male"]),
        **{name: frozenset(table["context"][name]) for name in _CONTEXT},
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """An organization or place of the tables."""

    name: str
    forms: tuple[str, ...]
    kind: str
    nouns: frozenset[str] = frozenset()
    """Common nouns that take it up, such as alliance for NATO."""


@dataclass(frozen=True, slots=True)
class ListedForm:
    """One way to name it; a weak one counts only where the text has a stronger one."""

    text: str
    listed: Listed
    weak: bool = False
    adjective: bool = False


@lru_cache(maxsize=1)
def organizations() -> Mapping[str, tuple[ListedForm, ...]]:
    """Folded form to the general organizations that it may name."""
    found: dict[str, list[ListedForm]] = {}
    for name, names, nouns, kind in rows("organizations.tsv"):
        forms = [name, *filter(None, names.split("|"))]
        listed = Listed(
            name, tuple(form.rstrip("?") for form in forms), kind, frozenset(filter(None, nouns.split("|")))
        )
        for form in forms:
            entry = ListedForm(form.rstrip("?"), listed, form.endswith("?"))
            found.setdefault(fold(entry.text), []).append(entry)
    return {key: tuple(value) for key, value in found.items()}


@lru_cache(maxsize=1)
def places() -> Mapping[str, tuple[ListedForm, ...]]:
    """Folded form to the general places that it may name."""
    found: dict[str, list[ListedForm]] = {}
    for name, names, people, kind in rows("places.tsv"):
        forms = [name, *filter(None, names.split("|"))]
        adjectives = list(filter(None, people.split("|")))
        listed = Listed(name, tuple(form.rstrip("?") for form in forms), kind)
        for form in forms:
            entry = ListedForm(form.rstrip("?"), listed, form.endswith("?"))
            found.setdefault(fold(entry.text), []).append(entry)
        for form in adjectives:
            found.setdefault(fold(form), []).append(ListedForm(form, listed, adjective=True))
    return {key: tuple(value) for key, value in found.items()}


@lru_cache(maxsize=1)
def _scanned() -> Mapping[str, int]:
    """Each folded first word of a listed name to the number of words of the longest name that begins so."""
    lengths: dict[str, int] = {}
    for key in (*countries().folded(), *organizations(), *places()):
        first, *rest = key.split()
        lengths[first] = max(lengths.get(first, 0), 1 + len(rest))
    return lengths


def scan(text: str) -> Iterator[tuple[int, int]]:
    """The begin and end of every stretch of `text` that a table lists: the longest at each place, none overlapping.

    Stretches begin with a capital letter. What they name is for the tables to say: this is only the spelling.
    """
    found = list(_WORD.finditer(text))
    lengths = _scanned()
    index = 0
    while index < len(found):
        begin = found[index].start()
        most = lengths.get(fold(found[index].group(1)).split(" ")[0], 0) if text[begin].isupper() else 0
        step = 1
        for count in range(min(most, len(found) - index), 0, -1):
            last = found[index + count - 1]
            if not all(
                _BETWEEN.fullmatch(text, found[at].end(), found[at + 1].start())
                for at in range(index, index + count - 1)
            ):
                continue
            stretch = text[begin : last.end(1)]
            if is_listed(stretch):
                yield begin, last.end(1)
                step = count
                break
        index += step


def is_listed(stretch: str) -> bool:
    """Whether a table has `stretch`, capitals as there."""
    key = fold(stretch)
    if any(
        ("," not in stretch or "," in form.text) and _same_apostrophe(stretch, form.text)
        for form in countries().find(stretch)
    ):
        return True
    for table in (organizations(), places()):
        for form in table.get(key, ()):
            if _same_apostrophe(stretch, form.text) and (
                stretch == form.text
                or (stretch.isupper() and len(stretch) > 4)
                or _same_capitals(stretch, form.text)
            ):
                return True
    return False


def _same_apostrophe(stretch: str, text: str) -> bool:
    """An apostrophe within a word belongs to the name ("Côte d'Ivoire"), or it is no name ("I'll" is not Illinois)."""
    return "'" in text or "’" in text or not ("'" in stretch or "’" in stretch)


def _same_capitals(one: str, other: str) -> bool:
    return [char.isupper() for char in one if char.isalpha()] == [
        char.isupper() for char in other if char.isalpha()
    ]
