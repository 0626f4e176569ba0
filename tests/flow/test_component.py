"""The spaCy component, ClearNLP's dependencies, and claims in notebooks."""

from __future__ import annotations

import datetime as dt

import pytest
import spacy
from spacy.tokens import Doc, Span

import kg
from kg.clearnlp import is_clearnlp, to_universal
from kg.component import issued_on
from kg.display import claims_html
from kg.errors import ModelError
from kg.records import Claim, Document, Entity, EntityType, Extraction
from kg.records import Span as Characters

VOCAB = spacy.blank("en").vocab
NLP = spacy.blank("en")


def parsed(rows: str, ents: dict[tuple[int, int], str] | None = None) -> Doc:
    """A document of rows "word lemma POS TAG head dep", heads counted from 0."""
    cells = [row.split() for row in rows.strip().splitlines()]
    doc = Doc(
        NLP.vocab,
        words=[row[0] for row in cells],
        lemmas=[row[1] for row in cells],
        pos=[row[2] for row in cells],
        tags=[row[3] for row in cells],
        heads=[int(row[4]) for row in cells],
        deps=[row[5] for row in cells],
    )
    doc.set_ents([Span(doc, begin, end, label) for (begin, end), label in (ents or {}).items()])
    return doc


PASSIVE = """
The the DET DT 1 det
offer offer NOUN NN 6 nsubjpass
from from ADP IN 1 prep
Brazil Brazil PROPN NNP 2 pobj
was be AUX VBD 6 auxpass
firmly firmly ADV RB 6 advmod
rejected reject VERB VBN 6 ROOT
by by ADP IN 6 agent
France France PROPN NNP 7 pobj
. . PUNCT . 6 punct
"""
COPULA = """
Sund Sund PROPN NNP 1 nsubj
is be AUX VBZ 1 ROOT
president president NOUN NN 1 attr
of of ADP IN 2 prep
Norway Norway PROPN NNP 3 pobj
. . PUNCT . 1 punct
"""


def arcs(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.dep_, token.head.text) for token in doc]


def test_prepositions_hang_on_their_nouns():
    doc = parsed(PASSIVE, {(3, 4): "GPE", (8, 9): "GPE"})
    assert is_clearnlp(doc)
    universal = to_universal(doc)
    assert arcs(universal) == [
        ("The", "det", "offer"),
        ("offer", "nsubj:pass", "rejected"),
        ("from", "case", "Brazil"),
        ("Brazil", "nmod", "offer"),
        ("was", "aux:pass", "rejected"),
        ("firmly", "advmod", "rejected"),
        ("rejected", "root", "rejected"),
        ("by", "case", "France"),
        ("France", "obl:agent", "rejected"),
        (".", "punct", "rejected"),
    ]
    assert universal.text == doc.text
    assert [ent.text for ent in universal.ents] == ["Brazil", "France"]
    assert not is_clearnlp(universal)


def test_what_is_said_with_to_be_is_the_root():
    assert arcs(to_universal(parsed(COPULA))) == [
        ("Sund", "nsubj", "president"),
        ("is", "cop", "president"),
        ("president", "root", "president"),
        ("of", "case", "Norway"),
        ("Norway", "nmod", "president"),
        (".", "punct", "president"),
    ]


@pytest.fixture(scope="module")
def component():
    return spacy.blank("en").add_pipe("kg_claims")


def test_claims_behind_a_pipeline_with_clearnlp_dependencies(component):
    doc = component(parsed(PASSIVE, {(3, 4): "GPE", (8, 9): "GPE"}))
    (claim,) = [claim for claim in doc._.claims if claim.predicate == "rejectedProposalOf"]
    assert (claim.subject.name, claim.object.name, claim.source) == ("France", "Brazil", None)
    assert claim.subject.iso == "FR"
    assert claim.evidence.doc is doc
    assert "rejected" in claim.evidence.text
    assert str(claim) == "France rejectedProposalOf Brazil (affirmed)"
    assert {entity.name for entity in doc._.kg_entities} == {"France", "Brazil"}
    assert "<mark>" in doc._.claims._repr_html_()


def test_a_pipeline_without_a_parser_is_told_so(component):
    with pytest.raises(ModelError, match="behind a parser"):
        component(NLP.make_doc("France rejected it."))
    assert component(NLP.make_doc(""))._.claims == ()


def test_behind_kgs_own_pipeline():
    nlp = kg.load()
    try:
        nlp.add_pipe("kg_claims")
        doc = issued_on(nlp.make_doc("France has rejected a request from Brazil."), dt.date(2024, 3, 1))
        doc = nlp(doc)
        found = [(claim.subject.name, claim.predicate, claim.object.name) for claim in doc._.claims]
        assert ("France", "rejectedProposalOf", "Brazil") in found
        text = "Japan accused China."
        assert [len(doc._.kg_entities) for doc in nlp.pipe([text, text])] == [2, 2]
    finally:
        nlp.remove_pipe("kg_claims")


def test_pipe_keeps_order_and_numbers():
    texts = ["France has rejected a request from Brazil.", "", "Japan accused China of spying."]
    extractions = list(kg.pipe(texts))
    assert [extraction.document.text for extraction in extractions] == texts
    assert [extraction.document.id for extraction in extractions] == ["1", "2", "3"]
    assert [entity.iso for entity in extractions[0].entities] == ["FR", "BR"]


def test_a_notebook_shows_claims_escaped():
    text = "<script>alert(1)</script> said no."
    entities = (Entity("e1", EntityType.PERSON, "<b>X</b>"), Entity("e2", EntityType.COUNTRY, "Y & Z"))
    claims = (Claim("e1", "accused", "e2", Characters(0, 25), source="e2", title="<i>"),)
    html = Extraction(Document("d", text), entities, claims)._repr_html_()
    assert "<script>" not in html
    assert "&lt;b&gt;X&lt;/b&gt;" in html
    assert "Y &amp; Z" in html
    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark> said no." in html
    assert claims_html(Extraction(Document("d", text))) == "<p>no claims</p>"
