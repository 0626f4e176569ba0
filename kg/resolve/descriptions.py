"""What nouns can be said of which entity."""

from __future__ import annotations

from spacy.tokens import Token

from kg.records import EntityType
from kg.resolve.drafts import Draft
from kg.resolve.lexicon import words


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


def aged_person(token: Token) -> int | None:
    """Where "the 54-year-old" begins, if the token is its head and it stands for a person; None for any other.

    Treebanks make several words of it.
    """
    joined = token.lower_.endswith("year-old")
    parted = token.lower_ == "old" and token.i > 2 and token.nbor(-2).lower_ == "year"
    if not joined and not parted:
        return None
    if token.dep_ in ("amod", "compound", "nmod:desc", "acl", "appos", "flat"):
        return None  # "the 54-year-old banker"
    return next((c.i for c in token.children if c.dep_ == "det" and c.lower_ == "the"), None)
