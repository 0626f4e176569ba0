"""What tells entities apart whose names say nothing of who or where they are: a country, else the document."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from kg.records import Document, EntityType
from kg.resolve.countries import DATA, Country, FormKind, countries
from kg.resolve.drafts import Draft
from kg.resolve.lexicon import places, words
from kg.resolve.named import Named
from kg.resolve.names import fold, is_acronym, normalise_name

_MISSIONS: Final = frozenset(("embassy", "consulate"))
"""What a country has in each other one: the name says whose it is, and where it is tells it from the others."""


def qualifier(
    draft: Draft, named: Sequence[Named], home: Country | None, document: Document, text: str
) -> str | None:
    """What parts an entity from those of its name in other texts; None where the name is its own.

    A body or place whose name every country has ("Ministry of Finance", "City Hall") is that of the country that stands
    beside the name, else of the one that the text is about, else the document's own: such a name in two texts is one
    only where both are known to be of one country. So is a body named by two letters, a town or a newspaper of a name
    that several countries have ("Salem"; there a state may stand in the country's place), and a listed body of a common
    name in the texts of another country than its own. A person known by nothing but a name that very many bear
    ("Daniel", "Liu") is the document's own.
    """
    if draft.type is EntityType.PERSON:
        return f"document {document.id}" if fold(draft.name) in words().common_names else None
    if draft.country is not None:
        return None
    if draft.listed is not None:
        return _listed_elsewhere(draft, named, home, text)
    if fold(draft.name).split()[-1] in _MISSIONS:
        host = (_region_after(mention, named, text) for mention in draft.named)
        return next(filter(None, host), home.key if home is not None else f"document {document.id}")
    two_letters = (
        is_acronym(draft.name) and len(fold(draft.name)) == 2 and draft.type is EntityType.ORGANIZATION
    )
    if not (two_letters or is_generic(draft.name, draft.type) or _has_namesakes(draft)):
        return _state_of_a_town_named_like_a_capital(draft, named, text)
    for mention in draft.named:
        beside = _region_beside(mention, named, text)
        if beside is not None:
            return beside
    return home.key if home is not None else f"document {document.id}"


def _state_of_a_town_named_like_a_capital(draft: Draft, named: Sequence[Named], text: str) -> str | None:
    """The state that stands after a name that is a capital's elsewhere ("Vienna, Virginia")."""
    if draft.type is not EntityType.PLACE or all(
        f.kind is not FormKind.SEAT for f in countries().find(draft.name)
    ):
        return None
    regions = (_region_after(mention, named, text) for mention in draft.named)
    return next((region for region in regions if region in _states()), None)


def _listed_elsewhere(draft: Draft, named: Sequence[Named], home: Country | None, text: str) -> str | None:
    """The country of a body that only shares its name with a listed one of another country."""
    own = _namesakes()["listed"].get(draft.listed.name) if draft.listed is not None else None
    if own is None:
        return None
    longer = [
        name.partition(" of ")[2]
        for name in map(fold, draft.texts)
        if name.startswith(fold(draft.name) + " of ")
    ]
    if longer:
        return min(longer)
    beside = {_region_beside(mention, named, text) for mention in draft.named} - {None}
    if beside:
        return min(key for key in beside if key) if own not in beside else None
    speaks_of_it = any(mention.country is not None and mention.country.key == own for mention in named)
    return home.key if own and home is not None and not speaks_of_it else None


def _has_namesakes(draft: Draft) -> bool:
    """Whether several countries have a place or a newspaper of its name."""
    if draft.type not in (EntityType.PLACE, EntityType.ORGANIZATION):
        return False
    known = _namesakes()["places" if draft.type is EntityType.PLACE else "organizations"]
    return normalise_name(draft.name, draft.type) in known


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(
        form.listed.name for forms in places().values() for form in forms if form.listed.kind == "state"
    )


@lru_cache(maxsize=1)
def _namesakes() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "namesakes.toml").read_text(encoding="utf-8"))


def is_generic(name: str, type: EntityType = EntityType.ORGANIZATION) -> bool:
    """Whether the name of a body or place consists of words that say nothing of whose or where it is."""
    lists = words()
    normal = normalise_name(name, type)
    if type is EntityType.PLACE:
        return normal not in lists.one_place and all(part in lists.generic_places for part in normal.split())
    return all(part in lists.generic or part.isdigit() for part in normal.split())


def _region_beside(mention: Named, named: Sequence[Named], text: str) -> str | None:
    """The country right before a name ("Malta's Supreme Court"), or the country or state after it ("Salem, Oregon")."""
    at = bisect_left(named, mention.begin, key=lambda other: other.begin)
    for other in named[max(0, at - 1) : at]:
        between = text[other.end : mention.begin]
        if (
            other.country is not None
            and between.strip() in ("", "'s", "’s", "’", "'")
            and "\n" not in between
        ):
            return other.country.key
    return _region_after(mention, named, text)


def _region_after(mention: Named, named: Sequence[Named], text: str) -> str | None:
    at = bisect_left(named, mention.end, key=lambda other: other.begin)
    for other in named[at : at + 1]:
        if text[mention.end : other.begin].strip() in ("of", "of the", "in", "(", ","):
            if other.country is not None:
                return other.country.key
            if mention.type is EntityType.PLACE and other.listed is not None and other.listed.kind == "state":
                return other.listed.name
    return None
