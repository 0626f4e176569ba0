"""A related pair by itself keeps its words, its actors and what is known of it."""

from kg.relate.model.windows import Pair, Slot, Window
from kg.train.relations.examples import Answer, Example
from kg.train.relations.marking import MAX_WORDS, marked_examples

WORDS = ("Peru", "slept", ".", "France", "saw", "Brazil", ".", "Then", "it", "left", "Chile", ".")
SENTENCES = (0,) * 3 + (1,) * 4 + (2,) * 5
SLOTS = (Slot(0, 3, ((0, 1),)), Slot(1, 3, ((3, 4),)), Slot(2, 3, ((5, 6),)), Slot(3, 3, ((10, 11),)))


def example(answer: Answer, pair: Pair, words: tuple[str, ...] = WORDS) -> Example:
    return Example(Window(words, (0,) * len(words), SENTENCES[: len(words)], SLOTS, (pair,)), (answer,))


def test_a_related_pair_is_cut_out_with_what_is_known_of_it():
    answer = Answer((4,), scope=1, sources=(1,), evidence=(8, 10))
    (made,) = marked_examples([example(answer, Pair(1, 3, 2))])
    window, (known,) = made.window, made.answers
    assert window.words == WORDS[3:]
    assert window.marked
    (pair,) = window.pairs
    assert [
        window.words[begin] for slot in (pair.subject, pair.object) for begin, _ in window.slots[slot].spans
    ] == [
        "France",
        "Chile",
    ]
    assert known.evidence is not None
    assert [window.words[place] for place in known.evidence] == ["it", "Chile"]
    assert known.sources is not None
    assert [window.slots[slot].entity for slot in known.sources] == [1]


def test_a_speaker_outside_the_cut_is_not_known():
    (made,) = marked_examples([example(Answer((4,), scope=1, sources=(0,)), Pair(1, 3, 2))])
    assert made.answers[0].sources is None


def test_unrelated_pairs_and_very_long_texts_are_left_out():
    assert not list(marked_examples([example(Answer(scope=1), Pair(1, 3, 2))]))
    words = (*WORDS[:7], *("and",) * MAX_WORDS, *WORDS[7:])
    sentences = (0,) * 3 + (1,) * (4 + MAX_WORDS) + (2,) * 5
    window = Window(words, (0,) * len(words), sentences, SLOTS[:3], (Pair(1, 2, 1),))
    assert not list(marked_examples([Example(window, (Answer((4,), scope=1),))]))
