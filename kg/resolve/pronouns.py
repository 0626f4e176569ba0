"""Pronouns: which entities each can mean, and where in a text somebody else speaks."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Token

from kg.records import EntityType
from kg.resolve.drafts import Draft
from kg.resolve.titles import Gender

HE: Final = frozenset(["he", "him", "his", "himself"])
SHE: Final = frozenset(["she", "her", "hers", "herself"])
IT: Final = frozenset(["it", "its", "itself"])
THEY: Final = frozenset(["they", "them", "their", "theirs", "themselves"])
FIRST: Final = frozenset(["i", "me", "my", "mine", "myself"])


def pronoun_fits(token: Token, draft: Draft) -> bool:
    """Whether a pronoun can mean an entity: he and she persons of that gender, it what is no person."""
    lower = token.lower_
    if lower in HE or lower in SHE:
        gender: Gender = "female" if lower in SHE else "male"
        return draft.type is EntityType.PERSON and draft.gender in (None, gender)
    if lower in IT | THEY and of_members(token):
        return draft.type is EntityType.ORGANIZATION
    if lower in IT:
        return draft.type is not EntityType.PERSON
    if lower in THEY:
        return draft.type in (EntityType.ORGANIZATION, EntityType.COUNTRY)
    if lower in FIRST:
        return draft.type is EntityType.PERSON
    return False


def of_members(token: Token) -> bool:
    """Whether a pronoun owns members or member states, which only bodies have: "any of its ten member countries"."""
    noun = token.head
    if token.dep_ not in ("nmod:poss", "poss") or any(child.dep_ == "nmod" for child in noun.children):
        return False  # "its members of parliament" are a country's
    return noun.lemma_ == "member" or any(child.lower_ == "member" for child in noun.children)


def inside_quotes(doc: Doc) -> list[bool]:
    """For each token whether it stands inside double quotes; a quote ends with its paragraph at the latest."""
    inside = False
    flags = []
    for token in doc:
        text = token.text
        if token.is_space and "\n" in text:
            inside = False
        elif text in ("“", "«"):
            inside = True
        elif text in ("”", "»"):
            inside = False
        elif text in ('"', "''", "``"):
            inside = not inside
        flags.append(inside)
    return flags
