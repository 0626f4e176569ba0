"""The body of a title that does not name it in full: "Guild chairman X", "Senator X" where the text names a senate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Final

from kg.records import EntityType, MentionKind
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import word_set

ASSEMBLIES: Final = word_set(
    """
    parliament assembly senate congress legislature house knesset duma sejm bundestag diet majlis
    """
)
_COURTS: Final = word_set("court tribunal")
_SENATES: Final = word_set("senate")
_HOUSES: Final = word_set("house congress")
_ONE_CHAMBER: Final = ASSEMBLIES - _SENATES - _HOUSES
_CHAMBERS: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    **dict.fromkeys(word_set("senator sen. sen"), (_SENATES,)),
    **dict.fromkeys(word_set("congressman congresswoman rep. rep"), (_HOUSES, _ONE_CHAMBER)),
    **dict.fromkeys(
        word_set("mp lawmaker legislator parliamentarian speaker deputy ex-mp"),
        (ASSEMBLIES, ASSEMBLIES - _SENATES),
    ),
    **dict.fromkeys(word_set("judge justice magistrate"), (_COURTS,)),
}
"""Title → the heads of the names of those to which its holders belong; the later ones where the text names none, or
several, of the first."""
_SHORTEST: Final = 4
"""Letters of a noun that takes up a name; shorter ones are abbreviations and particles."""


class Seats:
    """The bodies of one document that titles may belong to."""

    def __init__(self, tree: Tree, referents: Referents) -> None:
        self.tree = tree
        self.referents = referents

    def chamber(self, title: str) -> str | None:
        """The one chamber or court that the text names for a title's lemma, if any."""
        for heads in _CHAMBERS.get(title, ()):
            found = self._headed(heads)
            if len(found) == 1:
                return next(iter(found))
        return None

    def taken_up(self, k: int) -> Referent | None:
        """The one body whose name has the noun as its head, and no other's, where the noun stands for it."""
        tree, covering = self.tree, self.referents.covering
        if not 0 <= k < len(tree) or k in covering or tree.tag[k] not in ("NN", "NNP"):
            return None
        if k - 1 in covering or (k and tree.tag[k - 1] in ("NNP", "NNPS", "POS")):
            return None  # part of a longer name
        noun = tree.lower[k]
        found = self._by_head.get(noun, frozenset()) if len(noun) >= _SHORTEST else frozenset()
        return Referent(next(iter(found)), k, k, k, exact=False) if len(found) == 1 else None

    def _headed(self, heads: Collection[str]) -> set[str]:
        """The organizations that the text names with one of some head nouns."""
        return {
            entity
            for head, mentions in self.referents.of_head.items()
            for _, _, entity, kind in mentions
            if self.referents.type(entity) is EntityType.ORGANIZATION
            and kind is MentionKind.NAME
            and self.tree.lemma[head] in heads
            and self.tree.lower[head - 1] != "white"
        }

    @cached_property
    def _by_head(self) -> Mapping[str, frozenset[str]]:
        """Organizations by the last word of their names, "of" and "for" phrases left out: "University of Turku"."""
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self.referents.entities:
            if entity.type is not EntityType.ORGANIZATION:
                continue
            for name in (entity.name, *entity.aliases):
                words = name.lower().split(" of ")[0].split(" for ")[0].split()
                if " " in name and words:
                    found[words[-1]].add(entity.id)
        return {noun: frozenset(bodies) for noun, bodies in found.items()}
