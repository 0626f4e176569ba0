"""The values of time expressions: days, months and years.

Values come from dateparser. Expressions relative to the day of writing ("Tuesday", "last month") have a value only
where the document's date is known; absolute ones ("14 July 2024", "2019") always.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kg.relate.words import word_set

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

MONTHS = word_set(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.
    """
)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = frozenset({*_WEEK, "mon.", "tue.", "wed.", "thu.", "fri.", "sat.", "sun."})
NOW = word_set("today yesterday tomorrow tonight overnight")
YEAR = re.compile(r"(1[5-9]|20)\d\d")
_STRIP = re.compile(
    r"^(?:early|late|earlier|mid-?|on|in|at|since|before|after|until|till|by|during|the|this past|dawn on)\s+",
    re.I,
)
_FULL = re.compile(r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?[./]\d\d?[./](?:1[5-9]|20)\d\d\b")


def resolve(text: str, issued: dt.date | None) -> tuple[str, Literal["date", "gYearMonth", "gYear"]] | None:
    """The value and XML Schema datatype of a time expression.

    Args:
        text: as the text has it, such as "late on Thursday", "July 14" or "2019".
        issued: the day of writing; without it only what names its own year has a value.
    """
    plain = text.strip().rstrip(".,")
    if YEAR.fullmatch(plain.removeprefix("in ")):
        return plain.removeprefix("in "), "gYear"
    for _ in range(3):
        plain = _STRIP.sub("", plain)
    has_year = bool(YEAR.search(plain))
    if issued is None and not has_year:
        return None
    return _parse(plain.casefold(), issued if not has_year else dt.date(2000, 1, 15))


@lru_cache(maxsize=4096)
def _parse(text: str, base: dt.date | None) -> tuple[str, Literal["date", "gYearMonth", "gYear"]] | None:
    if base is None:
        return None
    words = set(re.findall(r"[a-z]+", text))
    if YEAR.fullmatch(text):
        return text, "gYear"
    relative = re.fullmatch(
        r"(last|this|next|past|previous) (week|weekend|spring|summer|autumn|winter|fall|season|decade|century)",
        text,
    )
    if relative or words & {"few", "several", "recent", "weekend", "season"}:
        return None  # no day, month or year is meant
    if match := re.fullmatch(r"(last|this|next|previous) (year|month)", text):
        step = {"last": -1, "previous": -1, "this": 0, "next": 1}[match[1]]
        if match[2] == "year":
            return f"{base.year + step:04d}", "gYear"
        month = base.year * 12 + base.month - 1 + step
        return f"{month // 12:04d}-{month % 12 + 1:02d}", "gYearMonth"
    if not (words & (MONTHS | NOW | {"ago"}) or _FULL.search(text)):
        return _weekday(words, text, base)
    data = _parser(base).get_date_data(text)
    if data.date_obj is None:
        return None
    date = data.date_obj.date()
    month_only = bool(words & MONTHS) and not re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", text)
    if data.period == "month" or month_only:
        return f"{date:%Y-%m}", "gYearMonth"
    if data.period == "year":
        return f"{date:%Y}", "gYear"
    if not 1 <= date.year <= 9999:
        return None
    return date.isoformat(), "date"


def _weekday(words: set[str], text: str, base: dt.date) -> tuple[str, Literal["date"]] | None:
    """A day of the week is the last one up to the day of writing, unless the text says next."""
    for number, day in enumerate(_WEEK):
        if day in words and not words & {"every", "each"}:
            back = (base.weekday() - number) % 7
            if "last" in words and back == 0:
                back = 7
            if "next" in words:
                back -= 7
            return (base - dt.timedelta(days=back)).isoformat(), "date"
    return None


@lru_cache(maxsize=64)
def _parser(base: dt.date) -> DateDataParser:
    from dateparser.date import DateDataParser  # takes half a second to import, and many texts have no times

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": dt.datetime(base.year, base.month, base.day, 12),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
