"""Which mentions in a text name the same organization or place: abbreviations, short forms, parts left off."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.records import EntityType
from kg.resolve.countries import countries
from kg.resolve.lexicon import Listed, organizations, words
from kg.resolve.named import Named
from kg.resolve.names import fold, is_acronym, near, normalise_name, stands_for

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
    _merge(bodies, lambda one, other: _same_listed(one, other))
    _merge(bodies, lambda one, other: bool(introduced & _pairs(one, other)))
    _merge(bodies, _abbreviates)
    if type is EntityType.ORGANIZATION:
        _merge(bodies, _weakly_listed)
        _merge(bodies, _named_by_noun)
        _merge_short(bodies, _is_short_organization)
    else:
        _merge_short(bodies, _is_short_place)
        _merge(bodies, lambda one, other: _spelled_alike(one, other))
    for body in bodies:
        body.mentions.sort(key=lambda mention: mention.begin)
    bodies.sort(key=lambda body: body.mentions[0].begin)
    return bodies


def _key(mention: Named, type: EntityType) -> str:
    if mention.country is not None:
        return "territory " + mention.country.key
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
            is_acronym(short)
            or stands_for(short, long)
            or (inner.end == match.end(1) and len(short.split()) == 1 and type is EntityType.ORGANIZATION)
        ):
            pairs.add((_key(mention, type), _key(inner, type)))
    return pairs


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
    """An acronym of three letters or more and the name that its letters stand for."""
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


def _named_by_noun(one: Body, other: Body) -> bool:
    """A capitalised noun that takes up a listed body ("the Alliance" for NATO)."""
    for noun, body in ((one, other), (other, one)):
        if body.listed is not None and noun.listed is None and noun.keys <= body.listed.nouns:
            return body.mentions[0].begin < noun.mentions[0].begin
    return False


def _merge(bodies: list[Body], same: Callable[[Body, Body], bool]) -> None:
    index = 0
    while index < len(bodies):
        other = index + 1
        while other < len(bodies):
            if same(bodies[index], bodies[other]):
                _absorb(bodies[index], bodies.pop(other))
                other = index + 1
            else:
                other += 1
        index += 1


def _merge_short(bodies: list[Body], is_short: Callable[[str, str], bool]) -> None:
    """Give each short form to the one fuller name it fits; where several fit, to none."""
    for body in sorted(bodies, key=lambda b: (len(b.longest.split()), len(b.longest))):
        fuller = [
            other
            for other in bodies
            if other is not body and any(is_short(body.longest, key) for key in other.keys)
        ]
        if len(fuller) > 1:
            before = [other for other in fuller if other.mentions[0].begin < body.mentions[0].begin]
            fuller = before if len(before) == 1 else []
        if len(fuller) == 1:
            _absorb(fuller[0], body)
            bodies.remove(body)


def _absorb(into: Body, other: Body) -> None:
    into.keys |= other.keys
    into.mentions += other.mentions
    into.listed = into.listed or other.listed


def _is_short_organization(short: str, full: str) -> bool:
    """Whether `short` leaves off the end, the beginning or the "of ..." of `full` without losing what it is.

    "Kwanza" of "Kwanza Alliance", "Supreme Court" of "Supreme Court of Nigeria", "Security Council" of "UN Security
    Council", "Republican" of "Republican Party"; but not "UN" of "UN Security Council".
    """
    lists = words()
    small, large = short.split(), full.split()
    if not small or len(small) >= len(large):
        return False
    if large[: len(small)] == small:
        rest = large[len(small) :]
        if rest[0] in ("of", "for", "on", "in", "and", "to", "against"):
            return small[-1] in lists.organization_heads or (rest[0] == "and" and len(small) == 1)
        return (
            all(word in lists.organization_droppable for word in rest)
            and countries().named(short.title()) is None
        )
    if large[-len(small) :] == small:
        front = large[: len(large) - len(small)]
        if front[-1] in lists.organization_heads:
            return False
        if small[-1] in lists.organization_heads and len(small) >= 2:
            return True
        if len(small) == 1 and small[0] in lists.organization_heads:
            return True
        return len(front) == 1 and front[0] in lists.groups and len(small) >= 2
    return False


def _is_short_place(short: str, full: str) -> bool:
    """Whether `short` is `full` without its kind: "Anbar" of "Anbar province", "Gobi" of "Gobi Desert"."""
    lists = words()
    small, large = short.split(), full.split()
    if not small or len(small) >= len(large) or (small[-1] in lists.place_heads and len(small) == 1):
        return False
    if large[: len(small)] == small:
        return all(word in lists.place_droppable for word in large[len(small) :])
    if large[-len(small) :] == small:
        return all(word in lists.place_droppable or word == "of" for word in large[: len(large) - len(small)])
    return False


def _spelled_alike(one: Body, other: Body) -> bool:
    return any(
        a != b and len(a.split()) == len(b.split()) and near(a, b) and len(a) >= 7
        for a in one.keys
        for b in other.keys
    )
