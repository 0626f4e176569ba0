"""Which mentions in a text name the same organization or place: abbreviations, short forms, parts left off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.records import EntityType
from kg.resolve.lexicon import Listed, organizations
from kg.resolve.name_parts import has_other_nouns, named_by_first_words, named_by_last_word
from kg.resolve.named import Named
from kg.resolve.names import fold, is_acronym, normalise_name, stands_for
from kg.resolve.short_forms import TERRITORY, is_short_organization, is_short_place, spelled_alike

_INTRODUCED: Final = re.compile(
    r"[ \u00a0]?[(\[][\"“'‘]?(?:the |or |hereafter |formerly |also known as )?([^()\[\]]{1,60}?)[\"”'’]?[)\];,]"
)


@dataclass(slots=True)
class Body:
    """The mentions of one organization or place."""

    type: EntityType
    keys: set[str] = field(default_factory=set)
    """Its names, normalised."""
    mentions: list[Named] = field(default_factory=list)
    listed: Listed | None = None

    def is_before(self, other: Body) -> bool:
        """Whether the text names it first."""
        return self.mentions[0].begin < other.mentions[0].begin

    @property
    def longest(self) -> str:
        """The normalised name with most words."""
        return max(self.keys, key=lambda key: (len(key.split()), len(key)))


def group_bodies(mentions: Sequence[Named], text: str, type: EntityType) -> list[Body]:
    """Part the mentions of one type into bodies, in the order of first mention."""
    bodies: list[Body] = []
    by_key: dict[str, Body] = {}
    for mention in mentions:
        key = _key(mention, type)
        body = by_key.get(key)
        if body is None:
            body = Body(type)
            by_key[key] = body
            bodies.append(body)
        body.keys.add(key)
        if mention.base is not None:
            body.keys.add(normalise_name(mention.base, type))
        body.mentions.append(mention)
        body.listed = body.listed or mention.listed
    introduced = _introductions(mentions, text, type)
    joined = {key for pair in introduced for key in pair}
    _merge(bodies, _same_listed, lambda body: body.listed is not None)
    _merge(
        bodies,
        lambda one, other: bool(introduced & _pairs(one, other)),
        lambda body: bool(joined & body.keys),
    )
    letters = {key for key in joined if " " not in key}
    _merge(
        bodies,
        lambda one, other: not (one.keys & letters and other.keys & letters) and _abbreviates(one, other),
        lambda body: any(is_acronym(mention.text) for mention in body.mentions),
    )
    if type is EntityType.ORGANIZATION:
        _merge(bodies, _weakly_listed, lambda body: any(key in organizations() for key in body.keys))
        _merge(bodies, _named_by_noun(bodies), lambda body: body.listed is not None)
        _merge_parts(bodies, named_by_last_word(bodies))
        _merge_parts(bodies, named_by_first_words(bodies))
        _merge_short(bodies, is_short_organization, letters)
    else:
        _merge_short(bodies, is_short_place, letters)
        _merge_misspelled(bodies)
    for body in bodies:
        body.mentions.sort(key=lambda mention: mention.begin)
    bodies.sort(key=lambda body: body.mentions[0].begin)
    return bodies


def _key(mention: Named, type: EntityType) -> str:
    if mention.country is not None:
        return f"{TERRITORY} {mention.country.key}"
    return normalise_name(mention.text, type)


def _pairs(one: Body, other: Body) -> set[tuple[str, str]]:
    return {pair for a in one.keys for b in other.keys for pair in ((a, b), (b, a))}


def _introductions(mentions: Sequence[Named], text: str, type: EntityType) -> set[tuple[str, str]]:
    """Pairs of keys that a bracket joins: "World Health Organization (WHO)", "WHO (World Health Organization)"."""
    pairs = set()
    starts = {mention.begin: mention for mention in mentions}
    for mention in mentions:
        match = _INTRODUCED.match(text, mention.end)
        if match is None:
            continue
        inner = starts.get(match.start(1))
        if inner is None or inner.end > match.end(1) + 1:
            continue
        both = (mention.text, inner.text)
        short, long = sorted(both, key=len)
        if (
            (is_acronym(short) and (type is EntityType.ORGANIZATION or _letters_of(short, long)))
            or stands_for(short, long)
            or (inner.end == match.end(1) and len(short.split()) == 1 and type is EntityType.ORGANIZATION)
        ):
            pairs.add((_key(mention, type), _key(inner, type)))
    return pairs


def _letters_of(short: str, long: str) -> bool:
    """Whether letters after a place's name are out of it, and not an airport's ("Northern Turku (NTK)")."""
    letters = iter(fold(long))
    return " " in long.strip() and all(letter in letters for letter in fold(short))


def _same_listed(one: Body, other: Body) -> bool:
    return one.listed is not None and one.listed is other.listed


def _weakly_listed(one: Body, other: Body) -> bool:
    """A form that needs a fuller one beside it ("Democrats" where the text has "Democratic Party")."""
    for weak, strong in ((one, other), (other, one)):
        for key in weak.keys:
            for form in organizations().get(key, ()):
                if any(fold(name) in strong.keys for name in form.listed.forms):
                    return True
    return False


def _abbreviates(one: Body, other: Body) -> bool:
    """An acronym of three letters or more and the name that its letters stand for; not two bodies of the tables."""
    if one.listed is not None and other.listed is not None:
        return False
    for short, long in ((one, other), (other, one)):
        for mention in short.mentions:
            letters = sum(char.isalpha() for char in mention.text)
            if not is_acronym(mention.text) or (letters < 3 and "&" not in mention.text):
                continue
            if any(
                " " in full.text
                and not is_acronym(full.text.split()[0])
                and stands_for(mention.text, full.text)
                for full in long.mentions
            ):
                return True
    return False


def _named_by_noun(bodies: Sequence[Body]) -> Callable[[Body, Body], bool]:
    """Whether a capitalised noun takes up a listed body ("the Alliance" for NATO) and no other ("Malt Alliance")."""
    headed = [
        (body, {parts[-1] for key in body.keys if len(parts := key.split(" of ")[0].split()) > 1})
        for body in bodies
    ]

    def same(one: Body, other: Body) -> bool:
        for noun, body in ((one, other), (other, one)):
            if body.listed is not None and noun.listed is None and noun.keys <= body.listed.nouns:
                rivals = [rival for rival, heads in headed if noun.keys & heads and rival is not body]
                return body.is_before(noun) and not rivals
        return False

    return same


def _merge(bodies: list[Body], same: Callable[[Body, Body], bool], concerned: Callable[[Body], bool]) -> None:
    """Make one of every two bodies that are the same; `concerned` holds for one of any such two, and for few."""
    for body in [body for body in bodies if concerned(body)]:
        if not any(body is known for known in bodies):
            continue
        for other in [other for other in bodies if other is not body and same(body, other)]:
            first, second = (body, other) if body.is_before(other) else (other, body)
            _absorb(first, second)
            bodies[:] = [known for known in bodies if known is not second]
            body = first


def _merge_parts(bodies: list[Body], full: Callable[[Body], Body | None]) -> None:
    """Give each name that is part of another's, if any, to the body of that name."""
    into: dict[int, Body] = {}
    for body in bodies:
        whole = full(body)
        while whole is not None and id(whole) in into:
            whole = into[id(whole)]
        if whole is not None and whole is not body:
            _absorb(whole, body)
            into[id(body)] = whole
    bodies[:] = [body for body in bodies if id(body) not in into]


def _merge_short(bodies: list[Body], is_short: Callable[[str, str], bool], letters: set[str]) -> None:
    """Give each short form to the one fuller name it fits; where several fit, to none.

    Two that each have `letters` of their own are two: "Grain Board (GB)" and "Grain Board of Norland (Granor)".
    """
    by_word: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        for word in {word for key in body.keys for word in (key.split()[:1] + key.split()[-1:])}:
            by_word[word.rstrip("s")].append(body)
    gone: set[int] = set()
    for body in sorted(bodies, key=lambda b: (len(b.longest.split()), len(b.longest))):
        ends = {word.rstrip("s") for word in (body.longest.split()[:1] + body.longest.split()[-1:])}
        near_ones = {id(other): other for word in ends for other in by_word[word]}
        fuller = [
            other
            for other in near_ones.values()
            if other is not body
            and id(other) not in gone
            and any(is_short(body.longest, key) for key in other.keys)
            and not has_other_nouns(other, body.longest)
            and not (body.keys & letters and other.keys & letters)
        ]
        if len(fuller) > 1:
            before = [other for other in fuller if other.is_before(body)]
            fuller = before if len(before) == 1 else []
        if len(fuller) == 1:
            _absorb(fuller[0], body)
            gone.add(id(body))
    bodies[:] = [body for body in bodies if id(body) not in gone]


def _merge_misspelled(bodies: list[Body]) -> None:
    groups: dict[tuple[str, int], list[Body]] = defaultdict(list)
    for body in bodies:
        groups[body.longest[:2], len(body.longest.split())].append(body)
    gone: set[int] = set()
    for group in groups.values():
        for index, body in enumerate(group):
            for other in group[index + 1 :]:
                if not gone & {id(body), id(other)} and spelled_alike(body.keys, other.keys):
                    _absorb(body, other)
                    gone.add(id(other))
    bodies[:] = [body for body in bodies if id(body) not in gone]


def _absorb(into: Body, other: Body) -> None:
    into.keys |= other.keys
    into.mentions += other.mentions
    into.listed = into.listed or other.listed
