"""Frames and model together: which claims to make of what each of them says, and how sure to be.

A logistic formula weighs, for each triple, whether a frame found it, how often that frame was right on annotated
documents, and how likely the model thinks it. Its handful of numbers is fitted on documents that the model was not
trained on, and stored with the model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from kg.records import Claim, Entity, EntityType, Polarity
from kg.relate.model.candidates import Candidate
from kg.relate.opinions import FEATURES, Opinion, Triple, opinions

MADE_BY: Final = "model:relations"
LIKELY: Final = 0.8
"""Deeds of violence that only the model sees are claimed where they are likelier than this, whatever the threshold."""
DENIED: Final = 0.25
"""Denials that a frame read are claimed where they are likelier than this: the syntax seldom misreads them, while the
model looks for what is so."""
CERTAIN_ROOT: Final = 0.5
"""A claim has the PLOVER root that the model thinks likelier than this, else that of its predicate: "met and signed a
treaty" is AGREE, not CONSULT."""


class PredicateLike(Protocol):
    """What is needed of a predicate here."""

    @property
    def domain(self) -> frozenset[EntityType]: ...

    @property
    def range(self) -> frozenset[EntityType]: ...

    @property
    def symmetric(self) -> bool: ...

    @property
    def plover(self) -> str | None: ...

    @property
    def is_own(self) -> bool: ...


Predicates = Mapping[str, PredicateLike]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers."""

    bias: float
    frame: float
    reliability: float
    unasked: float
    model: float
    agreed: float
    """Added to the model's weight where a frame says so too."""
    again: float
    """Of a second place."""
    again_agreed: float
    """Added to that where a frame says so too."""
    alike: float
    """Of the predicate's other triples in the document."""
    alike_framed: float
    """Added to that where a frame says so."""
    rival: float
    """Of a frame that reads the pair otherwise."""
    rival_framed: float
    """Added to that where another frame says so."""
    alone: Mapping[str, float]
    """Added by predicate where only the model sees it: it is surer of some than it should be, and less of others."""
    framed: Mapping[str, float]
    """Added by predicate where a frame says so."""
    threshold: float
    """Claims below this confidence are not made."""
    frames: Mapping[str, float]
    """Log odds that a frame's claim is right, by `made_by`; under the empty name those of any other frame."""
    predicates: tuple[str, ...]
    """What the model knows; claims of other predicates are taken from the frames as they are."""

    @classmethod
    def stored(cls, settings: Mapping[str, Any]) -> Weights:
        """Those of a model file's settings."""
        return cls(predicates=tuple(settings["predicates"]), **settings["combination"])

    def confidence(self, opinion: Opinion) -> float:
        """How likely the triple is right, 0 to 1."""
        features = zip(FEATURES, opinion.features(self.frames), strict=True)
        total: float = self.bias + sum(getattr(self, name) * value for name, value in features)
        of_predicate = self.alone if opinion.claim is None else self.framed
        total += of_predicate.get(opinion.triple[1], 0.0)
        return 1 / (1 + math.exp(-total))


def schema_admits(predicates: Predicates, entities: Sequence[Entity], triple: Triple) -> bool:
    """Whether the schema has the predicate and its domain and range allow the types of the two."""
    types = {entity.id: entity.type for entity in entities}
    predicate = predicates.get(triple[1])
    return (
        predicate is not None and types[triple[0]] in predicate.domain and types[triple[2]] in predicate.range
    )


def combine(
    claims: Sequence[Claim],
    candidates: Sequence[Candidate],
    weights: Weights,
    symmetric: Collection[str],
    violent: Collection[str],
    admits: Callable[[Triple], bool],
    draft: Callable[[Candidate, str], Claim | None],
) -> list[Claim]:
    """The claims to make, with their confidence.

    Args:
        claims: the frames'.
        candidates: the model's view of the same document.
        weights: the fitted numbers.
        symmetric: predicates that hold both ways.
        violent: predicates of which nobody is to be accused on a weak guess.
        admits: whether domain and range allow a triple.
        draft: makes the claim of a predicate that only the model found; None where the syntax rules it out.
    """
    known = set(weights.predicates)
    made = [
        replace(claim, confidence=_alone(claim, weights)) for claim in claims if claim.predicate not in known
    ]
    ours = [claim for claim in claims if claim.predicate in known]
    framed = {(claim.subject, claim.predicate, claim.object) for claim in ours}
    for opinion in opinions(ours, candidates, symmetric, admits):
        s, p, o = opinion.triple
        if opinion.claim is None and p not in symmetric and (o, p, s) in framed:
            continue  # a frame read it the other way round
        confidence = weights.confidence(opinion)
        if confidence < (min(DENIED, weights.threshold) if _is_denial(opinion.claim) else weights.threshold):
            continue
        if opinion.claim is not None:
            made.append(_judged(opinion.claim, opinion, confidence))
        elif opinion.candidate is not None and (confidence > LIKELY or opinion.triple[1] not in violent):
            claim = draft(opinion.candidate, opinion.triple[1])
            if claim is not None:
                made.append(replace(_judged(claim, opinion, confidence), made_by=MADE_BY))
    return made


def _judged(claim: Claim, opinion: Opinion, confidence: float) -> Claim:
    root = claim.plover
    if root is not None and opinion.candidate is not None:
        roots = opinion.candidate.roots
        likeliest = max(roots, key=roots.__getitem__)
        root = likeliest if roots[likeliest] > CERTAIN_ROOT else root
    return replace(claim, confidence=confidence, score=opinion.likelihood, plover=root)


def _is_denial(claim: Claim | None) -> bool:
    return claim is not None and claim.polarity is Polarity.DENIED


def _alone(claim: Claim, weights: Weights) -> float:
    trust = weights.frames.get(claim.made_by, weights.frames.get("", 0.0))
    return 1 / (1 + math.exp(-trust))
