"""Where a text has no names of actors and places: addresses, handles, photo credits, the agency in a dateline."""

from __future__ import annotations

import re
from typing import Final

from kg.resolve.countries import countries
from kg.resolve.lexicon import organizations
from kg.resolve.names import fold

_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)[@#]\w+|\b[\w-]+(?:\.[\w-]+)+/\S*|\bpic\.twitter\.com\S*"
)


_CREDIT: Final = re.compile(
    r"[(\[][^()\[\]\n]{0,60}?\b(?:Photos?|Images?|Photograph|Getty|File|Courtesy|Credit|Screenshot|Picture)\b[^()\[\]\n]{0,80}[)\]]"
    r"|^(?:Photo|Image|Picture|Credit|By):[ \t][^\n]{0,60}$"
    r"|\b(?:By|Photo|Image|Credit|Courtesy):[ \t](?:AP|AFP|Reuters|REUTERS|EPA|[A-Z]{3,6})\b"
    r"|\b(?:AP|AFP|Reuters|EPA|Getty|Xinhua)[ ](?:Photo|Images|File Photo)\b",
    re.MULTILINE,
)


_DASH: Final = r"[ \t]*(?:-{1,2}|–|—|:)[ \t]"
_DATELINES: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"^[^\n()]{{0,70}}\((?P<agency>[A-Z][\w.&/ ]{{1,24}})\){_DASH}",
        rf"^[ \t]*[A-Z][\w.'’, -]{{0,40}}?, [^\n/]{{0,30}}\(?\b(?P<agency>[A-Z]\w{{1,12}})\)?{_DASH}",
    )
)
_AGENCY_FIRST: Final = re.compile(
    r"^[ \t]*(?P<agency>[^\W\d_][\w. ]{1,30}), \d{1,2} [A-Z][a-z]+(?: \d{4})?[ \t]*(?:-|–|—)[ \t]"
)
_AGENCY_ALONE: Final = re.compile(r"^[^\n()]{0,70}\((?P<agency>[A-Z][\w.&/ ]{1,24})\)[ \t]", re.MULTILINE)


def excluded(text: str) -> bytearray:
    """Marks the characters of addresses, handles, photo credits, and of the agency in a dateline."""
    marks = bytearray(len(text))
    for match in (*_ADDRESS.finditer(text), *_CREDIT.finditer(text)):
        marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    agencies = [m for pattern in _DATELINES for m in pattern.finditer(text) if _is_agency(m["agency"])]
    agencies += _AGENCY_FIRST.finditer(text)
    agencies += [m for m in _AGENCY_ALONE.finditer(text) if _is_news(m["agency"])]
    for match in agencies:
        begin, end = match.span("agency")
        marks[begin:end] = b"\1" * (end - begin)
    return marks


def _is_news(name: str) -> bool:
    return any(form.listed.kind == "news" for form in organizations().get(fold(name), ()))


def _is_agency(name: str) -> bool:
    """Whether a name in the place of the agency is one: a listed outlet, or a short word all in capitals."""
    return _is_news(name) or (name.isupper() and len(name) <= 8 and not countries().find(name))
