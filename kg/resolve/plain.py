"""Bodies that texts name by plain nouns: "the Iraqi foreign ministry", "the Coalition", "the US-led coalition"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.records import EntityType
from kg.resolve.countries import countries
from kg.resolve.kinds import core_of_body
from kg.resolve.lexicon import words
from kg.resolve.named import Named

_PLAIN_BODY: Final = re.compile(
    r"\b(?:(?P<people>(?:North |South |Saudi |Sri |New )?[A-Z][a-z]+) )?(?:(?P<topic>(?:foreign|finance|defen[cs]e|"
    r"interior|home|justice|health|education|energy|oil|agriculture|farm|food|transport|railways?|aviation|trade|industry|"
    r"economy|economics|planning|development|labou?r|social affairs|welfare|family|youth|sports?|culture|science|"
    r"information|communications?|digital|environment|water|mining|mines|fisheries|housing|lands?|immigration|"
    r"migration|security|tourism) ministry|(?:electoral|election) commission|senate|presidential office)|parliament)\b"
)


def in_small_letters(text: str, closed: bytearray) -> list[Named]:
    """Bodies named in small letters ("the Iraqi foreign ministry", "the Kenyan parliament")."""
    found = []
    for match in _PLAIN_BODY.finditer(text):
        begin, end = match.span()
        people = match.group("people")
        country = countries().named(people) if people is not None else None
        if country is None or not country.is_country:
            if match.group("topic") is None:
                continue
            begin = match.start("topic")
        if not any(closed[begin:end]):
            closed[begin:end] = b"\1" * (end - begin)
            base = core_of_body(text[begin:end])
            found.append(Named(begin, end, text[begin:end], EntityType.ORGANIZATION, base=base))
    return found


_LED: Final = re.compile(
    r"\b(?!(?:The|An?|This|Our) )([A-Z][\w.]*(?: [A-Z][\w.]*)?[-–‑]led "
    r"(?:(?:military|international|multinational|global|anti-[A-Z]\w+) )?(?:coalition|alliance))\b"
)


def led(text: str, closed: bytearray) -> list[Named]:
    """Alliances that have no name but that of who leads them ("the US-led coalition")."""
    return _bodies(_LED, text, closed)


def associations(text: str, closed: bytearray) -> list[Named]:
    """Alliances of states named by a plain noun with a capital ("the Coalition"), which models pass over."""
    return _bodies(_association(), text, closed)


def _bodies(pattern: re.Pattern[str], text: str, closed: bytearray) -> list[Named]:
    """What the pattern's first group finds outside what is closed, which it closes."""
    found = []
    for match in pattern.finditer(text):
        begin, end = match.span(1)
        if not any(closed[begin:end]):
            closed[begin:end] = b"\1" * (end - begin)
            found.append(Named(begin, end, match.group(1), EntityType.ORGANIZATION))
    return found


@lru_cache(maxsize=1)
def _association() -> re.Pattern[str]:
    nouns = "|".join(noun.capitalize() for noun in sorted(words().associations))
    return re.compile(rf"(?<=[a-z,] )(?:the|our|its) ({nouns})\b(?! [A-Z]| of )")
