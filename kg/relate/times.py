"""When it happened: the time expression nearest to a claim's trigger, and its value where it can be known.

Values come from dateparser. Expressions relative to the day of writing ("Tuesday", "last month") have a value only
where the document's date is known; absolute ones ("14 July 2024", "2019") always.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kg.records import Time
from kg.relate.tree import Tree
from kg.relate.words import word_set

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "jun.",
    "jul.",
    "aug.",
    "sep.",
    "sept.",
    "oct.",
    "nov.",
    "dec.",
]
_DAYS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon.",
    "tue.",
    "wed.",
    "thu.",
    "fri.",
    "sat.",
    "sun.",
]
_SPANS = word_set(
    """
    day week month year decade century weekend morning afternoon evening night hour fortnight season
    summit
    """
)
_NOW = word_set("today yesterday tomorrow tonight overnight")
_SEASONS = word_set("spring summer autumn winter fall")
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_TIME_DEPS = frozenset(
    {
        "obl",
        "obl:unmarked",
        "obl:tmod",
        "nmod",
        "nmod:unmarked",
        "nmod:tmod",
        "advmod",
        "nmod:poss",
        "amod",
        "nummod",
        "compound",
        "advcl",
    }
)
_TIME_CASES = frozenset(
    {
        "in",
        "on",
        "at",
        "during",
        "since",
        "by",
        "from",
        "until",
        "till",
        "before",
        "after",
        "over",
        "throughout",
        "within",
        "for",
        "late",
        "of",
        "as of",
        "",
    }
)
_KEPT_CASES = frozenset({"since", "before", "after", "until", "till", "during", "by"})
_STRIP = re.compile(
    r"^(?:early|late|earlier|mid-?|on|in|at|since|before|after|until|till|by|during|the|this past|dawn on)\s+",
    re.I,
)
_FULL = re.compile(r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?[./]\d\d?[./](?:1[5-9]|20)\d\d\b")


class Times:
    """Finds the times of the claims of one document."""

    def __init__(self, tree: Tree, issued: dt.date | None) -> None:
        self.tree = tree
        self.issued = issued

    def of(self, trigger: int) -> Time | None:
        """The time expression on the trigger, or on the clause that it stands in."""
        found = self._find(trigger)
        if found is None:
            return None
        first, last = found
        text = self.tree.text[self.tree.begin[first] : self.tree.end[last]]
        value = resolve(text, self.issued)
        return Time(text) if value is None else Time(text, *value)

    def _find(self, trigger: int) -> tuple[int, int] | None:
        tree = self.tree
        node = trigger
        for step in range(4):
            best: tuple[int, tuple[int, int]] | None = None
            for c in tree.children[node]:
                if tree.dep[c] in _TIME_DEPS and (span := self._expression(c)):
                    distance = abs(c - trigger)
                    if best is None or distance < best[0]:
                        best = (distance, span)
            if best is not None:
                return best[1]
            if not step and (dated := self._of_its_clause(node)):
                return dated
            dep = tree.dep[node]
            if tree.head[node] == node or dep in ("ccomp", "acl:relcl", "parataxis", "advcl", "acl"):
                return None
            if step and tree.is_verb(node) and dep not in ("xcomp", "conj"):
                return None
            node = tree.head[node]
        return None

    def _of_its_clause(self, noun: int) -> tuple[int, int] | None:
        """When what a noun names was done, by its own clause: "the accord that was signed on May 3"."""
        tree = self.tree
        if tree.is_verb(noun):
            return None
        for clause in tree.children_by(noun, "acl:relcl", "acl"):
            for c in tree.children[clause]:
                if tree.dep[c] in _TIME_DEPS and (span := self._expression(c)):
                    return span
        return None

    def _expression(self, i: int) -> tuple[int, int] | None:
        """The tokens of the time expression that the token heads."""
        tree = self.tree
        case = tree.case(i)
        if case not in _TIME_CASES:
            return None
        if not self._is_time(i):
            return None
        first = last = i
        for c in tree.children[i]:
            if tree.dep[c] in (
                "nummod",
                "compound",
                "amod",
                "det",
                "nmod:unmarked",
                "nmod",
                "flat",
                "advmod",
                "appos",
                "conj",
                "nmod:poss",
                "obl:unmarked",
                "nmod:desc",
            ):
                inside = tree.subtree(c)
                if len(inside) > 6:
                    continue
                if tree.dep[c] in ("nmod", "appos", "conj") and not any(self._is_time(k) for k in inside):
                    continue
                first, last = min(first, inside[0]), max(last, inside[-1])
        if case in _KEPT_CASES:
            first = min(c for c in tree.children[i] if tree.dep[c] == "case")
        while tree.lower[first] in ("the", ",", "on", "in") and first < last:
            first += 1
        while tree.pos[last] == "PUNCT" and last > first and tree.lower[last] != ".":
            last -= 1
        return first, last

    def _is_time(self, i: int) -> bool:
        tree = self.tree
        lower, lemma = tree.lower[i], tree.lemma[i]
        if lower in _NOW or lower in _DAYS or lemma in _DAYS:
            return True
        if lower in _MONTHS and tree.pos[i] != "AUX":
            return lower not in ("may", "march") or tree.tag[i] in ("NNP", "NNPS")
        if _YEAR.fullmatch(lower):
            return True
        if lower.isdigit() and len(lower) < 3:  # the day as head of "July 8"
            return any(tree.lower[c] in _MONTHS for c in tree.children[i])
        if lemma in _SPANS or lower in _SEASONS:
            return lemma != "summit" and (
                any(
                    tree.lower[c]
                    in (
                        "last",
                        "this",
                        "next",
                        "past",
                        "same",
                        "previous",
                        "following",
                        "earlier",
                        "that",
                        "ago",
                        "late",
                        "early",
                        "every",
                    )
                    or tree.dep[c] == "nummod"
                    for c in tree.children[i]
                )
                or (lower in _SEASONS and tree.child(i, "det") is not None)
            )
        return lower in ("ago", "earlier", "later") and any(tree.lemma[c] in _SPANS for c in tree.children[i])


def resolve(text: str, issued: dt.date | None) -> tuple[str, Literal["date", "gYearMonth", "gYear"]] | None:
    """The value and XML Schema datatype of a time expression.

    Args:
        text: as the text has it, such as "late on Thursday", "July 14" or "2019".
        issued: the day of writing; without it only what names its own year has a value.
    """
    plain = text.strip().rstrip(".,")
    if _YEAR.fullmatch(plain.removeprefix("in ")):
        return plain.removeprefix("in "), "gYear"
    for _ in range(3):
        plain = _STRIP.sub("", plain)
    has_year = bool(_YEAR.search(plain))
    if issued is None and not has_year:
        return None
    return _parse(plain.casefold(), issued if not has_year else dt.date(2000, 1, 15))


@lru_cache(maxsize=4096)
def _parse(text: str, base: dt.date | None) -> tuple[str, Literal["date", "gYearMonth", "gYear"]] | None:
    if base is None:
        return None
    words = set(re.findall(r"[a-z]+", text))
    if _YEAR.fullmatch(text):
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
    if not (words & (set(_MONTHS) | _NOW | {"ago"}) or _FULL.search(text)):
        return _weekday(words, text, base)
    data = _parser(base).get_date_data(text)
    if data.date_obj is None:
        return None
    date = data.date_obj.date()
    month_only = bool(words & set(_MONTHS)) and not re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", text)
    if data.period == "month" or month_only:
        return f"{date:%Y-%m}", "gYearMonth"
    if data.period == "year":
        return f"{date:%Y}", "gYear"
    if not 1 <= date.year <= 9999:
        return None
    return date.isoformat(), "date"


def _weekday(words: set[str], text: str, base: dt.date) -> tuple[str, Literal["date"]] | None:
    """A day of the week is the last one up to the day of writing, unless the text says next."""
    for number, day in enumerate(_DAYS[:7]):
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
