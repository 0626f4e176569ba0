"""Dates of publication as metadata write them; what can't be read as a date is no date."""

from __future__ import annotations

import datetime as dt
import email.utils
import re

_EARLIEST = dt.date(1500, 1, 1)
_DAY = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")


def date_of(value: object) -> dt.date | None:
    """The day that a value of metadata names, in the time zone that it was written in; None if it names none.

    Read are ISO 8601 dates and times, dates with slashes that begin with the year, RFC 822 dates as in feeds, and
    seconds or milliseconds since 1970. "03/04/2024", which is two days, is none.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_seconds(float(value))
    text = str(value).strip()
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        return _from_seconds(float(text))
    return _from_iso(text) or _from_rfc(text)


def _from_iso(text: str) -> dt.date | None:
    match = _DAY.match(text)
    if match is None:
        return None
    try:
        return _sane(dt.date(*(int(part) for part in match.groups())))
    except ValueError:
        return None


def _from_rfc(text: str) -> dt.date | None:
    try:
        return _sane(email.utils.parsedate_to_datetime(text).date())
    except (ValueError, TypeError, OverflowError):
        return None


def _from_seconds(number: float) -> dt.date | None:
    seconds = number / 1000 if number > 1e11 else number
    try:
        return _sane(dt.datetime.fromtimestamp(seconds, dt.UTC).date()) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _sane(date: dt.date) -> dt.date | None:
    return date if date >= _EARLIEST else None
