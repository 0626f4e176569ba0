"""From a frame's roles to entities: follows a path such as "object/owner" through the tree."""

from __future__ import annotations

from collections.abc import Sequence

from kg.relate.arguments import Arguments, Places
from kg.relate.authors import Authors
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree


class Resolver:
    """Follows roles from a trigger to the entities that stand there."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents, authors: Authors) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self.authors = authors

    def follow(self, places: Places, path: str) -> tuple[Referent, ...]:
        """The entities at the end of a path of roles."""
        role, _, rest = path.partition("/")
        found: list[Referent] = []
        for token in places.get(role, ()):
            found += self._onward(token, rest) if rest else self.referents.at(token)
        return tuple(dict.fromkeys(found))

    def _onward(self, token: int, path: str) -> Sequence[Referent]:
        tree = self.tree
        antecedent = tree.antecedent(token)
        if antecedent is not None:
            token = antecedent
        role, _, rest = path.partition("/")
        if role == "owner":
            return self.owner(token)
        if role == "author":
            return self.authors.of(token)
        if tree.is_verb(token) and tree.pos[token] != "NOUN":
            places = self.arguments.verb(token)
        else:
            places = self.arguments.noun(token)
            if "subject" not in places and (subject := tree.child(token, "nsubj")) is not None:
                places = {**places, "subject": [subject]}
        return self.follow(places, role if not rest else f"{role}/{rest}")

    def owner(self, token: int) -> tuple[Referent, ...]:
        """Possessor, of, by, from or modifier of the phrase; nothing where the phrase itself is an entity."""
        if self.referents.at(token):
            return ()
        places = self.arguments.noun(token)
        for role in ("possessor", "by", "of", "from", "modifier"):
            if found := self.follow(places, role):
                return found
        return ()
