"""Deeds that a clause only brings about or happens on.

Of what is only the occasion of a clause, the clause's subject is who does it:

"In an interview with X, Y said", "on a visit to X, Y said", "his remarks after talks with X".
"""

from __future__ import annotations

from kg.relate.tree import Tree
from kg.relate.words import word_set

# What the subject of a clause takes part in himself, where nobody else is named as doing it.
_SHARED = word_set(
    """
    meeting talk negotiation discussion summit dialogue dialog conversation consultation call interview
    encounter audience debate conference session visit trip tour journey stopover pilgrimage mission
    """
)
_TIMES = word_set("in during at after before following on over amid while upon since through via")
# What the subject of a clause is bound by.
_BONDS = word_set("agreement deal pact treaty accord contract memorandum partnership alliance")
_UNDER = word_set("under per")
_HAPPENING = word_set("take happen occur begin start go continue resume open end lie rest")


def is_shared(tree: Tree, noun: int) -> bool:
    """Whether it is a deed for which one goes somewhere, to take part: "went for talks", not "for the killing"."""
    return tree.lemma[noun] in _SHARED


def is_occasion(tree: Tree, noun: int, phrase: int) -> bool:
    """Whether a noun names an occasion in which the subject of the clause above takes part.

    Args:
        noun: the noun.
        phrase: the token that hangs on the clause, the noun itself or the quantity before it ("a series of talks").
    """
    words = tree.case(phrase).split()
    if not words or tree.dep[phrase] not in ("obl", "nmod"):
        return False
    lemma, first = tree.lemma[noun], words[0]
    return (lemma in _SHARED and first in _TIMES) or (lemma in _BONDS and first in _UNDER)


def takes_place(lemma: str) -> bool:
    """Whether a verb only says that its subject happens ("talks took place between X and Y")."""
    return lemma in _HAPPENING
