"""Speech that is set off without quotation marks: "The minister said:" and then paragraphs of his own words.

Press releases and statements print it so. It goes on until the text speaks of the speaker again, or ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.records import EntityType, MentionKind
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import REPORT, word_set

_FIRST_PERSON = word_set("i we my our us me")
_STATEMENTS = word_set("statement comment remark speech message address announcement declaration communique")
_ISSUING = word_set("provide issue release make give publish deliver post")
_QUOTE_MARKS = frozenset('“«„"‘')
_AFTERWORDS = word_set(
    "note notes further background end ends contact contacts media press related read follow"
)
_NEAR = 5
"""So many tokens at most lie between a verb of saying and a colon within a line."""
_HEADING = 8
"""A paragraph of at most so many tokens may be the heading of what follows the speech."""


class Blocks:
    """Finds the speech that is set off without marks in one document.

    Args:
        tree: the document's tree.
        referents: who is named in it.
        speakers_of: who utters a verb or noun of saying.
    """

    def __init__(
        self, tree: Tree, referents: Referents, speakers_of: Callable[[int], tuple[Referent, ...]]
    ) -> None:
        self.tree = tree
        self.referents = referents
        self.speakers_of = speakers_of
        self._paragraphs = list(self._cut())

    def found(self) -> list[tuple[int, int, Referent]]:
        """First token, last token and speaker of each, in the order of the text."""
        blocks: list[tuple[int, int, Referent]] = []
        reached = -1
        for number, (first, last) in enumerate(self._paragraphs):
            if first <= reached:
                continue
            block = (self._by_title(number) if number == 0 else None) or self._by_colon(number, first, last)
            if block is not None:
                blocks.append(block)
                reached = block[1]
        return blocks

    def _cut(self) -> Iterator[tuple[int, int]]:
        """First and last token of each paragraph, white space left out."""
        tree = self.tree
        start: int | None = None
        for i in range(len(tree)):
            blank = not tree.lower[i].strip()
            ends = "\n" in tree.lower[i] if blank else "\n" in tree.text[tree.end[i - 1] : tree.begin[i]]
            if start is not None and ends:
                yield start, i - 1
                start = None
            if start is None and not blank:
                start = i
        if start is not None:
            yield start, len(tree) - 1

    def _by_colon(self, number: int, first: int, last: int) -> tuple[int, int, Referent] | None:
        """ "X said:" at the end of a paragraph, or before the words themselves."""
        tree = self.tree
        for i in range(first + 2, last + 1):
            if tree.lower[i] != ":":
                continue
            outside = i == last
            if outside and number + 1 == len(self._paragraphs):
                return None
            begin = self._paragraphs[number + 1][0] if outside else i + 1
            if tree.lower[begin] in _QUOTE_MARKS:
                continue
            cue = self._cue(max(first, i - 60 if outside else i - _NEAR), i)
            speakers = self.speakers_of(cue) if cue is not None else ()
            if not speakers:
                continue
            end = self._end(number + 1, speakers[0], personal=not outside)
            if outside and end == last:
                return None
            return begin, end, speakers[0]
        return None

    def _cue(self, low: int, colon: int) -> int | None:
        """The verb that the colon follows."""
        for i in range(colon - 1, low - 1, -1):
            if self.tree.sentence[i] != self.tree.sentence[colon - 1]:
                return None
            if is_cue(self.tree, i):
                return i
        return None

    def _by_title(self, number: int) -> tuple[int, int, Referent] | None:
        """ "Statement by X on ..." above a text in the first person."""
        tree = self.tree
        if number + 1 >= len(self._paragraphs):
            return None
        first, last = self._paragraphs[number]
        begin, end = self._paragraphs[number + 1]
        if tree.lower[last] in (".", "?", "!") or not self._is_personal(begin, end):
            return None
        for i in range(first, last + 1):
            if tree.lemma[i] in _STATEMENTS and tree.pos[i] in ("NOUN", "PROPN"):
                speakers = self.speakers_of(i)
                if speakers and self.referents.type(speakers[0].entity) is not EntityType.PLACE:
                    return begin, self._end(number + 1, speakers[0], personal=False), speakers[0]
        return None

    def _is_personal(self, first: int, last: int) -> bool:
        """Whether somebody speaks of himself there, outside quotation marks."""
        tree = self.tree
        for i in range(first, last + 1):
            if tree.lower[i] in _QUOTE_MARKS:
                return False
            if tree.lower[i] in _FIRST_PERSON and tree.tag[i] in ("PRP", "PRP$"):
                return True
        return False

    def _end(self, number: int, speaker: Referent, *, personal: bool) -> int:
        """The last token of the speech that goes on in the paragraphs from this one.

        Args:
            number: the first paragraph that may belong to it.
            speaker: whose it is.
            personal: whether only paragraphs in the first person belong to it.
        """
        end = self._paragraphs[number - 1][1]
        for first, last in self._paragraphs[number:]:
            if self._is_told(first, last, speaker) or (personal and not self._is_personal(first, last)):
                break
            end = last
        return end

    def _is_told(self, first: int, last: int, speaker: Referent) -> bool:
        """Whether a paragraph is the text's own again: a quotation, a heading, or about the speaker."""
        tree = self.tree
        if tree.lower[first] in _QUOTE_MARKS or tree.lower[last] == ":":
            return True
        if tree.lower[first] in _AFTERWORDS and last - first < _HEADING:
            return True
        for i in range(first, last + 1):
            for _, _, entity, kind in self.referents.of_head.get(i, ()):
                if entity == speaker.entity and kind is MentionKind.NAME:
                    return True
            if tree.is_verb(i) and tree.lemma[i] in REPORT and tree.sentence[i] == tree.sentence[first]:
                subject = tree.child(i, "nsubj")
                if subject is not None and tree.lower[subject] in ("he", "she"):
                    return True
        return False


def is_cue(tree: Tree, i: int) -> bool:
    """Whether a verb announces speech: "said", "released the following statement"."""
    if not tree.is_verb(i):
        return False
    if tree.lemma[i] in REPORT and tree.tag[i] != "VB":
        return True
    thing = tree.child(i, "obj")
    return tree.lemma[i] in _ISSUING and thing is not None and tree.lemma[thing] in _STATEMENTS
