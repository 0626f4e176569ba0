"""The shipped pipeline on ordinary text: an ordinary spaCy Language."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.annotate
from kg.annotate.bundle import FILES, Bundle, shipped
from kg.errors import ModelError

TEXT = (
    "NATO Secretary General Jens Stoltenberg visited Kyiv on Thursday. He said the alliance would support Ukraine.\n\n"
    "Poland's Prime Minister Donald Tusk met him in Warsaw. “We asked NATO for help,” Tusk said."
)


def facts(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, t.ent_type_, t.is_sent_start) for t in doc]


def clusters(doc: Doc) -> list[set[str]]:
    return [{span.text for span in group} for key, group in doc.spans.items() if key.startswith("coref_")]


def test_every_layer_is_set(nlp: Language) -> None:
    doc = nlp(TEXT)
    for layer in ("SENT_START", "DEP", "TAG", "POS", "MORPH", "LEMMA", "ENT_IOB"):
        assert doc.has_annotation(layer), layer
    assert doc.text == TEXT
    assert [sent.text.strip() for sent in doc.sents][:2] == [
        "NATO Secretary General Jens Stoltenberg visited Kyiv on Thursday.",
        "He said the alliance would support Ukraine.",
    ]


def test_names_follow_the_guidelines(nlp: Language) -> None:
    names = {(ent.text, ent.label_) for ent in nlp(TEXT).ents}
    assert {
        ("NATO", "ORG"),
        ("Jens Stoltenberg", "PERSON"),
        ("Kyiv", "LOC"),
        ("Donald Tusk", "PERSON"),
    } <= names


def test_dependencies_are_universal(nlp: Language) -> None:
    doc = nlp("The minister rejected a proposal by France.")
    verb = next(token for token in doc if token.text == "rejected")
    assert verb.dep_ == "root"
    assert {child.dep_ for child in verb.children} >= {"nsubj", "obj", "punct"}
    assert verb.lemma_ == "reject"
    assert verb.morph.to_dict()["Tense"] == "Past"


def test_each_sentence_is_one_tree(nlp: Language) -> None:
    for sent in nlp(TEXT * 5).sents:
        assert sum(token.head.i == token.i for token in sent) == 1
        assert all(sent.start <= token.head.i < sent.end for token in sent)


def test_pronouns_find_their_names(nlp: Language) -> None:
    doc = nlp("Angela Merkel arrived in Paris. She met the French president, and he thanked her.")
    assert any({"Angela Merkel", "She", "her"} <= found for found in clusters(doc))


def test_pipe_gives_what_single_calls_give(nlp: Language) -> None:
    texts = [TEXT, "", "A word.", TEXT[:60], "Berlin, 3 May. The Bundestag voted."] * 4
    for text, doc in zip(texts, nlp.pipe(texts, batch_size=7), strict=True):
        single = nlp(text)
        assert facts(doc) == facts(single)
        assert clusters(doc) == clusters(single)


def test_two_processes(nlp: Language) -> None:
    texts = [TEXT, "Reuters reported it.", ""] * 3
    alone = [facts(doc) for doc in nlp.pipe(texts)]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [facts(doc) for doc in docs] == alone
    assert clusters(docs[0]) == clusters(nlp(TEXT))


def test_round_trip_over_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == nlp.pipe_names
    assert facts(again(TEXT)) == facts(nlp(TEXT))
    assert clusters(again(TEXT)) == clusters(nlp(TEXT))


def test_given_tokens_and_sentence_starts_are_kept(nlp: Language) -> None:
    words = ["He", "said", "no", ".", "Mr.", "Smith", "left"]
    starts = [True, False, False, False, True, False, False]
    doc = nlp(Doc(nlp.vocab, words=words, sent_starts=starts))
    assert [token.text for token in doc] == words
    assert [bool(token.is_sent_start) for token in doc] == starts
    free = nlp(Doc(nlp.vocab, words=words))
    assert [token.text for token in free] == words
    assert free.has_annotation("DEP")


def test_a_component_can_be_left_out(nlp: Language) -> None:
    with nlp.select_pipes(disable=["kg_coreference"]):
        doc = nlp(TEXT)
    assert not clusters(doc)
    assert doc.tensor.shape[0] == len(doc)


def test_annotating_twice_changes_nothing(nlp: Language) -> None:
    doc = nlp(TEXT)
    before = facts(doc), clusters(doc)
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert (facts(doc), clusters(doc)) == before


def test_the_tokenizer_parts_hyphens_as_treebanks_do(nlp: Language) -> None:
    words = [token.text for token in nlp.make_doc("a 10-year-old pro-Russian mid-1990s deal")]
    assert words == ["a", "10", "-", "year", "-", "old", "pro", "-", "Russian", "mid", "-", "1990s", "deal"]


def test_the_model_is_small() -> None:
    folder = shipped().folder
    assert sum((folder / name).stat().st_size for name in FILES) <= 30_000_000


def test_broken_model_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks model\.onnx"):
        Bundle(tmp_path)
    shipped().copy_to(tmp_path)
    (tmp_path / "model.json").write_text("{")
    with pytest.raises(ModelError, match="not JSON"):
        Bundle(tmp_path)
    (tmp_path / "model.json").write_text('{"format": 99}')
    with pytest.raises(ModelError, match="format 99"):
        Bundle(tmp_path)


def test_a_broken_graph_is_refused(tmp_path: Path) -> None:
    shipped().copy_to(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match="can't load"):
        _ = Bundle(tmp_path).graph.session


def test_load_makes_a_language() -> None:
    assert isinstance(kg.annotate.load(), Language)
