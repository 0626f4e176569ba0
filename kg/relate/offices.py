"""Offices by the order of words around a person's name, where the tree loses track.

Titles are long, and parsers hang their parts anywhere: "Ana Ruiz (48), deputy head and senior analyst of the Marine
Institute", "the president of the Marine Institute, Ana Ruiz". Their order hardly varies, so it is read beside the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.records import EntityType, MentionKind
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import HONORIFICS, RANKS, word_set
from kg.schema.frames import Frame

ByWord = Mapping[str, Sequence[tuple[Frame, tuple[str, ...]]]]
Office = tuple[Frame, int, Referent, Referent]
"""Frame, title's token, holder, body or country."""

_LONGEST: Final = 16
"""So many words at most make up a title with its body."""
_BEFORE_NAMES: Final = HONORIFICS | RANKS
_PREPOSITIONS: Final = word_set("of at for with in from on under")
_BODY_PREPOSITIONS: Final = word_set("of at for with in from under")
_JOINS: Final = word_set("and & - – the a an 's ’s / senior also current then former now currently")
_AWAY: Final = word_set("of to on for with by against")
_WITHIN: Final = word_set(
    "member part one board team staff committee department division office desk bureau wing branch section"
)
_ANEW: Final = frozenset({",", "and", "&"})
_ING: Final = word_set("managing acting founding presiding operating serving visiting leading")
_TAGS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "HYPH", "VBN", "RB", "POS"})


class Offices:
    """Reads titles before and after the names of people.

    Args:
        by_word: the schema's role frames by the last word of their triggers.
        tree: the document's tree.
        referents: its entities at their places.
    """

    def __init__(self, by_word: ByWord, tree: Tree, referents: Referents) -> None:
        self.by_word = by_word
        self.tree = tree
        self.referents = referents

    def found(self) -> Iterator[Office]:
        """Every title with its body beside a name, in the order of the names."""
        seen: set[int] = set()
        for head, mentions in list(self.referents.of_head.items()):
            first, last, entity, kind = mentions[0]
            if (
                first in seen
                or kind is not MentionKind.NAME
                or self.referents.type(entity) is not EntityType.PERSON
            ):
                continue
            seen.add(first)
            holder = Referent(entity, first, last, head)
            for begin, end in (self._before(first), self._after(last)):
                if begin < end:
                    yield from self._read(begin, end, holder)

    # ---- where the title stands ----

    def _before(self, name: int) -> tuple[int, int]:
        tree = self.tree
        low = max(tree.bounds[tree.sentence[name]][0], name - _LONGEST)
        k = name - 1
        while k > low and self._is_honorific(k):
            k -= 1
        comma = k > low and tree.lower[k] == ","
        end = k if comma else name
        k = end - 1
        while k >= low and self._belongs(k):
            k -= 1
        begin = k + 1
        for j in range(begin, end):  # "the head of A and Minister X": the first title is somebody else's
            if tree.lower[j] in ("and", "&") and j - 1 in self.referents.covering and j > begin:
                begin = j + 1
        # After "the head of A, X" a name that begins a list or a clause of its own is another matter.
        if comma and (end == begin or not self._is_closed(name)):
            return 0, 0
        return begin, end

    def _is_honorific(self, k: int) -> bool:
        lower = self.tree.lower
        return lower[k] in _BEFORE_NAMES or (lower[k] == "." and lower[k - 1] + "." in _BEFORE_NAMES)

    def _is_closed(self, name: int) -> bool:
        """Whether a name after a comma is an apposition: the comma stands right after title and body."""
        last = self.referents.covering[name][1]
        tree = self.tree
        return last + 1 >= len(tree) or tree.lower[last + 1] != "and"

    def _after(self, last: int) -> tuple[int, int]:
        tree = self.tree
        high = min(tree.bounds[tree.sentence[last]][1], last + 2 + _LONGEST)
        k = last + 1
        if k < high and tree.lower[k] == "(":
            close = next((j for j in range(k, min(high, k + 8)) if tree.lower[j] == ")"), None)
            if close is None:
                return 0, 0
            k = close + 1
        if k + 1 < high and tree.lower[k] == "," and tree.tag[k + 1] == "CD":
            k += 2
        if k >= high or tree.lower[k] not in (",", "–", "—", "--"):
            return 0, 0
        begin = k = k + 1
        if begin + 1 < high and tree.lower[begin] in ("and", "&") and tree.pos[begin + 1] in ("DET", "ADP"):
            return 0, 0  # "X, and the head of A, Y": somebody else
        while k < high and (self._belongs(k) or self._resumes(k)):
            k += 1
        ends_before_name = (
            k < high and k in self.referents.covering and tree.lower[k - 1] not in _PREPOSITIONS | _AWAY
        )
        if ends_before_name:  # "X, the head of A and Minister Y", "X, Minister Y"
            while k > begin and tree.lower[k - 1] not in ("and", "&", ","):
                k -= 1
        return begin, k

    def _belongs(self, k: int) -> bool:
        tree = self.tree
        mention = self.referents.covering.get(k)
        if mention is not None:
            return self.referents.type(mention[2]) is not EntityType.PERSON
        lower = tree.lower[k]
        if lower in ("(", ")"):  # "the Blue Line Company (BLC)"
            beside = self.referents.covering.get(k + 1 if lower == "(" else k - 1)
            return beside is not None and beside[1] - beside[0] < 2
        return (
            (lower == "." and self._is_honorific(k))
            or lower in _PREPOSITIONS
            or lower in _JOINS
            or lower in _ING
            or lower == "to"
            or (tree.tag[k] in _TAGS and tree.pos[k] != "AUX")
        )

    def _resumes(self, k: int) -> bool:
        """Whether a comma goes on with a body or another title: "Chairman of the Board, Blue Line"."""
        tree = self.tree
        if tree.lower[k] != "," or k + 1 >= len(tree):
            return False
        mention = self.referents.covering.get(k + 1)
        named = mention is not None and self.referents.type(mention[2]) is EntityType.ORGANIZATION
        return named and self._title(k - 1) is not None

    # ---- what it says ----

    def _read(self, begin: int, end: int, holder: Referent) -> Iterator[Office]:
        tree, covering = self.tree, self.referents.covering
        title: tuple[int, Sequence[Frame]] | None = None
        body: Referent | None = None
        other = False  # "a friend of the chairman of A": what follows is somebody else's
        k = begin
        while k < end:
            other = (other or (title is None and self._leads_away(k, end))) and tree.lower[k] not in _ANEW
            mention = covering.get(k)
            if mention is not None:
                here = Referent(mention[2], mention[0], mention[1], k)
                after = (
                    tree.lower[k - 1] if tree.lower[k - 1] not in ("the", "a", "an") else tree.lower[k - 2]
                )
                if title is not None and self._is_body(title[0], k, after, here):
                    yield from self._offices(title, holder, here)
                    title, body = None, None
                else:
                    body = here if title is None else body
                    title = None
                k = mention[1] + 1
                continue
            frames = self._title(k) if not other else None
            if frames is not None:
                if body is not None and not self._has_body_of_its_own(k, end):
                    yield from self._offices((k, frames), holder, body)
                title = (k, frames)
            elif tree.lower[k] in _PREPOSITIONS and title is None:
                body = None
            k += 1

    def _leads_away(self, k: int, end: int) -> bool:
        """Whether a noun that is no office, nor part of a name, is followed by a preposition."""
        tree = self.tree
        common = tree.tag[k] in ("NN", "NNS") and k not in self.referents.covering
        common = common and tree.lemma[k] not in _WITHIN
        return common and k + 1 < end and tree.lower[k + 1] in _AWAY and self._title(k) is None

    def _is_body(self, title: int, k: int, after: str, body: Referent) -> bool:
        kind = self.referents.type(body.entity)
        if kind is EntityType.COUNTRY:
            return after == "of"
        if kind is not EntityType.ORGANIZATION:
            return False
        return after in _BODY_PREPOSITIONS or after == "," or title == k - 1

    def _has_body_of_its_own(self, k: int, end: int) -> bool:
        tree, covering = self.tree, self.referents.covering
        if k + 1 >= end or tree.lower[k + 1] not in ("of", "at", "for"):
            return False
        following = next((j for j in range(k + 2, min(end, k + 5)) if j in covering), None)
        return (
            following is not None and self.referents.type(covering[following][2]) is EntityType.ORGANIZATION
        )

    def _title(self, k: int) -> Sequence[Frame] | None:
        """The frames of an office that the word names."""
        tree = self.tree
        if k in self.referents.covering or not tree.tag[k].startswith("NN"):
            return None
        candidates = self.by_word.get(tree.lemma[k]) or self.by_word.get(tree.lower[k]) or ()
        found = [
            frame
            for frame, rest in candidates
            if frame.predicate == "holdsPositionIn"
            and all(k - len(rest) + n >= 0 and tree.lower[k - len(rest) + n] == w for n, w in enumerate(rest))
        ]
        return found or None

    def _offices(
        self, title: tuple[int, Sequence[Frame]], holder: Referent, body: Referent
    ) -> Iterator[Office]:
        kind = self.referents.type(body.entity)
        for frame in title[1]:
            if not frame.whom_class or kind in frame.whom_class:
                yield frame, title[0], holder, body
                return
