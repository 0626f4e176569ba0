"""From an annotated document to its entities: the work of the room, step by step."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from kg.records import Document, Entity, EntityType
from kg.resolve.bodies import Body, group_bodies
from kg.resolve.countries import Country
from kg.resolve.drafts import Draft
from kg.resolve.knowledge import KnowledgeBase
from kg.resolve.lexicon import words
from kg.resolve.mentions import named_mentions
from kg.resolve.named import Named
from kg.resolve.names import normalise_name
from kg.resolve.people import group_people
from kg.resolve.reference import References


def resolve(doc: Doc, document: Document, kb: KnowledgeBase | None = None) -> tuple[Entity, ...]:
    """The people, organizations, countries and places that a document names, each once.

    Args:
        doc: The annotated text, with entities; sentences, dependencies and coreference clusters are used where it
            has them. Its text is that of `document`.
        document: The source, whose id tells bodies with a name of no meaning of their own apart ("the committee").
        kb: Names that the user gave, to link entities by.

    Returns:
        Entities with ids e1, e2 ... in the order of first mention; each mention's offsets are characters of the text.
    """
    text = doc.text
    named = named_mentions(doc)
    drafts = [*_countries(named), *_people(named, text), *_bodies(named, text)]
    drafts.sort(key=lambda draft: (draft.first, draft.named[0].end))
    References(doc, drafts).add()
    home = _home(drafts)
    return tuple(
        Entity(
            id=f"e{number}",
            type=draft.type,
            name=draft.name,
            aliases=draft.aliases,
            mentions=draft.mentions(),
            iso=draft.country.iso if draft.country is not None and draft.type is EntityType.COUNTRY else None,
            link=_link(draft, kb),
            qualifier=_qualifier(draft, named, home, document, text),
        )
        for number, draft in enumerate(drafts, 1)
    )


def _countries(named: Sequence[Named]) -> list[Draft]:
    found: dict[str, Draft] = {}
    for mention in named:
        if mention.type is EntityType.COUNTRY and mention.country is not None:
            draft = found.setdefault(mention.country.key, Draft(EntityType.COUNTRY, [], mention.country))
            draft.named.append(mention)
    return list(found.values())


def _people(named: Sequence[Named], text: str) -> list[Draft]:
    people = group_people([mention for mention in named if mention.type is EntityType.PERSON], text)
    return [
        Draft(EntityType.PERSON, person.mentions, gender=person.gender, titles=person.titles)
        for person in people
    ]


def _bodies(named: Sequence[Named], text: str) -> list[Draft]:
    drafts = []
    for type in (EntityType.ORGANIZATION, EntityType.PLACE):
        for body in group_bodies([mention for mention in named if mention.type is type], text, type):
            drafts.append(Draft(type, body.mentions, _territory(body), body.listed))
    return drafts


def _territory(body: Body) -> Country | None:
    return next((mention.country for mention in body.mentions if mention.country is not None), None)


def _link(draft: Draft, kb: KnowledgeBase | None) -> str | None:
    if draft.country is not None and draft.country.link is not None:
        return draft.country.link
    return kb.link(draft.type, draft.name, draft.aliases) if kb is not None else None


def _home(drafts: Sequence[Draft]) -> Country | None:
    """The country that a text is mostly about: named most often, None where two are named equally often."""
    counts = Counter(
        {
            draft.country.key: len(draft.named)
            for draft in drafts
            if draft.type is EntityType.COUNTRY and draft.country
        }
    )
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return next(d.country for d in drafts if d.country is not None and d.country.key == ranked[0][0])


def _qualifier(
    draft: Draft, named: Sequence[Named], home: Country | None, document: Document, text: str
) -> str | None:
    """What tells bodies apart whose name every country has ("Ministry of Finance", "Supreme Court").

    The country that stands beside the name, else the one that the text is about, else the document itself: such a name
    in two texts is one body only where both are known to be of one country.
    """
    if draft.type is not EntityType.ORGANIZATION or draft.listed is not None or not is_generic(draft.name):
        return None
    for mention in draft.named:
        beside = _country_beside(mention, named, text)
        if beside is not None:
            return beside.key
    return home.key if home is not None else f"document {document.id}"


def is_generic(name: str) -> bool:
    """Whether an organization's name consists of words that say nothing of whose it is."""
    parts = normalise_name(name, EntityType.ORGANIZATION).split()
    return all(part in words().generic or part.isdigit() for part in parts)


def _country_beside(mention: Named, named: Sequence[Named], text: str) -> Country | None:
    """The country right before a name ("Nigeria's Supreme Court") or after it ("Supreme Court of Nigeria")."""
    at = bisect_left(named, mention.begin, key=lambda other: other.begin)
    for other in named[max(0, at - 1) : at]:
        between = text[other.end : mention.begin]
        if (
            other.country is not None
            and between.strip() in ("", "'s", "’s", "’", "'")
            and "\n" not in between
        ):
            return other.country
    for other in named[at + 1 : at + 2]:
        if other.country is not None and text[mention.end : other.begin].strip() in (
            "of",
            "of the",
            "in",
            "(",
            ",",
        ):
            return other.country
    return None
