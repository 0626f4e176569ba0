"""The country that a text is at home in: whose president "the president" is where nothing else says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import log1p

from kg.records import Claim, EntityType, MentionKind
from kg.relate.issuers import is_stand
from kg.relate.model.candidates import Candidate
from kg.relate.opinions import Triple, log_odds
from kg.relate.referents import Referents
from kg.relate.tree import Tree
from kg.resolve.countries import countries
from kg.resolve.names import fold

# How much each way of naming a country says that the text is at home there, as measured on annotated texts: what
# happens in it, what is its own and what it does tell more than that somebody goes there or deals with it.
_WEIGHTS: Mapping[str, float] = {
    "named": 0.3,
    "in": 0.8,
    "possessor": 1.1,
    "subject": 0.9,
    "across": -0.35,
    "listed": -0.8,
    "offices": 0.5,
    "bodies": 0.55,
    "dateline": 2.5,
    "stands": 1.2,
}
_LATE = 0.6
"""What a country loses that is first named at the end of the text."""
_MODEL = 0.4
"""How much the relation model's log odds of an office in a country count beside these."""
_DASHES = frozenset({"-", "–", "—", "--", "―", ":"})
_DATELINES = 4
"""So many sentences may hold one, headings among them."""
_LONGEST_DATELINE = 13
_ACROSS = frozenset({"to", "with", "from", "between", "against"})


def home_scores(tree: Tree, referents: Referents, offices: Counter[str]) -> dict[str, float]:
    """The countries that a text names, each with how much it looks like the text's own.

    Args:
        tree: the parsed text.
        referents: its entities at their places.
        offices: how many offices the text places in each country in so many words.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    for head, mentions in referents.of_head.items():
        for _, _, entity, kind in mentions:
            if referents.type(entity) is not EntityType.COUNTRY or kind is MentionKind.PRONOUN:
                continue
            first[entity] = min(first.get(entity, head), head)
            counts[entity].update(_signs(tree, head))
    bodies, datelined, stands = _bodies(referents), _datelined(tree, referents), _stands(tree, referents)
    for entity, found in counts.items():
        found["offices"] = offices[entity]
        found["bodies"] = bodies[entity]
        found["dateline"] = entity in datelined
        found["stands"] = stands[entity]
    return {
        entity: sum(weight * log1p(found[sign]) for sign, weight in _WEIGHTS.items())
        - _LATE * first[entity] / max(1, len(tree))
        for entity, found in counts.items()
    }


def at_home(
    claims: Iterable[Claim], homes: Mapping[Triple, Mapping[str, float]], candidates: Iterable[Candidate]
) -> list[Claim]:
    """The claims, those of an office in some country moved where model and text together place it likeliest.

    Args:
        claims: of frames.
        homes: the claims that may be moved, each with its countries and their `home_scores`.
        candidates: the model's view of the same document.
    """
    seen: dict[Triple, float] = {}
    for candidate in candidates:
        for predicate, likelihood in candidate.predicates.items():
            triple = candidate.subject, predicate, candidate.object
            seen[triple] = max(likelihood, seen.get(triple, 0.0))
    found = list(claims)
    said = {(claim.subject, claim.predicate, claim.object) for claim in found}
    moved = []
    for claim in found:
        triple = claim.subject, claim.predicate, claim.object
        if scores := homes.get(triple):
            place = max(
                scores,
                key=lambda country: (
                    scores[country] + _MODEL * log_odds(seen.get((triple[0], triple[1], country), 0.0))
                ),
            )
            if place != claim.object and (claim.subject, claim.predicate, place) in said:
                continue
            claim = replace(claim, object=place)
        moved.append(claim)
    return moved


def _signs(tree: Tree, head: int) -> list[str]:
    case, dep = tree.case(head), tree.dep[head]
    found = ["named"]
    if case == "in":
        found.append("in")
    if case in _ACROSS:
        found.append("across")
    if dep == "nmod:poss":
        found.append("possessor")
    if dep == "nsubj":
        found.append("subject")
    if dep == "conj":
        found.append("listed")
    return found


def _stands(tree: Tree, referents: Referents) -> Counter[str]:
    """How often each country takes a stand in the present."""
    return Counter(
        referent.entity
        for i in range(len(tree))
        if is_stand(tree, i)
        for c in tree.children_by(i, "nsubj", "nsubj:pass")
        for referent in referents.at(c)
    )


def _datelined(tree: Tree, referents: Referents) -> set[str]:
    """The countries from which a report was sent: named before its dash, or there with their capital."""
    found: set[str] = set()
    for first, stop in tree.bounds[:_DATELINES]:
        last = next((k for k in range(stop - 1, first, -1) if not tree.lower[k].isspace()), first)
        before = tree.text[tree.begin[first] : tree.begin[last]]
        if tree.lower[last] not in _DASHES or last - first > _LONGEST_DATELINE:
            continue
        if any(word[0].islower() for word in before.split()):
            continue
        city = fold(re.split(r"[,(/–—]|--", before)[0])
        for entity in referents.entities:
            if entity.type is not EntityType.COUNTRY:
                continue
            country = countries().by_key.get(entity.iso or "")
            capital = country.capital if country is not None else None
            spans = [mention.span for mention in entity.mentions]
            named = any(tree.begin[first] <= span.begin < tree.end[last] for span in spans)
            if named or (capital is not None and fold(capital) == city):
                found.add(entity.id)
    return found


def _bodies(referents: Referents) -> Counter[str]:
    """How many bodies and places bear the name of each country in their own."""
    found: Counter[str] = Counter()
    others = [
        " ".join((entity.name, *entity.aliases))
        for entity in referents.entities
        if entity.type in (EntityType.ORGANIZATION, EntityType.PLACE)
    ]
    for country in referents.entities:
        if country.type is not EntityType.COUNTRY:
            continue
        forms = "|".join(re.escape(form) for form in (country.name, *country.aliases))
        pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)")
        found[country.id] = sum(pattern.search(names) is not None for names in others)
    return found
