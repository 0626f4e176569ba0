"""What the relation model reads: words with typed entities, and the pairs of entities that it is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TYPES: Final = ("unknown", "Person", "Organization", "Country", "Place")
"""Entity types in the order of the network's type embedding, from 1; 0 is a word of no entity."""

FUNCTIONS: Final = (
    "", "root", "nsubj", "nsubj:pass", "csubj", "obj", "iobj", "obl", "obl:agent", "obl:unmarked", "nmod",
    "nmod:poss", "nmod:unmarked", "nmod:desc", "amod", "advmod", "aux", "aux:pass", "cop", "case", "mark", "cc",
    "conj", "det", "nummod", "compound", "compound:prt", "flat", "fixed", "appos", "acl", "acl:relcl", "advcl",
    "ccomp", "xcomp", "parataxis", "discourse", "expl", "punct", "vocative", "list",
)  # fmt: skip
"""Dependency relations in the order of the network's embedding; the first stands for any other and for none."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One entity as one sentence of a window mentions it."""

    entity: int
    """Number of the entity in its document; slots of one entity share it."""
    type: int
    """Index in TYPES."""
    spans: tuple[tuple[int, int], ...]
    """Half-open word ranges in the window: the entity's mentions in this sentence; none where they were cut off."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question to the network: what does the subject do to the object, as this sentence says it?"""

    subject: int
    """Index of a slot, as is object."""
    object: int
    sentence: int
    """Number in the window of the sentence that carries the claim."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text that the network reads in one go."""

    words: tuple[str, ...]
    breaks: tuple[int, ...]
    """For each word the break before it, as in kg.annotate.shapes."""
    sentences: tuple[int, ...]
    """For each word the number of its sentence in the window, from 0; -1 for those of a header."""
    slots: tuple[Slot, ...]
    pairs: tuple[Pair, ...]
    marked: bool = False
    """Whether the words of the one pair's subject and object are marked as such at the input."""
    heads: tuple[int, ...] = ()
    """For each word the word on which it depends, itself where that is none of the window; empty without a parse."""
    functions: tuple[int, ...] = ()
    """For each word the index of its dependency relation in FUNCTIONS; empty without a parse."""
