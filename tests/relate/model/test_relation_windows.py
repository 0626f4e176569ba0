"""Documents cut into windows: every pair is asked about once, offsets point at the entities' own words."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate import language
from kg.annotate.pieces import Pieces
from kg.records import Entity, EntityType, Mention, Span
from kg.relate.model.batch import OBJECT, SUBJECT, arrays
from kg.relate.model.documents import (
    CONTEXT_PIECES,
    EARLIER_SENTENCES,
    MAX_ENTITIES,
    WINDOW_PIECES,
    marked,
    stretches,
)

TOKENIZER = Path(language.__file__).parent / "model" / "tokenizer.json"
NAMES = {
    "France": EntityType.COUNTRY,
    "Ada Lima": EntityType.PERSON,
    "Acme": EntityType.ORGANIZATION,
    "Ely": EntityType.PLACE,
}


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(TOKENIZER.read_text(encoding="utf-8"))


def parsed(text: str) -> Doc:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp(text)


def entities(text: str) -> tuple[Entity, ...]:
    found = []
    for name, kind in NAMES.items():
        places = [n for n in range(len(text)) if text.startswith(name, n)]
        if places:
            mentions = tuple(Mention(Span(n, n + len(name))) for n in places)
            found.append(Entity(f"e{len(found)}", kind, name, (), mentions))
    return tuple(found)


def asked(text: str, pieces: Pieces) -> list[tuple[str, str, str]]:
    """Subject, object and sentence of every pair."""
    own = entities(text)
    rows = []
    for stretch in stretches(parsed(text), own, pieces):
        window = stretch.window
        for pair in window.pairs:
            words = [w for w, s in zip(window.words, window.sentences, strict=True) if s == pair.sentence]
            ends = [own[window.slots[slot].entity].name for slot in (pair.subject, pair.object)]
            rows.append((*ends, " ".join(words)))
    return rows


def test_both_directions_within_a_sentence(pieces):
    assert asked("France met Acme.", pieces) == [
        ("France", "Acme", "France met Acme ."),
        ("Acme", "France", "France met Acme ."),
    ]


def test_a_place_is_asked_only_where_it_may_lie(pieces):
    subjects = {(s, o) for s, o, _ in asked("Ada Lima saw Ely in France.", pieces)}
    assert ("Ely", "France") in subjects
    assert ("Ely", "Ada Lima") not in subjects


def test_an_entity_of_the_sentences_before_is_asked_where_the_sentence_lacks_it(pieces):
    rows = asked("Acme spoke. Ada Lima left." + " It slept." * EARLIER_SENTENCES + " Ely slept.", pieces)
    assert ("Acme", "Ada Lima", "Ada Lima left .") in rows
    assert not any("Ely" in row[:2] and "Acme" in row[:2] for row in rows)


def test_the_country_of_the_text_is_asked_however_far_it_is_named(pieces):
    padding = " ".join(["It slept well."] * 200)
    text = f"France spoke. {padding} Ada Lima left."
    assert ("Ada Lima", "France", "Ada Lima left .") in asked(text, pieces)
    window = stretches(parsed(text), entities(text), pieces)[-1].window
    (absent,) = (slot for slot in window.slots if not slot.spans)
    made = arrays([window], pieces)
    assert made.pool[0, window.slots.index(absent), 0] == 1


def test_a_text_without_pairs_makes_no_window(pieces):
    assert asked("France spoke.", pieces) == []
    assert asked("", pieces) == []


def test_a_list_of_names_is_capped(pieces):
    names = [f"Name{n}x" for n in range(60)]
    text = ", ".join(names) + " met."
    own = tuple(
        Entity(
            f"e{n}",
            EntityType.PERSON,
            name,
            (),
            (Mention(Span(text.index(name), text.index(name) + len(name))),),
        )
        for n, name in enumerate(names)
    )
    pairs = sum(len(s.window.pairs) for s in stretches(parsed(text), own, pieces))
    assert pairs <= 3 * MAX_ENTITIES * MAX_ENTITIES


words = st.sampled_from(
    ["France", "Ada Lima", "Acme", "Ely", "met", "zzzyx", "with.", "x" * 400, "\n\n", "."]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(words, max_size=120))
def test_spans_are_the_entities_own_words_whatever_the_text(tokens):
    own_pieces = Pieces(TOKENIZER.read_text(encoding="utf-8")) if not _CACHE else _CACHE[0]
    _CACHE[:] = [own_pieces]
    text = " ".join(tokens)
    doc, own = parsed(text), entities(text)
    sentences_asked = []
    for stretch in stretches(doc, own, own_pieces):
        window = stretch.window
        assert [doc[token].text for token in stretch.tokens] == list(window.words)
        size = sum(map(len, own_pieces.of(window.words)))
        assert size <= WINDOW_PIECES + CONTEXT_PIECES + 300
        for slot in window.slots:
            spans = {m.span for m in own[slot.entity].mentions}
            for begin, end in slot.spans:
                first, last = doc[stretch.tokens[begin]], doc[stretch.tokens[end - 1]]
                assert any(span.begin < last.idx + len(last) and first.idx < span.end for span in spans)
        for number in {pair.sentence for pair in window.pairs}:
            sentences_asked.append(stretch.tokens[window.sentences.index(number)])
        small = marked(window, 0)
        pair, put = window.pairs[0], small.pairs[0]
        for old, new in ((pair.subject, put.subject), (pair.object, put.object)):
            before = [window.words[b:e] for b, e in window.slots[old].spans]
            assert before == [small.words[b:e] for b, e in small.slots[new].spans]
    assert len(sentences_asked) == len(set(sentences_asked))


_CACHE: list[Pieces] = []


def test_arrays_mark_roles_types_and_first_pieces(pieces):
    text = "Ada Lima met Acme. She left."
    (stretch,) = stretches(parsed(text), entities(text), pieces)
    window = marked(stretch.window, 0)
    made = arrays([stretch.window, window], pieces)
    assert made.pieces.shape == made.types.shape
    assert not made.roles[0].any()
    subject, object_ = (
        window.slots[slot].spans[0] for slot in (window.pairs[0].subject, window.pairs[0].object)
    )
    firsts = made.firsts[1]
    assert {made.roles[1, firsts[w]] for w in range(*subject)} == {SUBJECT}
    assert {made.roles[1, firsts[w]] for w in range(*object_)} == {OBJECT}
    assert np.allclose(made.pool.sum(-1)[1, : len(window.slots)], 1)
    inside = made.within[1, 0]
    assert inside.sum() == sum(s == window.pairs[0].sentence for s in window.sentences)
