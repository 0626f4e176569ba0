"""The names in a document: what the model found and the tables list, trimmed, typed and made consistent."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc, Span

from kg.records import EntityType, MentionKind
from kg.resolve.agreement import by_surroundings, consistent, repeated, with_common_head
from kg.resolve.context import CountryReader
from kg.resolve.countries import FormKind, countries
from kg.resolve.excluded import excluded
from kg.resolve.kinds import (
    Kind,
    called_a_body,
    core_of_body,
    is_surely_a_body,
    kind_of_name,
    listed_organization,
    listed_place,
)
from kg.resolve.lexicon import scan, words
from kg.resolve.named import Named
from kg.resolve.names import fold, is_acronym
from kg.resolve.nested import named_within
from kg.resolve.plain import associations, in_small_letters, led
from kg.resolve.spans import PERSON, name_spans
from kg.resolve.titles import Titled, without_titles

_NEVER: Final = frozenset(
    (
        "DATE",
        "TIME",
        "MONEY",
        "PERCENT",
        "QUANTITY",
        "CARDINAL",
        "ORDINAL",
        "PRODUCT",
        "LAW",
        "WORK_OF_ART",
        "LANGUAGE",
    )
)


def named_mentions(doc: Doc) -> list[Named]:
    """The names in `doc`, in the order of the text; one lies in another only where it is named nowhere else."""
    text = doc.text
    closed = excluded(text)
    stretches = [(begin, end) for begin, end in scan(text) if not any(closed[begin:end])]
    reader = CountryReader(doc, stretches)
    found = [*in_small_letters(text, closed), *led(text, closed)]
    for span in name_spans(doc, text, stretches):
        mention = _from_model(span, reader)
        if mention is not None and not any(closed[mention.begin : mention.end]):
            found.append(mention)
            closed[mention.begin : mention.end] = b"\1" * (mention.end - mention.begin)
    for begin, end in _never(doc):
        closed[begin:end] = b"\1" * (end - begin)
    for begin, end in stretches:
        if not any(closed[begin:end]):
            mention = _from_tables(doc, begin, end, reader)
            if mention is not None:
                found.append(mention)
                closed[begin:end] = b"\1" * (end - begin)
    found += associations(text, closed)
    found = [with_common_head(mention, text) for mention in found]
    found = consistent(found)
    found = by_surroundings(text, found)
    found += repeated(text, found, closed)
    found += named_within(found)
    found.sort(key=lambda mention: mention.begin)
    return [_located(doc, mention) for mention in found]


def _located(doc: Doc, mention: Named) -> Named:
    span = doc.char_span(mention.begin, mention.end, alignment_mode="expand")
    if span is None:
        return mention
    return replace(mention, start=span.start, stop=span.end)


def _never(doc: Doc) -> list[tuple[int, int]]:
    """What the model says is no actor or place: the tables may not look inside."""
    return [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in _NEVER]


def _from_model(span: Span, reader: CountryReader) -> Named | None:
    text = span.text
    if not any(char.isalpha() for char in text):
        return None
    begin, end = span.start_char, span.end_char
    if _SITE.fullmatch(text):
        return Named(begin, end, text, EntityType.ORGANIZATION)
    if _is_ship(span) or _abbreviates_nothing(span, reader.text) or _PARTY_AND_STATE.match(text):
        return None
    if span.label_ in PERSON:
        return _person(span, reader)
    country = _as_country(span, reader)
    if country is not None:
        return country
    if span.label_ in ("MISC", "PRODUCT"):
        listed = listed_organization(text)
        known = listed is not None or is_surely_a_body(text)
        return Named(begin, end, text, EntityType.ORGANIZATION, listed=listed) if known else None
    if countries().find(text) or _only_where_posted(span):
        return None
    kind = kind_of_name(span)
    if kind is Kind.NOTHING:
        return None
    if kind is Kind.PERSON:
        return _person(span, reader)
    if kind is Kind.ORGANIZATION or (kind is Kind.PLACE and called_a_body(span)):
        listed = listed_organization(text)
        base = core_of_body(text) if listed is None else None
        return Named(begin, end, text, EntityType.ORGANIZATION, listed=listed, base=base)
    return Named(begin, end, text, EntityType.PLACE, listed=listed_place(text))


_BILL: Final = re.compile(r"(?:H\.?B|S\.?B|H\.?R|A\.?B)\.?[ -]?\d{1,4}")
_PARTY_AND_STATE: Final = re.compile(r"[DRI]-[A-Z]")
"""What stands in brackets after a member of Congress: "(D-Minn.)"."""
_SITE: Final = re.compile(r"\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,4}")


def _is_ship(span: Span) -> bool:
    """Whether it is a vessel's name ("USS Benson"), with or without the prefix in the span."""
    first = span[0].text
    before = span.doc[span.start - 1].text if span.start else ""
    return before in _SHIPS or (first in _SHIPS and len(span) > 1)


_SHIPS: Final = frozenset(("USS", "HMS", "HMAS", "INS", "MV", "RMS", "USNS"))


def _abbreviates_nothing(span: Span, text: str) -> bool:
    """Whether it abbreviates no actor: "a super PAC", a bill ("HB-12"), a treaty in brackets ("(UNCLOS)")."""
    begin = span.start_char
    if text[:begin].endswith(("super ", "Super ")) or _BILL.fullmatch(span.text):
        return True
    if not is_acronym(span.text) or text[begin - 2 : begin] != " (":
        return False
    before = re.findall(r"[\w-]+", text[max(0, begin - 80) : begin - 2].rpartition("\n")[2])
    initials = re.sub(r"[^A-Za-z]", "", span.text)
    recent = [word for word in before[-len(initials) - 3 :] if word[:1].isupper()]
    return (bool(recent) and any(word.lower() in words().never for word in recent[-1:])) or any(
        word in ("Convention", "Treaty", "Agreement", "Act", "Protocol") for word in recent
    )


def _only_where_posted(span: Span) -> bool:
    """Whether a platform is only the place of a post ("on Twitter", "his Facebook page")."""
    doc = span.doc
    if span.text.lower() not in words().platforms:
        return False
    before = doc[span.start - 1].lower_ if span.start else ""
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    return before in (
        "on",
        "via",
        "to",
        "through",
        "from",
        "his",
        "her",
        "its",
        "their",
        "official",
        "and",
        "a",
    ) or after in (
        "account",
        "page",
        "post",
        "posts",
        "message",
        "feed",
        "handle",
        "profile",
        "video",
        "user",
        "users",
    )


def _as_country(span: Span, reader: CountryReader) -> Named | None:
    """The country that a span of the model names, alone or before common nouns ("Ukrainian forces")."""
    text = span.text
    if countries().find(text):
        return _read(span.doc, span.start_char, span.end_char, reader)
    begin, end = span.start_char, span.end_char
    match = _GOVERNMENT_OF.match(text)
    if match and countries().find(match.group(1)):
        inner = _read(span.doc, begin + match.start(1), begin + match.end(1), reader)
        if inner is not None and inner.type is EntityType.COUNTRY:
            return replace(inner, begin=begin, end=end, text=text)
    for count in range(min(3, len(span) - 1), 0, -1):
        head = span[:count]
        rest = span[count:]
        if not countries().find(head.text) or not all(
            token.is_lower or token.lower_ in words().people for token in rest
        ):
            continue
        if any(
            token.lower_ in words().organization_heads and token.lower_ not in words().people
            for token in rest
        ):
            return None
        return _read(span.doc, begin, head.end_char, reader)
    return None


_GOVERNMENT_OF: Final = re.compile(r"(?:[A-Z]\w+ )?[Gg]overnments? of (?:the )?(.+)$")


def _read(doc: Doc, begin: int, end: int, reader: CountryReader) -> Named | None:
    reading = reader.read(begin, end)
    if reading is None:
        return None
    text = reader.text[begin:end]
    kind = MentionKind.DEMONYM if reading.form.kind is FormKind.PEOPLE else MentionKind.NAME
    if reading.is_place:
        if reading.form.kind is FormKind.PEOPLE:
            return None
        own = not reading.country.is_country and reading.form.kind is not FormKind.SEAT
        territory = reading.country if own else None
        return Named(begin, end, text, EntityType.PLACE, country=territory)
    return Named(begin, end, text, EntityType.COUNTRY, kind, country=reading.country)


def _from_tables(doc: Doc, begin: int, end: int, reader: CountryReader) -> Named | None:
    """A listed name that the model did not mark."""
    text = reader.text[begin:end]
    if countries().find(text):
        return _read(doc, begin, end, reader)
    organization = listed_organization(text)
    if organization is not None:
        return Named(begin, end, text, EntityType.ORGANIZATION, listed=organization)
    place = listed_place(text, after_comma=reader.text[begin - 2 : begin] in (", ", "D-", "R-", "I-"))
    if place is not None:
        return Named(begin, end, text, EntityType.PLACE, listed=place)
    return None


def _person(span: Span, reader: CountryReader) -> Named | None:
    if countries().find(span.text) and not _goes_with_a_full_name(span):
        return _read(span.doc, span.start_char, span.end_char, reader)
    name, titled = without_titles(span)
    if name is None:
        return None
    text = name.text
    if reader.text[name.start_char - 1 : name.start_char] in ("(", "-"):
        state = listed_place(text, after_comma=True)
        if state is not None:
            return Named(name.start_char, name.end_char, text, EntityType.PLACE, listed=state)
    if text.lower() in words().not_names:
        return None
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or text.islower() or "@" in text or "/" in text:
        return None
    if listed_organization(text) is not None:
        return Named(
            name.start_char, name.end_char, text, EntityType.ORGANIZATION, listed=listed_organization(text)
        )
    if titled == Titled() and is_surely_a_body(text):
        return Named(name.start_char, name.end_char, text, EntityType.ORGANIZATION)
    return Named(name.start_char, name.end_char, text, EntityType.PERSON, titled=titled)


def _goes_with_a_full_name(span: Span) -> bool:
    """Whether a longer person's name of the document contains the span ("Jordan" after "Michael Jordan")."""
    own = fold(span.text)
    return any(
        ent.label_ in PERSON and len(ent) > len(span) and own in fold(ent.text).split()
        for ent in span.doc.ents
    )
