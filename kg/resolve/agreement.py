"""What the mentions of a text say about each other: one type for one name, heads that belong to it, further places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.records import EntityType, MentionKind
from kg.resolve.lexicon import words
from kg.resolve.named import Named
from kg.resolve.names import is_acronym

_COMMON_HEAD: Final = re.compile(
    r" (?:(?:nuclear|power|coal|autonomous|toll|high|district|supreme|city|county|state|provincial|regional|"
    r"municipal) )?([a-z]+)\b"
)


_IN: Final = re.compile(r"\b(?:in|near|outside|across|throughout|around) $")


def with_common_head(mention: Named, text: str) -> Named:
    """A name with the common noun after it that says what it is: "Lund province", "Elm plant", "Dawn party"."""
    if mention.type in (EntityType.COUNTRY, EntityType.PERSON) or mention.country is not None:
        return mention
    match = _COMMON_HEAD.match(text, mention.end)
    if match is None:
        return mention
    lists, head = words(), match.group(1)
    if mention.listed is not None and (
        mention.type is not EntityType.PLACE or head not in lists.place_bodies
    ):
        return mention
    last = mention.text.split()[-1].lower()
    if mention.type is EntityType.PLACE and head in lists.common_places and last not in lists.place_heads:
        type = EntityType.PLACE
    elif (
        head in lists.common_bodies
        and last not in lists.organization_heads
        and (head not in lists.place_bodies or mention.type is EntityType.PLACE)
    ):
        type = EntityType.ORGANIZATION
    else:
        return mention
    base = mention.text if type is mention.type else None
    return replace(
        mention,
        end=match.end(),
        text=text[mention.begin : match.end()],
        type=type,
        base=base,
        listed=None,
        titled=None,
    )


def by_surroundings(text: str, mentions: list[Named]) -> list[Named]:
    """Single words whose type the model may have missed, by what stands around them and by fuller names.

    After "in", without title or fuller name, a person or body is a place; the family name of a person who is named in
    full is that person's; so is a name before "regime" somebody's.
    """
    persons = [mention for mention in mentions if mention.type is EntityType.PERSON]
    parts = {word for mention in persons if " " in mention.text for word in mention.key.split()}
    families = {mention.key.split()[-1] for mention in persons if " " in mention.text}
    single = [m for m in mentions if " " not in m.text and m.country is None and m.listed is None]
    titled = {m.key for m in single if m.titled is not None and (m.titled.words or m.titled.gender)}
    located = {m.key for m in single if _IN.search(text, max(0, m.begin - 12), m.begin)}
    ruling = {m.key for m in single if text.startswith(" regime", m.end) and not is_acronym(m.text)}
    bodies = words().bodies | words().organization_heads | words().platforms
    return [
        _retyped(mention, text, parts, families, titled, located, ruling, bodies)
        if " " not in mention.text and mention.country is None and mention.listed is None
        else mention
        for mention in mentions
    ]


def _retyped(
    mention: Named,
    text: str,
    parts: set[str],
    families: set[str],
    titled: set[str],
    located: set[str],
    ruling: set[str],
    bodies: frozenset[str],
) -> Named:
    key = mention.key
    if mention.type is EntityType.PERSON:
        if (
            key in located
            and key not in parts
            and key not in titled
            and text[mention.end : mention.end + 1] not in ("'", "’")
        ):
            return replace(mention, type=EntityType.PLACE, titled=None)
    elif key in families and key not in located and not is_acronym(mention.text):
        return replace(mention, type=EntityType.PERSON)
    elif mention.type is EntityType.ORGANIZATION:
        if key in ruling:
            return replace(mention, type=EntityType.PERSON)
        if key in located and key not in bodies and mention.text[1:].islower():
            return replace(mention, type=EntityType.PLACE)
    return mention


def consistent(mentions: list[Named]) -> list[Named]:
    """Give one string one type where the model wavers: what tables say goes before, then the majority."""
    votes: dict[str, Counter[EntityType]] = {}
    for mention in mentions:
        if mention.type is not EntityType.COUNTRY and mention.country is None and mention.listed is None:
            votes.setdefault(mention.key, Counter())[mention.type] += 1
    first: dict[str, EntityType] = {}
    for mention in mentions:
        first.setdefault(mention.key, mention.type)
    result = []
    for mention in mentions:
        counts = votes.get(mention.key)
        if counts is None or len(counts) == 1 or mention.country is not None or mention.listed is not None:
            result.append(mention)
            continue
        best = max(counts.values())
        winners = [type for type, count in counts.items() if count == best]
        type = winners[0] if len(winners) == 1 else first[mention.key]
        if type is not mention.type:
            titled = mention.titled if type is EntityType.PERSON else None
            mention = replace(mention, type=type, titled=titled)
        result.append(mention)
    return result


def repeated(text: str, found: Sequence[Named], closed: bytearray) -> list[Named]:
    """Further places where a name that was found stands, which the model passed over."""
    names: dict[str, Named] = {}
    for mention in found:
        if mention.kind is MentionKind.NAME and mention.country is None and len(mention.text) >= 4:
            names.setdefault(mention.text, mention)
    again = []
    for name, mention in names.items():
        if not name[:1].isupper() or (
            " " not in name and mention.type is not EntityType.PERSON and not is_acronym(name)
        ):
            continue
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            whole = not (
                text[at - 1 : at].isalnum()
                or text[end : end + 1].isalnum()
                or text[at - 1 : at] in ("-", "@", "#")
            )
            if whole and not any(closed[at:end]):
                closed[at:end] = b"\1" * len(name)
                again.append(replace(mention, begin=at, end=end, titled=None))
            at = text.find(name, end)
    return again
