"""What people decided about the graph, and how the curation graph says it.

A decision is never erased: undoing one adds who did that and when, and takes its effect away. Decisions of kg itself
(the agent `kg`) have no time, so that the same documents give the same graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from kg.describe import terms as t
from kg.schema import KG

AGENT = "kg"
"""Who decides what follows from the texts alone."""


class Kind(StrEnum):
    """The values are the local names of the classes in the ontology."""

    MERGE = "Merge"
    SPLIT = "Split"
    DISTINCTION = "Distinction"
    RENAME = "Rename"
    ACCEPTANCE = "Acceptance"
    REJECTION = "Rejection"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. IRIs are strings here."""

    id: str
    """`1`, `2` ... for those of people; a hash for those of kg."""
    kind: Kind
    about: str
    """The entity that is merged into another, split, told from another or renamed; the claim."""
    result: str | None = None
    """The entity that `about` becomes (merge), a part of it becomes (split), or is told from (distinction)."""
    name: str | None = None
    """The name that it has from now on; for a claim, what it says."""
    documents: tuple[str, ...] = ()
    """Of a split: where the name stands for the other one."""
    covers: tuple[str, ...] = ()
    """Of a rejection: the claims as the texts make them, before entities were merged."""
    parts: str | None = None
    """Of a rejection: subject, predicate, object, polarity, modality, source and `ended`, or - for none."""
    who: str = AGENT
    when: str | None = None
    """xsd:dateTime."""
    why: str | None = None
    undone_by: str | None = None
    undone_when: str | None = None

    @property
    def is_active(self) -> bool:
        """Whether it has not been undone."""
        return self.undone_by is None

    @property
    def is_automatic(self) -> bool:
        """Whether kg made it, and will make it anew from the texts."""
        return self.who == AGENT

    @property
    def order(self) -> tuple[bool, int, str]:
        """Sorts those of kg first, then those of people as they were made."""
        return (not self.is_automatic, int(self.id) if self.id.isdigit() else 0, self.id)


_ABOUT = ox.NamedNode(f"{KG}about")
_RESULT = ox.NamedNode(f"{KG}result")
_NAME = ox.NamedNode(f"{KG}chosenName")
_ONLY_IN = ox.NamedNode(f"{KG}onlyIn")
_COVERS = ox.NamedNode(f"{KG}covers")
_PARTS = ox.NamedNode(f"{KG}claimParts")
_UNDONE_BY = ox.NamedNode(f"{KG}undoneBy")
_WHO = t.DC_CREATOR
_WHEN = ox.NamedNode(f"{t.DCTERMS}created")
_WHY = ox.NamedNode(f"{t.RDFS}comment")
_UNDONE_WHEN = ox.NamedNode(f"{t.PROV}invalidatedAtTime")
_REPLACES = ox.NamedNode(f"{t.DCTERMS}replaces")
_DATE_TIME = ox.NamedNode(f"{t.XSD}dateTime")
_CLASSES = {kind: ox.NamedNode(f"{KG}{kind}") for kind in Kind}


def decision_iri(id: str, base: str) -> ox.NamedNode:
    """The IRI of a decision."""
    return ox.NamedNode(f"{base}decision/{id}")


def as_triples(decision: Decision, base: str) -> Iterator[ox.Triple]:
    """A decision in RDF; a merge in force also says that one entity replaces the other."""
    node = decision_iri(decision.id, base)

    def literal(
        predicate: ox.NamedNode, text: str | None, datatype: ox.NamedNode | None = None
    ) -> Iterator[ox.Triple]:
        if text is not None:
            yield ox.Triple(node, predicate, ox.Literal(text, datatype=datatype))

    yield ox.Triple(node, t.TYPE, _CLASSES[decision.kind])
    yield ox.Triple(node, _ABOUT, ox.NamedNode(decision.about))
    if decision.result is not None:
        yield ox.Triple(node, _RESULT, ox.NamedNode(decision.result))
        if decision.kind is Kind.MERGE and decision.is_active:
            yield ox.Triple(ox.NamedNode(decision.result), _REPLACES, ox.NamedNode(decision.about))
    for document in decision.documents:
        yield ox.Triple(node, _ONLY_IN, ox.NamedNode(document))
    for claim in decision.covers:
        yield ox.Triple(node, _COVERS, ox.NamedNode(claim))
    yield from literal(_NAME, decision.name)
    yield from literal(_PARTS, decision.parts)
    yield from literal(_WHO, decision.who)
    yield from literal(_WHEN, decision.when, _DATE_TIME)
    yield from literal(_WHY, decision.why)
    yield from literal(_UNDONE_BY, decision.undone_by)
    yield from literal(_UNDONE_WHEN, decision.undone_when, _DATE_TIME)


def read_decisions(triples: Iterable[ox.Triple]) -> list[Decision]:
    """The decisions in a curation graph, in order; what is no whole decision is passed over."""
    values: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            of_node = values.setdefault(triple.subject.value, {})
            of_node.setdefault(triple.predicate.value, []).append(triple.object.value)
    kinds = {node.value: kind for kind, node in _CLASSES.items()}
    found = []
    for iri, of_node in values.items():

        def one(predicate: ox.NamedNode, of_node: dict[str, list[str]] = of_node) -> str | None:
            return min(of_node.get(predicate.value, ()), default=None)

        kind, about = kinds.get(one(t.TYPE) or ""), one(_ABOUT)
        match = re.search(r"/decision/([^/]+)$", iri)
        if kind is None or about is None or match is None:
            continue
        found.append(
            Decision(
                id=match[1],
                kind=kind,
                about=about,
                result=one(_RESULT),
                name=one(_NAME),
                documents=tuple(sorted(of_node.get(_ONLY_IN.value, ()))),
                covers=tuple(sorted(of_node.get(_COVERS.value, ()))),
                parts=one(_PARTS),
                who=one(_WHO) or AGENT,
                when=one(_WHEN),
                why=one(_WHY),
                undone_by=one(_UNDONE_BY),
                undone_when=one(_UNDONE_WHEN),
            )
        )
    return sorted(found, key=lambda decision: decision.order)
