"""What a graph says of each of its entities that tells who they are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.describe import terms as t
from kg.describe.identity import entity_iri
from kg.errors import KgError
from kg.records import Entity, EntityType
from kg.resolve import Profile, located
from kg.schema import KG
from kg.store import reading
from kg.store.reading import UNION, StoredClaim, StoredEntity

SURE: Final = 0.5
"""Claims less certain than this say nothing about who somebody is."""

_CITIZEN, _OFFICE = f"{KG}citizenOf", f"{KG}holdsPositionIn"


def profiles_of(document: Iterable[ox.Quad | ox.Triple], base: str) -> list[Profile]:
    """The profiles in the graph of one document, as it was read."""
    graph = ox.Store()
    graph.extend(ox.Quad(each.subject, each.predicate, each.object, UNION) for each in document)
    return profiles(graph, base)


def profiles(store: ox.Store, base: str) -> list[Profile]:
    """What a graph, of one document or of many, says of each of its entities, without those that have no name."""
    entities = list(reading.entities(store))
    text = _text(store)
    home = _home(text, entities)
    places = [entity for entity in entities if entity.type == EntityType.PLACE]
    where = located(text, (name for place in places for name in (place.name, *place.aliases)))
    countries = {entity.iri for entity in entities if entity.type == EntityType.COUNTRY}
    nations: dict[str, set[str]] = defaultdict(set)
    offices: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for claim in _telling(store):
        if claim.object not in countries:
            continue
        if claim.predicate == _CITIZEN:
            nations[claim.subject].add(claim.object)
        else:
            title = claim.titles[0].casefold() if claim.titles else ""
            offices[claim.subject].add((title, claim.object))
    return [
        Profile(
            entity.iri,
            EntityType(entity.type),
            entity.name,
            entity.aliases,
            frozenset(nations[entity.iri]),
            frozenset(offices[entity.iri]),
            frozenset(entity.links),
            _qualifier(entity, base),
            home,
            frozenset().union(*(where.get(name, ()) for name in (entity.name, *entity.aliases)))
            if entity.type == EntityType.PLACE
            else frozenset(),
        )
        for entity in entities
    ]


def _text(store: ox.Store) -> str:
    """The one text of a graph; empty where there are several."""
    quads = store.quads_for_pattern(None, t.IS_STRING, None, UNION)
    texts = [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]
    return texts[0] if len(texts) == 1 else ""


def _home(text: str, entities: Iterable[StoredEntity]) -> frozenset[str]:
    """The country that a text names most; none where that is not known of one."""
    named = {
        name: entity.iri
        for entity in entities
        if entity.type == EntityType.COUNTRY
        for name in (entity.name, *entity.aliases)
    }
    if not text or not named:
        return frozenset()
    longest_first = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    times = Counter(named[found] for found in re.findall(rf"(?<!\w)(?:{longest_first})(?!\w)", text))
    first, second = [*times.most_common(2), ("", 0), ("", 0)][:2]
    return frozenset([first[0]] if first[1] > second[1] else [])


def _telling(store: ox.Store) -> Iterator[StoredClaim]:
    for predicate in (_CITIZEN, _OFFICE):
        for quad in store.quads_for_pattern(None, t.PREDICATE, ox.NamedNode(predicate), UNION):
            if isinstance(quad.subject, ox.NamedNode):
                claim = reading.claim(store, quad.subject.value)
                if claim is not None and claim.is_plain and claim.confidence >= SURE:
                    yield claim


def _qualifier(entity: StoredEntity, base: str) -> str | None:
    """Set where a text told the entity from another of its name: its IRI is not that of its name alone."""
    link = entity.links[0] if entity.links else None
    for name in (entity.name, *entity.aliases):
        try:
            plain = entity_iri(Entity("e", EntityType(entity.type), name, iso=entity.iso, link=link), base)
        except KgError:
            continue
        if plain == entity.iri:
            return None
    return entity.iri
