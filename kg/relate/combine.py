"""Frames and model together: which claims to make of what each of them says, and how sure to be.

A logistic formula weighs, for each triple, whether a frame found it, how often that frame was right on annotated
documents, and how likely the model thinks it. Its handful of numbers is fitted on documents that the model was not
trained on, and stored with the model.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from kg.records import Claim, Entity, EntityType, Polarity
from kg.relate.model.candidates import Candidate

Triple = tuple[str, str, str]

MADE_BY: Final = "model:relations"
LEAST: Final = 0.05
"""A triple that no frame found is only considered where the model thinks it as likely as this."""
LIKELY: Final = 0.6
"""Deeds of violence that only the model sees are claimed where they are likelier than this, whatever the threshold."""
DENIED: Final = 0.25
"""Denials that a frame read are claimed where they are likelier than this: the syntax seldom misreads them, while the
model looks for what is so."""
CERTAIN_ROOT: Final = 0.5
"""A claim has the PLOVER root that the model thinks likelier than this, else that of its predicate: "met and signed a
treaty" is AGREE, not CONSULT."""
FEATURES: Final = ("frame", "reliability", "unasked", "model", "agreed", "again", "again_agreed")
"""The names of an opinion's numbers, which are those of their weights."""
_EDGE: Final = 1e-4


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
class Opinion:
    """What is said of one triple."""

    triple: Triple
    claim: Claim | None
    """A frame's."""
    candidate: Candidate | None
    """The model's likeliest place; None where it was not asked about the pair."""
    likelihood: float
    """The model's, 0 where it was not asked."""
    again: float = 0.0
    """The same at the second likeliest place: what a text says twice is seldom misread twice."""

    def features(self, reliability: Mapping[str, float]) -> tuple[float, ...]:
        """The numbers in the order of FEATURES.

        Frame, its reliability (log odds), not asked, model's log odds, these of a frame's claim, how far those of the
        second place are above the least, these of a frame's claim; zero where there is nothing of the kind.
        """
        frame = self.claim is not None
        trust = reliability.get(self.claim.made_by, reliability.get("", 0.0)) if self.claim else 0.0
        asked = self.candidate is not None
        odds = log_odds(self.likelihood) if asked else 0.0
        again = log_odds(self.again) - log_odds(0.0)
        return float(frame), trust, float(not asked), odds, odds * frame, again, again * frame


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


def log_odds(probability: float) -> float:
    """Of a probability that is kept off 0 and 1."""
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))


def wanted_pairs(claims: Sequence[Claim], symmetric: Collection[str]) -> set[tuple[str, str]]:
    """Subjects and objects that the model is to judge in any case; those of symmetric predicates both ways."""
    pairs = {(claim.subject, claim.object) for claim in claims}
    return pairs | {(claim.object, claim.subject) for claim in claims if claim.predicate in symmetric}


def opinions(
    claims: Iterable[Claim],
    candidates: Sequence[Candidate],
    symmetric: Collection[str],
    admits: Callable[[Triple], bool],
) -> list[Opinion]:
    """One opinion for each triple that a frame found or the model thinks possible and `admits` allows.

    A symmetric triple is looked at from both sides and keeps the order in which a frame, or the text, has it.
    """
    views: dict[Triple, list[Candidate]] = defaultdict(list)
    asked: dict[tuple[str, str], Candidate] = {}
    for candidate in candidates:
        asked.setdefault((candidate.subject, candidate.object), candidate)
        for name, likelihood in candidate.predicates.items():
            if likelihood > _EDGE:
                views[candidate.subject, name, candidate.object].append(candidate)
    found = []
    done: set[Triple] = set()
    for claim in claims:
        triple = claim.subject, claim.predicate, claim.object
        done.update(_sides(triple, symmetric))
        seen = _ranked(triple, views, symmetric)
        place = seen[0] if seen else asked.get((triple[0], triple[2]))
        found.append(Opinion(triple, claim, place, *_two_best(seen, triple[1])))
    for triple in views:
        if triple in done:
            continue
        done.update(_sides(triple, symmetric))
        place, *_ = seen = _ranked(triple, views, symmetric)
        likelihood, again = _two_best(seen, triple[1])
        if likelihood >= LEAST and admits(triple):
            found.append(Opinion((place.subject, triple[1], place.object), None, place, likelihood, again))
    return found


def _ranked(
    triple: Triple, views: Mapping[Triple, Sequence[Candidate]], symmetric: Collection[str]
) -> list[Candidate]:
    """The places where the model sees a triple, the likeliest first."""
    both = [place for side in _sides(triple, symmetric) for place in views.get(side, ())]
    return sorted(both, key=lambda place: -place.predicates[triple[1]])


def _two_best(places: Sequence[Candidate], predicate: str) -> tuple[float, float]:
    first, second = [*(place.predicates[predicate] for place in places[:2]), 0.0, 0.0][:2]
    return first, second


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


def _sides(triple: Triple, symmetric: Collection[str]) -> tuple[Triple, ...]:
    subject, name, object_ = triple
    return (triple, (object_, name, subject)) if name in symmetric else (triple,)
