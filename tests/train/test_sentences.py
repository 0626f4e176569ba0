"""The sentence corpora, on made-up files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kg.train.relations.sentences import (
    CAMEO,
    ROOTS,
    WRITTEN_EVENTS,
    read_cameo,
    read_plover,
    read_sentiment,
    texts,
)


def relations(folder: Path) -> Path:
    (folder / "plover-train.tsv").write_text(
        "marked_sentence\tgold_root\n<s>Ada Lima</s> thanked <t>Borland</t>.\tSUPPORT\nNobody spoke.\tCONSULT\n"
    )
    (folder / "cameo-triples-train.csv").write_text(
        "text,label\n"
        '"Borland, it says, fights Norland.",<triplet> Borland <subj> Norland <obj> Fight'
        " <triplet> Norlan <subj> Borland <obj> Fight\n"
    )
    (folder / "directed-sentiment-train.txt").write_text(
        " [Ada Lima]s friends [praised] [Otto]. \tAda Lima\tOtto\t1\n[A] and [B]\tA\tB\tnone\n"
    )
    return folder


def test_bare_sentences(tmp_path: Path) -> None:
    assert list(texts(relations(tmp_path))) == [
        ("plover", "Ada Lima thanked Borland."),
        ("plover", "Nobody spoke."),
        ("cameo", "Borland, it says, fights Norland."),
        ("feel", "Ada Limas friends praised Otto."),
        ("feel", "A and B"),
    ]


def test_marked_pairs(tmp_path: Path) -> None:
    folder = relations(tmp_path)
    (plover,) = read_plover(folder / "plover-train.tsv")  # a row without actors is no question
    (cameo,) = read_cameo(folder / "cameo-triples-train.csv")  # nor is a name cut short
    (sentiment,) = read_sentiment(folder / "directed-sentiment-train.txt")
    assert plover.answers[0].root == ROOTS.index("SUPPORT")
    assert cameo.answers[0].cameo == CAMEO.index("Fight")
    assert sentiment.answers[0].sentiment == 1
    for example in (plover, cameo, sentiment):
        words = [
            " ".join(example.window.words[slice(*slot.spans[0])])
            for slot in example.window.slots
            if slot.spans
        ]
        assert words in (["Ada Lima", "Borland"], ["Borland", "Norland"], ["Ada Limas", "Otto"])


def test_written_events_are_questions_of_all_roots() -> None:
    rows = WRITTEN_EVENTS.read_text(encoding="utf-8").splitlines()[1:]
    examples = list(read_plover(WRITTEN_EVENTS))
    assert len(examples) == len(rows) == len(set(rows))
    counts = Counter(ROOTS[example.answers[0].root] for example in examples)
    assert set(counts) == set(ROOTS)
    assert min(counts.values()) >= 100
    assert all(all(slot.spans for slot in example.window.slots[:2]) for example in examples)
