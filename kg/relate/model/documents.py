"""A parsed document and its entities, cut into windows with the pairs that the model is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc, Token

from kg.annotate.pieces import Pieces
from kg.annotate.shapes import BREAK_BLANK, BREAK_LINE, BREAK_NONE
from kg.records import Entity, EntityType
from kg.relate.model.windows import FUNCTIONS, TYPES, Pair, Slot, Window

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
TOPICS: Final = {EntityType.COUNTRY: 2, EntityType.ORGANIZATION: 3}
"""So many entities of each type, those that the document names most, are paired with those of every sentence."""
HEADER_PIECES: Final = 48
"""Of the names of topics that stand before a window."""
HEADER: Final = -1
"""The number of the sentence that the words of a header are taken for."""

_FUNCTION: Final = {name: number for number, name in enumerate(FUNCTIONS)}
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
    the document's topics, to which its unnamed offices belong ("the minister") and of which it speaks without their
    name. Topics that no sentence up to the first one asked about names stand in a header. A window without a pair is
    left out.
    """
    topics = _topics(entities)
    sentences = [one for one in _sentences(doc, entities, vocabulary) if one.mentions]
    text = doc.text  # spaCy joins the tokens each time
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
        named = {entity for sentence in sentences[before : start + 1] for entity, _ in sentence.mentions}
        unnamed = [topic for topic in topics if topic not in named]
        header = _header(doc, text, entities, unnamed, vocabulary)
        stretch = _stretch(doc, entities, header, sentences[before:stop], start - before, topics)
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
    doc: Doc,
    entities: Sequence[Entity],
    header: _Sentence,
    sentences: Sequence[_Sentence],
    asked: int,
    topics: Sequence[int],
) -> Stretch:
    """The window of a header and some sentences, asking about those from number `asked` on."""
    tokens: list[int] = []
    numbers: list[int] = []
    slots: list[Slot] = []
    of_sentence: list[dict[int, int]] = []
    for number, sentence in enumerate((header, *sentences), start=HEADER):
        offset = len(tokens)
        tokens += sentence.tokens
        numbers += [number] * len(sentence.tokens)
        mine = {}
        for entity, spans in sentence.mentions:
            mine[entity] = len(slots)
            moved = tuple((begin + offset, end + offset) for begin, end in spans)
            slots.append(Slot(entity, TYPES.index(entities[entity].type.value), moved))
        of_sentence.append(mine)
    headings = {begin for _, spans in header.mentions for begin, _ in spans} | {len(header.tokens)}
    pairs = []
    for number in range(asked, len(sentences)):
        here = dict(list(of_sentence[number + 1].items())[:MAX_ENTITIES])
        earlier = _earlier(of_sentence[: number + 1], here, topics)
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
        breaks=_breaks(doc, tokens, headings),
        sentences=tuple(numbers),
        slots=tuple(slots),
        pairs=tuple(pairs),
        heads=heads_of(doc, tokens, len(header.tokens)),
        functions=(0,) * len(header.tokens)
        + functions_of(doc[token] for token in tokens[len(header.tokens) :]),
    )
    return Stretch(window, tuple(tokens))


def heads_of(doc: Doc, tokens: Sequence[int], start: int = 0) -> tuple[int, ...]:
    """For each word the word on which it depends, itself where that was cut off; those before `start` have no tree."""
    places = {token: word for word, token in enumerate(tokens[start:], start=start)}
    inside = (places.get(doc[token].head.i, word) for word, token in enumerate(tokens[start:], start=start))
    return *range(start), *inside


def functions_of(words: Iterable[Token]) -> tuple[int, ...]:
    """The dependency relation of each word, as an index in FUNCTIONS; of an unknown subtype that of its type."""
    return tuple(_FUNCTION.get(word.dep_) or _FUNCTION.get(word.dep_.partition(":")[0], 0) for word in words)


def _topics(entities: Sequence[Entity]) -> list[int]:
    """The entities of some types that are mentioned most, of several the first."""
    found = []
    for type, count in TOPICS.items():
        some = [n for n, entity in enumerate(entities) if entity.type is type and entity.mentions]
        found += sorted(some, key=lambda n: (-len(entities[n].mentions), n))[:count]
    return found


def _header(
    doc: Doc, text: str, entities: Sequence[Entity], topics: Sequence[int], vocabulary: Pieces
) -> _Sentence:
    """The names of some entities as if they were a sentence, as far as there is room."""
    tokens: list[int] = []
    mentions = []
    room = HEADER_PIECES
    for topic in topics:
        spans = [mention.span for mention in entities[topic].mentions]
        name = next((span for span in spans if span.of(text) == entities[topic].name), spans[0])
        words = doc.char_span(name.begin, name.end, alignment_mode="expand") or ()
        own = [token for token in words if not token.is_space]
        size = sum(map(len, vocabulary.of([token.text for token in own])))
        if 0 < size <= room:
            mentions.append((topic, ((len(tokens), len(tokens) + len(own)),)))
            tokens += [token.i for token in own]
            room -= size
    return _Sentence(tuple(tokens), HEADER_PIECES - room, tuple(mentions))


def _earlier(
    before: Sequence[dict[int, int]], here: Collection[int], topics: Collection[int]
) -> dict[int, int]:
    """Entities of earlier sentences and their nearest slots, the nearest first; topics from however far."""
    found: dict[int, int] = {}
    for back, sentence in enumerate(reversed(before)):
        for entity, slot in reversed(sentence.items()):
            near = back < EARLIER_SENTENCES and len(found) < MAX_EARLIER
            if entity not in here and (near or entity in topics):
                found.setdefault(entity, slot)
    return found


def askable(subject: Entity, object: Entity) -> bool:
    """Whether any predicate can hold: places do nothing but lie in places and countries."""
    if subject is object:
        return False
    return subject.type in _ACTORS or object.type in (EntityType.PLACE, EntityType.COUNTRY)


def _breaks(doc: Doc, tokens: Sequence[int], headings: Collection[int]) -> tuple[int, ...]:
    """For each word the break before it; each name of a header, and what follows the last, begins a paragraph."""
    found = [BREAK_BLANK]
    for place, (left, right) in enumerate(pairwise(tokens), start=1):
        lines = doc[left + 1 : right].text.count("\n") if right - left > 1 else 0
        apart = lines > 1 or place in headings or right <= left
        found.append(BREAK_BLANK if apart else BREAK_LINE if lines else BREAK_NONE)
    return tuple(found[: len(tokens)])
