"""Portfolios that the model takes for bodies or parts of names: "Minister of Education", "US Defense Secretary"."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Span

from kg.resolve.countries import countries
from kg.resolve.kinds import listed_organization
from kg.resolve.lexicon import words
from kg.resolve.names import fold

_IN_CHARGE: Final = frozenset(("minister", "ministers", "secretary", "secretaries"))


def without_portfolio(span: Span) -> Span:
    """A country's name without the portfolio of its minister that the model took for a part ("US Defense")."""
    doc, lists = span.doc, words()
    if len(span) > 1 and span.end < len(doc) and doc[span.end].lower_ in _IN_CHARGE:
        for count in range(len(span) - 1, 0, -1):
            rest = fold(span[count:].text).split()
            if countries().find(span[:count].text) and all(word in lists.title_modifiers for word in rest):
                return Span(doc, span.start, span.start + count, label="GPE")
    return span


def is_portfolio(span: Span) -> bool:
    """Whether it only says what a minister is in charge of ("Minister of Education", "Home Minister")."""
    if span.label_ not in ("ORG", "MISC") or listed_organization(span.text) is not None:
        return False
    lists = words()
    if any(token.lower_ in lists.joining or token.lower_ in lists.bodies for token in span):
        return False
    doc = span.doc
    if span.end < len(doc) and doc[span.end].lower_ in _IN_CHARGE:
        return all(word in lists.generic for word in fold(span.text).split())
    at = span.start - 1
    steps = 0
    while (
        at > 0
        and steps < 14
        and (doc[at].text[:1].isupper() or doc[at].lower_ in (",", "and", "&", "the", "of", "for"))
    ):
        if doc[at].lower_ in ("of", "for") and doc[at - 1].lower_ in (
            "minister",
            "ministers",
            "secretary",
            "secretaries",
            "state",
        ):
            return doc[at - 1].lower_ != "state" or doc[at - 2].lower_ in ("minister", "secretary", "of")
        if doc[at].lower_ in lists.joining:
            return False
        at -= 1
        steps += 1
    return False
