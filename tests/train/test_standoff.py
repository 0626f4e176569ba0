"""The project's own annotations, kept apart from their texts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.schema import load
from kg.train.relations.standoff import pack, read, unpack

TEXT = "Ada Lima left the Acme board. Ada Lima left.\n"
CLAIM = {
    "s": "e1",
    "p": "withdrewFrom",
    "o": "e2",
    "polarity": "affirmed",
    "modality": "actual",
    "source": None,
    "title": None,
    "time": None,
    "evidence": "Ada Lima left the Acme board",
}
ENTITIES = [{"id": "e1", "type": "Person", "name": "Ada Lima", "aliases": []}]


def annotation(claim: dict[str, object]) -> dict[str, object]:
    return {"doc": "ww-x", "entities": ENTITIES, "claims": [claim]}


def test_what_is_packed_holds_no_words_of_the_text_but_names():
    (row,) = pack({"ww-x": TEXT}, [annotation(CLAIM)])
    assert "board" not in json.dumps(row)
    assert row["claims"][0]["begin"] == 0


@given(st.text(min_size=1), st.text(), st.text())
def test_packing_and_unpacking_give_the_annotation_back(evidence, before, after):
    text = before + evidence + after
    whole = annotation(CLAIM | {"evidence": evidence})
    rows = [json.loads(json.dumps(row)) for row in pack({"ww-x": text}, [whole])]
    assert list(unpack({"ww-x": text}, rows)) == [(whole, text)]


def test_a_changed_text_is_refused():
    (row,) = pack({"ww-x": TEXT}, [annotation(CLAIM)])
    with pytest.raises(ReadError, match="ww-x is not the text that was annotated"):
        list(unpack({"ww-x": TEXT + " "}, [row]))


def test_a_missing_text_and_made_up_evidence_are_refused():
    with pytest.raises(ReadError, match="no article ww-x"):
        list(pack({}, [annotation(CLAIM)]))
    with pytest.raises(ReadError, match="'Ada Lima stayed' is not in the text"):
        list(pack({"ww-x": TEXT}, [annotation(CLAIM | {"evidence": "Ada Lima stayed"})]))


def test_the_project_s_rows_keep_the_guideline():
    predicates = load().predicates
    rows = read()
    assert len({row["doc"] for row in rows}) == len(rows) > 500
    for row in rows:
        types = {entity["id"]: entity["type"] for entity in row["entities"]}
        for claim in row["claims"]:
            predicate = predicates[claim["p"]]
            assert types[claim["s"]] in {kind.value for kind in predicate.domain}
            assert types[claim["o"]] in {kind.value for kind in predicate.range}
            assert 0 <= claim["begin"] < claim["end"]
            assert claim.get("source") is None or claim["source"] in types


def test_what_was_written_for_the_project_holds_its_evidence():
    pytest.importorskip("sacremoses")
    from kg.train.relations import articles

    own = [row for row in read() if row["doc"].startswith(("own-", "event-"))]
    texts = articles._written()
    assert {row["doc"] for row in own} == texts.keys()
    for annotation, text in unpack(texts, own):
        for claim in annotation["claims"]:
            assert claim["evidence"] == claim["evidence"].strip()
            assert claim["evidence"] in text
