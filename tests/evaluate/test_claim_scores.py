"""The scores on hand-made annotations, whose figures can be counted on one's fingers."""

import json
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.evaluate import annotated_texts, report, score
from kg.evaluate.annotations import Annotated
from kg.evaluate.entities import align

TEXT = "France accused Brazil on Monday. Peru did not meet Chile, Kenya said. Ada Lima leads the Acme Board."
ENTITIES = [
    {"id": "e1", "type": "Country", "name": "France", "aliases": ["French"]},
    {"id": "e2", "type": "Country", "name": "Brazil", "aliases": []},
    {"id": "e3", "type": "Country", "name": "Peru", "aliases": []},
    {"id": "e4", "type": "Country", "name": "Chile", "aliases": []},
    {"id": "e5", "type": "Country", "name": "Kenya", "aliases": []},
    {"id": "e6", "type": "Person", "name": "Ada Lima", "aliases": []},
    {"id": "e7", "type": "Organization", "name": "Acme Board", "aliases": []},
]


def claim(s, p, o, evidence, **more):
    begin = TEXT.index(evidence)
    return {
        "s": s,
        "p": p,
        "o": o,
        "evidence": evidence,
        "begin": begin,
        "end": begin + len(evidence),
        **more,
    }


GOLD = {
    "doc": "d",
    "entities": ENTITIES,
    "claims": [
        claim("e1", "accused", "e2", "France accused Brazil"),
        claim("e3", "metWith", "e4", "Peru did not meet Chile", polarity="denied", source="e5"),
        claim("e6", "holdsPositionIn", "e7", "Ada Lima leads the Acme Board"),
    ],
}


def scored(claims, entities=ENTITIES):
    return score([(Annotated("d", GOLD, TEXT), {"entities": entities, "claims": claims})])


def test_the_annotation_itself_is_perfect():
    scores = scored(GOLD["claims"])
    assert scores.tallies["claims"].f1 == 100
    assert scores.tallies["denied"].f1 == scores.tallies["source"].f1 == 100
    assert (scores.plain, scores.plain_precision, scores.false_facts) == (2, 100, 0)
    assert (scores.evidence, scores.exactness) == (100, 100)


def test_nothing_found_scores_nothing_and_lists_what_is_missed():
    scores = scored([])
    assert scores.tallies["claims"].f1 == 0
    assert len(scores.missed) == 3
    assert not scores.wrong


def test_symmetric_predicates_count_in_either_order_and_others_do_not():
    turned = [
        claim("e4", "metWith", "e3", "Peru did not meet Chile", polarity="denied"),
        claim("e2", "accused", "e1", "France accused Brazil"),
    ]
    tally = scored(turned).tallies["claims"]
    assert (tally.right, tally.wrong, tally.missed) == (1, 1, 2)
    assert scored(turned).tallies["pairs"].right == 2


def test_a_denied_claim_asserted_plainly_is_a_false_fact():
    scores = scored([claim("e3", "metWith", "e4", "Peru did not meet Chile")])
    assert (scores.plain, scores.plain_right, scores.plain_false) == (1, 0, 1)
    assert scores.tallies["denied"].missed == 1


def test_a_claim_that_the_annotation_lacks_is_neither_right_nor_false():
    scores = scored([claim("e1", "visited", "e4", "France accused Brazil")])
    assert (scores.plain, scores.plain_right, scores.plain_false) == (1, 0, 0)


def test_family_forgives_a_sister_predicate():
    tallies = scored([claim("e1", "criticized", "e2", "France accused Brazil")]).tallies
    assert tallies["family"].right == 1
    assert tallies["claims"].right == 0


def test_evidence_by_words_and_offsets_by_the_text():
    half = claim("e1", "accused", "e2", "France accused") | {"end": 3}
    scores = scored([half])
    assert scores.evidence == pytest.approx(80)
    assert scores.exactness == 0


def test_entities_align_by_type_and_largest_overlap_one_to_one():
    mine = [
        {"id": "a", "type": "Country", "name": "the French", "aliases": ["France's"]},
        {"id": "b", "type": "Country", "name": "French", "aliases": []},
        {"id": "c", "type": "Place", "name": "Brazil", "aliases": []},
    ]
    assert align(ENTITIES, mine) == {"a": "e1"}


def test_report_names_every_figure(tmp_path: Path):
    lines = report(scored(GOLD["claims"][:1]), errors=1)
    assert lines[0] == f"{'entities':32} P 100.0  R 100.0  F1 100.0  (gold 7)"
    assert "plain precision                  100.0 % of 1 plain facts" in lines
    assert lines[-1] == "missed | d | Peru | metWith | Chile | denied | Peru did not meet Chile"


def test_a_folder_is_read_with_its_texts_and_filtered(tmp_path: Path):
    (tmp_path / "a-1.json").write_text(json.dumps(GOLD | {"category": 3}))
    (tmp_path / "a-1.txt").write_text(TEXT)
    (tmp_path / "b-1.json").write_text(json.dumps(GOLD))
    assert [d.text for d in annotated_texts(tmp_path)] == [TEXT, None]
    assert [d.name for d in annotated_texts(tmp_path, only="b-")] == ["b-1"]
    assert [d.name for d in annotated_texts(tmp_path, category=3)] == ["a-1"]


@pytest.mark.parametrize("content", ["[]", "{", '{"entities": []}', '{"entities": {}, "claims": []}'])
def test_what_is_no_annotation_is_named(tmp_path: Path, content: str):
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(ReadError, match=r"x\.json"):
        list(annotated_texts(tmp_path))


def test_an_empty_folder_is_an_error(tmp_path: Path):
    with pytest.raises(ReadError, match="annotated documents"):
        list(annotated_texts(tmp_path))
