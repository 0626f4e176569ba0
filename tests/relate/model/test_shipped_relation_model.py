"""The shipped model: its outputs are well formed on any text, and right on plain cases."""

import json
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.errors import ModelError
from kg.records import Entity, EntityType, Mention, Span
from kg.relate.classify import classify_events
from kg.relate.model import RelationModel, load
from kg.relate.model.session import JUDGE, READER

PLAIN = [
    ("France has rejected a request from Brazil.", "France", "Brazil", "REJECT"),
    ("Kenyan forces bombed rebels of the Umoja Front.", "Kenyan forces", "Umoja Front", "ASSAULT"),
    (
        "President Lima met with Prime Minister Osei on Tuesday.",
        "President Lima",
        "Prime Minister Osei",
        "CONSULT",
    ),
    ("Peru accused Chile of spying.", "Peru", "Chile", "ACCUSE"),
    ("Canada imposed sanctions on Nauru.", "Canada", "Nauru", "SANCTION"),
    ("Japan sent food and medicine to Tonga.", "Japan", "Tonga", "AID"),
]


def test_plain_events_are_mostly_right():
    right = 0
    for sentence, source, target, root in PLAIN:
        places = [(sentence.index(name), sentence.index(name) + len(name)) for name in (source, target)]
        found, confidence = kg.classify_event(sentence, *places)
        assert 0 < confidence <= 1
        right += found == root
    assert right >= len(PLAIN) - 1


def test_a_sentence_is_judged_alone_as_among_others():
    longer = [
        (s.removesuffix(".") + ", as many papers of the country wrote.", a, b, r) for s, a, b, r in PLAIN
    ]
    rows = [
        (s, (s.index(a), s.index(a) + len(a)), (s.index(b), s.index(b) + len(b)))
        for s, a, b, _ in (*PLAIN, *longer)
    ]
    together = classify_events(rows)
    for row, (root, confidence) in zip(rows, together, strict=True):
        alone, sure = kg.classify_event(*row)
        assert alone == root
        assert sure == pytest.approx(confidence, abs=1e-5)


@pytest.mark.parametrize("place", [(0, 0), (-1, 4), (3, 2), (0, 99), (6, 7)])
def test_a_span_without_words_is_an_error(place):
    with pytest.raises(ValueError, match="source"):
        kg.classify_event("France rejected Brazil", place, (16, 22))


def test_very_long_and_odd_sentences_are_classified():
    long = "word " * 5000 + "France rejected Brazil " + "x" * 3000
    at = long.index("France")
    assert (
        kg.classify_event(long, (at, at + 6), (at + 16, at + 22))[0]
        == kg.classify_event(long, (at, at + 6), (at + 16, at + 22))[0]
    )
    assert classify_events([("\u202e\x00 a b", (3, 4), None)])
    assert classify_events([]) == []


def people(text: str, names: list[str]) -> tuple[Entity, ...]:
    made = []
    for number, name in enumerate(dict.fromkeys(names), start=1):
        places = [n for n in range(len(text)) if text.startswith(name, n)]
        mentions = tuple(Mention(Span(n, n + len(name))) for n in places)
        made.append(Entity(f"e{number}", EntityType.PERSON, name, (), mentions))
    return tuple(made)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ada", "Osei", "Lima", "met", "accused", ".", "\n\n", "“", "x" * 90]), max_size=60
    )
)
def test_candidates_are_well_formed_whatever_the_text(tokens):
    text = " ".join(tokens)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    entities = people(text, [t for t in tokens if t in ("Ada", "Osei", "Lima")])
    ids = {entity.id for entity in entities}
    for one in load().score(nlp(text), entities):
        assert {one.subject, one.object} <= ids
        assert one.subject != one.object
        assert one.sentence.contains(one.evidence)
        assert one.evidence.of(text)
        assert all(0 <= chance <= 1 for chance in one.predicates.values())
        assert 0 <= one.denied <= 1
        assert sum(one.modality.values()) == pytest.approx(1, abs=1e-5)
        assert sum(one.sources.values()) == pytest.approx(1, abs=1e-5)
        assert set(one.sources) <= ids | {None}


def test_pairs_that_are_wanted_are_judged_however_unlikely():
    text = "Ada slept. Osei slept."
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc, entities = nlp(text), people(text, ["Ada", "Osei"])
    wanted = {(entities[1].id, entities[0].id)}
    pairs = {(one.subject, one.object) for one in load().score(doc, entities, wanted)}
    assert wanted <= pairs


def test_a_missing_or_foreign_model_is_named(tmp_path: Path):
    with pytest.raises(ModelError, match="missing"):
        RelationModel(tmp_path, load().tokenizer)
    for name in (READER, JUDGE):
        (tmp_path / name).write_bytes(b"no graph")
    model = RelationModel(tmp_path, load().tokenizer)
    with pytest.raises(ModelError, match="can't be read"):
        _ = model.settings
    (tmp_path / "relations.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(ModelError, match="format 99"):
        _ = RelationModel(tmp_path, load().tokenizer).settings
    with pytest.raises(ModelError, match="ONNX"):
        _ = model.graphs.reader.session
