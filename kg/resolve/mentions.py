"""The names in a document: what the model found and the tables list, trimmed, typed and made consistent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Span

from kg.records import EntityType, MentionKind
from kg.resolve.context import CountryReader
from kg.resolve.countries import Country, FormKind, countries
from kg.resolve.kinds import Kind, kind_of_name, listed_organization, listed_place
from kg.resolve.lexicon import Listed, scan, words
from kg.resolve.names import fold, is_acronym
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
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)[@#]\w+|\b[\w-]+(?:\.[\w-]+)+/\S*|\bpic\.twitter\.com\S*"
)
_CREDIT: Final = re.compile(
    r"[(\[][^()\[\]\n]{0,60}?\b(?:Photos?|Images?|Photograph|Getty|File|Courtesy|Credit|Screenshot|Picture)\b[^()\[\]\n]{0,80}[)\]]"
    r"|^(?:Photo|Image|Picture|Credit|By):[ \t][^\n]{0,60}$|\b(?:By|Photo|Image|Credit|Courtesy):[ \t](?:AP|AFP|Reuters|REUTERS|EPA|[A-Z]{3,6})\b"
    r"|\b(?:AP|AFP|Reuters|EPA|Getty|Xinhua)[ ](?:Photo|Images|File Photo)\b",
    re.MULTILINE,
)
_DATELINE: Final = re.compile(
    r"^[ \t]*(?:[A-Z][\w.'’,/ -]{0,60}?)?[ ,]*\(?\b([A-Z][\w.&/ -]{1,24})\)?[ \t]*(?:-{1,2}|–|—|:)[ \t]",
    re.MULTILINE,
)
_AGENCY_OPENING: Final = re.compile(
    r"^[^\n()]{0,70}\(([A-Z][\w.&/ ]{1,24})\)[ \t]*(?:-{1,2}|–|—|:)?[ \t]"
    r"|^[ \t]*[A-Z][\w.'’, -]{0,40}?, [^\n/]{0,30}\(?([A-Z]\w{1,12})\)?[ \t]*(?:-{1,2}|–|—)[ \t]",
    re.MULTILINE,
)
_PLAIN_BODY: Final = re.compile(
    r"\b(?:(?P<people>(?:North |South |Saudi |Sri |New )?[A-Z][a-z]+) )?(?:(?P<topic>(?:foreign|finance|defen[cs]e|interior|home|"
    r"justice|health|education|energy|oil|agriculture|transport|trade|economy|labou?r|culture|information|environment|tourism) "
    r"ministry|(?:electoral|election) commission|senate)|parliament)\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of the text that names something; offsets are characters of the text."""

    begin: int
    end: int
    text: str
    type: EntityType
    kind: MentionKind = MentionKind.NAME
    country: Country | None = None
    """For a country, or for a territory that is a place."""
    listed: Listed | None = None
    """The general organization or place that it surely is."""
    base: str | None = None
    """The name without a common noun that belongs to it ("Anbar" in "Anbar province")."""
    titled: Titled | None = None
    """For a person: the titles that stand before the name."""
    start: int = 0
    """Index of the first token; `stop` is exclusive."""
    stop: int = 0

    @property
    def key(self) -> str:
        """The folded name."""
        return fold(self.text)


def named_mentions(doc: Doc) -> list[Named]:
    """The names in `doc`, in the order of the text, none overlapping another."""
    text = doc.text
    closed = _excluded(text)
    stretches = [(begin, end) for begin, end in scan(text) if not any(closed[begin:end])]
    reader = CountryReader(doc, stretches)
    found = _plain_bodies(text, closed)
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
    found = [_with_common_head(mention, text) for mention in found]
    found = _consistent(found)
    found = _by_preposition(text, found)
    found += _repeated(text, found, closed)
    found.sort(key=lambda mention: mention.begin)
    return [_located(doc, mention) for mention in found]


def _located(doc: Doc, mention: Named) -> Named:
    span = doc.char_span(mention.begin, mention.end, alignment_mode="expand")
    if span is None:
        return mention
    return replace(mention, start=span.start, stop=span.end)


def _excluded(text: str) -> bytearray:
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


def _never(doc: Doc) -> list[tuple[int, int]]:
    """What the model says is no actor or place: the tables may not look inside."""
    return [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in _NEVER]


_COMMON_HEAD: Final = re.compile(
    r" (?:(?:nuclear|power|coal|autonomous|toll|high|district|supreme|city|county) )?([a-z]+)\b"
)


def _with_common_head(mention: Named, text: str) -> Named:
    """A name with the common noun after it that says what it is: "Anbar province", "Oi nuclear plant", "Roots party"."""
    if mention.type is EntityType.COUNTRY or mention.country is not None or mention.listed is not None:
        return mention
    match = _COMMON_HEAD.match(text, mention.end)
    if match is None:
        return mention
    lists, head = words(), match.group(1)
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
        mention, end=match.end(), text=text[mention.begin : match.end()], type=type, base=base, titled=None
    )


def _plain_bodies(text: str, closed: bytearray) -> list[Named]:
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
            found.append(Named(begin, end, text[begin:end], EntityType.ORGANIZATION))
    return found


def _repeated(text: str, found: Sequence[Named], closed: bytearray) -> list[Named]:
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


def _from_model(span: Span, reader: CountryReader) -> Named | None:
    text = span.text
    if not any(char.isalpha() for char in text):
        return None
    begin, end = span.start_char, span.end_char
    if span.label_ in PERSON:
        return _person(span, reader)
    country = _as_country(span, reader)
    if country is not None:
        return country
    if span.label_ == "MISC":
        listed = listed_organization(text)
        return Named(begin, end, text, EntityType.ORGANIZATION, listed=listed) if listed else None
    if countries().find(text) or _only_where_posted(span):
        return None
    kind = kind_of_name(span)
    if kind is Kind.NOTHING:
        return None
    if kind is Kind.PERSON:
        return _person(span, reader)
    if kind is Kind.ORGANIZATION:
        return Named(begin, end, text, EntityType.ORGANIZATION, listed=listed_organization(text))
    return Named(begin, end, text, EntityType.PLACE, listed=listed_place(text))


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
        territory = reading.country if not reading.country.is_country else None
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
    if text.lower() in words().not_names:
        return None
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or text.islower() or "@" in text or "/" in text:
        return None
    if listed_organization(text) is not None:
        return Named(
            name.start_char, name.end_char, text, EntityType.ORGANIZATION, listed=listed_organization(text)
        )
    return Named(name.start_char, name.end_char, text, EntityType.PERSON, titled=titled)


def _goes_with_a_full_name(span: Span) -> bool:
    """Whether a longer person's name of the document contains the span ("Jordan" after "Michael Jordan")."""
    own = fold(span.text)
    return any(
        ent.label_ in PERSON and len(ent) > len(span) and own in fold(ent.text).split()
        for ent in span.doc.ents
    )


def _by_preposition(text: str, mentions: list[Named]) -> list[Named]:
    """A single word that the model takes for a person, without title or fuller name, is a place where it stands after "in"."""
    full = {word for m in mentions if m.type is EntityType.PERSON and " " in m.text for word in m.key.split()}
    single = [m for m in mentions if m.type is EntityType.PERSON and " " not in m.text and m.key not in full]
    titled = {m.key for m in single if m.titled is not None and (m.titled.words or m.titled.gender)}
    places = {
        m.key
        for m in single
        if m.key not in titled
        and _IN.search(text, max(0, m.begin - 12), m.begin)
        and text[m.end : m.end + 1] not in "'’"
    }
    return [
        replace(m, type=EntityType.PLACE, titled=None)
        if m.type is EntityType.PERSON and m.key in places
        else m
        for m in mentions
    ]


_IN: Final = re.compile(r"\b(?:in|near|outside|across|throughout|around) $")


def _consistent(mentions: list[Named]) -> list[Named]:
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
