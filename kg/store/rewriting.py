"""A document's graph as the curation has it shown: a pure function of the graph as it was read and of the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.describe import terms as t
from kg.describe.identity import claim_iri
from kg.records import Modality, Polarity
from kg.store.curation import Curation
from kg.store.reading import local_name

_CLASSES = frozenset(t.ENTITY_CLASSES.values())

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def curated(triples: Iterable[ox.Triple], document: str, curation: Curation, base: str) -> set[ox.Triple]:
    """Puts for each entity the one that stands for it, and names each claim anew; leaves rejected claims out.

    The plain triple of a claim goes with its last claim; evidence stays as long as a claim rests on it. A claim of an
    entity about itself, where two were merged, is left out.
    """
    before = set(triples)
    subjects = {triple.subject.value for triple in before if isinstance(triple.subject, ox.NamedNode)}
    if not curation.touches(subjects):
        return before
    return _Rewriting(before, document, curation, base).result()


def claims_shown(
    triples: Iterable[ox.Triple], document: str, curation: Curation, base: str
) -> dict[str, str | None]:
    """What the claims of a graph as it was read are shown as; None for those that are left out."""
    return _Rewriting(set(triples), document, curation, base).claims()


@dataclass(frozen=True, slots=True)
class _Claim:
    node: Node
    triples: tuple[ox.Triple, ...]
    plain: ox.Triple | None

    def one(self, predicate: ox.NamedNode) -> Term | None:
        return next((triple.object for triple in self.triples if triple.predicate == predicate), None)


class _Rewriting:
    def __init__(self, triples: set[ox.Triple], document: str, curation: Curation, base: str) -> None:
        self._curation, self._base = curation, base
        by_subject: dict[Node, list[ox.Triple]] = {}
        for triple in triples:
            subject = triple.subject
            if isinstance(subject, ox.NamedNode | ox.BlankNode):
                by_subject.setdefault(subject, []).append(triple)
        self._entities: dict[Term, ox.NamedNode] = {}
        self._claims: list[_Claim] = []
        for node, those in by_subject.items():
            types = {triple.object for triple in those if triple.predicate == t.TYPE}
            if types & _CLASSES and isinstance(node, ox.NamedNode):
                self._entities[node] = ox.NamedNode(curation.entity_in(node.value, document))
            elif t.CLAIM in types:
                self._claims.append(_claim(node, those))
        self._changed = {
            node
            for node, entity in self._entities.items()
            if node != entity or curation.name(entity.value) is not None
        }
        nodes = {claim.node for claim in self._claims}
        plain = {claim.plain for claim in self._claims}
        self._others = [
            triple
            for node, those in by_subject.items()
            if node not in nodes
            for triple in those
            if triple not in plain
        ]

    def claims(self) -> dict[str, str | None]:
        shown = {_iri(claim.node): self._shown_as(claim) for claim in self._claims}
        return {iri: node.value if node else None for iri, node in shown.items()}

    def result(self) -> set[ox.Triple]:
        shown: dict[ox.NamedNode, list[_Claim]] = {}
        for claim in self._claims:
            node = self._shown_as(claim)
            if node is not None:
                shown.setdefault(node, []).append(claim)
        found = {triple for node, claims in shown.items() for triple in self._joined(node, claims)}
        resting = {triple.object for triple in found if triple.predicate == t.EVIDENCE}
        dropped = {claim.one(t.EVIDENCE) for claim in self._claims} | {
            triple.object
            for claim in self._claims
            for triple in claim.triples
            if triple.predicate == t.EVIDENCE
        }
        dropped -= resting
        mentions = {triple.subject for triple in self._others if triple.predicate == t.REFERS_TO}
        for triple in self._others:
            subject = triple.subject
            if subject in dropped and (subject not in mentions or triple.predicate == t.ANCHOR_OF):
                continue
            if subject in self._changed or triple.object in self._changed:
                found |= self._moved(triple)
            else:
                found.add(triple)
        return found

    def _shown_as(self, claim: _Claim) -> ox.NamedNode | None:
        """The IRI of a claim between the entities that stand for its own; None if it is not shown."""
        untouched = self._changed.isdisjoint(triple.object for triple in claim.triples)
        if untouched and not self._curation.rejected and isinstance(claim.node, ox.NamedNode):
            return claim.node
        subject, object, source = (claim.one(term) for term in (t.SUBJECT, t.OBJECT, t.SOURCE))
        predicate, polarity, modality = (claim.one(term) for term in (t.PREDICATE, t.POLARITY, t.MODALITY))
        ends = [self._entities.get(end) for end in (subject, object, source) if end is not None]
        if subject != object and ends[:1] == ends[1:2]:
            return None
        iri = claim_iri(
            self._value(subject),
            self._value(predicate),
            self._value(object),
            Polarity(local_name(self._value(polarity))),
            Modality(local_name(self._value(modality))),
            self._value(source) if source is not None else None,
            claim.one(t.ENDED) == t.TRUE,
            self._base,
        )
        if iri in self._curation.rejected or _iri(claim.node) in self._curation.rejected:
            return None
        return ox.NamedNode(iri)

    def _value(self, term: Term | None) -> str:
        if term is None:
            return ""
        return _iri(self._entities.get(term, term))

    def _joined(self, node: ox.NamedNode, claims: list[_Claim]) -> set[ox.Triple]:
        """Claims that have become one: all that they say, with the confidence of the surest."""
        surest = max(claims, key=lambda claim: (_number(claim.one(t.CONFIDENCE)), _iri(claim.node)))
        found = set()
        for claim in claims:
            for triple in claim.triples:
                if triple.predicate in {t.CONFIDENCE, t.PLOVER_CATEGORY, t.MADE_BY} and claim is not surest:
                    continue
                found.add(ox.Triple(node, triple.predicate, self._entities.get(triple.object, triple.object)))
            if claim.plain is not None:
                found |= self._moved(claim.plain)
        return found

    def _moved(self, triple: ox.Triple) -> set[ox.Triple]:
        """A triple between the entities that stand for its own, under the names that were chosen."""
        entity = self._entities.get(triple.subject)
        object = self._entities.get(triple.object, triple.object)
        if entity is None:
            return {ox.Triple(triple.subject, triple.predicate, object)}
        split_off = entity != triple.subject and self._curation.is_split_off(entity.value)
        if split_off and triple.predicate in {t.SAME_AS, t.ISO_CODE}:
            return set()
        name = self._curation.name(entity.value)
        if name is not None and triple.predicate in {t.LABEL, t.ALT_LABEL}:
            chosen = {ox.Triple(entity, t.LABEL, ox.Literal(name))}
            return (
                chosen
                if triple.object == ox.Literal(name)
                else chosen | {ox.Triple(entity, t.ALT_LABEL, object)}
            )
        return {ox.Triple(entity, triple.predicate, object)}


def _claim(node: Node, triples: list[ox.Triple]) -> _Claim:
    parts: Mapping[ox.NamedNode, Term] = {triple.predicate: triple.object for triple in triples}
    is_plain = (
        parts.get(t.POLARITY) == t.POLARITIES[Polarity.AFFIRMED]
        and parts.get(t.MODALITY) == t.MODALITIES[Modality.ACTUAL]
        and t.SOURCE not in parts
        and t.ENDED not in parts
    )
    subject, predicate, object = (parts.get(term) for term in (t.SUBJECT, t.PREDICATE, t.OBJECT))
    plain = None
    if (
        is_plain
        and isinstance(subject, ox.NamedNode)
        and isinstance(predicate, ox.NamedNode)
        and object is not None
    ):
        plain = ox.Triple(subject, predicate, object)
    return _Claim(node, tuple(triples), plain)


def _iri(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


def _number(term: Term | None) -> float:
    return float(term.value) if isinstance(term, ox.Literal) else 0.0
