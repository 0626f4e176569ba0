"""Which entities of a store may be one, by their names: pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.records import EntityType
from kg.resolve.lexicon import organizations
from kg.resolve.names import PARTICLES, fold, is_acronym, near, normalise_name, sound_key, stands_for
from kg.resolve.profiles import Profile, conflict

MOST_COMPARED: Final = 50
"""Entities that a new one is compared with, under all its keys; fuller keys than that say nothing."""


class Strength(StrEnum):
    """How sure it is that two entities are one."""

    STRONG = "strong"
    """Fit to be merged without asking."""
    CANDIDATE = "candidate"
    """For a person to decide."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one, the ids in order."""

    one: str
    other: str
    strength: Strength
    reason: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entity with what comparisons need of its name, made once."""

    profile: Profile
    name: str
    """Normalised."""
    words: tuple[str, ...]
    """Of a person's name, without particles."""
    sounds: tuple[str, ...]
    """Of these words."""
    keys: tuple[str, ...]
    """What it is put under."""
    asks: tuple[str, ...]
    """What those that it may be one with are put under."""


class CandidateIndex:
    """Entities by the keys of their names, so that a new one is compared with few, however many there are."""

    def __init__(self, profiles: Iterable[Profile] = ()) -> None:
        self._blocks: dict[tuple[EntityType, str], list[_Entry]] = defaultdict(list)
        for profile in profiles:
            self.add(profile)

    def add(self, profile: Profile) -> None:
        """Put an entity under the keys of its names."""
        self._add(_entry(profile))

    def near(self, profile: Profile) -> list[Candidate]:
        """The entities in the index that `profile` may be one with, the strong ones first.

        At most `MOST_COMPARED` entities are looked at, those under the rarest keys: what many share says too little.
        So the cost does not grow with the index.
        """
        return self._near(_entry(profile))

    def _add(self, entry: _Entry) -> None:
        for key in entry.keys:
            block = self._blocks[entry.profile.type, key]
            # One more than are ever looked at tells that the key is full; the rest would only take memory.
            if len(block) <= MOST_COMPARED:
                block.append(entry)

    def _near(self, entry: _Entry) -> list[Candidate]:
        blocks = [self._blocks.get((entry.profile.type, key), ()) for key in entry.asks]
        seen = {entry.profile.id}
        found = []
        left = MOST_COMPARED
        for block in sorted(blocks, key=len):
            if len(block) > left:
                break
            for other in block:
                if other.profile.id not in seen:
                    seen.add(other.profile.id)
                    left -= 1
                    candidate = _compare(entry, other)
                    if candidate is not None:
                        found.append(candidate)
        return sorted(found, key=lambda c: (c.strength is not Strength.STRONG, c.one, c.other))


def candidates(profiles: Iterable[Profile]) -> list[Candidate]:
    """Every pair of entities that may be one, each once, the strong ones first; the same in any order."""
    known = {profile.id: profile for profile in profiles}
    index = CandidateIndex()
    found: list[Candidate] = []
    for id in sorted(known):
        entry = _entry(known[id])
        found += index._near(entry)
        index._add(entry)
    rivals: dict[tuple[str, str], list[str]] = defaultdict(list)
    for candidate in found:
        if candidate.strength is Strength.STRONG:
            rivals[candidate.one, candidate.reason].append(candidate.other)
            rivals[candidate.other, candidate.reason].append(candidate.one)
    checked = [
        Candidate(c.one, c.other, Strength.CANDIDATE, c.reason + ", as do others")
        if c.strength is Strength.STRONG and _is_disputed(c, rivals, known)
        else c
        for c in found
    ]
    return sorted(checked, key=lambda c: (c.strength is not Strength.STRONG, c.one, c.other))


def _is_disputed(
    candidate: Candidate, rivals: Mapping[tuple[str, str], list[str]], known: Mapping[str, Profile]
) -> bool:
    """Whether a short name fits several fuller ones: then it is nobody's for sure."""
    pairs = [(id, rivals[id, candidate.reason]) for id in (candidate.one, candidate.other)]
    if candidate.reason in _SHORTENING:
        return any(len(others) > 1 for _, others in pairs)
    if candidate.reason != _CALLED:
        return False
    for id, others in pairs:
        names = sorted(normalise_name(known[other].name, known[other].type) for other in others)
        if is_acronym(known[id].name) and not all(name.startswith(names[0]) for name in names):
            return True
    return False


def _entry(profile: Profile) -> _Entry:
    name = normalise_name(profile.name, profile.type)
    words = tuple(_person_words(profile.name)) if profile.type is EntityType.PERSON else ()
    sounds = tuple(map(sound_key, words))
    shared = tuple(dict.fromkeys(_keys(profile, name, words, sounds)))
    if not words:
        return _Entry(profile, name, words, sounds, shared, shared)
    # A single word is one with a full name only where both are of one country; full names share another key.
    full, ends = len(words) > 1, dict.fromkeys((words[0], words[-1]))
    keys = (*shared, *(f"{'part' if full else 'single'} {word}" for word in ends))
    asks = (*shared, *(f"{'single' if full else 'part'} {word}" for word in ends if profile.nationalities))
    return _Entry(profile, name, words, sounds, keys, asks)


def _compare(one: _Entry, other: _Entry) -> Candidate | None:
    """Whether two entities may be one, and why; None where their names are not near or something speaks against it."""
    a, b = one.profile, other.profile
    if a.type in (EntityType.COUNTRY, EntityType.PLACE):
        found = _spelled_alike(one, other)
    elif a.type is EntityType.PERSON:
        found = _spelled_alike(one, other) or _same_person(one, other)
    else:
        found = _spelled_alike(one, other) or _abbreviation(a, b) or _shorter_body(one, other)
    if found is None or conflict(a, b) is not None:
        return None
    strength, reason = found
    first, second = sorted((a.id, b.id))
    return Candidate(first, second, strength, reason)


_MIDDLE: Final = "one name has a middle name or initial more"
_ACRONYM: Final = "the letters of one are the initials of the other"
_CALLED: Final = "a text calls one by the other's name"
_SHORTENING: Final = frozenset((_MIDDLE, _ACRONYM))
_Found = tuple[Strength, str]


def _spelled_alike(one: _Entry, other: _Entry) -> _Found | None:
    """The same name but for accents, punctuation, spaces, legal form or American spelling."""
    if one.keys[0] == other.keys[0]:
        single = one.profile.type is EntityType.PERSON and " " not in one.name
        return (
            Strength.CANDIDATE if single else Strength.STRONG
        ), "the same letters, but for accents and punctuation"
    return None


def _same_person(one: _Entry, other: _Entry) -> _Found | None:
    if len(one.words) > len(other.words):
        one, other = other, one
    short, long = one.words, other.words
    vouched = bool(one.profile.nationalities & other.profile.nationalities)
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
    differing = [index for index, word in enumerate(short) if word != long[index]]
    if len(differing) != 1 and sorted(short) == sorted(long):
        return Strength.CANDIDATE, "the same words in another order"
    if all(one.sounds[index] == other.sounds[index] for index in differing):
        sure = (vouched or len(short) > 2) and all(len(one.sounds[index]) >= 2 for index in differing)
        return (Strength.STRONG if sure else Strength.CANDIDATE), "spellings of the same sounds"
    if len(differing) == 1 and near(short[differing[0]], long[differing[0]]):
        sure = vouched and len(short) > 2
        return (Strength.STRONG if sure else Strength.CANDIDATE), "one word spelled differently"
    return None


def _person_words(name: str) -> list[str]:
    words = [word for word in fold(name).split() if word not in PARTICLES]
    return words or fold(name).split()


def _abbreviation(one: Profile, other: Profile) -> _Found | None:
    for short, long in ((one, other), (other, one)):
        for form in organizations().get(fold(short.name), ()):
            if any(
                normalise_name(name, long.type) == normalise_name(long.name, long.type)
                for name in form.listed.forms
            ):
                return Strength.STRONG, "a known other name"
        if not is_acronym(short.name):
            continue
        if any(fold(alias) == fold(short.name) for alias in long.aliases):
            return (Strength.STRONG if _is_called_so(short, long) else Strength.CANDIDATE), _CALLED
        if " " in long.name and stands_for(short.name, long.name):
            vouched = bool(one.nationalities & other.nationalities)
            return (
                Strength.STRONG if vouched and len(fold(short.name)) >= 3 else Strength.CANDIDATE
            ), _ACRONYM
    return None


def _is_called_so(short: Profile, long: Profile) -> bool:
    """Whether the acronym that one text uses for a body is that body's in other texts too.

    Few letters stand for many things. It is where most countries that texts with the letters are about are those of
    the body's texts, and where the letters are not a known body's, of which this one is only a part or a namesake.
    """
    if len(fold(short.name)) < 3 or " " not in long.name or organizations().get(fold(short.name)):
        return False
    return 2 * len(short.homes & long.homes) > len(short.homes)


def _shorter_body(one: _Entry, other: _Entry) -> _Found | None:
    a, b = one.name, other.name
    short, long = sorted((a, b), key=lambda name: (len(name), name))
    if " " in short and (long.startswith(short + " ") or long.endswith(" " + short)):
        return Strength.CANDIDATE, "one name is a part of the other"
    words = list(zip(a.split(), b.split(), strict=False))
    differing = [pair for pair in words if pair[0] != pair[1]]
    if len(a.split()) == len(b.split()) and len(words) > 1 and len(differing) == 1 and near(*differing[0]):
        return Strength.CANDIDATE, "one word spelled differently"
    return None


def _keys(profile: Profile, name: str, words: tuple[str, ...], sounds: tuple[str, ...]) -> Iterator[str]:
    """What entities that may be one share at least one of, the first what those spelled alike share."""
    yield "=" + name.replace(" ", "")
    if profile.type is EntityType.PERSON:
        if len(words) > 1:
            yield "ends " + words[0] + " " + words[-1]
            yield "sounds " + " ".join(sorted((sounds[0], sounds[-1])))
            yield "family " + words[-1] + " " + words[0][:1]
            yield "given " + words[0] + " " + words[-1][:1]
    elif profile.type is EntityType.ORGANIZATION:
        for form in organizations().get(fold(profile.name), ()):
            yield "listed " + form.listed.name
        for text in (profile.name, *profile.aliases):
            if is_acronym(text):
                yield "letters " + fold(text)
        parts = name.split()
        if len(parts) > 1:
            yield "letters " + "".join(part[0] for part in parts)
            yield "letters " + "".join(
                part[0] for part in parts if part not in ("of", "the", "for", "and", "in", "on")
            )
            yield "first " + " ".join(parts[:2])
            yield "last " + " ".join(parts[-2:])
