"""The corpus readers, on made-up files; PyTorch is not needed."""

from __future__ import annotations

from pathlib import Path

from kg.train.evaluate import raw_text, treebank_documents
from kg.train.names import REPORT_SENTENCES, gmb_reports, read_gmb, read_wikigold, read_worldwide
from kg.train.texts import bilou, spans_to_bilou, tags_to_spans
from kg.train.treebanks import entity_mentions, read_treebank, read_universal_names

ROWS = [
    ("1", "The", "the", "DET", "DT", "_", "2", "det", "_", "Entity=(1-person-new-nnnnn-cf1-2-coref"),
    ("2", "envoy", "envoy", "NOUN", "NN", "Number=Sing", "3", "nsubj", "_", "Entity=1)"),
    ("3", "saw", "see", "VERB", "VBD", "_", "0", "root", "_", "_"),
    (
        "4",
        "him",
        "he",
        "PRON",
        "PRP",
        "_",
        "3",
        "obj",
        "_",
        "Entity=(2-person-new-nnnnn-cf2-1-coref)|SpaceAfter=No",
    ),
    ("5", ".", ".", "PUNCT", ".", "_", "3", "punct", "_", "_"),
]
MORE = [
    ("1", "He", "he", "PRON", "PRP", "_", "0", "root", "_", "Entity=(1-person-giv:act-nnnnn-cf1-1-coref)")
]


def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.conllu"
    first = "\n".join("\t".join(row) for row in ROWS)
    second = "\n".join("\t".join(row) for row in MORE)
    path.write_text(
        f"# newdoc id = one\n# newpar\n# sent_id = s1\n{first}\n\n# newpar\n# sent_id = s2\n{second}\n\n",
        encoding="utf-8",
    )
    return path


def test_treebank(tmp_path: Path) -> None:
    (text,) = read_treebank(treebank(tmp_path), "gum")
    assert text.words == ["The", "envoy", "saw", "him", ".", "He"]
    assert text.starts == [0, 5]
    assert text.heads == [1, 2, 2, 2, 2, 5]
    assert text.labels["sent"] == ["B", "I", "I", "I", "I", "B"]
    assert text.clusters == [-1, 1, -1, 2, -1, 1]
    assert text.labels["etype"] == ["O", "person", "O", "person", "O", "person"]


def test_raw_text_keeps_paragraphs(tmp_path: Path) -> None:
    (document,) = treebank_documents(treebank(tmp_path))
    text, (sentences, tokens) = raw_text(document)
    assert text.rstrip() == "The envoy saw him.\n\nHe"
    assert {text[begin:end] for begin, end, _ in sentences} == {"The envoy saw him.", "He"}
    assert len(tokens) == 6


def test_nested_entities() -> None:
    misc = [
        "Entity=(1-org-new-nnnnn-cf1-3-coref(2-place-new-nnnnn-cf2-1-sgl)",
        "_",
        "Entity=1)",
        "Entity=(2-place-giv-n-c-1-coref)",
    ]
    found = {(one.begin, one.end, one.head, one.kind, one.cluster) for one in entity_mentions(misc)}
    assert found == {(0, 3, 2, "org", 1), (0, 1, 0, "place", 2), (3, 4, 3, "place", 2)}


def test_universal_names(tmp_path: Path) -> None:
    path = tmp_path / "names.iob2"
    path.write_text(
        "# sent_id = s1\n1\tNew\tB-LOC\t-\n2\tYork\tI-LOC\t-\n3\tx\tB-OTH\t-\n4\ty\tB-O\t-\n\n",
        encoding="utf-8",
    )
    assert read_universal_names(path) == {"s1": ["B-LOC", "L-LOC", "O", "O"]}


def test_tags() -> None:
    assert bilou(["I-A", "I-A", "O", "B-B", "B-B"]) == ["B-A", "L-A", "O", "U-B", "U-B"]
    assert bilou(["S-A", "B-A", "I-A", "E-A"]) == ["U-A", "B-A", "I-A", "L-A"]
    spans = [(0, 1, "A"), (2, 5, "B")]
    assert tags_to_spans(spans_to_bilou(spans, 6)) == (spans, 6)


def split(word: str) -> list[str]:
    return word.replace("-", " - ").split()


def test_worldwide_drops_the_address_and_keeps_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "w.tsv"
    path.write_text(
        "# newdoc id = a\nhttp://x.y/z\tO\n\nKim\tB-Person\nspoke\tO\n\nSaudi-led\tO\nRiyadh\tB-Location\tB-Location\n",
        encoding="utf-8",
    )
    (text,) = read_worldwide(path, lambda word: [word], 0)
    assert text.words == ["Kim", "spoke", "Saudi-led", "Riyadh"]
    assert text.labels["ner_worldwide"] == ["U-PERSON", "O", "O", "U-LOC"]
    assert text.labels["sent"] == ["B", None, "B", None]


def test_gmb_persons_lose_their_titles(tmp_path: Path) -> None:
    path = tmp_path / "g.iob2"
    path.write_text(
        "President\tNNP\tB-per\nGeorge\tNNP\tI-per\nBush\tNNP\tI-per\n\nIraqi\tJJ\tB-gpe\n\n",
        encoding="utf-8",
    )
    (text,) = read_gmb(path, split, 0)
    assert text.labels["ner_gmb"] == ["O", "B-PERSON", "L-PERSON", "U-NORP"]


def gmb_rows(*sentences: str) -> str:
    """Sentences in which what has a capital is a country."""
    rows = [
        "\n".join(f"{word}\tNN\t{'B-geo' if word[0].isupper() else 'O'}" for word in sentence.split())
        for sentence in sentences
    ]
    return "\n\n".join(rows) + "\n"


def test_a_report_ends_where_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "gmb.iob2"
    path.write_text(
        gmb_rows(
            "in Iran it rains", "it goes on", "the Iranian sun returns", "in Chad it snows", "Chad sleeps"
        ),
        encoding="utf-8",
    )
    assert [(start, len(rows)) for start, rows in gmb_reports(path)] == [(0, 3), (3, 2)]


def test_an_endless_report_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "gmb.iob2"
    path.write_text(gmb_rows(*["Iran waits"] * (2 * REPORT_SENTENCES + 1)), encoding="utf-8")
    assert [start for start, _ in gmb_reports(path)] == [0, REPORT_SENTENCES, 2 * REPORT_SENTENCES]


def test_no_report_in_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "gmb.iob2"
    path.write_text("", encoding="utf-8")
    assert list(gmb_reports(path)) == []


def test_wikigold(tmp_path: Path) -> None:
    path = tmp_path / "w.iob"
    path.write_text("-DOCSTART- O\n\nThe O\nUN I-ORG\n. O\n\n-DOCSTART- O\n\nRome I-LOC\n", encoding="utf-8")
    first, second = read_wikigold(path, split, 0)
    assert first.labels["ner_wikigold"] == ["O", "U-ORG", "O"]
    assert second.words == ["Rome"]
