"""What is known of an entity over all documents, and which of one name can't be one: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.records import EntityType

_OUTVOTED: Final = 5
"""Documents that speak of a name in one sense, against which a single one says nothing: it is likelier misread."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an entity over all documents."""

    id: str
    """Its IRI, or whatever the caller knows it by."""
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    nationalities: frozenset[str] = frozenset()
    """Keys of the countries that a person is a national of, or that a body belongs to."""
    offices: frozenset[tuple[str, str]] = frozenset()
    """(title in lower case, key of the country) of the national offices that a person holds."""
    links: frozenset[str] = frozenset()
    qualifier: str | None = None
    homes: frozenset[str] = frozenset()
    """Keys of the countries that the documents which name it are mostly about; empty where that is not known."""


def conflict(one: Profile, other: Profile) -> str | None:
    """Why two entities can't be one, None where nothing speaks against it.

    Different types, qualifiers or links; two nationalities; national offices of two countries.
    """
    if one.type is not other.type:
        return f"a {one.type} and a {other.type}"
    if (one.qualifier or other.qualifier) and one.qualifier != other.qualifier:
        return (
            f"told apart in a text: {one.qualifier or 'no qualifier'} and {other.qualifier or 'no qualifier'}"
        )
    if one.links and other.links and not one.links & other.links:
        return f"two links: {min(one.links)} and {min(other.links)}"
    if one.nationalities and other.nationalities and not one.nationalities & other.nationalities:
        return f"two nationalities: {', '.join(sorted(one.nationalities))} and {', '.join(sorted(other.nationalities))}"
    ruled = ({country for _, country in one.offices}, {country for _, country in other.offices})
    if ruled[0] and ruled[1] and not ruled[0] & ruled[1]:
        held = [" of ".join(min(profile.offices)) for profile in (one, other)]
        return f"offices of two countries: {held[0]}, {held[1]}"
    return None


def namesakes(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Part what the documents say of one name into as few persons or bodies as they allow.

    Args:
        profiles: one for each document, all of one type and name.

    Returns:
        Groups within which nothing speaks against one entity, the largest first. A profile that fits several groups
        (it says nothing that tells) goes to the largest, and so does the single document whose nationality or office
        speaks against many. The same for the same profiles in any order.
    """
    ordered = sorted(
        profiles,
        key=lambda p: (
            -(len(p.nationalities) + len(p.offices) + len(p.links)),
            sorted(p.nationalities),
            sorted(p.offices),
            p.id,
        ),
    )
    telling = [p for p in ordered if p.nationalities or p.offices or p.links or p.qualifier]
    groups: list[list[Profile]] = []
    for profile in telling:
        home = next(
            (group for group in groups if all(conflict(profile, other) is None for other in group)), None
        )
        if home is None:
            groups.append([profile])
        else:
            home.append(profile)
    groups.sort(key=lambda group: (-len(group), group[0].id))
    silent = [p for p in ordered if p not in telling]
    if groups and len(groups[0]) + len(silent) >= _OUTVOTED:
        lone = [group for group in groups[1:] if len(group) == 1 and _may_be_misread(group[0], groups[0])]
        silent += [profile for group in lone for profile in group]
        groups = [group for group in groups if group not in lone]
    if silent and groups:
        groups[0].extend(silent)
    elif silent:
        groups.append(silent)
    return groups


def _may_be_misread(one: Profile, others: Sequence[Profile]) -> bool:
    """Whether nothing but what was read of nationalities and offices tells a profile from the others."""
    bare = replace(one, nationalities=frozenset(), offices=frozenset())
    return all(conflict(bare, other) is None for other in others)
