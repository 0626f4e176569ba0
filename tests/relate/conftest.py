"""Hand-made parses for the tests of this folder: one word a line, `text TAG head dep [lemma]`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pytest
import spacy
from spacy.tokens import Doc

from kg.records import Claim, Document, Entity, EntityType, Mention, MentionKind, Publication, Span
from kg.relate import Relater
from kg.schema import load

Claims = dict[tuple[str, str, str], Claim]
Reader = Callable[..., Claims]

COUNTRIES = {
    "a": "Country: Aland",
    "b": "Country: Borduria",
    "c": "Country: Carpania",
    "p": "Person: Ada Lind|Lind",
}

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "RB": "ADV", "IN": "ADP",
    "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "WP$": "PRON", "TO": "PART", "MD": "AUX",
    "CC": "CCONJ", "CD": "NUM", "POS": "PART", ".": "PUNCT", ",": "PUNCT", "``": "PUNCT", "''": "PUNCT", ":": "PUNCT",
    "RP": "ADP",
}  # fmt: skip
_PARAGRAPH = "\n\n"
_VOCAB = spacy.blank("en").vocab


def doc_of(*sentences: str) -> Doc:
    """A parsed document from sentences of `text TAG head dep [lemma]` lines; heads count from 1, 0 is the root.

    The text ¶ begins a new paragraph.
    """
    words, tags, heads, deps, lemmas, pos, starts = [], [], [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for number, line in enumerate(sentence.strip().splitlines()):
            text, tag, head, dep, *rest = line.split()
            words.append(_PARAGRAPH if text == "¶" else text)
            tags.append(tag)
            heads.append(offset + (int(head) - 1 if int(head) else number))
            deps.append(dep)
            lemmas.append(rest[0] if rest else text.lower())
            auxiliary = dep in ("aux", "aux:pass", "cop")
            pos.append("AUX" if auxiliary else "VERB" if tag.startswith("VB") else _POS.get(tag, "X"))
            starts.append(number == 0)
    closing = {",", ".", "'s", "n't", "-", "”", ":", _PARAGRAPH}
    spaces = [
        not (after in closing or word in ("“", "-", _PARAGRAPH))
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


@pytest.fixture(name="relater", scope="session")
def _relater() -> Relater:
    return Relater(load())


@pytest.fixture(name="reader", scope="session")
def _reader(doc_of: Callable[..., Doc], entities_of: Callable[..., tuple[Entity, ...]]) -> Reader:
    """Reads parses by a relater; every claim's evidence must lie in the text."""

    def read(
        relater: Relater,
        *sentences: str,
        issued: dt.date | None = None,
        isos: Mapping[str, str] | None = None,
        **names: str,
    ) -> Claims:
        doc = doc_of(*sentences)
        document = Document("d", doc.text, Publication(issued=issued))
        found = entities_of(doc, **(names or COUNTRIES))
        entities = tuple(replace(entity, iso=(isos or {}).get(entity.id)) for entity in found)
        claims = relater.relate(doc, document, entities)
        for claim in claims:
            assert claim.evidence.of(doc.text).strip()
            assert 0 <= claim.evidence.begin < claim.evidence.end <= len(doc.text)
        return {(claim.subject, claim.predicate, claim.object): claim for claim in claims}

    return read


@pytest.fixture(name="read", scope="session")
def _read(reader: Reader, relater: Relater) -> Reader:
    return partial(reader, relater)
