"""Whose treaty an article belongs to: "consultations under Article 7 of the League's charter", "Article 7 talks"."""

from __future__ import annotations

from collections.abc import Callable

from kg.relate.arguments import Arguments
from kg.relate.referents import Referent
from kg.relate.tree import Tree
from kg.relate.words import word_set

_PARTS = word_set("article section clause chapter paragraph protocol")
_STATUTES = word_set("treaty charter convention constitution pact covenant statute agreement")


class Statutes:
    """Remembers by their numbers the articles whose treaty the text names."""

    def __init__(
        self, tree: Tree, arguments: Arguments, owner: Callable[[int], tuple[Referent, ...]]
    ) -> None:
        self.tree = tree
        self.arguments = arguments
        self.owner = owner
        self._known: dict[tuple[str, str], tuple[Referent, ...]] = {}
        for i, lemma in enumerate(tree.lemma):
            if lemma in _PARTS and (number := self._number(i)):
                found = self._stated(i)
                if found:
                    self._known.setdefault((lemma, number), found)

    def of(self, token: int) -> tuple[Referent, ...]:
        """The body under whose treaty the thing stands that the token names."""
        if self.tree.lemma[token] in _PARTS:
            return self._of_part(token)
        places = self.arguments.noun(token)
        for role in ("under", "modifier", "per"):
            for place in places.get(role, ()):
                if self.tree.lemma[place] in _PARTS and (found := self._of_part(place)):
                    return found
                if self.tree.lemma[place] in _STATUTES and (found := self.owner(place)):
                    return found
        return ()

    def _of_part(self, i: int) -> tuple[Referent, ...]:
        return self._stated(i) or self._known.get((self.tree.lemma[i], self._number(i)), ())

    def _number(self, i: int) -> str:
        return self.tree.lower[i + 1] if i + 1 < len(self.tree) and self.tree.tag[i + 1] == "CD" else ""

    def _stated(self, i: int) -> tuple[Referent, ...]:
        for place in self.arguments.noun(i).get("of", ()):
            if self.tree.lemma[place] in _STATUTES:
                return self.owner(place)
        return ()
