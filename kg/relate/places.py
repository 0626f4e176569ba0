"""From a frame's roles to entities: follows a path such as "object/owner" through the tree."""

from __future__ import annotations

from collections.abc import Sequence

from kg.records import MentionKind
from kg.relate.arguments import Arguments
from kg.relate.authors import Authors
from kg.relate.dependents import Places
from kg.relate.referents import Referent, Referents
from kg.relate.statutes import Statutes
from kg.relate.tree import Tree
from kg.relate.words import word_set

_BREAKS = frozenset(
    {
        ",",
        ";",
        ":",
        ".",
        "that",
        "who",
        "which",
        "and",
        "or",
        "but",
        "to",
        "of",
        "for",
        "in",
        "on",
        "at",
        "by",
        "from",
    }
)
# What is done to somebody: whose it is suffered it.
_SUFFERED = word_set(
    """
    arrest detention dismissal killing murder assassination sentencing jailing imprisonment expulsion extradition
    prosecution appointment election defeat release shooting execution death kidnapping abduction sacking ouster
    """
)
_WITHIN_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV"})


class Resolver:
    """Follows roles from a trigger to the entities that stand there."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents, authors: Authors) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self.authors = authors
        self.statutes = Statutes(tree, arguments, self.owner)

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
        if role == "statute":
            return self.statutes.of(token)
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
        roles: tuple[str, ...] = ("possessor", "by", "of", "from", "modifier")
        if self.tree.lemma[token] in _SUFFERED:  # "the arrest of X", "X's arrest": not his deed
            roles = ("by", "possessor") if places.get("of") else ("by",)
        for role in roles:
            if found := self.follow(places, role):
                return found
        return ()

    # ---- where the tree gives nothing ----

    def beside(self, trigger: int, role: str) -> tuple[Referent, ...]:
        """The entity where the role's phrase would stand, right or left of the trigger, by the order of words.

        Parsers lose track in long titles ("met Union Home Minister X"); words between trigger and name must be such
        as stand in one noun phrase.
        """
        tree = self.tree
        first, last = tree.bounds[tree.sentence[trigger]]
        if role == "subject":
            return self._leftward(trigger, first)
        start = trigger + 1
        if role != "object":
            for k in range(trigger + 1, min(last, trigger + 7)):
                if tree.lower[k] == role and tree.pos[k] in ("ADP", "SCONJ", "PART"):
                    start = k + 1
                    break
                if tree.is_verb(k) or tree.lower[k] in _BREAKS:
                    return ()
            else:
                return ()
        for k in range(start, min(last, start + 9)):
            mention = self.referents.covering.get(k)
            if mention is not None and mention[3] is MentionKind.NAME and not self._goes_on(mention[1], last):
                return self.referents.at(self._head_within(mention[0], mention[1]))
            if mention is None and (tree.pos[k] not in _WITHIN_PHRASE or tree.lower[k] in _BREAKS):
                return ()
        return ()

    def _leftward(self, trigger: int, first: int) -> tuple[Referent, ...]:
        tree = self.tree
        for k in range(trigger - 1, max(first, trigger - 6) - 1, -1):
            mention = self.referents.covering.get(k)
            if mention is not None:
                if mention[3] is not MentionKind.NAME or (
                    mention[0] > first and tree.pos[mention[0] - 1] == "ADP"
                ):
                    return ()
                return (
                    Referent(mention[2], mention[0], mention[1], self._head_within(mention[0], mention[1])),
                )
            if tree.pos[k] not in ("AUX", "ADV", "PART"):
                return ()
        return ()

    def _goes_on(self, end: int, last: int) -> bool:
        """Whether the name only begins a longer phrase ("Russia's ...", "Iraqi Foreign Minister ...")."""
        tree = self.tree
        return end + 1 < last and (
            tree.lower[end + 1] in ("'s", "’s", "'", "-")
            or (tree.tag[end + 1].startswith("NN") and tree.head[end + 1] > end)
        )

    def _head_within(self, first: int, last: int) -> int:
        tree = self.tree
        return next((k for k in range(first, last + 1) if not first <= tree.head[k] <= last), first)
