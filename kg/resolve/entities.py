"""From an annotated document to its entities: the work of the room, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.records import Document, Entity, EntityType
from kg.resolve.bodies import Body, group_bodies
from kg.resolve.countries import Country
from kg.resolve.drafts import Draft, most_named
from kg.resolve.knowledge import KnowledgeBase
from kg.resolve.mentions import named_mentions
from kg.resolve.named import Named
from kg.resolve.people import group_people
from kg.resolve.qualifiers import qualifier
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
    about = most_named(drafts)
    home = about.country if about is not None else None
    return tuple(
        Entity(
            id=f"e{number}",
            type=draft.type,
            name=draft.name,
            aliases=draft.aliases,
            mentions=draft.mentions(),
            iso=draft.country.iso if draft.country is not None and draft.type is EntityType.COUNTRY else None,
            link=_link(draft, kb),
            qualifier=qualifier(draft, named, home, document, text),
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
