"""Related pairs of documents put each by itself, its two actors marked, as sentence corpora have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.relate.model.windows import Pair, Slot, Window
from kg.train.relations.examples import Example

MAX_WORDS: Final = 140


def marked_examples(examples: Iterable[Example]) -> Iterator[Example]:
    """The related pairs of some windows; one that would need a very long text is left out."""
    for example in examples:
        for index, answer in enumerate(example.answers):
            if not answer.predicates:
                continue
            words = marked_words(example.window, example.window.pairs[index])
            if len(words) > MAX_WORDS:
                continue
            small = marked(example.window, index)
            sources, evidence = answer.sources, answer.evidence
            if sources:
                speakers = {example.window.slots[slot].entity for slot in sources}
                sources = tuple(n for n, slot in enumerate(small.slots) if slot.entity in speakers) or None
            if evidence is not None:
                evidence = evidence[0] - words.start, evidence[1] - words.start
            yield Example(small, (replace(answer, sources=sources, evidence=evidence),))


def marked_words(window: Window, pair: Pair) -> range:
    """The words that are kept: the pair's sentence, the one before, and back to where either is named."""
    first = max(0, pair.sentence - 1)
    for slot in (window.slots[pair.subject], window.slots[pair.object]):
        first = min([first, *(window.sentences[begin] for begin, _ in slot.spans)])
    inside = [n for n, sentence in enumerate(window.sentences) if first <= sentence <= pair.sentence]
    return range(inside[0], inside[-1] + 1)


def marked(window: Window, index: int) -> Window:
    """The question of one pair alone, its two actors marked."""
    pair = window.pairs[index]
    words = marked_words(window, pair)
    offset = words.start
    new: dict[int, int] = {}
    slots: list[Slot] = []
    for number, slot in enumerate(window.slots):
        if number in (pair.subject, pair.object) or (slot.spans and slot.spans[0][0] in words):
            new[number] = len(slots)
            moved = tuple((begin - offset, end - offset) for begin, end in slot.spans)
            slots.append(Slot(slot.entity, slot.type, moved))
    first = window.sentences[offset]
    return Window(
        words=tuple(window.words[n] for n in words),
        breaks=tuple(window.breaks[n] for n in words),
        sentences=tuple(window.sentences[n] - first for n in words),
        slots=tuple(slots),
        pairs=(Pair(new[pair.subject], new[pair.object], pair.sentence - first),),
        marked=True,
        heads=tuple(window.heads[n] - offset if window.heads[n] in words else n - offset for n in words)
        if window.heads
        else (),
        functions=tuple(window.functions[n] for n in words) if window.functions else (),
    )
