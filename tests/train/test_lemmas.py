"""The lemma table that is learned from treebanks, and the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate import language
from kg.annotate.lemmas import LEMMAS, LemmaTable

IRREGULAR = {
    "fled VBD": "flee", "fled VBN": "flee", "shot VBN": "shoot", "froze VBD": "freeze", "freed VBN": "free",
    "severed VBD": "sever", "hoped VBN": "hope", "owed VBD": "owe", "interfered VBD": "interfere", "sought VBD": "seek",
    "overthrown VBN": "overthrow", "crises NNS": "crisis", "allies NNS": "ally", "bombing VBG": "bomb",
}  # fmt: skip


@pytest.mark.parametrize(("form", "lemma"), IRREGULAR.items())
def test_the_shipped_table_knows_the_verbs_of_news(form: str, lemma: str) -> None:
    table = LemmaTable.read(Path(language.__file__).parent / "model" / LEMMAS)
    word, tag = form.split()
    assert table.lemma(word, tag) == lemma
    assert table.lemma(word.upper(), tag) == lemma


def test_forms_that_a_treebank_lacks_or_gets_wrong_come_from_the_lexicon() -> None:
    pytest.importorskip("lemminflect")
    from kg.train.lemmas import learn
    from kg.train.treebanks import Sentence

    def row(word: str, lemma: str, tag: str) -> list[str]:
        return ["1", word, lemma, "VERB", tag, "_", "0", "root", "_", "_"]

    rows = [row("fled", "flead", "VBD"), row("led", "lead", "VBD"), row("sped", "spead", "VBD")]
    table = learn([Sentence(rows=rows)], ["shoot", "flee", "lead", "speed"])
    assert [table.lemma(word, "VBD") for word in ("fled", "led", "sped", "shot")] == [
        "flee",
        "lead",
        "speed",
        "shoot",
    ]
