"""Where a text says that a place lies: "Turku, Finland", "SALEM, Ore.", "Perth (Scotland)"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from kg.resolve.countries import FormKind, countries
from kg.resolve.lexicon import places

_LAST_WORD: Final = re.compile(r"\w+\W{0,3}$")
_LONGEST_WORD: Final = 80
_NATIONS: Final = {"england": "GB", "scotland": "GB", "wales": "GB", "northern-ireland": "GB"}
_CANADIAN: Final = dict.fromkeys(("Ontario", "Quebec", "British Columbia", "Alberta"), "CA")
_NOT_AMERICAN: Final = {**_CANADIAN, "New South Wales": "AU", "Queensland": "AU"}


def located(text: str, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each of some names of places the countries or states ("FI", "US Oregon") that stand after it in a text."""
    found: dict[str, set[str]] = defaultdict(set)
    regions = _regions()
    ending: dict[str, list[str]] = defaultdict(list)
    for name in set(names):
        if name not in regions and (last := _LAST_WORD.search(name)):
            ending[last[0]].append(name)
    for match in _pattern().finditer(text) if ending else ():
        end, region = match.start(), regions[match[1]]
        last = _LAST_WORD.search(text, max(0, end - _LONGEST_WORD), end)
        for name in ending.get(last[0], ()) if last else ():
            begin = end - len(name)
            if text.endswith(name, 0, end) and _stands_alone(text[max(0, begin - 4) : begin], region):
                found[name].add(region)
    return {name: frozenset(where) for name, where in found.items()}


def _stands_alone(before: str, region: str) -> bool:
    """Whether a name after this is whole, and no item in a list of towns and countries ("Oslo, Lund, Malta")."""
    return not before[-1:].isalnum() and (" " in region or not before.endswith((", ", "and ")))


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two places that lie there can't be one: in two countries, or in two states of one."""
    return bool(one and other) and not any(
        _agree(a.split(" ", 1), b.split(" ", 1)) for a in one for b in other
    )


def country_of(region: str) -> str:
    """The key of the country that a region is or lies in."""
    return region.split(" ", 1)[0]


def _agree(one: list[str], other: list[str]) -> bool:
    return one[0] == other[0] and (len(one) == 1 or len(other) == 1 or one == other)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, str]:
    """Every name of a country or state to what stands for it."""
    known: dict[str, str] = {}
    kinds = (FormKind.NAME, FormKind.ABBREVIATION)
    table = countries()
    for text in (cased for key in table.folded() for cased in (key.title(), key.upper())):
        for form in table.find(text):
            key = _NATIONS.get(form.country.key, form.country.key)
            if form.kind in kinds and not form.weak and (form.country.is_country or key != form.country.key):
                known[form.text] = key
    for state in (form for forms in places().values() for form in forms if form.listed.kind == "state"):
        if not state.adjective:
            region = f"{_NOT_AMERICAN.get(state.listed.name, 'US')} {state.listed.name}"
            known.update(dict.fromkeys((state.text, state.text.rstrip(".") + "."), region))
    known.pop("Georgia", None)  # a country or a state, as the text has it
    return known


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = "|".join(re.escape(name) for name in sorted(_regions(), key=len, reverse=True))
    return re.compile(rf"(?:, | \()({longest_first})(?!\w)")
