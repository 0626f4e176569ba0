"""Entities as they grow: what their mentions so far tell, and how well a further mention fits them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from math import log1p
from operator import mul
from typing import Final

from kg.annotate.mentions import DEFINITE, NAME, PRONOUN
from kg.annotate.pairs import MentionTable

PERSONAL: Final = 7
"""The classes of `kg.annotate.pairs.PRONOUNS` up to this one are of personal pronouns."""
GAPS: Final = (2, 5, 12, 30, 80)
"""Mentions back to the entity's last one."""
_STEPS: Final = [
    tuple(float(bisect_left(GAPS, gap) == step) for step in range(len(GAPS) + 1))
    for gap in range(GAPS[-1] + 2)
]
FITS: Final = 23 + len(GAPS) + 1
"""Features of a mention and an entity."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The columns of a table of mentions as lists, which are faster to read one by one than arrays."""

    kinds: list[int]
    pronouns: list[int]
    plural: list[int]
    sentences: list[int]
    texts: list[int]
    lemmas: list[int]
    lasts: list[int]
    acronyms: list[int]
    names: list[int]
    words: list[frozenset[str]]
    types: list[list[float]]
    tops: list[int]
    """The likeliest type of each."""

    @classmethod
    def of(cls, table: MentionTable) -> Rows:
        """Read a table."""
        return cls(
            kinds=table.kinds.tolist(),
            pronouns=table.pronouns.tolist(),
            plural=table.plural.tolist(),
            sentences=table.sentences.tolist(),
            texts=table.texts.tolist(),
            lemmas=table.lemmas.tolist(),
            lasts=table.lasts.tolist(),
            acronyms=table.acronyms.tolist(),
            names=table.names.tolist(),
            words=table.words,
            types=table.types.tolist(),
            tops=table.types.argmax(axis=1).tolist(),
        )


@dataclass(slots=True)
class Entity:
    """What the mentions tell that were found to mean the same; `last` is the row of the latest."""

    last: int = -1
    size: int = 0
    sentence: int = -1
    kinds: set[int] = field(default_factory=set)
    pronouns: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    labels: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    lemmas: set[int] = field(default_factory=set)
    lasts: set[int] = field(default_factory=set)
    acronyms: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    types: list[float] = field(default_factory=list)
    top: int = -1

    def add(self, rows: Rows, row: int) -> None:
        """Take in a mention that comes after all others."""
        kind = rows.kinds[row]
        self.kinds.add(kind)
        if kind == PRONOUN:
            if rows.pronouns[row] <= PERSONAL:
                self.pronouns.add(rows.pronouns[row])
        else:
            self.texts.add(rows.texts[row])
            self.lemmas.add(rows.lemmas[row])
            self.acronyms.add(rows.acronyms[row])
            self.words |= rows.words[row]
            if kind == NAME:
                self.lasts.add(rows.lasts[row])
        if rows.plural[row]:
            self.numbers.add(rows.plural[row])
        if rows.names[row]:
            self.labels.add(rows.names[row])
        types = rows.types[row]
        self.types = [a + b for a, b in zip(self.types, types, strict=True)] if self.size else types
        self.top = self.types.index(max(self.types))
        self.last, self.sentence, self.size = row, rows.sentences[row], self.size + 1

    def fit(self, rows: Rows, row: int) -> list[float]:
        """[FITS] of a mention that comes after all of the entity's."""
        number = rows.plural[row]
        label = rows.names[row]
        steps = rows.sentences[row] - self.sentence
        return [
            *self._words(rows, row),
            NAME in self.kinds,
            DEFINITE in self.kinds,
            self.kinds == {PRONOUN},
            *self._pronouns(rows.pronouns[row]),
            number in self.numbers,
            bool(number and self.numbers - {number}),
            *_STEPS[min(row - self.last, len(_STEPS) - 1)],
            steps == 0,
            steps == 1,
            steps > 3,
            log1p(self.size) / 2,
            self.size > 1,
            sum(map(mul, rows.types[row], self.types)) / self.size,
            rows.tops[row] == self.top,
            label in self.labels,
            bool(label and self.labels and label not in self.labels),
        ]

    def _words(self, rows: Rows, row: int) -> list[float]:
        if rows.kinds[row] == PRONOUN:
            return [0.0] * 7
        words = rows.words[row]
        shared = len(words & self.words) / max(len(words), 1)
        name = rows.kinds[row] == NAME
        last = name and rows.lasts[row] in self.lasts
        return [
            rows.texts[row] in self.texts,
            rows.lemmas[row] in self.lemmas,
            last,
            rows.acronyms[row] in self.texts or rows.texts[row] in self.acronyms,
            shared,
            shared == 1,
            name and NAME in self.kinds and not last and not shared,
        ]

    def _pronouns(self, pronoun: int) -> list[float]:
        if not 0 < pronoun <= PERSONAL:
            return [0.0, 0.0]
        return [pronoun in self.pronouns, bool(self.pronouns - {pronoun})]
