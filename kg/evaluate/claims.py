"""Extracted claims against annotated ones.

Entities are aligned one to one by type and common names. A claim is right where subject, predicate, object and
polarity are; symmetric predicates in either order. Beside it are scored families of predicates, bare pairs, the values
that are not the default (denied, modality, source) on triples that are right, plain facts and evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.evaluate.annotations import Annotated
from kg.evaluate.entities import align

SYMMETRIC: Final = frozenset({"familyOf", "agreedWith", "metWith", "cooperatesWith"})
FAMILIES: Final = {
    "affiliation": "holdsPositionIn citizenOf memberOf partOf basedIn locatedIn familyOf founded owns succeeded",
    "agree": "agreedWith acceptedProposalOf",
    "consult": "metWith visited",
    "support": "supports cooperatesWith aided",
    "yield": "withdrewFrom",
    "request": "requestedFrom proposedTo",
    "accuse": "accused criticized",
    "reject": "rejectedProposalOf opposes",
    "threaten": "threatened",
    "protest": "protestedAgainst",
    "sanction": "sanctioned",
    "mobilize": "deployedForcesTo",
    "coerce": "detained",
    "assault": "attacked killed",
    "personnel": "appointed dismissed",
    "compete": "defeated",
}
_FAMILY: Final = {name: family for family, names in FAMILIES.items() for name in names.split()}
_UNORDERED: Final = frozenset(_FAMILY[name] for name in SYMMETRIC)
_TYPES: Final = ("Person", "Organization", "Country", "Place")
_ENOUGH: Final = 5
"""Gold claims that a predicate needs to count in the macro average."""

Claim = Mapping[str, Any]
Ids = Mapping[str, str]
Key = tuple[str, str, str, str]
"""Subject, predicate, object and polarity of a claim, by ids of the gold."""


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> None:
        """Count two sets of keys."""
        gold, predicted = set(gold), set(predicted)
        self.right += len(gold & predicted)
        self.wrong += len(predicted - gold)
        self.missed += len(gold - predicted)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        gold = self.right + self.missed
        return f"P {self.precision:5.1f}  R {self.recall:5.1f}  F1 {self.f1:5.1f}  (gold {gold})"


@dataclass(slots=True)
class Scores:
    """The figures of a folder of documents; percentages run from 0 to 100."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    plain: int = 0
    plain_right: int = 0
    plain_false: int = 0
    offsets: int = 0
    exact: int = 0
    overlaps: list[float] = field(default_factory=list)
    missed: list[tuple[str, ...]] = field(default_factory=list)
    wrong: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def predicates(self) -> dict[str, Tally]:
        """Tallies of the single predicates, by `claims NAME`."""
        return {name: tally for name, tally in self.tallies.items() if name.startswith("claims ")}

    @property
    def macro(self) -> float:
        """Mean F1 of the predicates with enough gold claims."""
        scored = [tally.f1 for tally in self.predicates.values() if tally.right + tally.missed >= _ENOUGH]
        return sum(scored) / max(1, len(scored))

    @property
    def plain_precision(self) -> float:
        """Share of the plain facts that the annotation has as plain facts."""
        return 100 * self.plain_right / max(1, self.plain)

    @property
    def false_facts(self) -> float:
        """Share of the plain facts that the annotation has, but denied, hedged or attributed."""
        return 100 * self.plain_false / max(1, self.plain)

    @property
    def evidence(self) -> float:
        """Mean token F1 of the evidence of right claims."""
        return 100 * sum(self.overlaps) / max(1, len(self.overlaps))

    @property
    def exactness(self) -> float:
        """Share of the claims whose evidence is the text at its offsets."""
        return 100 * self.exact / max(1, self.offsets)


def score(documents: Iterable[tuple[Annotated, Mapping[str, Any]]]) -> Scores:
    """Score pairs of an annotated document and what was extracted from it, in the same format."""
    scores = Scores()
    for document, predicted in documents:
        _add(scores, document, predicted)
    return scores


def _triple(claim: Claim, ids: Ids) -> tuple[str, str, str]:
    subject, predicate, object_ = _id(claim["s"], ids), claim["p"], _id(claim["o"], ids)
    if predicate in SYMMETRIC and object_ < subject:
        subject, object_ = object_, subject
    return subject, predicate, object_


def _family(claim: Claim, ids: Ids) -> tuple[str, str, str, str]:
    subject, object_ = _id(claim["s"], ids), _id(claim["o"], ids)
    family: str = _FAMILY.get(claim["p"]) or claim["p"]
    if family in _UNORDERED and object_ < subject:
        subject, object_ = object_, subject
    return subject, family, object_, _polarity(claim)


def _pair(claim: Claim, ids: Ids) -> tuple[str, ...]:
    return tuple(sorted((_id(claim["s"], ids), _id(claim["o"], ids))))


def _id(name: str, ids: Ids) -> str:
    """The gold id; the ids of the gold itself stand for themselves, an entity that is not in the gold has none."""
    return ids.get(name, f"?{name}")


def _polarity(claim: Claim) -> str:
    return claim.get("polarity") or "affirmed"


def _modality(claim: Claim) -> str:
    return claim.get("modality") or "actual"


def _is_plain(claim: Claim) -> bool:
    return _polarity(claim) == "affirmed" and _modality(claim) == "actual" and not claim.get("source")


def _overlap(one: str, two: str) -> float:
    left, right = Counter(one.casefold().split()), Counter(two.casefold().split())
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def _add(scores: Scores, document: Annotated, predicted: Mapping[str, Any]) -> None:
    gold = document.annotation
    found = align(gold["entities"], predicted["entities"])
    own = {entity["id"]: entity["id"] for entity in gold["entities"]}
    tallies = scores.tallies
    for kind in _TYPES:
        there = [e["id"] for e in gold["entities"] if e["type"] == kind]
        here = [_id(e["id"], found) for e in predicted["entities"] if e["type"] == kind]
        tallies[f"entities {kind}"].add(there, here)
        tallies["entities"].add(there, here)
    by_gold = {(*_triple(c, own), _polarity(c)): c for c in gold["claims"]}
    by_predicted = {(*_triple(c, found), _polarity(c)): c for c in predicted["claims"]}
    tallies["claims"].add(by_gold, by_predicted)
    tallies["events"].add(
        *([key for key in keys if _FAMILY.get(key[1]) != "affiliation"] for keys in (by_gold, by_predicted))
    )
    for name in {key[1] for key in (*by_gold, *by_predicted)}:
        tallies[f"claims {name}"].add(
            *([k for k in keys if k[1] == name] for keys in (by_gold, by_predicted))
        )
    both = ((gold["claims"], own), (predicted["claims"], found))
    tallies["family"].add(*([_family(c, ids) for c in claims] for claims, ids in both))
    tallies["pairs"].add(*([_pair(c, ids) for c in claims] for claims, ids in both))
    _add_values(scores, gold["claims"], own, predicted["claims"], found)
    _add_offsets(scores, document.text, predicted["claims"])
    _add_evidence(scores, document, predicted, by_gold, by_predicted)


def _add_values(
    scores: Scores, gold: Sequence[Claim], own: Ids, predicted: Sequence[Claim], found: Ids
) -> None:
    """Denied, modality and source on right triples; plain facts."""
    of_triple: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in gold:
        of_triple[_triple(claim, own)].append(claim)
    keyed = [(_triple(claim, found), claim) for claim in predicted]
    keyed_right = [(key, claim) for key, claim in keyed if key in of_triple]
    right = {key for key, _ in keyed_right}
    for name, value, default in (("denied", _polarity, "affirmed"), ("modality", _modality, "actual")):
        there = [(key, value(claim)) for key in right for claim in of_triple[key] if value(claim) != default]
        here = [(key, value(claim)) for key, claim in keyed_right if value(claim) != default]
        scores.tallies[name].add(there, here)
    scores.tallies["source"].add(
        [(key, claim["source"]) for key in right for claim in of_triple[key] if claim.get("source")],
        [(key, _id(claim["source"], found)) for key, claim in keyed_right if claim.get("source")],
    )
    for key, claim in keyed:
        if _is_plain(claim):
            others = of_triple.get(key, [])
            scores.plain += 1
            scores.plain_right += any(map(_is_plain, others))
            scores.plain_false += bool(others) and not any(map(_is_plain, others))


def _add_offsets(scores: Scores, text: str | None, predicted: Sequence[Claim]) -> None:
    if text is None:
        return
    for claim in predicted:
        words = claim.get("evidence")
        scores.offsets += 1
        scores.exact += bool(words) and text[claim.get("begin", 0) : claim.get("end", 0)] == words


def _add_evidence(
    scores: Scores,
    document: Annotated,
    predicted: Mapping[str, Any],
    by_gold: Mapping[Key, Claim],
    by_predicted: Mapping[Key, Claim],
) -> None:
    labels = {e["id"]: e["name"] for e in document.annotation["entities"]}
    own_labels = {e["id"]: e["name"] for e in predicted["entities"]}

    def row(claim: Claim, names: Mapping[str, str]) -> tuple[str, ...]:
        ends = [names.get(claim[key], str(claim[key])) for key in ("s", "o")]
        return document.name, ends[0], claim["p"], ends[1], _polarity(claim), str(claim.get("evidence"))

    for key, claim in by_gold.items():
        if key in by_predicted:
            scores.overlaps.append(_overlap(claim["evidence"], by_predicted[key].get("evidence") or ""))
        else:
            scores.missed.append(row(claim, labels))
    scores.wrong += [row(claim, own_labels) for key, claim in by_predicted.items() if key not in by_gold]


def report(scores: Scores, errors: int = 0) -> list[str]:
    """The figures as lines; with up to `errors` missed and as many wrong claims."""
    names = ["entities", *(f"entities {kind}" for kind in _TYPES), "claims", "events", "family", "pairs"]
    names += [*sorted(scores.predicates), "denied", "modality", "source"]
    lines = [f"{name:32} {scores.tallies[name]}" for name in names]
    enough = sum(tally.right + tally.missed >= _ENOUGH for tally in scores.predicates.values())
    lines.append(f"{'macro':32} F1 {scores.macro:5.1f}  ({enough} predicates)")
    lines.append(f"{'plain precision':32} {scores.plain_precision:5.1f} % of {scores.plain} plain facts")
    lines.append(f"{'false facts':32} {scores.false_facts:5.1f} % of {scores.plain} plain facts")
    lines.append(f"{'evidence':32} {scores.evidence:5.1f} token F1 on {len(scores.overlaps)} right claims")
    lines.append(f"{'exact':32} {scores.exactness:5.1f} % of {scores.offsets} claims")
    for title, rows in (("missed", scores.missed), ("wrong", scores.wrong)):
        lines += [" | ".join((title, *row)) for row in rows[:errors]]
    return lines
