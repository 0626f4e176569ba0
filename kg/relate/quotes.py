"""Quoted speech: which stretches of the text are somebody's own words, and whose.

Between quotation marks, or in paragraphs without marks that `kg.relate.blocks` finds.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from kg.records import EntityType, MentionKind
from kg.relate.arguments import Arguments
from kg.relate.blocks import Blocks, is_cue
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import REPORT, word_set

_OPEN, _CLOSE, _PLAIN = "“«„", "”»", '"'
# What somebody publishes: it says what he says.
_PUBLICATIONS = word_set(
    """
    statement report letter communique communiqué release summary website document paper study
    survey review filing indictment lawsuit complaint memo memorandum post tweet readout account
    announcement article editorial bulletin notice site
    """
)
_HE = frozenset({"he", "she"})
_NEAR = 3
"""So many sentences back a speaker was named whom "he said" goes on with."""
_LONG = 4
"""A quotation of fewer tokens is a phrase, not speech."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks."""

    first: int
    """First and last token between the marks."""
    last: int
    speaker: Referent | None


class Quotes:
    """The quotations of one document and their speakers."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self.quotations: list[Quotation] = []
        self._at: dict[int, Quotation] = {}
        self._named = self._speakers_by_name()
        self._find()

    def speaker(self, i: int) -> Referent | None:
        """Whose quoted speech the token is in, if that is known."""
        found = self._at.get(i)
        return found.speaker if found else None

    def is_quoted_speech(self, i: int) -> bool:
        """Whether the token is in a quotation long enough to be speech."""
        return i in self._at

    def speakers_of(self, cue: int) -> tuple[Referent, ...]:
        """Who utters a verb or noun of saying."""
        tree = self.tree
        if tree.is_verb(cue):
            places = self.arguments.verb(cue)
            quoted = tree.lemma[cue] == "quote" or (
                tree.lemma[cue] == "cite" and self.arguments.is_passive(cue)
            )
            # "the agency quoted X as saying": X says it
            subjects = places.get("object" if quoted else "subject", [])
        else:
            places = self.arguments.noun(cue)
            subjects = [
                t
                for role in ("possessor", "by", "from", "of", "modifier", "subject")
                for t in places.get(role, [])
            ]
        for token in subjects:
            if tree.tag[token] == "PRP" and tree.lower[token] in _HE and (again := self._same_speaker(cue)):
                return (again,)
            found = self.referents.at(token) or self._holder(token) or self.publisher(token)
            if found:
                return found
        return self.just_before(cue) if tree.is_verb(cue) and not subjects else ()

    def just_before(self, cue: int) -> tuple[Referent, ...]:
        """The name right before an inserted verb of saying, where the parser took it for an apposition.

        "..., the charity Blue Hill reported, ..."
        """
        tree = self.tree
        set_off = tree.lower[cue - 1] == ","  # "..., his lawyer, Ada Lind, told the court"
        mention = self.referents.covering.get(cue - 2 if set_off else cue - 1)
        if (
            tree.dep[cue] not in ("parataxis", "root")
            or mention is None
            or mention[3] is not MentionKind.NAME
        ):
            return ()
        i = mention[0] - 1
        if set_off and tree.lower[i] == ",":
            i -= 1
        while i >= 0 and (tree.pos[i] in ("DET", "ADJ", "NOUN", "PROPN") or tree.tag[i] == "PRP$"):
            i -= 1
        if i < 0 or tree.lower[i] not in (",", '"', "”", "''"):
            return ()
        return (Referent(mention[2], mention[0], mention[1], cue - 1),)

    def publisher(self, token: int) -> tuple[Referent, ...]:
        """Whose report, statement or website it is."""
        if self.tree.lemma[token] not in _PUBLICATIONS:
            return ()
        places = self.arguments.noun(token)
        for role in ("possessor", "by", "from", "modifier"):
            for place in places.get(role, ()):
                if found := self.referents.at(place):
                    return found
        return ()

    def _same_speaker(self, cue: int) -> Referent | None:
        """Who was said by name to speak shortly before somebody who is only "he" does."""
        tree = self.tree
        i = bisect_left(self._named, cue, key=lambda one: one[0]) - 1
        if i < 0 or tree.sentence[cue] - tree.sentence[self._named[i][0]] > _NEAR:
            return None
        return self._named[i][1]

    def _speakers_by_name(self) -> list[tuple[int, Referent]]:
        """Verbs of saying whose subject is a person's name, and whose."""
        tree, found = self.tree, []
        for i in range(len(tree)):
            if not tree.is_verb(i) or tree.lemma[i] not in REPORT:
                continue
            for token in self.arguments.verb(i).get("subject", ()):
                mention = self.referents.mention_at(token)
                if mention is not None and mention[3] is MentionKind.NAME:
                    who = self.referents.at(token)
                    if len(who) == 1 and self.referents.type(who[0].entity) is EntityType.PERSON:
                        found.append((i, who[0]))
        return found

    def _holder(self, token: int) -> tuple[Referent, ...]:
        """ "the Foreign Secretary" is whom the text calls so right before his name."""
        tree = self.tree
        if tree.lemma[token] not in self.referents.titles:
            return ()
        first = token
        while first > 0 and tree.head[first - 1] == token and tree.dep[first - 1] in ("compound", "amod"):
            first -= 1
        title = tree.lower[first : token + 1]
        if len(title) == 1:
            return ()
        holders = {}
        for i in range(len(title), len(tree)):
            mention = self.referents.covering.get(i)
            if mention is None or mention[0] != i or tree.lower[i - len(title) : i] != title:
                continue
            if self.referents.type(mention[2]) is EntityType.PERSON:
                holders[mention[2]] = Referent(mention[2], token, token, token, exact=False)
        return tuple(holders.values()) if len(holders) == 1 else ()

    def _find(self) -> None:
        for block in Blocks(self.tree, self.referents, self.speakers_of).found():
            self.quotations.append(Quotation(*block))
        blocks = len(self.quotations)
        spans = self._spans()
        before: Quotation | None = None
        for first, last in spans:
            speaker = self._speaker(first, last)
            if speaker is None and before is not None and self._goes_on(before, first):
                speaker = before.speaker
            quotation = Quotation(first, last, speaker)
            self.quotations.append(quotation)
            before = quotation
        # A speaker named only after the first part holds for that part too, when both stand in one paragraph.
        for index in range(len(self.quotations) - 2, blocks - 1, -1):
            here, after = self.quotations[index], self.quotations[index + 1]
            if (
                here.speaker is None
                and after.speaker is not None
                and not self._paragraph_between(here.last, after.first)
            ):
                self.quotations[index] = Quotation(here.first, here.last, after.speaker)
        for quotation in self.quotations:
            if quotation.last - quotation.first + 1 >= _LONG:
                for i in range(quotation.first, quotation.last + 1):
                    if quotation.speaker is not None or i not in self._at:
                        self._at[i] = quotation

    def _spans(self) -> list[tuple[int, int]]:
        """Pairs of marks; a paragraph's end closes what is open, as newspapers leave it open there."""
        tree = self.tree
        spans: list[tuple[int, int]] = []
        start: int | None = None
        for i, lower in enumerate(tree.lower):
            if start is not None and i and self._new_paragraph(i):
                if i - 1 > start:
                    spans.append((start + 1, i - 1))
                start = None
            if lower in _OPEN or ((lower == _PLAIN or lower == "``") and start is None):
                start = i
            elif start is not None and (lower in _CLOSE or lower in (_PLAIN, "''")):
                if i - 1 > start:
                    spans.append((start + 1, i - 1))
                start = None
        return spans

    def _new_paragraph(self, i: int) -> bool:
        return (
            "\n" in self.tree.text[self.tree.end[i - 1] : self.tree.begin[i]]
            or "\n" in self.tree.lower[i - 1]
        )

    def _paragraph_between(self, left: int, right: int) -> bool:
        tree = self.tree
        return "\n" in tree.text[tree.end[left] : tree.begin[right]]

    def _goes_on(self, before: Quotation, first: int) -> bool:
        """Whether a quotation without a speaker continues the one before: next to it, or opening the next paragraph."""
        tree = self.tree
        if before.speaker is None:
            return False
        apart = tree.sentence[first] - tree.sentence[before.last]
        return apart <= 1 and (
            not self._paragraph_between(before.last, first) or self._new_paragraph(first - 1)
        )

    def _speaker(self, first: int, last: int) -> Referent | None:
        """The subject of a verb of saying outside the marks, in the sentences where they open and close."""
        tree = self.tree
        cues: list[tuple[int, int]] = []
        sentences = {tree.sentence[first], tree.sentence[last]}
        if tree.lower[last] == "," and last + 2 < len(tree) and not self._new_paragraph(last + 2):
            sentences.add(tree.sentence[last + 2])  # the comma says that the sentence goes on
        for sentence in sorted(sentences):
            begin, end = tree.bounds[sentence]
            for i in range(begin, end):
                if first <= i <= last or tree.lemma[i] not in REPORT or not tree.is_verb(i):
                    continue
                cues.append((min(abs(i - first), abs(i - last)), i))
        for _, cue in sorted(cues):
            if found := self.speakers_of(cue):
                return found[0]
        if first > 1 and self._new_paragraph(first - 1):
            announcing = self._announced(first - 2)
            if announcing is not None:
                return self.speakers_of(announcing)[0]
        begin = tree.bounds[tree.sentence[first]][0]
        for i in range(first - 1, max(begin, first - 4) - 1, -1):  # "Smith: "..."
            if tree.lower[i] == ":":
                mention = self.referents.mention_at(i - 1) if i else None
                return Referent(mention[2], mention[0], mention[1], i - 1) if mention else None
        return None

    def _announced(self, last: int) -> int | None:
        """The verb of saying in a sentence that ends in a colon, if its subject is known."""
        tree = self.tree
        while last > 0 and not tree.lower[last].strip():
            last -= 1
        if tree.lower[last] != ":":
            return None
        cues = range(last - 1, tree.bounds[tree.sentence[last]][0] - 1, -1)
        return next((i for i in cues if is_cue(tree, i) and self.speakers_of(i)), None)
