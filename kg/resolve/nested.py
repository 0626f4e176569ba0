"""Countries and bodies that a text names only within the name of another body: "Malta" in "Malta Police Force"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.records import EntityType, MentionKind
from kg.resolve.countries import FormKind, countries
from kg.resolve.kinds import head_word, listed_organization
from kg.resolve.lexicon import scan, words
from kg.resolve.named import Named

_LED: Final = re.compile("[-–‑]led ")


def named_within(found: Sequence[Named]) -> list[Named]:
    """Those that stand in the name of an organ of theirs, or of what they lead, and nowhere by themselves."""
    known = {mention.country.key for mention in found if mention.country is not None}
    listed = {mention.listed.name for mention in found if mention.listed is not None}
    more: list[Named] = []
    for mention in found:
        if mention.type is not EntityType.ORGANIZATION or " " not in mention.text:
            continue
        for begin, end in (*_first_words(mention.text), *scan(mention.text)):
            inner = _organ_of(mention, begin, end)
            if inner is None:
                continue
            if inner.country is not None and inner.country.key not in known:
                known.add(inner.country.key)
                more.append(inner)
            elif inner.listed is not None and inner.listed.name not in listed:
                listed.add(inner.listed.name)
                more.append(inner)
    return more


def _first_words(text: str) -> Iterator[tuple[int, int]]:
    """The first word of a name and the first two, which may be listed where the whole is."""
    parts = text.split(" ")
    for count in range(1, min(3, len(parts))):
        yield 0, len(" ".join(parts[:count]))


def _organ_of(mention: Named, begin: int, end: int) -> Named | None:
    """The country or body at these characters of a name, where the name is that of an organ of it."""
    text = mention.text[begin:end]
    head = head_word([word.lower().strip(",") for word in mention.text.split()])
    at, stop = mention.begin + begin, mention.begin + end
    if head not in words().organs and not _LED.match(mention.text, end):
        return None
    country = countries().named(text)
    if country is not None and country.is_country and mention.listed is None:
        people = any(form.kind is FormKind.PEOPLE for form in countries().find(text))
        kind = MentionKind.DEMONYM if people else MentionKind.NAME
        return Named(at, stop, text, EntityType.COUNTRY, kind, country=country)
    body = listed_organization(text)
    if body is not None and body is not mention.listed and begin == 0 and end < len(mention.text):
        return Named(at, stop, text, EntityType.ORGANIZATION, listed=body)
    return None
