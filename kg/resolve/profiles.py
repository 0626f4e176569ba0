"""What is known of an entity over all documents, and which of one name can't be one: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.records import EntityType
from kg.resolve.lexicon import organizations, words
from kg.resolve.located import apart, country_of
from kg.resolve.names import fold, is_acronym

_OUTVOTED: Final = 5
"""Documents that speak of a name in one sense, against which a single one says nothing: it is likelier misread."""

_LETTERS: Final = 5
"""Of a name in capitals at most, for them to be letters and not a word ("TWITTER")."""


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
    regions: frozenset[str] = frozenset()
    """Countries or states that a place is said to lie in, as `kg.resolve.located` writes them."""


def conflict(one: Profile, other: Profile) -> str | None:
    """Why two entities can't be one, None where nothing speaks against it.

    Different types, qualifiers or links; two nationalities; national offices of two countries; places that lie in two;
    texts about two countries that name a person by one word, or a body by letters, as nobody does to tell who is meant.
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
    if apart(one.regions, other.regions):
        return f"in two regions: {min(one.regions)} and {min(other.regions)}"
    if one.homes and other.homes and not one.homes & other.homes and says_little(one) and says_little(other):
        return f"named in short in texts about {min(one.homes)} and {min(other.homes)}"
    return None


def says_little(profile: Profile) -> bool:
    """Whether a name alone does not tell who is meant: a person's one word, rank aside, or letters of no known body."""
    if profile.type is EntityType.PERSON:
        return sum(word not in words().royal for word in fold(profile.name).split()) <= 1
    return (
        profile.type is EntityType.ORGANIZATION
        and is_acronym(profile.name)
        and len(fold(profile.name)) <= _LETTERS
        and all(form.weak for form in organizations().get(fold(profile.name), ()))
    )


def namesakes(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Part what the documents say of one name into as few persons or bodies as they allow.

    Args:
        profiles: one for each document, all of one type and name.

    Returns:
        Groups within which nothing speaks against one entity, the largest first. A profile that fits several groups
        (it says nothing that tells) goes to the largest, and so does the single document whose nationality or office
        speaks against many. A place whose lie a text does not say goes to one in the country that the text is about.
        The same for the same profiles in any order.
    """
    known = {profile.id: profile for profile in profiles}
    if not _homes_tell(profiles):
        profiles = [replace(profile, homes=frozenset()) for profile in profiles]
    return [[known[profile.id] for profile in group] for group in _groups(profiles)]


def _homes_tell(profiles: Sequence[Profile]) -> bool:
    """Whether the countries that texts are about tell apart whom they name in short.

    Not a person whom many texts name so, nor a body that texts about ever other countries do: both are known by that.
    """
    types = {profile.type for profile in profiles}
    if EntityType.PERSON in types:
        return len(profiles) < _OUTVOTED
    homes = Counter(home for profile in profiles for home in profile.homes)
    return EntityType.PLACE in types or 2 * max(homes.values(), default=0) >= homes.total()


def _groups(profiles: Sequence[Profile]) -> list[list[Profile]]:
    ordered = sorted(
        profiles,
        key=lambda p: (
            -(len(p.nationalities) + len(p.offices) + len(p.links) + len(p.regions)),
            sorted(p.nationalities),
            sorted(p.offices),
            sorted(p.regions),
            p.id,
        ),
    )
    telling = [p for p in ordered if _tells(p)]
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
        fitting = [
            next((group for group in groups if _lies_at_home(profile, group)), groups[0])
            for profile in silent
        ]
        for profile, group in zip(silent, fitting, strict=True):
            group.append(profile)
    elif silent:
        groups.append(silent)
    return groups


def _tells(profile: Profile) -> bool:
    """Whether anything but the name says who or where an entity is."""
    return bool(
        profile.nationalities
        or profile.offices
        or profile.links
        or profile.qualifier
        or profile.regions
        or (profile.homes and says_little(profile))
    )


def _lies_at_home(profile: Profile, group: Sequence[Profile]) -> bool:
    """Whether a text about a country means the place of its name there."""
    return any(country_of(region) in profile.homes for other in group for region in other.regions)


def _may_be_misread(one: Profile, others: Sequence[Profile]) -> bool:
    """Whether nothing but what was read of nationalities and offices tells a profile from the others."""
    if any(" " in region for region in one.regions):
        return False  # who names the state means a place that needs it
    bare = replace(one, nationalities=frozenset(), offices=frozenset(), regions=frozenset())
    return all(conflict(bare, other) is None for other in others)
