"""A broken ontology is refused in one line that names the file, the term and the problem."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

import kg.schema
from kg.errors import SchemaError

PREFIXES = """@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""

BROKEN = {
    "syntax error": ("my:a a owl:ObjectProperty ;\n  rdfs:label 'open .", ["syntax error", "line 6"]),
    "undeclared prefix": ("foo:a a owl:ObjectProperty .", ["syntax error", "foo"]),
    "unknown class in domain": (
        "my:a a owl:ObjectProperty ; rdfs:domain kg:Dog .",
        ["<https://example.org/my#a>", "domain kg:Dog", "no known class"],
    ),
    "unknown class in a union": (
        "my:a a owl:ObjectProperty ; rdfs:range [ a owl:Class ; owl:unionOf ( kg:Person kg:Dog ) ] .",
        ["<https://example.org/my#a>", "range kg:Dog"],
    ),
    "range that is no class": (
        "my:a a owl:ObjectProperty ; rdfs:range 'x' .",
        ["<https://example.org/my#a>", "range"],
    ),
    "unknown super-property": (
        "my:a a owl:ObjectProperty ; rdfs:subPropertyOf kg:rejekt .",
        ["<https://example.org/my#a>", "kg:rejekt", "no known property"],
    ),
    "unknown step of a chain": (
        "my:a a owl:ObjectProperty ; owl:propertyChainAxiom ( kg:memberOf my:b ) .",
        ["<https://example.org/my#a>", "chain", "my#b"],
    ),
    "cycle of properties": (
        "my:a a owl:ObjectProperty ; rdfs:subPropertyOf my:b . my:b a owl:ObjectProperty ; rdfs:subPropertyOf my:a .",
        ["sub-property of itself", "my#a", "my#b"],
    ),
    "cycle through kg's own": (
        "kg:relation rdfs:subPropertyOf kg:attacked .",
        ["sub-property of itself", "kg:attacked"],
    ),
    "property below itself": (
        "my:a a owl:ObjectProperty ; rdfs:subPropertyOf my:a .",
        ["sub-property of itself"],
    ),
    "cycle of classes": (
        "my:A a owl:Class ; rdfs:subClassOf my:B . my:B a owl:Class ; rdfs:subClassOf my:A .",
        ["sub-class of itself", "my#A"],
    ),
    "unsatisfiable class": (
        "my:Cyborg rdfs:subClassOf kg:Person, my:Firm . my:Firm a owl:Class ; rdfs:subClassOf kg:Organization .",
        ["my#Cyborg", "no member", "kg:Person", "kg:Organization", "disjoint"],
    ),
    "empty domain": (
        "my:a a owl:ObjectProperty ; rdfs:subPropertyOf kg:familyOf ; rdfs:domain kg:Country .",
        ["<https://example.org/my#a>", "domain that no entity can be in"],
    ),
    "empty range": (
        "my:a a owl:ObjectProperty ; rdfs:range kg:Claim .",
        ["<https://example.org/my#a>", "range that no entity can be in"],
    ),
    "name used twice": (
        "my:attacked a owl:ObjectProperty .",
        ["<https://example.org/my#attacked>", "kg:attacked", "unique"],
    ),
    "name of a class": (
        "my:Person a owl:Class .",
        ["<https://example.org/my#Person>", "kg:Person", "unique"],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_it_is_refused_in_one_line(tmp_path: Path, case: str) -> None:
    text, words = BROKEN[case]
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + textwrap.dedent(text), encoding="utf-8")
    with pytest.raises(SchemaError) as error:
        kg.schema.load(path)
    message = str(error.value)
    assert "\n" not in message
    for word in ["mine.ttl", *words]:
        assert word in message
    kg.schema.load()


def test_a_frame_that_cannot_be_compiled_names_its_property(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        PREFIXES + "my:vexed a owl:ObjectProperty ; kg:frame [ a kg:VerbFrame ; kg:who 'subject' ] ."
    )
    with pytest.raises(SchemaError, match="vexed"):
        kg.schema.load(path)


def test_files_that_are_not_there_or_of_no_known_syntax(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"nowhere\.ttl: can't be read"):
        kg.schema.load(tmp_path / "nowhere.ttl")
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    with pytest.raises(SchemaError, match="can't be read"):
        kg.schema.load(folder)
    words = tmp_path / "mine.docx"
    words.write_text("x")
    with pytest.raises(SchemaError, match=r"must end in \.ttl"):
        kg.schema.load(words)
    binary = tmp_path / "binary.ttl"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(SchemaError, match="syntax error"):
        kg.schema.load(binary)
