"""Whose statement a text is that says "we" in nobody's name: "Norway condemns the attack ... We call on all sides"."""

from __future__ import annotations

from collections import Counter
from typing import Final

from kg.records import EntityType, MentionKind
from kg.relate.arguments import Arguments
from kg.relate.quotes import Quotes
from kg.relate.referents import Referents
from kg.relate.tree import Tree
from kg.relate.words import AVOWED, COMMITTED, UTTERED, word_set

_STANDS: Final = (
    UTTERED
    | AVOWED
    | COMMITTED
    | word_set(
        """
        condemn denounce deplore regret remain stand offer provide encourage recognize recognise value join honor honour
        send mourn look proud grateful concerned saddened
        """
    )
)
"""What states and bodies declare of themselves in statements."""
_BODIES: Final = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})


def issuer_of(tree: Tree, arguments: Arguments, referents: Referents, quotes: Quotes) -> str | None:
    """The one country or body that takes a stand, now or in future, in a text that quotes nobody and says "we"."""
    if quotes.quotations or "we" not in tree.lower:
        return None
    stands: Counter[str] = Counter()
    for i in range(len(tree)):
        if tree.dep[i] not in ("root", "conj", "parataxis") or not is_stand(tree, i):
            continue
        subject = arguments.surface_subject(i)
        mention = referents.mention_at(subject) if subject is not None else None
        if mention is None or mention[3] is not MentionKind.NAME or referents.type(mention[2]) not in _BODIES:
            continue
        stands[mention[2]] += 1
    ranked = stands.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def is_stand(tree: Tree, i: int) -> bool:
    """ "condemns", "will continue to support", "is committed to"."""
    helpers = tree.children_by(i, "aux", "aux:pass", "cop")
    finite = i if tree.tag[i] in ("VBZ", "VBP") else next(iter(helpers), None)
    if finite is None or not (tree.tag[finite] in ("VBZ", "VBP") or tree.lower[finite] in ("will", "shall")):
        return False
    if tree.lemma[i] == "continue":
        return any(tree.lemma[c] in _STANDS for c in tree.children_by(i, "xcomp"))
    return tree.lemma[i] in _STANDS
