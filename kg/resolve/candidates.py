"""Which entities of a store may be one, by their names, and which of one name can't be: pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.records import EntityType
from kg.resolve.lexicon import organizations
from kg.resolve.names import PARTICLES, fold, is_acronym, near, normalise_name, sound_key, stands_for

MOST_IN_BLOCK: Final = 50
"""Entities under one key that are compared with a new one; what is under fuller keys than that says nothing."""


class Strength(StrEnum):
    """How sure it is that two entities are one."""

    STRONG = "strong"
    """Fit to be merged without asking."""
    CANDIDATE = "candidate"
    """For a person to decide."""


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one, the ids in order."""

    one: str
    other: str
    strength: Strength
    reason: str


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


class CandidateIndex:
    """Entities by the keys of their names, so that a new one is compared with few, however many there are."""

    def __init__(self, profiles: Iterable[Profile] = ()) -> None:
        self._blocks: dict[tuple[str, str], list[Profile]] = defaultdict(list)
        for profile in profiles:
            self.add(profile)

    def add(self, profile: Profile) -> None:
        """Put an entity under the keys of its names."""
        for key in _keys(profile):
            self._blocks[(profile.type.value, key)].append(profile)

    def near(self, profile: Profile) -> list[Candidate]:
        """The entities in the index that `profile` may be one with, the strong ones first.

        At most `MOST_IN_BLOCK` entities are looked at for each key: a key that more share says too little.
        """
        seen = {profile.id}
        found = []
        for key in _keys(profile):
            block = self._blocks.get((profile.type.value, key), [])
            if len(block) > MOST_IN_BLOCK:
                continue
            for other in block:
                if other.id not in seen:
                    seen.add(other.id)
                    candidate = compare(profile, other)
                    if candidate is not None:
                        found.append(candidate)
        return sorted(found, key=lambda c: (c.strength is not Strength.STRONG, c.one, c.other))


def candidates(profiles: Iterable[Profile]) -> list[Candidate]:
    """Every pair of entities that may be one, each once, the strong ones first; the same in any order."""
    ordered = sorted(profiles, key=lambda profile: profile.id)
    index = CandidateIndex()
    found: list[Candidate] = []
    for profile in ordered:
        found += index.near(profile)
        index.add(profile)
    rivals: dict[tuple[str, str], int] = defaultdict(int)
    for candidate in found:
        if candidate.strength is Strength.STRONG:
            for id in (candidate.one, candidate.other):
                rivals[(id, candidate.reason)] += 1
    # A short name that fits several fuller ones is nobody's for sure.
    checked = [
        Candidate(c.one, c.other, Strength.CANDIDATE, c.reason + ", as do others")
        if c.strength is Strength.STRONG
        and c.reason in _SHORTENING
        and max(rivals[(c.one, c.reason)], rivals[(c.other, c.reason)]) > 1
        else c
        for c in found
    ]
    return sorted(checked, key=lambda c: (c.strength is not Strength.STRONG, c.one, c.other))


def compare(one: Profile, other: Profile) -> Candidate | None:
    """Whether two entities may be one, and why; None where their names are not near or something speaks against it."""
    if one.id == other.id or conflict(one, other) is not None:
        return None
    if one.type in (EntityType.COUNTRY, EntityType.PLACE):
        found = _spelled_alike(one, other)
    elif one.type is EntityType.PERSON:
        found = _spelled_alike(one, other) or _same_person(one, other)
    else:
        found = _spelled_alike(one, other) or _abbreviation(one, other) or _shorter_body(one, other)
    if found is None:
        return None
    strength, reason = found
    first, second = sorted((one.id, other.id))
    return Candidate(first, second, strength, reason)


_MIDDLE: Final = "one name has a middle name or initial more"
_ACRONYM: Final = "the letters of one are the initials of the other"
_SHORTENING: Final = frozenset((_MIDDLE, _ACRONYM))
_Found = tuple[Strength, str]


def _spelled_alike(one: Profile, other: Profile) -> _Found | None:
    """The same name but for accents, punctuation, spaces, legal form or American spelling."""
    a, b = normalise_name(one.name, one.type), normalise_name(other.name, other.type)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        single = one.type is EntityType.PERSON and " " not in a
        return (
            Strength.CANDIDATE if single else Strength.STRONG
        ), "the same letters, but for accents and punctuation"
    return None


def _same_person(one: Profile, other: Profile) -> _Found | None:
    short, long = sorted(
        (_person_words(one.name), _person_words(other.name)), key=lambda words: (len(words), words)
    )
    vouched = bool(one.nationalities & other.nationalities)
    if len(short) == 1:
        if short[0] in (long[0], long[-1]) and len(long) > 1 and vouched:
            return Strength.CANDIDATE, "one is a part of the other's name"
        return None
    if short[0] == long[0] and short[-1] == long[-1] and len(short) < len(long):
        middle = long[1:-1]
        initials = all(len(word) == 1 for word in middle) or all(
            len(word) == 1 for word in short[1:-1] or ("x",)
        )
        return (Strength.STRONG if initials or vouched else Strength.CANDIDATE), _MIDDLE
    if len(short) != len(long):
        return None
    differing = [(a, b) for a, b in zip(short, long, strict=True) if a != b]
    if sorted(short) == sorted(long):
        return Strength.CANDIDATE, "the same words in another order"
    if all(sound_key(a) == sound_key(b) for a, b in differing):
        sure = (vouched or len(short) > 2) and all(len(sound_key(a)) >= 2 for a, _ in differing)
        return (Strength.STRONG if sure else Strength.CANDIDATE), "spellings of the same sounds"
    if len(differing) == 1 and near(*differing[0]):
        sure = vouched and len(short) > 2
        return (Strength.STRONG if sure else Strength.CANDIDATE), "one word spelled differently"
    return None


def _person_words(name: str) -> list[str]:
    words = [word for word in fold(name).split() if word not in PARTICLES]
    return words or fold(name).split()


def _abbreviation(one: Profile, other: Profile) -> _Found | None:
    for short, long in ((one, other), (other, one)):
        for form in organizations().get(fold(short.name), ()):
            if any(fold(name) == fold(long.name) for name in form.listed.forms):
                return Strength.STRONG, "a known other name"
        if not is_acronym(short.name):
            continue
        if any(fold(alias) == fold(short.name) for alias in long.aliases):
            return (
                Strength.STRONG if len(fold(short.name)) >= 3 else Strength.CANDIDATE
            ), "a text calls one by the other's name"
        if " " in long.name and stands_for(short.name, long.name):
            vouched = bool(one.nationalities & other.nationalities)
            return (
                Strength.STRONG if vouched and len(fold(short.name)) >= 3 else Strength.CANDIDATE
            ), _ACRONYM
    return None


def _shorter_body(one: Profile, other: Profile) -> _Found | None:
    a, b = normalise_name(one.name, one.type), normalise_name(other.name, other.type)
    short, long = sorted((a, b), key=lambda name: (len(name), name))
    if " " in short and (long.startswith(short + " ") or long.endswith(" " + short)):
        return Strength.CANDIDATE, "one name is a part of the other"
    words = list(zip(a.split(), b.split(), strict=False))
    differing = [pair for pair in words if pair[0] != pair[1]]
    if len(a.split()) == len(b.split()) and len(words) > 1 and len(differing) == 1 and near(*differing[0]):
        return Strength.CANDIDATE, "one word spelled differently"
    return None


def _keys(profile: Profile) -> list[str]:
    """What entities that may be one share at least one of; few for each, none of them common."""
    return list(dict.fromkeys(_all_keys(profile)))


def _all_keys(profile: Profile) -> Iterator[str]:
    name = normalise_name(profile.name, profile.type)
    yield "=" + name.replace(" ", "")
    if profile.type is EntityType.PERSON:
        words = _person_words(profile.name)
        if len(words) > 1:
            yield "ends " + words[0] + " " + words[-1]
            yield "sounds " + " ".join(sorted((sound_key(words[0]), sound_key(words[-1]))))
            yield "family " + words[-1] + " " + words[0][:1]
            yield "given " + words[0] + " " + words[-1][:1]
        for word in dict.fromkeys((words[0], words[-1])):
            yield "word " + word
    elif profile.type is EntityType.ORGANIZATION:
        for form in organizations().get(fold(profile.name), ()):
            yield "listed " + form.listed.name
        for text in (profile.name, *profile.aliases):
            if is_acronym(text):
                yield "letters " + fold(text)
        words = name.split()
        if len(words) > 1:
            initials = "".join(word[0] for word in words)
            yield "letters " + initials
            yield "letters " + "".join(
                w[0] for w in words if w not in ("of", "the", "for", "and", "in", "on")
            )
            yield "first " + " ".join(words[:2])
            yield "last " + " ".join(words[-2:])


def namesakes(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Part what the documents say of one name into as few persons or bodies as they allow.

    Args:
        profiles: one for each document, all of one type and name.

    Returns:
        Groups within which nothing speaks against one entity, the largest first. A profile that fits several groups
        (it says nothing that tells) goes to the largest. The same for the same profiles in any order.
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
    if silent and groups:
        groups[0].extend(silent)
    elif silent:
        groups.append(silent)
    return groups
