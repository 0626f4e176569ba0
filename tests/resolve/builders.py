"""Annotated documents made by hand, so that the tests need no model."""

from __future__ import annotations

import re

import spacy
from spacy.tokens import Doc, Span

from kg.records import Document, Entity
from kg.resolve import KnowledgeBase, resolve

_BLANK = spacy.blank("en")
_MARKED = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def marked(text: str) -> Doc:
    """A document without parse from a text with marked names: "[Jens Larsen|PERSON] spoke"."""
    plain, names, at = [], [], 0
    length = 0
    for match in _MARKED.finditer(text):
        before = text[at : match.start()]
        plain += [before, match.group(1)]
        length += len(before)
        names.append((length, length + len(match.group(1)), match.group(2)))
        length += len(match.group(1))
        at = match.end()
    doc = _BLANK("".join(plain) + text[at:])
    doc.ents = [span for b, e, label in names if (span := doc.char_span(b, e, label=label)) is not None]
    return doc


def parsed(
    rows: str,
    ents: list[tuple[int, int, str]] | None = None,
    clusters: list[list[tuple[int, int]]] | None = None,
) -> Doc:
    """A parsed document: a line for each token with word, part of speech, head and relation; blanks part sentences.

    Args:
        ents: start, end and label of names, in tokens.
        clusters: coreference clusters as lists of start and end, in tokens.
    """
    words, tags, heads, deps, starts = [], [], [], [], []
    fresh = True
    for line in rows.strip().splitlines():
        columns = line.split()
        if not columns:
            fresh = True
            continue
        word, pos, head, dep = columns
        words.append(word)
        tags.append(pos)
        heads.append(int(head))
        deps.append(dep)
        starts.append(fresh)
        fresh = False
    doc = Doc(
        _BLANK.vocab, words=words, pos=tags, heads=heads, deps=deps, lemmas=[lemma(word) for word in words]
    )
    doc.ents = [Span(doc, start, stop, label=label) for start, stop, label in ents or []]
    for number, spans in enumerate(clusters or [], 1):
        doc.spans[f"coref_{number}"] = [Span(doc, start, stop) for start, stop in spans]
    return doc


_LEMMAS = {
    "said": "say",
    "says": "say",
    "denied": "deny",
    "rejected": "reject",
    "met": "meet",
    "warned": "warn",
    "ties": "tie",
}


def lemma(word: str) -> str:
    return _LEMMAS.get(word, word.lower())


def entities(doc: Doc, kb: KnowledgeBase | None = None, id: str = "test") -> dict[str, Entity]:
    """The entities of a document by name."""
    found = resolve(doc, Document(id, doc.text), kb)
    return {entity.name: entity for entity in found}


def words_of(entity: Entity, doc: Doc) -> list[str]:
    """The words of each mention, in order."""
    return [mention.span.of(doc.text) for mention in entity.mentions]
