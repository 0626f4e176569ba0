"""What the relation model says of one pair of entities in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.records import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of entities in a sentence; all probabilities run from 0 to 1."""

    subject: str
    """Id of an entity, as is object."""
    object: str
    sentence: Span
    """The sentence that would carry the claim."""
    evidence: Span
    """The likeliest words of it that say so."""
    predicates: Mapping[str, float]
    """Each predicate by itself; several may hold."""
    denied: float
    """That the claim, if there is one, is denied."""
    modality: Mapping[str, float]
    """Actual, probable, possible, planned; they sum to one."""
    roots: Mapping[str, float]
    """The PLOVER roots of what is told of the two, if it is an event; they sum to one."""
    sources: Mapping[str | None, float]
    """Who says so, by id of the entity; None is the text's own voice. They sum to one."""
