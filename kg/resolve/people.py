"""Which mentions in a text name the same person: full names, family names, given names, initials, slips of spelling."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.resolve.kin import relatives, without_families
from kg.resolve.lexicon import words
from kg.resolve.named import Named
from kg.resolve.names import PARTICLES, distance, fold, near
from kg.resolve.titles import Gender


@dataclass(slots=True)
class Person:
    """The mentions of one person, growing as the text is read."""

    names: list[tuple[str, ...]] = field(default_factory=list)
    """Its different names as folded words, without rank; the fullest is `best`."""
    mentions: list[Named] = field(default_factory=list)

    @property
    def best(self) -> tuple[str, ...]:
        """The fullest name as folded words."""
        return max(self.names, key=lambda name: (len(core(name)), sum(map(len, name))))

    @property
    def gender(self) -> Gender | None:
        """What titles say, None where they say nothing or contradict each other."""
        genders = {
            mention.titled.gender for mention in self.mentions if mention.titled and mention.titled.gender
        }
        return next(iter(genders)) if len(genders) == 1 else None

    @property
    def is_royal(self) -> bool:
        """Whether a title of rank stands before one of its names."""
        return any(mention.titled and set(mention.titled.words) & words().royal for mention in self.mentions)

    @property
    def titles(self) -> set[tuple[str, ...]]:
        """The titles that stand before its mentions."""
        return {mention.titled.words for mention in self.mentions if mention.titled and mention.titled.words}


def name_words(mention: Named) -> tuple[str, ...]:
    """The folded words of a person's name, without rank ("Sheikh", "King")."""
    parts = fold(mention.text).split()
    while len(parts) > 1 and parts[0] in words().royal:
        parts = parts[1:]
    return tuple(parts)


def core(name: Sequence[str]) -> tuple[str, ...]:
    """The words of a name without particles ("al", "bin", "van") — unless nothing is left."""
    return tuple(word for word in name if word not in PARTICLES) or tuple(name)


def group_people(mentions: Sequence[Named], text: str = "") -> list[Person]:
    """Part the mentions of persons into persons, in the order of first mention.

    Full names (two words or more) meet only where one says nothing against the other; single words then go to the
    full name that they are the family name of, else the given name; where several persons share it, to one of the same
    gender by its title, then to the one named last before it. A name in other letters or a nickname in brackets right
    after a name in `text` is that person's.
    """
    people: list[Person] = []
    index: dict[str, list[Person]] = defaultdict(list)
    mentions = without_families(mentions, text)
    kin = relatives(mentions, text)
    bracketed = _bracketed(mentions, text)
    everyone, mentions = mentions, [mention for mention in mentions if mention.begin not in bracketed]
    full = [mention for mention in mentions if len(core(name_words(mention))) >= 2]
    for mention in sorted(full, key=lambda m: (-len(core(name_words(m))), m.begin)):
        name = name_words(mention)
        sharing = _sharing(index, name)
        options = [
            person for person in sharing if _gender_fits(person, mention) and same_full_name(name, person)
        ]
        exact = [person for person in options if name in person.names]
        chosen = exact or options
        if len(chosen) >= 1 and (exact or len(chosen) == 1 or _one_is_meant(name, chosen)):
            person = _last_before(chosen, mention)
            _add(person, mention, name)
        else:
            person = Person([name], [mention])
            people.append(person)
        _index(index, name, person)
    for person in people:
        person.mentions.sort(key=lambda m: m.begin)
    for mention in sorted((m for m in mentions if len(core(name_words(m))) < 2), key=lambda m: m.begin):
        name = name_words(mention)
        holder = _holder_of(name, mention, _sharing(index, name), kin)
        if holder is None:
            holder = Person([name], [mention])
            people.append(holder)
            _index(index, name, holder)
        else:
            _add(holder, mention, name)
    _add_bracketed(people, everyone, bracketed)
    for person in people:
        person.mentions.sort(key=lambda m: m.begin)
    people.sort(key=lambda person: person.mentions[0].begin)
    return people


def _index(index: dict[str, list[Person]], name: tuple[str, ...], person: Person) -> None:
    """Put a person under the words of a name, the name written together, and the beginnings of its words."""
    for key in {*name, "".join(name), *(f"{word[:3]}*" for word in name if len(word) >= 4)}:
        if not any(person is known for known in index[key]):
            index[key].append(person)


def _sharing(index: dict[str, list[Person]], name: tuple[str, ...]) -> list[Person]:
    """The persons with a word in common with a name, or one that begins alike, in the order of the text."""
    keys = {*name, "".join(name), *(f"{word[:3]}*" for word in name if len(word) >= 4)}
    found = {id(person): person for key in sorted(keys) for person in index.get(key, ())}
    return sorted(found.values(), key=lambda person: person.mentions[0].begin)


def _bracketed(mentions: Sequence[Named], text: str) -> dict[int, Named]:
    """Where a bracketed other name begins, with the mention before it that it belongs to."""
    found: dict[int, Named] = {}
    ordered = sorted(mentions, key=lambda m: m.begin)
    for before, inside in itertools.pairwise(ordered):
        between = text[before.end : inside.begin].strip()
        closing = text[inside.end : inside.end + 2].lstrip("\"”'’")[:1]
        one_word = len(inside.text.split()) == 1 or not inside.text.isascii()
        if between in ("(", "[", "(“", '("') and closing in (")", "]") and one_word:
            found[inside.begin] = before
    return found


def _add_bracketed(people: list[Person], mentions: Sequence[Named], bracketed: dict[int, Named]) -> None:
    for mention in mentions:
        owner = bracketed.get(mention.begin)
        while owner is not None and owner.begin in bracketed:
            owner = bracketed[owner.begin]
        if owner is None:
            continue
        person = next(person for person in people if owner in person.mentions)
        name = name_words(mention)
        _add(person, mention, name)
        for other in [p for p in people if p is not person and p.names == [name]]:
            person.mentions += other.mentions
            people.remove(other)


def _add(person: Person, mention: Named, name: tuple[str, ...]) -> None:
    person.mentions.append(mention)
    if name not in person.names:
        person.names.append(name)


def _gender_fits(person: Person, mention: Named) -> bool:
    gender = mention.titled.gender if mention.titled else None
    return gender is None or person.gender is None or person.gender == gender


def _one_is_meant(name: tuple[str, ...], people: list[Person]) -> bool:
    """Several fuller names fit: then the last of them named before, if it is a part of each."""
    return all(len(core(name)) < len(core(person.best)) for person in people)


def _last_before(people: list[Person], mention: Named) -> Person:
    before = [
        (max(m.begin for m in person.mentions if m.begin < mention.begin), index)
        for index, person in enumerate(people)
        if any(m.begin < mention.begin for m in person.mentions)
    ]
    return people[max(before)[1]] if before else people[0]


def same_full_name(name: tuple[str, ...], person: Person) -> bool:
    """Whether a name of two words or more can be a form of one of the person's names."""
    return any(compatible(name, other) for other in person.names if len(core(other)) >= 2)


def compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's.

    Words of the shorter appear in the longer in the same order, an initial standing for its word; at least two whole
    words agree (one of them may be misspelled), or one whole word and an initial. Written together ("El Baradei",
    "ElBaradei") they agree too.
    """
    if "".join(one) == "".join(other):
        return True
    short, long = sorted((core(one), core(other)), key=len)
    whole = initials = slips = 0
    matched: list[int] = []
    at = 0
    for word in short:
        for index in range(at, len(long)):
            candidate = long[index]
            if word == candidate:
                whole += 1
            elif (len(word) == 1 or len(candidate) == 1) and word[0] == candidate[0] and len(short) > 1:
                initials += 1
            elif _slipped(word, candidate):
                slips += 1
            else:
                continue
            matched.append(index)
            at = index + 1
            break
        else:
            return False
    if slips > 1 or (slips and len(short) != len(long)):
        return False
    keeps_an_end = (
        short[-1] == long[-1] or short[0] == long[0] or matched[-1] - matched[0] == len(matched) - 1
    )
    if len(short) < len(long) and not keeps_an_end:
        return False
    return whole >= 2 or (whole >= 1 and initials + slips >= 1)


def _slipped(one: str, other: str) -> bool:
    return near(one, other) or (
        min(len(one), len(other)) >= 3 and one[0] == other[0] and distance(one, other, 1) <= 1
    )


def _holder_of(
    name: tuple[str, ...], mention: Named, people: list[Person], kin: frozenset[int]
) -> Person | None:
    """Whose name a single word is: family name before given name before any word before a slip; None if nobody's.

    Of several, those who hold the office that stands before it go first. An office is not that of somebody who is
    introduced as an officer's wife or son ("President Berg" is not "his daughter Eva Berg").
    """
    word = core(name)[-1]
    joined = "".join(name)
    fitting = [person for person in people if _gender_fits(person, mention)]
    if mention.titled is not None and mention.titled.royal:
        fitting = [person for person in fitting if person.is_royal and _reigns_as(person, mention, word)]
    office = _offices(mention)
    if office:
        fitting = [
            person
            for person in fitting
            if not any(m.begin in kin for m in person.mentions) or office & _offices(*person.mentions)
        ]
    tiers: tuple[Callable[[Person], bool], ...] = (
        lambda person: name in person.names,
        lambda person: any(core(other)[-1] == word for other in person.names if len(other) > 1),
        lambda person: any(core(other)[0] == word for other in person.names if len(other) > 1),
        lambda person: any(
            word in other or joined == "".join(other[-len(name) - 1 :]) for other in person.names
        ),
        lambda person: any(near(word, part) for other in person.names for part in other),
    )
    for tier in tiers:
        holders = [person for person in fitting if tier(person)]
        if holders:
            officers = [person for person in holders if office & _offices(*person.mentions)]
            return _last_before(officers or holders, mention)
    return None


def _offices(*mentions: Named) -> frozenset[str]:
    """The nouns of office that stand before mentions."""
    titles = {word for mention in mentions if mention.titled for word in mention.titled.words}
    return frozenset(titles & words().offices)


_REIGNING: Final = frozenset(("king", "queen", "emperor", "empress", "prince", "princess", "sultan", "pope"))


def _reigns_as(person: Person, mention: Named, word: str) -> bool:
    """Whether a king's or prince's name can be a person's: by the given name, and by no other rank.

    "King Salim" is not "Prince Omar bin Salim".
    """
    rank = set(mention.titled.words) & _REIGNING if mention.titled else set()
    if not rank:
        return True
    held = {word for title in person.titles for word in title} & _REIGNING
    return (not held or bool(rank & held)) and any(core(other)[0] == word for other in person.names)
