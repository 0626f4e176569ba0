"""Repairs to the model's name spans: cut at line breaks and titles, parted at possessives, joined at "and"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.resolve.countries import countries
from kg.resolve.kinds import listed_organization, listed_place
from kg.resolve.lexicon import words
from kg.resolve.names import fold, is_acronym
from kg.resolve.portfolios import is_portfolio, without_portfolio

PERSON: Final = frozenset(("PERSON", "PER"))
OTHER: Final = frozenset(("ORG", "LOC", "GPE", "FAC", "NORP", "MISC", "PRODUCT"))
_TRIM: Final = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your")
)
_MARKS: Final = frozenset("\"'“”‘’«»()[]{},.;:-–—*•|/#@…")
_POSSESSIVE: Final = frozenset(("'s", "’s", "'", "’"))
_HYPHENED: Final = re.compile(r"[\w.’']+(?:[-–‑][\w.’']+)+")
_LINKS: Final = frozenset((",", "and", "&"))


def name_spans(doc: Doc, text: str, stretches: Iterable[tuple[int, int]]) -> list[Span]:
    """The names that the model marks in `doc`, repaired, in the order of the text, none overlapping.

    Args:
        text: the text of `doc`.
        stretches: what the tables list, as characters; a listed name that is longer than the model's wins.
    """
    listed = list(stretches)
    longer = _longer_listed(doc, text, listed)
    starts = {begin for begin, _ in listed}
    spans: list[Span] = []
    for ent in doc.ents:
        if (ent.label_ not in PERSON and ent.label_ not in OTHER) or longer[ent.start]:
            continue
        for line in _lines(ent):
            trimmed = _trim(line)
            if trimmed is not None and not _is_compound(trimmed, starts):
                spans.extend(piece for part in _parts(trimmed) if (piece := _trim(part)) is not None)
    return [without_portfolio(span) for span in _joined(spans) if not is_portfolio(span)]


def _longer_listed(doc: Doc, text: str, stretches: list[tuple[int, int]]) -> bytearray:
    """Marks the tokens of listed organizations that reach beyond the model's span at their beginning."""
    marks = bytearray(len(doc))
    ends = {doc[ent.start].idx: ent.end_char for ent in doc.ents}
    for begin, end in stretches:
        if begin in ends and ends[begin] < end and listed_organization(text[begin:end]) is not None:
            span = doc.char_span(begin, end, alignment_mode="contract")
            if span is not None:
                for index in range(span.start, span.end):
                    marks[index] = 1
    return marks


def _lines(ent: Span) -> Iterator[Span]:
    start = ent.start
    for index in range(ent.start, ent.end + 1):
        if index == ent.end or (ent.doc[index].is_space and "\n" in ent.doc[index].text):
            if start < index:
                yield Span(ent.doc, start, index, label=ent.label_)
            start = index + 1


def _is_mark(token: Token) -> bool:
    return token.is_space or all(char in _MARKS for char in token.text)


def _trim(span: Span) -> Span | None:
    """`span` without articles, quotes, punctuation and possessives around it; its own brackets stay."""
    doc, start, stop = span.doc, span.start, span.end
    while start < stop and (doc[start].lower_ in _TRIM or _is_mark(doc[start])):
        start += 1
    if span.label_ in ("LOC", "GPE", "FAC"):
        while (
            stop - start > 1 and doc[start].text in words().directions and doc[start + 1].text[:1].isupper()
        ):
            start += 1
    while start < stop:
        last = doc[stop - 1]
        opened = "(" in [token.text for token in doc[start : stop - 1]]
        if (
            last.lower_ in _TRIM
            or last.lower_ in ("'s", "’s")
            or (_is_mark(last) and not (last.text == ")" and opened))
        ):
            stop -= 1
        else:
            break
    if span.label_ in PERSON:
        stop = _after_hyphens(doc, stop)
    return Span(doc, start, stop, label=span.label_) if start < stop else None


def _after_hyphens(doc: Doc, stop: int) -> int:
    """The end of a name that goes on after a hyphen ("Kim Ha-neul")."""
    while (
        0 < stop < len(doc) - 1
        and doc[stop].text == "-"
        and not doc[stop - 1].whitespace_
        and not doc[stop].whitespace_
        and doc[stop + 1].is_alpha
        and len(doc[stop + 1]) <= 4
        and doc[stop + 1].is_lower
        and doc[stop + 1].lower_ not in ("led", "born", "run", "era", "like", "made", "wing", "held")
    ):
        stop += 2
    return stop


def _is_compound(span: Span, starts: set[int]) -> bool:
    """Whether it is two names with a hyphen between ("Russia-Ukraine"), of which the tables know one."""
    text = span.text
    if (
        not _HYPHENED.fullmatch(text)
        or countries().find(text)
        or listed_organization(text)
        or listed_place(text)
    ):
        return False
    inner = [match.end() + span.start_char for match in re.finditer("[-–‑]", text)]
    return any(begin in starts for begin in (span.start_char, *inner)) and span.label_ not in PERSON


def _parts(span: Span) -> list[Span]:
    """The names in a span of an organization or place that holds more than one, or a title too."""
    if span.label_ in PERSON or len(span) == 1:
        return [span]
    if (apart := _at_comma(span) or _at_owner(span)) is not None:
        return apart
    if span.label_ == "ORG":
        for index, token in enumerate(span):
            if token.text == "/" and 0 < index < len(span) - 1:
                return [*_parts(_labelled(span[:index], "ORG")), *_parts(_labelled(span[index + 1 :], "ORG"))]
            if token.text in _POSSESSIVE and 0 < index < len(span) - 1 and span[index + 1].text[:1].isupper():
                left, right = span[:index], span[index + 1 :]
                if _is_body(left):
                    return [*_parts(_labelled(left, "ORG")), *_parts(_labelled(right, "ORG"))]
            if token.lower_ == "of" and 0 < index < len(span) - 1 and _is_body(span[:index]):
                at = index + 2 if span[index + 1].lower_ == "the" else index + 1
                tail = span[at:]
                if len(tail) and fold(tail.text) in words().bodies:
                    return [_labelled(span[:index], "ORG"), _labelled(tail, "ORG")]
    return _without_office(span)


def _at_comma(span: Span) -> list[Span] | None:
    """A place and the larger one that it lies in ("Turku, Finland"), or a ministry and its government, as two."""
    if listed_place(span.text) is not None or countries().find(span.text):
        return None
    for index, token in enumerate(span):
        if token.text not in (",", "–", "—") or not 0 < index < len(span) - 1:
            continue
        left, right = span[:index], span[index + 1 :]
        place = span.label_ in ("LOC", "GPE") and left[0].text[:1].isupper()
        if place or (token.text == "," and right[0].text == "Government"):
            return [*_parts(_labelled(left, span.label_)), *_parts(_labelled(right, span.label_))]
    return None


def _at_owner(span: Span) -> list[Span] | None:
    """A place and the larger one that it belongs to, or a body and its country, as two.

    "Norway's Hedmark district" and "Peru's Supreme Court" are two names, "St. Mary's Hospital" is one.
    """
    for index, token in enumerate(span):
        if token.text not in ("'s", "’s") or not 0 < index < len(span) - 1:
            continue
        left, right = span[:index], span[index + 1 :]
        if not (left[0].text[:1].isupper() and right[0].text[:1].isupper()):
            return None
        if not countries().find(left.text) and (
            span.label_ == "ORG" or not (_is_listed_or_called_a_place(left) or _is_elsewhere(left))
        ):
            return None
        return [_labelled(left, "GPE"), *_parts(_labelled(right, span.label_))]
    return None


def _is_listed_or_called_a_place(span: Span) -> bool:
    """Whether the tables have a place, or its last word says that it is one ("Kivu Province")."""
    called = len(span) > 1 and span[-1].lower_ in words().place_heads
    return called or listed_place(span.text) is not None


def _is_elsewhere(span: Span) -> bool:
    """Whether the same words are a place of the document by themselves."""
    own = span.text
    return any(ent.text == own and ent.label_ in ("LOC", "GPE") for ent in span.doc.ents)


def _labelled(span: Span, label: str) -> Span:
    return Span(span.doc, span.start, span.end, label=label)


def _is_body(span: Span) -> bool:
    """Whether a stretch is surely an organization's name."""
    text = span.text
    return (
        listed_organization(text) is not None
        or is_acronym(text)
        or fold(text) in words().bodies
        or (len(span) > 1 and any(token.lower_ in words().organization_heads for token in span))
    )


def _without_office(span: Span) -> list[Span]:
    """A span with an office in it ("UN Special Envoy de Vries"): the body before and the person after."""
    lists = words()
    if span[-1].lower_ in lists.organization_heads or span[0].lower_ in lists.organization_heads:
        return [span]
    for index, token in enumerate(span):
        if token.lower_ not in lists.personal or not token.text[:1].isupper():
            continue
        if any(other.lower_ in lists.organization_heads for other in span[index + 1 :]):
            return [span]
        stop = index
        while stop and span[stop - 1].lower_ in lists.title_modifiers | lists.offices:
            stop -= 1
        parts = []
        if stop:
            body = span[:stop]
            place = body[-1].lower_ in lists.place_heads or span.label_ != "ORG"
            parts.append(_labelled(body, "LOC" if place else "ORG"))
        rest = span[index + 1 :]
        if (
            len(rest)
            and rest[-1].text[:1].isupper()
            and not any(t.lower_ in ("of", "for", "to", "in") for t in rest)
        ):
            parts.append(_labelled(rest, "PERSON"))
        return parts
    return [span]


def _joined(spans: list[Span]) -> list[Span]:
    """Join what the model cut at "and" or a comma in the name of a ministry or committee."""
    result: list[Span] = []
    for span in spans:
        if result and _goes_on(result[-1], span):
            span = Span(span.doc, result.pop().start, span.end, label="ORG")
        result.append(span)
    return result


def _goes_on(before: Span, after: Span) -> bool:
    if (
        before.label_ != "ORG"
        or after.label_ not in ("ORG", "MISC", "NORP")
        or not 1 <= after.start - before.end <= 2
    ):
        return False
    between = before.doc[before.end : after.start]
    if not all(token.lower_ in _LINKS for token in between) or before[0].lower_ not in words().joining:
        return False
    if not any(token.lower_ in ("of", "for", "on") for token in before):
        return False
    text = after.text
    return not (
        is_acronym(text)
        or countries().find(text)
        or listed_organization(text)
        or after[0].lower_ in words().joining
        or fold(text) in words().bodies
    )
