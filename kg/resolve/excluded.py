"""Where a text has no names of actors and places: addresses, handles, photo credits, the agency in a dateline."""

from __future__ import annotations

import re
from typing import Final

from kg.resolve.countries import countries
from kg.resolve.kinds import listed_organization

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


_AGENCY_OPENING: Final = re.compile(
    r"^[^\n()]{0,70}\(([A-Z][\w.&/ ]{1,24})\)[ \t]*(?:-{1,2}|–|—|:)?[ \t]"
    r"|^[ \t]*[A-Z][\w.'’, -]{0,40}?, [^\n/]{0,30}\(?([A-Z]\w{1,12})\)?[ \t]*(?:-{1,2}|–|—)[ \t]",
    re.MULTILINE,
)


def excluded(text: str) -> bytearray:
    """Marks the characters of addresses, handles, photo credits, and of the agency in a dateline."""
    marks = bytearray(len(text))
    for match in (*_ADDRESS.finditer(text), *_CREDIT.finditer(text)):
        marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in _AGENCY_OPENING.finditer(text):
        for group in (1, 2):
            if match.group(group) and _is_agency(match.group(group)):
                marks[match.start(group) : match.end(group)] = b"\1" * len(match.group(group))
    return marks


def _is_agency(name: str) -> bool:
    listed = listed_organization(name)
    return (listed is not None and listed.kind == "news") or (
        name.isupper() and len(name) <= 8 and not countries().find(name)
    )
