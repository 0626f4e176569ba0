"""What frames and relation model say of each triple of a document, in numbers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.records import Claim
from kg.relate.model.candidates import Candidate

Triple = tuple[str, str, str]

LEAST: Final = 0.05
"""A triple that no frame found is only considered where the model thinks it as likely as this."""
FEATURES: Final = (
    *("frame", "reliability", "unasked", "model", "agreed", "again", "again_agreed"),
    *("alike", "alike_framed", "rival", "rival_framed"),
)
"""The names of an opinion's numbers, which are those of their weights."""
DOUBT: Final = -2.0
"""Log odds. Further than to this the model's doubt of what a frame reads does not count: it is as sure of much that it
overlooks."""
_EDGE: Final = 1e-4


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
    alike: float = 0.0
    """The sum of the likelihoods of the document's other triples of this predicate: a text on talks tells of more."""
    rival: bool = False
    """Whether a frame reads the pair otherwise."""

    def features(self, reliability: Mapping[str, float]) -> tuple[float, ...]:
        """The numbers in the order of FEATURES.

        Frame, its reliability (log odds), not asked, model's log odds, these of a frame's claim, how far those of the
        second place are above the least, these of a frame's claim, the logarithm of how many are alike, this of a
        frame's claim, rival, this of a frame's claim; zero where there is nothing of the kind.
        """
        frame = self.claim is not None
        trust = reliability.get(self.claim.made_by, reliability.get("", 0.0)) if self.claim else 0.0
        asked = self.candidate is not None
        odds = log_odds(self.likelihood) if asked else 0.0
        odds = max(odds, DOUBT) if frame else odds
        again = log_odds(self.again) - log_odds(0.0)
        alike, rival = math.log1p(self.alike), float(self.rival)
        return (
            *(float(frame), trust, float(not asked), odds, odds * frame, again, again * frame),
            *(alike, alike * frame, rival, rival * frame),
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
    return _in_company(found)


def _in_company(found: Sequence[Opinion]) -> list[Opinion]:
    """The opinions on one document with what the others say of their predicates and pairs."""
    likely: dict[str, float] = defaultdict(float)
    read: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        subject, predicate, object_ = one.triple
        likely[predicate] += one.likelihood
        if one.claim is not None:
            read[subject, object_].add(predicate)
    return [
        replace(
            one,
            alike=max(0.0, likely[one.triple[1]] - one.likelihood),
            rival=bool(read[one.triple[0], one.triple[2]] - {one.triple[1]}),
        )
        for one in found
    ]


def _ranked(
    triple: Triple, views: Mapping[Triple, Sequence[Candidate]], symmetric: Collection[str]
) -> list[Candidate]:
    """The places where the model sees a triple, the likeliest first."""
    both = [place for side in _sides(triple, symmetric) for place in views.get(side, ())]
    return sorted(both, key=lambda place: -place.predicates[triple[1]])


def _two_best(places: Sequence[Candidate], predicate: str) -> tuple[float, float]:
    first, second = [*(place.predicates[predicate] for place in places[:2]), 0.0, 0.0][:2]
    return first, second


def _sides(triple: Triple, symmetric: Collection[str]) -> tuple[Triple, ...]:
    subject, name, object_ = triple
    return (triple, (object_, name, subject)) if name in symmetric else (triple,)
