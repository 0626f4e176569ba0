"""The PLOVER root of what one actor of a sentence does to another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.language import build
from kg.relate.model.documents import functions_of, heads_of
from kg.relate.model.runner import load
from kg.relate.model.windows import Pair, Slot, Window

Place = tuple[int, int]
MAX_WORDS: Final = 110
"""Of a longer text only the words around the two actors are read."""


def classify_event(sentence: str, source: Place, target: Place) -> tuple[str, float]:
    """The root of what the source does to the target, with its confidence (0 to 1).

    Args:
        sentence: one sentence of political news.
        source: begin and end (exclusive) of the actor, in characters.
        target: the same of the one acted on.

    Raises:
        ValueError: a span lies outside the sentence or holds no word.
        ModelError: the model file is missing or broken.
    """
    (found,) = classify_events([(sentence, source, target)])
    return found


def classify_events(rows: Iterable[tuple[str, Place | None, Place | None]]) -> list[tuple[str, float]]:
    """The same for many; an actor that its sentence does not name is None.

    Raises:
        ValueError: a span lies outside its sentence or holds no word, or both are None.
        ModelError: the model file is missing or broken.
    """
    given = list(rows)
    docs = parser().pipe(sentence for sentence, _, _ in given)
    windows = [marked_sentence(doc, *ends) for doc, (_, *ends) in zip(docs, given, strict=True)]
    if not windows:
        return []
    model = load()
    roots = model.settings["roots"]
    return [(roots[row.argmax()], float(row.max())) for row in model.roots(windows)]


def marked_sentence(sentence: Doc, source: Place | None, target: Place | None) -> Window:
    """A window of one parsed sentence that asks about one pair, the words of both marked.

    Raises:
        ValueError: a span lies outside the sentence or holds no word, or both are None.
    """
    size = len(sentence.text)
    words = [token for token in sentence if not token.is_space]
    ranges: list[Place | None] = []
    for name, place in (("source", source), ("target", target)):
        if place is None:
            ranges.append(None)
            continue
        if not 0 <= place[0] < place[1] <= size:
            raise ValueError(f"the {name} {place} lies outside the sentence of {size} characters")
        inside = [
            n for n, token in enumerate(words) if token.idx < place[1] and token.idx + len(token) > place[0]
        ]
        if not inside:
            raise ValueError(f"the {name} {place} holds no word: {sentence.text[slice(*place)]!r}")
        ranges.append((inside[0], inside[-1] + 1))
    known = [place for place in ranges if place]
    if not known:
        raise ValueError("an event needs a source or a target in the sentence")
    start = 0
    if len(words) > MAX_WORDS:
        low, high = min(place[0] for place in known), max(place[1] for place in known)
        start = max(0, min(low - max(0, MAX_WORDS - high + low) // 2, len(words) - MAX_WORDS))
        words = words[start : start + MAX_WORDS]
    slots = []
    for number, place in enumerate(ranges):
        begin, end = (max(0, place[0] - start), min(len(words), place[1] - start)) if place else (0, 0)
        slots.append(Slot(number, 0, ((begin, end),) if begin < end else ()))
    texts = tuple(token.text for token in words)
    zeros = (0,) * len(texts)
    places = [token.i for token in words]
    return Window(
        words=texts,
        breaks=zeros,
        sentences=zeros,
        slots=tuple(slots),
        pairs=(Pair(0, 1, 0),),
        marked=True,
        heads=heads_of(sentence, places),
        functions=functions_of(words),
    )


@cache
def parser() -> Language:
    """The part of the English model that sets the trees."""
    return build(("kg_annotator",))
