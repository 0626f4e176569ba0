"""Candidate mentions for coreference: noun phrases, names and pronouns, as spans around their head words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_LEFT_OUT: Final = frozenset(
    {"fixed", "goeswith", "flat", "expl", "reparandum", "discourse", "punct", "case", "cc", "mark"}
)
_PARTS: Final = (
    "det det:predet amod nmod nmod:poss nmod:desc nmod:unmarked compound flat nummod acl acl:relcl"
)
_MORE_PARTS: Final = "fixed goeswith advmod obl obl:unmarked advcl advcl:relcl xcomp ccomp dep"
_INSIDE: Final = frozenset(f"{_PARTS} {_MORE_PARTS}".split())
_INSIDE_PREDICATE: Final = frozenset(_PARTS.split())
_TRAILING: Final = frozenset(",;:-–—.")

PRONOUN, NAME, DEFINITE, INDEFINITE = range(4)
_DEFINITE_WORDS: Final = frozenset({"the", "this", "that", "these", "those", "both", "such"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens [begin, end) of a Doc around the token `head`; `kind` is PRONOUN, NAME, DEFINITE or INDEFINITE."""

    head: int
    begin: int
    end: int
    kind: int


def is_candidate(token: Token) -> bool:
    """Whether a token may head a mention."""
    if token.ent_type_ == "NORP" and token.pos_ == "ADJ":
        return True
    if token.pos_ == "DET":
        return token.dep_ not in ("det", "det:predet", "advmod", "fixed", "cc:preconj")
    return token.pos_ in NOMINAL and token.dep_ not in _LEFT_OUT


def mention(token: Token) -> Mention:
    """The mention that a token heads."""
    begin, end = bounds(token)
    return Mention(token.i, begin, end, _kind(token, begin))


def bounds(token: Token) -> tuple[int, int]:
    """Begin and end of the noun phrase of a head word, without prepositions, conjuncts and clauses around it."""
    children = list(token.children)
    predicate = any(child.dep_ == "cop" for child in children)
    inside = _INSIDE_PREDICATE if predicate else _INSIDE
    begin, end = token.i, token.i + 1
    for child in children:
        if child.i < token.i:
            if child.dep_ in inside and not (predicate and child.dep_ == "advmod"):
                begin = min(begin, child.left_edge.i)
        elif child.dep_ in ("cc", "conj", "cop") or child.dep_.startswith(("nsubj", "parataxis")):
            break
        elif child.dep_ in inside or (child.dep_ == "case" and child.tag_ == "POS"):
            end = max(end, child.right_edge.i + 1)
    doc = token.doc
    while end - 1 > token.i and (doc[end - 1].text in _TRAILING or doc[end - 1].is_space):
        end -= 1
    while begin < token.i and (doc[begin].text in _TRAILING or doc[begin].is_space):
        begin += 1
    return begin, end


def _kind(token: Token, begin: int) -> int:
    if token.pos_ in ("PRON", "DET"):
        return PRONOUN
    if token.pos_ == "PROPN" or token.ent_iob_ in "BI":
        return NAME
    first = token.doc[begin]
    if (
        first.lower_ in _DEFINITE_WORDS
        or first.tag_ == "PRP$"
        or any(child.dep_ == "nmod:poss" for child in token.lefts)
    ):
        return DEFINITE
    return INDEFINITE


def candidates(doc: Doc) -> list[Mention]:
    """All candidate mentions in order of their heads."""
    return [mention(token) for token in doc if is_candidate(token)]
