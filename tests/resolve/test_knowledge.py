"""The knowledge base that a user gives."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.records import EntityType
from kg.resolve import KnowledgeBase, load_kb

from .builders import entities, marked

HEADER = "iri\ttype\tnames\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_table(tmp_path: Path) -> None:
    kb = load_kb(
        write(
            tmp_path / "n.tsv",
            HEADER
            + "https://x.org/1\tPerson\tJens Larsen|J. Larsén\nhttps://x.org/2\tkg:Organization\tAcme Ltd\n",
        )
    )
    assert len(kb) == 2
    assert kb.link(EntityType.PERSON, "Jens LARSEN") == "https://x.org/1"
    assert kb.link(EntityType.PERSON, "Larsen", ("J. Larsen",)) == "https://x.org/1"
    assert kb.link(EntityType.ORGANIZATION, "Acme") == "https://x.org/2"
    assert kb.link(EntityType.PLACE, "Acme") is None
    assert kb.link(EntityType.PERSON, "Nils Larsen") is None


def test_columns_in_any_order_and_more_of_them(tmp_path: Path) -> None:
    kb = load_kb(write(tmp_path / "n.csv", "name,note,id,type\nAcme,ours,<https://x.org/a>,organization\n"))
    assert kb.link(EntityType.ORGANIZATION, "Acme") == "https://x.org/a"


def test_a_name_of_two_links_to_neither(tmp_path: Path) -> None:
    kb = load_kb(
        write(
            tmp_path / "n.tsv",
            HEADER + "https://x.org/1\tPerson\tAnn Lee\nhttps://x.org/2\tPerson\tAnn Lee|Ann B. Lee\n",
        )
    )
    assert kb.ambiguous == 1
    assert kb.link(EntityType.PERSON, "Ann Lee") is None
    assert kb.link(EntityType.PERSON, "Ann B. Lee") == "https://x.org/2"


def test_the_same_row_twice_is_no_conflict(tmp_path: Path) -> None:
    kb = load_kb(write(tmp_path / "n.tsv", HEADER + "https://x.org/1\tPerson\tAnn Lee\n" * 2))
    assert kb.link(EntityType.PERSON, "Ann Lee") == "https://x.org/1"


def test_turtle(tmp_path: Path) -> None:
    kb = load_kb(
        write(
            tmp_path / "n.ttl",
            """@prefix kg: <https://w3id.org/kg/ontology#> . @prefix s: <http://schema.org/> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            <https://x.org/1> a kg:Person ; rdfs:label "Jens Larsen"@en, "Йенс"@ru ; skos:altLabel "J. Larsen" .
            <https://x.org/2> a s:Organization ; s:name "Acme" . <https://x.org/3> rdfs:label "Nothing" .""",
        )
    )
    assert len(kb) == 2
    assert kb.link(EntityType.PERSON, "J Larsen") == "https://x.org/1"
    assert kb.link(EntityType.PERSON, "Йенс") is None
    assert kb.link(EntityType.ORGANIZATION, "ACME") == "https://x.org/2"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("n.tsv", "", "no column 'iri'"),
        ("n.tsv", "iri\tnames\nhttps://x.org/1\tA\n", "no column 'type'"),
        ("n.tsv", HEADER + "https://x.org/1\tPerson\n", "line 2"),
        ("n.tsv", HEADER + "https://x.org/1\tPerson\t | \n", "no name"),
        ("n.tsv", HEADER + "x 1\tPerson\tA\n", "not an absolute IRI"),
        ("n.tsv", HEADER + "https://x.org/<1>\tPerson\tA\n", "not an absolute IRI"),
        ("n.tsv", HEADER + "https://x.org/1\tPet\tA\n", "unknown type 'Pet'"),
        ("n.ttl", "<a> <b> .", "not valid"),
        ("n.ttl", "<https://x.org/1> <http://www.w3.org/2000/01/rdf-schema#label> 'A' .", "names no Person"),
        ("n.xlsx", "", "unknown ending"),
    ],
)
def test_broken_ones_are_refused_in_a_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        load_kb(write(tmp_path / name, text))
    assert "\n" not in str(caught.value)


def test_missing_and_binary_files(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not a file"):
        load_kb(tmp_path / "none.tsv")
    (tmp_path / "b.tsv").write_bytes(b"iri\ttype\tnames\n\xff\xfe\x00")
    with pytest.raises(ReadError, match="not UTF-8"):
        load_kb(tmp_path / "b.tsv")


def test_many_rows_in_little_time() -> None:
    began = time.process_time()
    kb = KnowledgeBase(
        (f"https://x.org/{n}", EntityType.PERSON, (f"Given{n} Family{n}",)) for n in range(50_000)
    )
    assert time.process_time() - began < 20
    assert kb.link(EntityType.PERSON, "given49999 family49999") == "https://x.org/49999"


def test_entities_are_linked_and_what_is_unknown_is_not(tmp_path: Path) -> None:
    kb = load_kb(
        write(
            tmp_path / "n.tsv",
            HEADER + "https://x.org/1\tPerson\tJens Larsen\nhttps://x.org/pl\tCountry\tPoland\n",
        )
    )
    found = entities(marked("[Jens Larsen|PERSON] and [Nils Holm|PERSON] in Poland."), kb)
    assert found["Jens Larsen"].link == "https://x.org/1"
    assert found["Nils Holm"].link is None
    assert found["Poland"].link == "http://www.wikidata.org/entity/Q36"
