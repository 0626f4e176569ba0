"""How names are introduced, by the order of words: "Norwegian beekeeper X", "A, a resort in B", "B, including A"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.records import EntityType, MentionKind
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import PLACE_NOUNS, word_set

Introduction = tuple[str, Referent, Referent]
"""Predicate and the two ends."""

_MODIFIERS: Final = frozenset({"NN", "JJ", "HYPH", "CD", "NNP", "VBG", "VBN", "RB"})
_LONGEST: Final = 6
_SIDES: Final = word_set(
    """
    north south east west northern southern eastern western central northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern north-eastern north-western south-eastern south-western
    north-east north-west south-east south-west upper lower downtown coastal rural inner outer greater
    """
)


class Introductions:
    """Reads what the words right beside a name say of it."""

    def __init__(self, tree: Tree, referents: Referents) -> None:
        self.tree = tree
        self.referents = referents

    def found(self) -> Iterator[Introduction]:
        """Nationalities of people and the places that other places lie in."""
        for head, mentions in list(self.referents.of_head.items()):
            first, last, entity, kind = mentions[0]
            if kind is not MentionKind.NAME:
                continue
            own = Referent(entity, first, last, head)
            type_ = self.referents.type(entity)
            if type_ is EntityType.PERSON and (country := self._nation(first, last)) is not None:
                yield "citizenOf", own, country
            if type_ is EntityType.PLACE and (place := self._whole(last)) is not None:
                yield "locatedIn", own, place

    def _nation(self, first: int, last: int) -> Referent | None:
        """ "Norwegian part-time beekeeper X", "X, a Norwegian" and "X, a Norwegian beekeeper"."""
        tree = self.tree
        low = max(tree.bounds[tree.sentence[first]][0], first - _LONGEST)
        for k in range(first - 1, low - 1, -1):
            mention = self.referents.covering.get(k)
            if mention is not None:
                return self._demonym(k)
            if tree.tag[k] not in _MODIFIERS or self._says_more(k):
                break
        if last + 3 < len(tree) and tree.lower[last + 1] == "," and tree.lower[last + 2] in ("a", "an"):
            for k in range(last + 3, min(len(tree), last + 6)):
                if k in self.referents.covering:
                    return None if self._says_more(k + 1) else self._demonym(k)
                if tree.tag[k] != "JJ":
                    break
        return None

    def _says_more(self, k: int) -> bool:
        """Whether a word is an office, or what only a body is called: "Norwegian minister", "Norwegian airline"."""
        lemma = self.tree.lemma[k] if k < len(self.tree) else ""
        return lemma in self.referents.titles or lemma in self.referents.roles or lemma.endswith("maker")

    def _demonym(self, k: int) -> Referent | None:
        first, last, entity, kind = self.referents.covering[k]
        if self.referents.type(entity) is not EntityType.COUNTRY or kind is not MentionKind.DEMONYM:
            return None
        plural = self.tree.tag[k] in ("NNS", "NNPS")
        return None if plural else Referent(entity, first, last, k)

    def _whole(self, last: int) -> Referent | None:
        """ "A, southeast B", "A in central B", "A, a resort in B"."""
        tree = self.tree
        high = min(tree.bounds[tree.sentence[last]][1], last + 3 + _LONGEST)
        k = last + 1
        comma = k < high and tree.lower[k] == ","
        k += comma
        if k >= high or not (comma or tree.lower[k] == "in"):
            return None
        sided = kind = False
        for j in range(k, high):
            lower = tree.lower[j]
            mention = self.referents.covering.get(j)
            if mention is not None:
                joined = tree.lower[j - 1] in ("in", "of", "the") or tree.lower[j - 1] in _SIDES
                if not joined or mention[3] is not MentionKind.NAME or (comma and not (sided or kind)):
                    return None
                type_ = self.referents.type(mention[2])
                ends = mention[1] + 1 >= len(tree) or tree.lower[mention[1] + 1] not in ("'s", "’s")
                if type_ in (EntityType.PLACE, EntityType.COUNTRY) and ends:
                    return Referent(mention[2], mention[0], mention[1], j)
                return None
            sided = sided or lower in _SIDES
            kind = kind or tree.lemma[j] in PLACE_NOUNS
            if not (
                lower in ("a", "an", "the", "in", "of")
                or lower in _SIDES
                or tree.tag[j] in ("JJ", "NN", "HYPH")
            ):
                return None
        return None
