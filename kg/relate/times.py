"""When it happened: the time expression nearest to a claim's trigger."""

from __future__ import annotations

import datetime as dt

from kg.records import Time
from kg.relate.dates import DAYS, MONTHS, NOW, YEAR, resolve
from kg.relate.tree import Tree
from kg.relate.words import word_set

_SPANS = word_set(
    """
    day week month year decade century weekend morning afternoon evening night hour fortnight season
    summit
    """
)
_SEASONS = word_set("spring summer autumn winter fall")
_TIME_DEPS = frozenset(
    {
        "obl",
        "obl:unmarked",
        "obl:tmod",
        "nmod",
        "nmod:unmarked",
        "nmod:tmod",
        "advmod",
        "nmod:poss",
        "amod",
        "nummod",
        "compound",
        "advcl",
    }
)
_TIME_CASES = frozenset(
    {
        "in",
        "on",
        "at",
        "during",
        "since",
        "by",
        "from",
        "until",
        "till",
        "before",
        "after",
        "over",
        "throughout",
        "within",
        "for",
        "late",
        "of",
        "as of",
        "",
    }
)
_KEPT_CASES = frozenset({"since", "before", "after", "until", "till", "during", "by"})


class Times:
    """Finds the times of the claims of one document."""

    def __init__(self, tree: Tree, issued: dt.date | None) -> None:
        self.tree = tree
        self.issued = issued

    def of(self, trigger: int) -> Time | None:
        """The time expression on the trigger, or on the clause that it stands in."""
        found = self._find(trigger)
        if found is None:
            return None
        first, last = found
        text = self.tree.text[self.tree.begin[first] : self.tree.end[last]]
        value = resolve(text, self.issued)
        return Time(text) if value is None else Time(text, *value)

    def _find(self, trigger: int) -> tuple[int, int] | None:
        tree = self.tree
        node = trigger
        for step in range(4):
            best: tuple[int, tuple[int, int]] | None = None
            for c in tree.children[node]:
                if tree.dep[c] in _TIME_DEPS and (span := self._expression(c)):
                    distance = abs(c - trigger)
                    if best is None or distance < best[0]:
                        best = (distance, span)
            if best is not None:
                return best[1]
            if not step and (dated := self._of_its_clause(node)):
                return dated
            dep = tree.dep[node]
            if tree.head[node] == node or dep in ("ccomp", "acl:relcl", "parataxis", "advcl", "acl"):
                return None
            if step and tree.is_verb(node) and dep not in ("xcomp", "conj"):
                return None
            node = tree.head[node]
        return None

    def _of_its_clause(self, noun: int) -> tuple[int, int] | None:
        """When what a noun names was done, by its own clause: "the accord that was signed on May 3"."""
        tree = self.tree
        if tree.is_verb(noun):
            return None
        for clause in tree.children_by(noun, "acl:relcl", "acl"):
            for c in tree.children[clause]:
                if tree.dep[c] in _TIME_DEPS and (span := self._expression(c)):
                    return span
        return None

    def _expression(self, i: int) -> tuple[int, int] | None:
        """The tokens of the time expression that the token heads."""
        tree = self.tree
        case = tree.case(i)
        if case not in _TIME_CASES:
            return None
        if not self._is_time(i):
            return None
        first = last = i
        for c in tree.children[i]:
            if tree.dep[c] in (
                "nummod",
                "compound",
                "amod",
                "det",
                "nmod:unmarked",
                "nmod",
                "flat",
                "advmod",
                "appos",
                "conj",
                "nmod:poss",
                "obl:unmarked",
                "nmod:desc",
            ):
                inside = tree.subtree(c)
                if len(inside) > 6:
                    continue
                if tree.dep[c] in ("nmod", "appos", "conj") and not any(self._is_time(k) for k in inside):
                    continue
                first, last = min(first, inside[0]), max(last, inside[-1])
        if case in _KEPT_CASES:
            first = min(c for c in tree.children[i] if tree.dep[c] == "case")
        while tree.lower[first] in ("the", ",", "on", "in") and first < last:
            first += 1
        while tree.pos[last] == "PUNCT" and last > first and tree.lower[last] != ".":
            last -= 1
        return first, last

    def _is_time(self, i: int) -> bool:
        tree = self.tree
        lower, lemma = tree.lower[i], tree.lemma[i]
        if lower in NOW or lower in DAYS or lemma in DAYS:
            return True
        if lower in MONTHS and tree.pos[i] != "AUX":
            return lower not in ("may", "march") or tree.tag[i] in ("NNP", "NNPS")
        if YEAR.fullmatch(lower):
            return True
        if lower.isdigit() and len(lower) < 3:  # the day as head of "July 8"
            return any(tree.lower[c] in MONTHS for c in tree.children[i])
        if lemma in _SPANS or lower in _SEASONS:
            return lemma != "summit" and (
                any(
                    tree.lower[c]
                    in (
                        "last",
                        "this",
                        "next",
                        "past",
                        "same",
                        "previous",
                        "following",
                        "earlier",
                        "that",
                        "ago",
                        "late",
                        "early",
                        "every",
                    )
                    or tree.dep[c] == "nummod"
                    for c in tree.children[i]
                )
                or (lower in _SEASONS and tree.child(i, "det") is not None)
            )
        return lower in ("ago", "earlier", "later") and any(tree.lemma[c] in _SPANS for c in tree.children[i])
