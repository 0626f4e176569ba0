"""What all decisions together come to: which entity stands for which, under which name, and what is rejected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.describe.identity import claim_iri
from kg.records import Modality, Polarity
from kg.store.decisions import Decision, Kind


class Curation:
    """The effect of decisions; a pure function of which are in force, not of the order of the documents.

    Merges join entities into classes, whichever way they were given and undone; each class has one entity that stands
    for it. A split moves what a class has in certain documents to another entity.
    """

    def __init__(self, decisions: Sequence[Decision], base: str) -> None:
        self.decisions = tuple(sorted(decisions, key=lambda decision: decision.order))
        self._base = base
        active = [decision for decision in self.decisions if decision.is_active]
        merges = [decision for decision in active if decision.kind is Kind.MERGE and decision.result]
        apart = [
            frozenset((decision.about, decision.result or ""))
            for decision in active
            if decision.kind in {Kind.DISTINCTION, Kind.SPLIT}
        ]
        self._class: dict[str, frozenset[str]] = {}
        self._stands: dict[frozenset[str], str] = {}
        self._name: dict[frozenset[str], str] = {}
        for merge in sorted(merges, key=lambda merge: (merge.is_automatic, merge.order)):
            self._join(merge, apart if merge.is_automatic else ())
        self._settle(merges)
        self._splits = [decision for decision in active if decision.kind is Kind.SPLIT]
        self._moves: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for number, split in enumerate(self._splits):
            for document in split.documents if split.result else ():
                self._moves.setdefault((split.about, document), []).append((number, split.result or ""))
        self._split_off = {split.result for split in self._splits}
        for decision in active:
            if decision.kind is Kind.RENAME and decision.name:
                self._name[self.members(decision.about)] = decision.name
            elif decision.kind is Kind.SPLIT and decision.name and decision.result:
                self._name.setdefault(self.members(decision.result), decision.name)
        rejections = [decision for decision in active if decision.kind is Kind.REJECTION]
        self.rejected = {decision.about for decision in rejections}
        self.rejected |= {claim for decision in rejections for claim in decision.covers}
        self.rejected |= {self._claim_now(decision.parts) for decision in rejections if decision.parts}
        self._touched = {entity for members in self._class.values() for entity in members}
        self._touched |= {split.about for split in self._splits}
        self._touched |= {entity for members in self._name for entity in members}

    def members(self, entity: str) -> frozenset[str]:
        """The entities that are one with this, itself among them."""
        return self._class.get(entity, frozenset((entity,)))

    def stands_for(self, entity: str) -> str:
        """The entity that stands for this one, splits aside."""
        return self._stands.get(self.members(entity), entity)

    def entity_in(self, entity: str, document: str) -> str:
        """The entity that stands for what a document's text calls this one."""
        done = -1
        while True:
            later = [
                move
                for member in self.members(entity)
                for move in self._moves.get((member, document), ())
                if move[0] > done
            ]
            if not later:
                return self.stands_for(entity)
            done, entity = max(later)

    def is_split_off(self, entity: str) -> bool:
        """Whether a split made this entity: what is known of the one that it was taken for is not true of it."""
        return entity in self._split_off

    def name(self, entity: str) -> str | None:
        """The name that was chosen for an entity; None where that was left to the texts."""
        return self._name.get(self.members(entity))

    def touches(self, iris: Collection[str]) -> bool:
        """Whether any of these entities and claims is concerned."""
        return not (self._touched.isdisjoint(iris) and self.rejected.isdisjoint(iris))

    def changed(self, other: Curation) -> set[str]:
        """The entities that this and the other see differently, and the claims that one rejects and the other not."""
        entities = self._touched | other._touched
        different = {
            entity
            for entity in entities
            if self.stands_for(entity) != other.stands_for(entity) or self.name(entity) != other.name(entity)
        }
        for split in {*self._splits} ^ {*other._splits}:
            different |= {split.about, split.result or split.about}
        return different | (self.rejected ^ other.rejected)

    def _join(self, merge: Decision, apart: Iterable[frozenset[str]]) -> None:
        joined = self.members(merge.about) | self.members(merge.result or merge.about)
        if any(pair <= joined for pair in apart):
            return
        for entity in joined:
            self._class[entity] = joined

    def _settle(self, merges: Sequence[Decision]) -> None:
        """The last decision of a person says which entity stands for a class, else kg's own choice, least IRI first."""
        by_class: dict[frozenset[str], list[Decision]] = {}
        for merge in merges:
            members = self.members(merge.about)
            if merge.result in members:
                by_class.setdefault(members, []).append(merge)
        for members, those in by_class.items():
            of_people = [merge for merge in those if not merge.is_automatic]
            merged = {merge.about for merge in those}
            if of_people:
                chosen = of_people[-1]
            else:
                chosen = min(
                    those, key=lambda merge: (merge.result in merged, merge.result or "", merge.name or "")
                )
            self._stands[members] = chosen.result or chosen.about
            if chosen.name:
                self._name[members] = chosen.name

    def _claim_now(self, parts: str) -> str:
        subject, predicate, object, polarity, modality, source, ended = parts.split(" ")
        return claim_iri(
            self.stands_for(subject),
            predicate,
            self.stands_for(object),
            Polarity(polarity),
            Modality(modality),
            None if source == "-" else self.stands_for(source),
            ended == "ended",
            self._base,
        )
