"""Which body a description with "the" takes up, and what nouns can be said of which entity."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.records import EntityType
from kg.resolve.drafts import Draft
from kg.resolve.lexicon import words


def body_taken_up(token: Token, drafts: Sequence[Draft]) -> Draft | None:
    """The organization named before that a noun takes up: one known by that noun, or with it in its name."""
    lists, noun = words(), token.lower_
    if _is_specified(token):
        return None
    if noun not in lists.body_nouns and not any(d.listed and noun in d.listed.nouns for d in drafts):
        return None
    fitting = [
        draft
        for draft in drafts
        if draft.type is EntityType.ORGANIZATION
        and draft.first < token.idx
        and ((draft.listed is not None and noun in draft.listed.nouns) or noun in draft.name.lower().split())
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        return None
    # Several fit: the one named last, where it stands in this sentence or the one before.
    nearest = max(fitting, key=lambda draft: max(m.begin for m in draft.named if m.begin < token.idx))
    last = max(m.begin for m in nearest.named if m.begin < token.idx)
    sentence = token.sent
    start = token.doc[sentence.start - 1].sent.start_char if sentence.start else sentence.start_char
    inside = [d for d in fitting if any(start <= m.begin < token.idx for m in d.named)]
    return nearest if last >= start and len(inside) == 1 else None


def describes(root: Token, draft: Draft) -> bool:
    """Whether a common noun can take up an entity of that type."""
    lists = words()
    noun = root.lower_
    if not is_definite(root):
        return False
    if draft.type is EntityType.PERSON:
        return root.tag_ not in ("NNS", "NNPS") and is_person_noun(noun)
    if draft.type is EntityType.COUNTRY:
        return noun in lists.country_nouns or noun == "government"
    if draft.type is EntityType.ORGANIZATION:
        known = draft.listed is not None and noun in draft.listed.nouns
        return (
            known
            or noun in lists.body_nouns
            or noun in lists.company_nouns
            or noun in draft.name.lower().split()
        )
    return noun in lists.place_heads or noun in ("area", "site", "capital", "facility")


def is_person_noun(noun: str) -> bool:
    """Whether a noun is said of people: offices, trades, kin, age."""
    lists = words()
    return (
        noun in lists.offices
        or noun in lists.person_nouns
        or noun in lists.female_words
        or noun in lists.male_words
        or noun.endswith(("man", "woman", "person", "year-old", "ist"))
    )


def is_definite(token: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in token.children)


def _is_specified(token: Token) -> bool:
    """Whether more stands with the noun than its determiner: "the ruling party", "the court in Lyon"."""
    return any(
        child.dep_ not in ("det", "punct", "case", "conj", "cc", "nsubj", "cop", "advmod", "mark", "aux")
        for child in token.children
    )
