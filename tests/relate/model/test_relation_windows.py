"""Documents cut into windows: every pair is asked about once, offsets point at the entities' own words."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate import language
from kg.annotate.pieces import Pieces
from kg.annotate.shapes import BREAK_BLANK
from kg.records import Entity, EntityType, Mention, Span
from kg.relate.classify import marked_sentence, parser
from kg.relate.model.batch import (
    AROUND,
    BESIDE,
    BETWEEN,
    CHAIN,
    ELSEWHERE,
    FAR_OBJECT,
    OBJECT,
    OF_OBJECT,
    OF_SUBJECT,
    ONE_BEFORE,
    SAME,
    SENTENCE,
    SUBJECT,
    UNNAMED,
    questions,
    reading,
)
from kg.relate.model.documents import (
    CONTEXT_PIECES,
    EARLIER_SENTENCES,
    HEADER,
    HEADER_PIECES,
    MAX_ENTITIES,
    WINDOW_PIECES,
    stretches,
)
from kg.relate.model.paths import path, top
from kg.relate.model.windows import FUNCTIONS

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
    rows = asked(
        "Ely slept. Ada Lima left." + " Ada Lima slept." * EARLIER_SENTENCES + " Ada Lima spoke.", pieces
    )
    assert ("Ada Lima", "Ely", "Ada Lima left .") in rows
    assert not any(row[2] == "Ada Lima spoke ." for row in rows)


@pytest.mark.parametrize("topic", ["France", "Acme"])
@pytest.mark.parametrize("first", [True, False])
def test_topics_are_asked_however_far_before_or_behind_they_are_named(pieces, topic, first):
    far = " ".join(["Ada Lima slept well."] * 200)
    text = f"{topic} spoke. {far} Ely slept." if first else f"Ely slept. {far} {topic} spoke."
    rows = asked(text, pieces)
    assert ("Ada Lima", topic, "Ada Lima slept well .") in rows
    assert (("Ely", topic, "Ely slept .") in rows) == (topic == "France")  # a place lies in countries only


def test_a_topic_that_is_not_named_so_far_stands_in_a_header(pieces):
    text = "Ada Lima left. Acme hired her. " + " ".join(["Ada Lima slept well."] * 100)
    found = stretches(parsed(text), entities(text), pieces)
    for stretch in found:
        window = stretch.window
        assert window.words[0] == "Acme"
        assert window.sentences[:2] == (HEADER, 0)
        assert window.breaks[:2] == (BREAK_BLANK, BREAK_BLANK)
        slot = next(number for number, slot in enumerate(window.slots) if slot.spans == ((0, 1),))
        made = reading([window], pieces)
        others = [number for number in range(len(window.slots)) if number != slot]
        assert (made.gaps[0, slot, others] == UNNAMED).all()
        assert not any(pair.sentence == HEADER for pair in window.pairs)
    assert len(found) > 1


def test_a_header_has_room_for_few_names(pieces):
    short, long = "Ada Lima left. ", " ".join(["Ruritania"] * HEADER_PIECES)
    text = f"{short}Acme slept. {long} slept."
    span = Span(text.index(long), text.index(long) + len(long))
    own = (*entities(text), Entity("long", EntityType.COUNTRY, long, (), (Mention(span),)))
    (stretch,) = stretches(parsed(text), own, pieces)
    window = stretch.window
    assert [w for w, s in zip(window.words, window.sentences, strict=True) if s == HEADER] == ["Acme"]


def test_sentences_that_mention_nobody_are_not_read(pieces):
    text = "France met Acme. " + "It rained all day. " * 90 + "Ada Lima left."
    (stretch,) = stretches(parsed(text), entities(text), pieces)
    assert "rained" not in stretch.window.words
    assert ("Ada Lima", "Acme", "Ada Lima left .") in asked(text, pieces)


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
        assert size <= WINDOW_PIECES + CONTEXT_PIECES + HEADER_PIECES + 300
        for slot in window.slots:
            spans = {m.span for m in own[slot.entity].mentions}
            for begin, end in slot.spans:
                first, last = doc[stretch.tokens[begin]], doc[stretch.tokens[end - 1]]
                assert any(span.begin < last.idx + len(last) and first.idx < span.end for span in spans)
        for number in {pair.sentence for pair in window.pairs}:
            sentences_asked.append(stretch.tokens[window.sentences.index(number)])
    assert len(sentences_asked) == len(set(sentences_asked))


_CACHE: list[Pieces] = []


def test_a_reading_marks_types_first_pieces_and_gaps(pieces):
    text = "Ada Lima met Acme. She left Ely."
    (stretch,) = stretches(parsed(text), entities(text), pieces)
    window = stretch.window
    made = reading([window], pieces)
    assert not made.roles.any()
    assert np.allclose(made.pool.sum(-1)[0, : len(window.slots)], 1)
    named = {entities(text)[slot.entity].name: number for number, slot in enumerate(window.slots)}
    assert made.gaps[0, named["Ada Lima"], named["Acme"]] == SAME
    assert made.gaps[0, named["Ada Lima"], named["Ely"]] == ONE_BEFORE


def test_zones_tell_what_each_word_is_to_a_pair(pieces):
    text = "Today Ada Lima met Acme there. France saw Acme."
    own = entities(text)
    (stretch,) = stretches(parsed(text), own, pieces)
    window = stretch.window
    read = reading([window], pieces)

    def zones(subject: str, object_: str, sentence: int) -> list[int]:
        for number, pair in enumerate(window.pairs):
            ends = [own[window.slots[slot].entity].name for slot in (pair.subject, pair.object)]
            if ends == [subject, object_] and pair.sentence == sentence:
                found = questions([window], [[number]], read).zones[0, 0]
                return found[read.firsts[0][window.sentences.index(0) :]].tolist()
        raise AssertionError("no such pair")

    other = [ELSEWHERE] * 5
    assert zones("Ada Lima", "Acme", 0) == [
        SENTENCE, OF_SUBJECT, OF_SUBJECT, BETWEEN, OF_OBJECT, SENTENCE, SENTENCE, *other[:4]
    ]  # fmt: skip
    assert zones("France", "Ada Lima", 1) == [
        ELSEWHERE, FAR_OBJECT, FAR_OBJECT, *other[:4], OF_SUBJECT, SENTENCE, SENTENCE, SENTENCE
    ]  # fmt: skip


def test_a_marked_sentence_tells_the_roles_of_its_two_actors(pieces):
    window = marked_sentence(parser()("Today Ada Lima met Acme."), (6, 14), (19, 23))
    made = reading([window], pieces)
    assert made.roles[0, made.firsts[0]].tolist() == [0, SUBJECT, SUBJECT, 0, OBJECT, 0]
    assert [window.words[head] for head in window.heads] == ["met", "met", "Ada", "met", "met", "met"]
    assert [FUNCTIONS[number] for number in made.functions[0, made.firsts[0]]] == [
        "obl:unmarked", "nsubj", "flat", "root", "obj", "punct"
    ]  # fmt: skip


def test_zones_tell_what_leads_from_one_actor_to_the_other(pieces):
    words = ["Ada", "Lima", ",", "who", "slept", ",", "did", "not", "meet", "with", "Acme", "there"]
    heads = [8, 0, 4, 4, 0, 0, 8, 8, 8, 10, 8, 8]
    deps = [
        "nsubj",
        "flat",
        "punct",
        "nsubj",
        "acl:relcl",
        "punct",
        "aux",
        "advmod",
        "root",
        "case",
        "obl:odd",
        "no",
    ]
    text = " ".join(words)
    own = entities(text)
    (stretch,) = stretches(Doc(Vocab(), words, heads=heads, deps=deps), own, pieces)
    window = stretch.window
    read = reading([window], pieces)
    names = [
        own[window.slots[slot].entity].name for slot in (window.pairs[0].subject, window.pairs[0].object)
    ]
    assert names == ["Ada Lima", "Acme"]
    zones = questions([window], [[0]], read).zones[0, 0]
    start = window.sentences.index(0)
    assert zones[read.firsts[0][start:]].tolist() == [
        *(
            OF_SUBJECT,
            OF_SUBJECT,
            BETWEEN,
            BETWEEN,
            BESIDE,
            BESIDE,
            BESIDE,
            BESIDE,
            CHAIN,
            BESIDE,
            OF_OBJECT,
            AROUND,
        )
    ]
    assert [FUNCTIONS[number] for number in window.functions[start:]][-3:] == ["case", "obl", ""]


@given(st.lists(st.integers(0, 11), min_size=1, max_size=12), st.data())
def test_a_path_leads_from_one_word_to_the_other(numbers, data):
    heads = [min(number, word) for word, number in enumerate(numbers)]
    one, two = (data.draw(st.integers(0, len(heads) - 1)) for _ in range(2))
    found = path(heads, one, two)
    assert {one, two} <= found == path(heads, two, one)
    assert found <= path(heads, one, None) | path(heads, two, None)
    tops = [word for word in found if heads[word] not in found or heads[word] == word]
    assert len(tops) == (1 if path(heads, one, None) & path(heads, two, None) else 2)


def test_heads_that_go_round_in_a_circle_end():
    assert path([1, 2, 0, 3], 0, 3) == {0, 1, 2, 3}
    assert top([1, 0], 0, 2) == 0
