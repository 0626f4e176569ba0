"""What tells entities apart whose names say nothing of who or where they are: a country, else the document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.records import Document, EntityType
from kg.resolve.countries import Country
from kg.resolve.drafts import Draft
from kg.resolve.lexicon import words
from kg.resolve.named import Named
from kg.resolve.names import fold, normalise_name


def qualifier(
    draft: Draft, named: Sequence[Named], home: Country | None, document: Document, text: str
) -> str | None:
    """What parts an entity from those of its name in other texts; None where the name is its own.

    A body or place whose name every country has ("Ministry of Finance", "City Hall") is that of the country that stands
    beside the name, else of the one that the text is about, else the document's own: such a name in two texts is one
    only where both are known to be of one country. A person known by nothing but a name that very many bear ("Daniel",
    "Liu") is the document's own.
    """
    if draft.type is EntityType.PERSON:
        return f"document {document.id}" if fold(draft.name) in words().common_names else None
    if draft.listed is not None or draft.country is not None or not is_generic(draft.name, draft.type):
        return None
    for mention in draft.named:
        beside = _country_beside(mention, named, text)
        if beside is not None:
            return beside.key
    return home.key if home is not None else f"document {document.id}"


def is_generic(name: str, type: EntityType = EntityType.ORGANIZATION) -> bool:
    """Whether the name of a body or place consists of words that say nothing of whose or where it is."""
    lists = words()
    normal = normalise_name(name, type)
    if type is EntityType.PLACE:
        return normal not in lists.one_place and all(part in lists.generic_places for part in normal.split())
    return all(part in lists.generic or part.isdigit() for part in normal.split())


def _country_beside(mention: Named, named: Sequence[Named], text: str) -> Country | None:
    """The country right before a name ("Malta's Supreme Court") or after it ("Supreme Court of Malta")."""
    at = bisect_left(named, mention.begin, key=lambda other: other.begin)
    for other in named[max(0, at - 1) : at]:
        between = text[other.end : mention.begin]
        if (
            other.country is not None
            and between.strip() in ("", "'s", "’s", "’", "'")
            and "\n" not in between
        ):
            return other.country
    for other in named[at + 1 : at + 2]:
        if other.country is not None and text[mention.end : other.begin].strip() in (
            "of",
            "of the",
            "in",
            "(",
            ",",
        ):
            return other.country
    return None
