"""A parsed document as plain lists: what the rules of this room read, many times over, without spaCy's overhead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.records import Span

_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
)
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens 0 to n-1 with their Universal Dependencies; every list has one element a token."""

    text: str
    lemma: tuple[str, ...]
    """Lower-cased lemmas."""
    lower: tuple[str, ...]
    pos: tuple[str, ...]
    tag: tuple[str, ...]
    """Penn Treebank tags."""
    dep: tuple[str, ...]
    head: tuple[int, ...]
    """The token's head; a root is its own."""
    children: tuple[tuple[int, ...], ...]
    begin: tuple[int, ...]
    """Character offset of each token's first character."""
    end: tuple[int, ...]
    sentence: tuple[int, ...]
    """Number of each token's sentence."""
    bounds: tuple[tuple[int, int], ...]
    """First token and one past the last token of each sentence."""

    def __len__(self) -> int:
        return len(self.lemma)

    def is_verb(self, i: int) -> bool:
        """Whether the token is a verb form, participles used as adjectives included."""
        return self.tag[i].startswith("VB") or self.pos[i] == "VERB"

    def child(self, i: int, *deps: str) -> int | None:
        """The first child by one of these relations."""
        for c in self.children[i]:
            if self.dep[c] in deps:
                return c
        return None

    def phrasal(self, i: int) -> str:
        """The lemma of a verb with its particles, "call_off"; of another word its lemma."""
        parts = [self.lemma[i], *(self.lower[c] for c in self.children[i] if self.dep[c] == "compound:prt")]
        return "_".join(parts)

    def children_by(self, i: int, *deps: str) -> list[int]:
        """All children by one of these relations."""
        return [c for c in self.children[i] if self.dep[c] in deps]

    def up(self, i: int) -> Iterator[int]:
        """The token's ancestors, nearest first; ends even where a parse has a cycle."""
        for _ in range(len(self)):
            above = self.head[i]
            if above == i:
                return
            yield above
            i = above

    def first_conjunct(self, i: int) -> int:
        """The head of the coordination that the token is in."""
        for _ in range(len(self)):
            if self.dep[i] != "conj" or self.head[i] == i:
                return i
            i = self.head[i]
        return i

    def conjuncts(self, i: int) -> list[int]:
        """The token and everything coordinated below it, in the order of the text."""
        found = [i]
        for c in self.children[i]:
            if self.dep[c] == "conj":
                found += self.conjuncts(c)
        return sorted(found)

    def subtree(self, i: int) -> list[int]:
        """The token and all below it, in the order of the text."""
        found, stack = [], [i]
        while stack:
            j = stack.pop()
            found.append(j)
            stack += self.children[j]
        return sorted(found)

    def case(self, i: int) -> str:
        """The token's preposition: its lemmas joined by a space, or ""."""
        words = []
        for c in self.children[i]:
            if self.dep[c] == "case" and self.tag[c] != "POS":
                words.append(self.lower[c])
                words += [self.lower[f] for f in self.children[c] if self.dep[f] == "fixed"]
        if not words:  # parsers also hang it on the title before a name: "with President X"
            for c in self.children[i]:
                if c < i and self.dep[c] in ("nmod:desc", "compound") and (inner := self.case(c)):
                    return inner
        return " ".join(words)

    def mark(self, i: int) -> str:
        """The clause's conjunction: its words joined by a space, or ""."""
        words = []
        for c in self.children[i]:
            if self.dep[c] == "mark":
                words.append(self.lower[c])
                words += [self.lower[f] for f in self.children[c] if self.dep[f] == "fixed"]
        return " ".join(words)

    def is_prefixed(self, i: int) -> bool:
        """Whether "pro-", "anti-" or "non-" stands before the token: it is not his ("anti-Norwegian groups")."""
        k = i - 1
        if k > 0 and self.lower[k] in ("-", "‑", "–"):
            k -= 1
        return k >= 0 and self.lower[k].rstrip("-") in ("pro", "anti", "non")

    def antecedent(self, i: int) -> int | None:
        """What a relative pronoun stands for: the noun that its clause modifies."""
        if self.lower[i] not in RELATIVE or self.tag[i] not in ("WP", "WDT", "WP$", "WRB", "IN", "DT"):
            return None
        below = i
        for above in self.up(i):
            if self.dep[below] == "acl:relcl":
                return above
            if self.dep[below] == "ccomp" and below != i:
                return None
            below = above
        if self.dep[below] == "acl:relcl":
            return self.head[below]
        return None

    def span(self, first: int, last: int) -> Span:
        """The characters from the first token to the last, inclusive."""
        return Span(self.begin[first], self.end[last])


def _lemma(lemma: str, lower: str, vocabulary: frozenset[str]) -> str:
    """Lemmatizers slip ("rebuked" to "rebuk"); regular endings are cut off again where a known word comes out."""
    if lemma in vocabulary or not vocabulary:
        return lemma
    for ending, more in _ENDINGS:
        if lower.endswith(ending):
            base = lower[: len(lower) - len(ending)] + more
            if base in vocabulary:
                return base
            if len(base) > 3 and base[-1:] == base[-2:-1] and base[:-1] in vocabulary:
                return base[:-1]
    return lemma


def tree_of(doc: Doc, vocabulary: frozenset[str] = frozenset()) -> Tree:
    """The tree of a parsed document; tokens that are only white space hang where the parser left them.

    Args:
        doc: with sentences, heads and lemmas.
        vocabulary: words worth knowing; a lemma that is none of them gives way to a regular base form that is.
    """
    tokens = list(doc)  # made anew each time that a document is walked
    children: list[list[int]] = [[] for _ in tokens]
    head = []
    for token in tokens:
        head.append(token.head.i)
        if token.head.i != token.i:
            children[token.head.i].append(token.i)
    sentence = [0] * len(tokens)
    bounds = []
    for number, sent in enumerate(doc.sents):
        bounds.append((sent.start, sent.end))
        sentence[sent.start : sent.end] = [number] * (sent.end - sent.start)
    return Tree(
        text=doc.text,
        lemma=tuple(
            _lemma((token.lemma_ or token.text).lower(), token.lower_, vocabulary) for token in tokens
        ),
        lower=tuple(token.lower_ for token in tokens),
        pos=tuple(token.pos_ for token in tokens),
        tag=tuple(token.tag_ for token in tokens),
        dep=tuple(token.dep_ for token in tokens),
        head=tuple(head),
        children=tuple(map(tuple, children)),
        begin=tuple(token.idx for token in tokens),
        end=tuple(token.idx + len(token) for token in tokens),
        sentence=tuple(sentence),
        bounds=tuple(bounds),
    )
