"""Names of the project's annotations as training texts."""

from __future__ import annotations

import spacy

from kg.train.annotated import TASK, annotated_text, usual_kinds
from kg.train.texts import Text

KNOWN = {"Poland": "LOC", "Polish": "NORP"}
ENTITIES = [
    {"type": "Person", "name": "Ada Quill", "aliases": ["Quill", "Mr. Quill"]},
    {"type": "Organization", "name": "Bank of Poland", "aliases": []},
    {"type": "Country", "name": "Poland", "aliases": ["Polish"]},
    {"type": "Place", "name": "Old Bridge", "aliases": []},
]


def tags(text: str) -> list[tuple[str, str | None]]:
    made = annotated_text(spacy.blank("en"), "t", text, ENTITIES, KNOWN)
    assert made.labels["sent"][0] == "B"
    return list(zip(made.words, made.labels[TASK], strict=True))


def test_names_are_labels_and_small_words_beside_them_none() -> None:
    assert tags("Yes, President Ada Quill left Poland.") == [
        ("Yes", None),
        (",", None),
        ("President", "O"),
        ("Ada", "B-PERSON"),
        ("Quill", "L-PERSON"),
        ("left", "O"),
        ("Poland", "U-LOC"),
        (".", None),
    ]


def test_what_the_corpora_call_otherwise_is_no_label() -> None:
    assert tags("Mr. Quill, Polish, Old Bridge") == [
        (word, None) for word in ("Mr.", "Quill", ",", "Polish", ",", "Old", "Bridge")
    ]


def test_the_longer_name_is_taken() -> None:
    assert [tag for _, tag in tags("the Bank of Poland")] == ["O", "B-ORG", "I-ORG", "L-ORG"]


def test_the_usual_kind_of_a_name() -> None:
    texts = [
        Text("t", "worldwide", ["Quill", "met", "Quill"], [0], [], {TASK: ["U-ORG", "O", "U-PERSON"]}),
        Text("t", "worldwide", ["Quill"], [0], [], {TASK: ["U-PERSON"]}),
    ]
    assert usual_kinds(texts) == {"Quill": "PERSON"}
