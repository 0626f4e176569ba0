"""Who is who across documents, as the texts alone show it: near names made one, namesakes told apart.

What is decided is a pure function of what the documents say, whatever the order in which they came. The rules about
names are those of `kg.resolve`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

from kg.describe.identity import entity_iri
from kg.records import Entity, EntityType
from kg.resolve import Candidate, Profile, Strength, candidates, conflict, namesakes, says_little
from kg.store import layout, reading
from kg.store.curator import decide_by_texts
from kg.store.decisions import Decision, Kind
from kg.store.profile_cache import ProfileCache
from kg.store.profiles import profiles, profiles_of
from kg.store.reading import StoredEntity
from kg.store.writer import GraphStore, StoredDocument

GROWTH = 0.01
"""The share of the documents that must be new before a thrifty pass is made."""

_PARTED = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities of a store that may be one."""

    one: StoredEntity
    other: StoredEntity
    reason: str


def identify(store: GraphStore, coming: Iterable[StoredDocument] = (), *, thrifty: bool = False) -> int:
    """Decides anew, from all documents, which entities are one and which of one name are two.

    What people decided stays.

    Args:
        coming: documents that are about to be loaded, each in the place of the one that the store has of it; the
            cache has their profiles. What is decided of them before need not be rewritten after.
        thrifty: do it only when the store has grown or shrunk by a hundredth since the last time. It costs a pass over
            what is known of the store's documents; so, where they come one by one, the cost of each does not grow.

    Returns:
        How many decisions of kg changed.
    """
    file = store.directory / layout.IDENTIFIED
    documents = {document.iri: document for document in (*store.documents(), *coming)}
    count = len(documents)
    before = int(file.read_text()) if file.exists() else 0
    if thrifty and abs(count - before) < max(1, before * GROWTH):
        return 0
    changed = decide_by_texts(store, _decisions(store, documents))
    with layout.disk_errors(store.directory):
        layout.write_atomically(file, f"{count}\n")
    return changed


def _decisions(store: GraphStore, known: dict[str, StoredDocument]) -> list[Decision]:
    seen: dict[str, list[tuple[str, Profile]]] = defaultdict(list)
    with contextlib.closing(ProfileCache(store.directory / layout.PROFILES)) as cache, cache.together():
        for document in known.values():
            read = partial(_read, store, document.iri)
            for profile in cache.of(document.iri, document.digest, read):
                seen[profile.id].append((document.iri, profile))
        cache.keep_only(known.keys())
    splits: list[Decision] = []
    whole: list[Profile] = []
    weights: dict[str, int] = {}
    for iri, found in sorted(seen.items()):
        for profile, documents in _parted(iri, found, store.base):
            whole.append(profile)
            weights[profile.id] = len(documents)
            if profile.id != iri:
                reason = f"another {profile.name}: {profile.qualifier}"
                splits.append(
                    Decision(_hash(profile.id), Kind.SPLIT, iri, profile.id, documents=documents, why=reason)
                )
    return [*splits, *_merges(whole, weights)]


def _read(store: GraphStore, document: str) -> list[Profile]:
    return profiles_of(store.original(document), store.base)


def pairs(store: ox.Store, base: str, decisions: Iterable[Decision] = ()) -> Iterator[Pair]:
    """Entities of a snapshot that may be one, for a person to decide; not those that somebody told apart."""
    apart = {
        frozenset((one.about, one.result))
        for one in decisions
        if one.is_active and one.kind is not Kind.MERGE
    }
    for candidate in candidates(profiles(store, base)):
        if frozenset((candidate.one, candidate.other)) not in apart:
            one, other = (reading.entity(store, iri) for iri in (candidate.one, candidate.other))
            if one is not None and other is not None:
                yield Pair(one, other, candidate.reason)


def _parted(
    iri: str, found: list[tuple[str, Profile]], base: str
) -> Iterator[tuple[Profile, tuple[str, ...]]]:
    """The persons or bodies of one name, each with its documents; the one named in most keeps the IRI."""
    by_document = [dataclasses.replace(profile, id=document) for document, profile in found]
    type = found[0][1].type
    groups = namesakes(by_document) if type in _PARTED else [by_document]
    for number, group in enumerate(groups):
        joined = _joined(iri, group)
        if number:
            qualifier = _told_by(joined)
            other = Entity("e", type, joined.name, qualifier=qualifier)
            joined = dataclasses.replace(joined, id=entity_iri(other, base), qualifier=qualifier)
        yield joined, tuple(sorted(profile.id for profile in group))


def _joined(iri: str, group: list[Profile]) -> Profile:
    names = Counter(profile.name for profile in group)
    name = min(names, key=lambda name: (-names[name], name))
    return Profile(
        iri,
        group[0].type,
        name,
        tuple(sorted({alias for profile in group for alias in (profile.name, *profile.aliases)} - {name})),
        frozenset().union(*(profile.nationalities for profile in group)),
        frozenset().union(*(profile.offices for profile in group)),
        frozenset().union(*(profile.links for profile in group)),
        min((profile.qualifier for profile in group if profile.qualifier), default=None),
        frozenset().union(*(profile.homes for profile in group)),
        frozenset().union(*(profile.regions for profile in group)),
    )


def _told_by(profile: Profile) -> str:
    """What tells a namesake from the others, in words that depend on nothing else."""
    nations = (reading.local_name(iri) for iri in profile.nationalities)
    offices = (reading.local_name(iri) for _, iri in profile.offices)
    links = (reading.local_name(iri) for iri in profile.links)
    homes = (reading.local_name(iri) for iri in profile.homes if says_little(profile))
    return ", ".join(sorted({*nations, *offices, *links, *homes, *profile.regions})) or "another"


def _merges(whole: list[Profile], weights: dict[str, int]) -> Iterator[Decision]:
    """A merge for each entity that strong candidates join to a better known one, where nothing speaks against it."""
    known = {profile.id: profile for profile in whole}
    classes: dict[str, list[str]] = {iri: [iri] for iri in known}
    reasons: dict[str, Candidate] = {}
    for candidate in candidates(whole):
        one, other = classes[candidate.one], classes[candidate.other]
        if candidate.strength is not Strength.STRONG or one is other:
            continue
        if any(conflict(known[a], known[b]) for a in one for b in other):
            continue
        joined = [*one, *other]
        for iri in joined:
            classes[iri] = joined
        for iri in (candidate.one, candidate.other):
            reasons.setdefault(iri, candidate)
    for iri, members in sorted(classes.items()):
        best = min(members, key=lambda member: _rank(known[member], weights[member]))
        if iri != best:
            yield Decision(
                _hash(iri, best), Kind.MERGE, iri, best, name=known[best].name, why=reasons[iri].reason
            )


def _rank(profile: Profile, weight: int) -> tuple[bool, int, bool, str]:
    """Linked before unlinked, then what most documents name, then full names before initials.

    The number comes before the form: a full name that only one document gives may be that document's misreading.
    """
    return (not profile.links, -weight, profile.name.isupper() and " " not in profile.name, profile.id)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
