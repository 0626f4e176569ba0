"""Makes decisions that make sense, for people: checks them against the store, numbers, signs and dates them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable

from kg.describe.identity import entity_iri
from kg.errors import CurationError
from kg.records import Entity, EntityType
from kg.store import reading
from kg.store.decisions import AGENT, Decision, Kind
from kg.store.reading import StoredEntity
from kg.store.rewriting import claims_shown
from kg.store.writer import GraphStore


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Curator:
    """Takes decisions in somebody's name; each is kept, and done, whole or not at all.

    Args:
        store: open for writing.
        who: signs the decisions.
        now: gives the time as an xsd:dateTime.
    """

    def __init__(self, store: GraphStore, who: str, now: Callable[[], str] = _now) -> None:
        if who == AGENT or not who.strip():
            raise CurationError(f"decisions need the name of a person, not {who!r}; give one with --by")
        self._store, self._who, self._now = store, who, now

    def merge(self, entity: str, into: str, why: str | None = None) -> Decision:
        """Makes one entity of two; the second's name and IRI stay.

        Raises:
            CurationError: one is unknown, they are one already, or they can't be one.
        """
        first, second = self._entity(entity), self._entity(into)
        if first.iri == second.iri:
            raise CurationError(f"{first.name!r} can't be merged with itself ({first.iri})")
        if first.type != second.type:
            raise CurationError(
                f"{first.name!r} is a {first.type} and {second.name!r} a {second.type}: they can't be one"
            )
        if first.iso and second.iso and first.iso != second.iso:
            raise CurationError(
                f"{first.name!r} is {first.iso} and {second.name!r} is {second.iso}: they can't be one"
            )
        for split in self._active(Kind.SPLIT, Kind.DISTINCTION):
            if {split.about, split.result} <= {first.iri, second.iri}:
                raise CurationError(
                    f"decision {split.id} tells {first.name!r} from {second.name!r}; undo that one instead"
                )
        return self._take(Kind.MERGE, first.iri, result=second.iri, name=second.name, why=why)

    def split(
        self,
        entity: str,
        documents: Iterable[str] = (),
        *,
        qualifier: str | None = None,
        name: str | None = None,
        why: str | None = None,
    ) -> tuple[Decision, ...]:
        """Takes an entity apart.

        Args:
            documents: IRIs of the documents that speak of another one of that name. Without any, what was merged
                into the entity is parted from it again, and kg will not merge it anew.
            qualifier: tells the new entity from the old, as part of its IRI.
            name: of the new entity; None keeps the old name.

        Raises:
            CurationError: the entity is unknown, no document speaks of it or all of them do, or nothing was merged.
        """
        known = self._entity(entity)
        chosen = tuple(sorted(set(documents)))
        if not chosen:
            return self._part(known, why)
        missing = [document for document in chosen if document not in known.documents]
        if missing:
            raise CurationError(f"{missing[0]} does not mention {known.name!r}")
        if set(chosen) == set(known.documents):
            raise CurationError(f"these are all the documents that mention {known.name!r}; rename it instead")
        return (
            self._take(
                Kind.SPLIT,
                known.iri,
                result=self._new(known, qualifier),
                documents=chosen,
                name=name,
                why=why,
            ),
        )

    def rename(self, entity: str, name: str, why: str | None = None) -> Decision:
        """Gives an entity another name; its IRI stays, its old name becomes an alias.

        Raises:
            CurationError: the entity is unknown, the name is empty or no other one.
        """
        known, name = self._entity(entity), " ".join(name.split())
        if not name:
            raise CurationError(f"{known.name!r} needs a name that is not empty")
        if name == known.name:
            raise CurationError(f"{known.name!r} has that name already")
        return self._take(Kind.RENAME, known.iri, name=name, why=why)

    def accept(self, claim: str, why: str | None = None) -> Decision:
        """Notes that a claim is what the text says.

        Raises:
            CurationError: the claim is unknown or was accepted already.
        """
        return self._judge(Kind.ACCEPTANCE, claim, why)

    def reject(self, claim: str, why: str | None = None) -> Decision:
        """Takes a claim, and its plain triple, out of the graph: the text does not say that.

        Raises:
            CurationError: the claim is unknown or was rejected already.
        """
        return self._judge(Kind.REJECTION, claim, why)

    def undo(self, id: str) -> Decision:
        """Takes the effect of a decision away; the record of it stays.

        Raises:
            CurationError: there is no such decision of a person, or it was undone already.
        """
        decision = next((one for one in self._store.curation.decisions if one.id == id), None)
        if decision is None:
            raise CurationError(f"there is no decision {id!r}; kg entities history lists them")
        if decision.is_automatic:
            raise CurationError(f"decision {id} is kg's own; tell the two apart with kg entities split")
        if not decision.is_active:
            raise CurationError(f"decision {id} was undone by {decision.undone_by} on {decision.undone_when}")
        undone = dataclasses.replace(decision, undone_by=self._who, undone_when=self._now())
        self._store.decide(undone if one.id == id else one for one in self._store.curation.decisions)
        return undone

    def _judge(self, kind: Kind, iri: str, why: str | None) -> Decision:
        for known in self._active(Kind.ACCEPTANCE, Kind.REJECTION):
            if known.about == iri or iri in known.covers:
                if known.kind is kind:
                    raise CurationError(f"claim {iri} has that verdict already, by decision {known.id}")
                raise CurationError(f"decision {known.id} says the opposite of claim {iri}; undo it first")
        claim = reading.claim(self._store.database, iri)
        if claim is None:
            raise CurationError(f"there is no claim {iri}; kg claims list shows them")
        names = [reading.label(self._store.database, node) for node in (claim.subject, claim.object)]
        words = f"{names[0]} {reading.local_name(claim.predicate)} {names[1]}"
        parts = (
            claim.subject,
            claim.predicate,
            claim.object,
            claim.polarity,
            claim.modality,
            claim.source or "-",
        )
        covers = self._originals(claim) if kind is Kind.REJECTION else ()
        return self._take(
            kind,
            iri,
            name=words,
            parts=" ".join((*parts, "ended" if claim.ended else "-")),
            covers=covers,
            why=why,
        )

    def _originals(self, claim: reading.StoredClaim) -> tuple[str, ...]:
        """The claims that this one is in the documents' own terms, where entities were merged."""
        store, found = self._store, set()
        for document in {evidence.document for evidence in claim.evidence}:
            original = [quad.triple for quad in store.original(document)]
            shown = claims_shown(original, document, store.curation, store.base)
            found |= {iri for iri, now in shown.items() if now == claim.iri}
        return tuple(sorted(found - {claim.iri}))

    def _part(self, known: StoredEntity, why: str | None) -> tuple[Decision, ...]:
        """Undoes the merges into an entity; for those of kg, says that the two are not one."""
        members = self._store.curation.members(known.iri)
        merges = [one for one in self._active(Kind.MERGE) if one.about in members and one.result in members]
        if not merges:
            raise CurationError(
                f"nothing was merged into {known.name!r}; name the documents that speak of the other one (--document)"
            )
        now = self._now()
        taken: list[Decision] = []
        changed: dict[str, Decision] = {}
        for merge in merges:
            if merge.is_automatic:
                taken.append(
                    self._make(Kind.DISTINCTION, merge.about, len(taken), result=merge.result, why=why)
                )
            else:
                changed[merge.id] = dataclasses.replace(merge, undone_by=self._who, undone_when=now)
        decisions = [changed.get(one.id, one) for one in self._store.curation.decisions]
        self._store.decide([*decisions, *taken])
        return (*changed.values(), *taken)

    def _take(
        self,
        kind: Kind,
        about: str,
        *,
        result: str | None = None,
        name: str | None = None,
        documents: tuple[str, ...] = (),
        covers: tuple[str, ...] = (),
        parts: str | None = None,
        why: str | None = None,
    ) -> Decision:
        made = dataclasses.replace(
            self._make(kind, about, result=result, why=why),
            name=name,
            documents=documents,
            covers=covers,
            parts=parts,
        )
        self._store.decide((*self._store.curation.decisions, made))
        return made

    def _make(
        self, kind: Kind, about: str, offset: int = 0, *, result: str | None, why: str | None
    ) -> Decision:
        used = (int(one.id) for one in self._store.curation.decisions if one.id.isdigit())
        number = max(used, default=0) + 1 + offset
        return Decision(str(number), kind, about, result, who=self._who, when=self._now(), why=why)

    def _active(self, *kinds: Kind) -> list[Decision]:
        return [one for one in self._store.curation.decisions if one.is_active and one.kind in kinds]

    def _entity(self, iri: str) -> StoredEntity:
        shown = self._store.curation.stands_for(iri)
        found = reading.entity(self._store.database, shown)
        if found is None:
            raise CurationError(f"there is no entity {iri}; kg entities list shows them")
        return found

    def _new(self, known: StoredEntity, qualifier: str | None) -> str:
        """The IRI of an entity that is split off: the qualifier, or a number, tells it from the others."""
        number = 2
        while True:
            tells = qualifier or str(number)
            iri = entity_iri(
                Entity("e1", EntityType(known.type), known.name, qualifier=tells), self._store.base
            )
            taken = reading.entity(self._store.database, iri) is not None
            if not taken:
                return iri
            if qualifier:
                raise CurationError(
                    f"{known.name!r} ({qualifier}) is there already: {iri}; take another qualifier"
                )
            number += 1


def decide_by_texts(store: GraphStore, decisions: Iterable[Decision]) -> int:
    """Puts decisions of kg in the place of all that it took before; what people decided stays.

    The same decisions, in any order, give the same graph.

    Returns:
        How many decisions are new or gone.
    """
    made = {one.id: one for one in decisions}
    old = {one.id: one for one in store.curation.decisions if one.is_automatic}
    if old == made:
        return 0
    store.decide((*made.values(), *(one for one in store.curation.decisions if not one.is_automatic)))
    return len({*old.values()} ^ {*made.values()})
