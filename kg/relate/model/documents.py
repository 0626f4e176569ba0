"""A parsed document and its entities, cut into windows with the pairs that the model is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from kg.annotate.pieces import Pieces
from kg.annotate.shapes import BREAK_BLANK, BREAK_LINE, BREAK_NONE
from kg.records import Entity, EntityType
from kg.relate.model.windows import TYPES, Pair, Slot, Window

WINDOW_PIECES: Final = 256
"""Pieces of new text in a window."""
CONTEXT_PIECES: Final = 32
"""Pieces of earlier sentences before it."""
SENTENCE_PIECES: Final = 300
"""A longer sentence is cut: it is no sentence."""
MAX_ENTITIES: Final = 14
"""Entities of one sentence that are paired; the later ones of a longer list are left out."""
EARLIER_SENTENCES: Final = 4
"""So many sentences back, of those that mention any, an entity may be named that a sentence relates to its own."""
MAX_EARLIER: Final = 12
"""Entities of those sentences that are paired, the last named first."""

_ACTORS: Final = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window and where it lies in its document."""

    window: Window
    tokens: tuple[int, ...]
    """For each word its token in the spaCy Doc."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    tokens: tuple[int, ...]
    pieces: int
    mentions: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    """Entities with their half-open ranges of positions in `tokens`, in the order of first mention."""


def stretches(doc: Doc, entities: Sequence[Entity], vocabulary: Pieces) -> list[Stretch]:
    """Windows that together hold each sentence that mentions an entity once, and before it some of what precedes it.

    Sentences that mention none are left out: they take a sixth of the time and say next to nothing of who does what.

    Pairs are asked within a sentence and, where an entity is not in it, from the sentences before; and always with
    the country that the document names most, to which its unnamed offices belong. A window without a pair is left out.
    """
    home = _home(entities)
    sentences = [one for one in _sentences(doc, entities, vocabulary) if one.mentions]
    found = []
    start = 0
    while start < len(sentences):
        stop, size = start, 0
        while stop < len(sentences) and (stop == start or size + sentences[stop].pieces <= WINDOW_PIECES):
            size += sentences[stop].pieces
            stop += 1
        before, size = start, 0
        while before > 0 and size + sentences[before - 1].pieces <= CONTEXT_PIECES:
            before -= 1
            size += sentences[before].pieces
        stretch = _stretch(doc, entities, sentences[before:stop], start - before, home)
        if stretch.window.pairs:
            found.append(stretch)
        start = stop
    return found


def _sentences(doc: Doc, entities: Sequence[Entity], vocabulary: Pieces) -> Iterator[_Sentence]:
    owner: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, entity in enumerate(entities):
        for mention in entity.mentions:
            span = doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
            if span is not None and len(span):
                owner[span.start].append((span.end, number, span.start))
    for sentence in doc.sents:
        tokens = [token.i for token in sentence if not token.is_space]
        cut: list[int] = []
        pieces = 0
        for token, parts in zip(tokens, vocabulary.of([doc[token].text for token in tokens]), strict=True):
            if pieces + len(parts) > SENTENCE_PIECES:
                yield _sentence(cut, pieces, owner)
                cut, pieces = [], 0
            cut.append(token)
            pieces += len(parts)
        if cut:
            yield _sentence(cut, pieces, owner)


def _sentence(tokens: list[int], pieces: int, owner: dict[int, list[tuple[int, int, int]]]) -> _Sentence:
    place = {token: index for index, token in enumerate(tokens)}
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for token in tokens:
        for end, number, begin in owner.get(token, ()):
            stop = place.get(end - 1, len(tokens) - 1) + 1
            found[number].append((place[begin], max(stop, place[begin] + 1)))
    mentions = tuple((number, tuple(spans)) for number, spans in found.items())
    return _Sentence(tuple(tokens), pieces, mentions)


def _stretch(
    doc: Doc, entities: Sequence[Entity], sentences: Sequence[_Sentence], asked: int, home: int | None
) -> Stretch:
    """The window of some sentences, asking about those from number `asked` on."""
    tokens: list[int] = []
    numbers: list[int] = []
    slots: list[Slot] = []
    of_sentence: list[dict[int, int]] = []
    for number, sentence in enumerate(sentences):
        offset = len(tokens)
        tokens += sentence.tokens
        numbers += [number] * len(sentence.tokens)
        mine = {}
        for entity, spans in sentence.mentions:
            mine[entity] = len(slots)
            moved = tuple((begin + offset, end + offset) for begin, end in spans)
            slots.append(Slot(entity, TYPES.index(entities[entity].type.value), moved))
        of_sentence.append(mine)
    if home is not None and not any(home in mine for mine in of_sentence):
        of_sentence.insert(0, {home: len(slots)})
        slots.append(Slot(home, TYPES.index(entities[home].type.value), ()))
        shift = 1
    else:
        shift = 0
    pairs = []
    for number in range(asked, len(sentences)):
        here = dict(list(of_sentence[number + shift].items())[:MAX_ENTITIES])
        earlier = _earlier(of_sentence[: number + shift], here, home)
        for one, first in here.items():
            pairs += [
                Pair(first, slot, number)
                for two, slot in here.items()
                if askable(entities[one], entities[two])
            ]
            for two, second in earlier.items():
                if askable(entities[one], entities[two]):
                    pairs.append(Pair(first, second, number))
                if askable(entities[two], entities[one]):
                    pairs.append(Pair(second, first, number))
    window = Window(
        words=tuple(doc[token].text for token in tokens),
        breaks=_breaks(doc, tokens),
        sentences=tuple(numbers),
        slots=tuple(slots),
        pairs=tuple(pairs),
    )
    return Stretch(window, tuple(tokens))


def _home(entities: Sequence[Entity]) -> int | None:
    """The country that is mentioned most, of several the first."""
    countries = [n for n, entity in enumerate(entities) if entity.type is EntityType.COUNTRY]
    return max(countries, key=lambda n: (len(entities[n].mentions), -n), default=None)


def _earlier(before: Sequence[dict[int, int]], here: Collection[int], home: int | None) -> dict[int, int]:
    """Entities of earlier sentences and their nearest slots, the nearest first; home from however far."""
    found: dict[int, int] = {}
    for back, sentence in enumerate(reversed(before)):
        for entity, slot in reversed(sentence.items()):
            near = back < EARLIER_SENTENCES and len(found) < MAX_EARLIER
            if entity not in here and (near or entity == home):
                found.setdefault(entity, slot)
    return found


def askable(subject: Entity, object: Entity) -> bool:
    """Whether any predicate can hold: places do nothing but lie in places and countries."""
    if subject is object:
        return False
    return subject.type in _ACTORS or object.type in (EntityType.PLACE, EntityType.COUNTRY)


def _breaks(doc: Doc, tokens: Sequence[int]) -> tuple[int, ...]:
    found = [BREAK_BLANK]
    for left, right in pairwise(tokens):
        lines = doc[left + 1 : right].text.count("\n") if right - left > 1 else 0
        found.append(BREAK_NONE if lines == 0 else BREAK_LINE if lines == 1 else BREAK_BLANK)
    return tuple(found[: len(tokens)])
