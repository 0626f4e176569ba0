"""Hand-made parses for the tests of this folder: one word a line, `text TAG head dep [lemma]`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from kg.records import Entity, EntityType, Mention, MentionKind, Span

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "RB": "ADV", "IN": "ADP",
    "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "WP$": "PRON", "TO": "PART", "MD": "AUX",
    "CC": "CCONJ", "CD": "NUM", "POS": "PART", ".": "PUNCT", ",": "PUNCT", "``": "PUNCT", "''": "PUNCT", ":": "PUNCT",
    "RP": "ADP",
}  # fmt: skip
_VOCAB = spacy.blank("en").vocab


def doc_of(*sentences: str) -> Doc:
    """A parsed document from sentences of `text TAG head dep [lemma]` lines; heads count from 1, 0 is the root."""
    words, tags, heads, deps, lemmas, pos, starts = [], [], [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for number, line in enumerate(sentence.strip().splitlines()):
            text, tag, head, dep, *rest = line.split()
            words.append(text)
            tags.append(tag)
            heads.append(offset + (int(head) - 1 if int(head) else number))
            deps.append(dep)
            lemmas.append(rest[0] if rest else text.lower())
            auxiliary = dep in ("aux", "aux:pass", "cop")
            pos.append("AUX" if auxiliary else "VERB" if tag.startswith("VB") else _POS.get(tag, "X"))
            starts.append(number == 0)
    closing = {",", ".", "'s", "n't", "-", "”", ":"}
    spaces = [
        not (after in closing or word in ("“", "-"))
        for word, after in zip(words, [*words[1:], "."], strict=False)
    ]
    return Doc(
        _VOCAB,
        words,
        spaces=spaces,
        tags=tags,
        heads=heads,
        deps=deps,
        lemmas=lemmas,
        pos=pos,
        sent_starts=starts,
    )


def entities_of(doc: Doc, **names: str) -> tuple[Entity, ...]:
    """Entities by `id="Type: name|alias|she*"`: every occurrence is a mention, * marks a description."""
    made = []
    for id_, given in names.items():
        kind, rest = given.split(": ")
        mentions = []
        words = [word.strip() for word in rest.split("|")]
        for word in words:
            plain = word.rstrip("*")
            begin = doc.text.find(plain)
            while begin >= 0:
                after = doc.text[begin + len(plain) : begin + len(plain) + 1]
                if not after.isalnum():
                    mentions.append(
                        Mention(
                            Span(begin, begin + len(plain)),
                            MentionKind.DESCRIPTION if word.endswith("*") else MentionKind.NAME,
                        )
                    )
                begin = doc.text.find(plain, begin + 1)
        made.append(
            Entity(id_, EntityType(kind), words[0], mentions=tuple(sorted(mentions, key=lambda m: m.span)))
        )
    return tuple(made)


@pytest.fixture(name="doc_of", scope="session")
def _doc_of() -> Callable[..., Doc]:
    return doc_of


@pytest.fixture(name="entities_of", scope="session")
def _entities_of() -> Callable[..., tuple[Entity, ...]]:
    return entities_of
