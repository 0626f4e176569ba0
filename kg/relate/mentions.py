"""Where in the tree a document's entities are mentioned."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.records import Entity, EntityType, Mention, MentionKind
from kg.relate.tree import Tree

Placed = tuple[int, int, str, MentionKind]
"""First token, last token, entity, kind."""

_OF = frozenset({"of", "for", "to", "in"})
_TITLE = 14
"""So many tokens a title may have."""


class Mentions:
    """The mentions of one document by token.

    Args:
        tree: the document's tree.
        entities: the document's entities with their mentions.
    """

    def __init__(self, tree: Tree, entities: Sequence[Entity]) -> None:
        self.tree = tree
        self.entities = tuple(entities)
        self.types: Mapping[str, EntityType] = {entity.id: entity.type for entity in entities}
        self.of_head: dict[int, list[Placed]] = defaultdict(list)
        """Head token → its mentions, the longest first."""
        self.covering: dict[int, Placed] = {}
        """Token → the name or demonym that it lies in."""
        for entity in entities:
            for mention in entity.mentions:
                self._place(entity.id, mention)
        for found in self.of_head.values():
            found.sort(key=lambda m: (m[0] - m[1], m[2]))

    def _place(self, entity: str, mention: Mention) -> None:
        tree = self.tree
        first = bisect_right(tree.begin, mention.span.begin) - 1
        last = bisect_right(tree.begin, mention.span.end - 1) - 1
        if first < 0 or tree.end[first] <= mention.span.begin:
            first += 1
        if not first <= last:
            return
        head = first
        for i in range(first, last + 1):
            above = tree.head[i]
            if not first <= above <= last or above == i:
                head = i
                if tree.dep[i] != "punct":
                    break
        self.of_head[head].append((first, last, entity, mention.kind))
        if mention.kind in (MentionKind.NAME, MentionKind.DEMONYM):
            for i in range(first, last + 1):
                held = self.covering.get(i)
                if held is None or held[1] - held[0] < last - first:
                    self.covering[i] = (first, last, entity, mention.kind)

    def type(self, entity: str) -> EntityType:
        """The entity's type."""
        return self.types[entity]

    def mention_at(self, i: int) -> Placed | None:
        """The mention that the token heads, or the name that it lies in."""
        if found := self.of_head.get(i):
            return found[0]
        return self.covering.get(i)

    def name_beside(self, i: int) -> Placed | None:
        """A person's name right after a title, where the parser made both depend on one verb."""
        tree = self.tree
        k = i + 1
        if k < len(tree) and tree.lower[k] == ",":
            k += 1
        mention = self.covering.get(k)
        if mention is None or mention[0] != k or mention[3] is not MentionKind.NAME:
            return None
        if k == i + 1 and self.type(mention[2]) is EntityType.ORGANIZATION and self.tree.tag[i] == "NN":
            return mention
        if self.type(mention[2]) is not EntityType.PERSON:
            return None
        head = next(
            (j for j in range(mention[0], mention[1] + 1) if not mention[0] <= tree.head[j] <= mention[1]), k
        )
        beside = tree.head[head] == tree.head[i] and tree.dep[head] != "conj"
        return mention if beside or tree.head[head] == i else None

    def name_after(self, i: int, titles: frozenset[str]) -> Placed | None:
        """The person's name at the end of a long title: "Minister for Roads and Harbours Ada Lind".

        Args:
            i: the title's noun.
            titles: such nouns; a second one holds the name itself ("aide to President Lind").
        """
        tree = self.tree
        if i + 1 >= len(tree) or tree.lower[i + 1] not in _OF:
            return None
        k, free = i + 2, False
        while k < min(len(tree), i + _TITLE):
            mention = self.covering.get(k)
            if mention is not None and mention[3] is MentionKind.NAME and mention[0] == k:
                if self.type(mention[2]) is EntityType.PERSON:
                    return mention if free else None
                k, free = mention[1] + 1, True
                continue
            if tree.lower[k] in _OF or tree.lower[k] in ("the", "and", "&"):
                free = free and tree.lower[k] not in _OF
            elif tree.pos[k] in ("NOUN", "PROPN", "ADJ") and tree.lemma[k] not in titles:
                free = True
            else:
                return None
            k += 1
        return None
