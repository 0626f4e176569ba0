"""What RDF an extraction becomes."""

from __future__ import annotations

import dataclasses
import io

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

import kg.schema
from kg.describe import PREFIXES, describe, document_graph, document_iri
from kg.describe.text import iri, literal, writable
from kg.errors import KgError
from kg.records import (
    Claim,
    Document,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Publication,
    Span,
    Time,
)
from kg.schema import KG, Schema

CLAIMS = "SELECT ?s ?p ?o WHERE { ?c a kg:Claim ; kg:subject/rdfs:label ?s ; kg:predicate ?p ; kg:object/rdfs:label ?o "


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(
        tuple("" if (v := row[name]) is None else v.value.removeprefix(KG) for name in found.variables)
        for row in found
    )


def test_everything_is_in_the_graph_of_the_document_and_named(quads: list[ox.Quad]) -> None:
    graph = ox.NamedNode(document_graph(document_iri("zenda-1")))
    assert {quad.graph_name for quad in quads} == {graph}
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert len(set(quads)) == len(quads)


def test_plain_triples_only_for_what_the_text_itself_says_is_so_now(store: ox.Store, schema: Schema) -> None:
    names = " ".join(f"<{p.iri}>" for p in schema.predicates.values())
    plain = rows(
        store, f"SELECT ?s ?p ?o {{ VALUES ?p {{ {names} }} ?a ?p ?b . ?a rdfs:label ?s . ?b rdfs:label ?o }}"
    )
    assert plain == [
        ("Ada Lind", "holdsPositionIn", "Northern League"),
        ("Ada Lind", "rejectedProposalOf", "Andorra"),
        ("Tomas Verne", "metWith", "Ada Lind"),
    ]


def test_a_claim_says_all_that_the_contract_promises(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?polarity ?modality ?source ?time ?timeText
                  ?confidence ?category ?madeBy ?quote ?begin ?end ?text WHERE {
            ?c kg:predicate kg:attacked ; kg:polarity ?polarity ; kg:modality ?modality ; kg:source/rdfs:label ?source ;
               kg:time ?time ; kg:timeText ?timeText ; kg:confidence ?confidence ;
               kg:ploverCategory ?category ; kg:madeBy ?madeBy ; kg:evidence ?e .
            ?e nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; kg:inDocument/nif:isString ?text }""",
    )
    assert len(found) == 1
    *values, quote, begin, end, text = found[0]
    assert values == [
        "denied", "actual", "Ada Lind", "2021-05-04", "on Tuesday", "0.8", "ASSAULT", "frame:attacked/attack-v",
    ]  # fmt: skip
    assert quote == text[int(begin) : int(end)] == "Andorra did not attack Zenda"
    assert rows(store, CLAIMS + "; kg:ended true ; kg:title 'minister' }") == [
        ("Tomas Verne", "holdsPositionIn", "Andorra")
    ]


def test_entities_documents_and_provenance(store: ox.Store) -> None:
    assert rows(
        store,
        "SELECT ?code ?same ?alt ?title { ?e a kg:Country ; kg:isoCode ?code ; owl:sameAs ?same ; skos:altLabel ?alt ;"
        " kg:mentionedIn/dcterms:title ?title }",
    ) == [("AD", "http://www.wikidata.org/entity/Q228", "Andorran", "League says no")]
    assert rows(
        store,
        "SELECT ?issued ?publisher ?source ?other { ?d dcterms:issued ?issued ; dcterms:source ?source ;"
        " dcterms:publisher ?publisher ; kg:alsoPublishedAs/dcterms:publisher ?other }",
    ) == [("2021-05-07", "Zenda Herald", "https://news.example/a?b=c%20d", "Strelsau Times")]
    assert rows(
        store,
        "SELECT ?label { GRAPH ?g { ?g prov:wasGeneratedBy ?run . ?run a prov:Activity ; prov:used ?d ;"
        " prov:wasAssociatedWith/rdfs:label ?label . ?d a kg:Document } }",
    ) == [("kg 0.1.0, en_kg 0.1.0",)]


def test_a_claim_with_its_evidence_and_plain_triple_takes_at_most_fifteen_triples_and_its_details(
    quads: list[ox.Quad],
) -> None:
    claims = [q.subject for q in quads if q.object == ox.NamedNode(f"{KG}Claim")]
    evidence = {q.object for q in quads if q.predicate == ox.NamedNode(f"{KG}evidence")}
    mentions = {q.subject for q in quads if q.predicate.value.endswith("taIdentRef")}
    own = [q for q in quads if q.subject in claims or q.subject in evidence - mentions]
    plain = [
        q
        for q in quads
        if q.predicate.value.removeprefix(KG) in ("holdsPositionIn", "metWith", "rejectedProposalOf")
    ]
    optional = ("source", "time", "timeText", "title", "ended", "ploverCategory")
    least = [q for q in own if q.predicate.value.removeprefix(KG) not in optional]
    assert len(claims) == 5
    assert (len(least) + len(plain)) / len(claims) <= 15


def test_the_same_claim_twice_is_one_with_two_evidences(extraction: Extraction, schema: Schema) -> None:
    claim = extraction.claims[1]
    again = dataclasses.replace(
        claim, evidence=Span(0, 20), confidence=0.4, plover="SUPPORT", made_by="model:x", time=Time("later")
    )
    quads = describe(dataclasses.replace(extraction, claims=(again, claim)), schema)

    def values(name: str) -> list[str]:
        return [quad.object.value for quad in quads if quad.predicate.value == KG + name]

    assert len(values("evidence")) == 2
    assert values("confidence") == ["0.9"]
    assert values("ploverCategory") == ["REJECT"]
    assert values("madeBy") == ["frame:rejectedProposalOf/reject-v"]
    assert values("timeText") == ["later"]


def test_the_same_claim_in_two_documents_is_one_node(extraction: Extraction, schema: Schema) -> None:
    other = dataclasses.replace(extraction, document=dataclasses.replace(extraction.document, id="other"))
    claims = [
        {q.subject for q in describe(one, schema) if q.object == ox.NamedNode(f"{KG}Claim")}
        for one in (extraction, other)
    ]
    assert claims[0] == claims[1]
    assert len(claims[0]) == 5


def test_another_base_is_in_every_data_iri(extraction: Extraction, schema: Schema) -> None:
    base = "https://data.example/x/"
    ours, theirs = describe(extraction, schema), describe(extraction, schema, base)
    assert len(ours) == len(theirs)
    assert not [quad for quad in theirs if "https://w3id.org/kg/id/" in str(quad)]


@pytest.mark.parametrize(
    "base",
    [
        "",
        "data/",
        "http://x",
        "javascript:alert(1)/",
        "http://a b/",
        "urn:x:",
        "http:///",
        "http://x/#",
        "http://x/?a=/",
    ],
)
def test_a_base_that_no_iri_can_begin_with_is_refused(
    extraction: Extraction, schema: Schema, base: str
) -> None:
    with pytest.raises(KgError, match="base"):
        describe(extraction, schema, base)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"predicate": "eats"}, "'eats' is no predicate"),
        ({"subject": "e9"}, "entity 'e9', which is not there"),
        ({"source": "e9"}, "entity 'e9'"),
        ({"evidence": Span(0, 9999)}, "after the text's"),
        ({"confidence": 1.5}, "confidence 1.5"),
        ({"confidence": float("nan")}, "confidence nan"),
    ],
)
def test_a_broken_claim_is_an_error_of_one_line(
    extraction: Extraction, schema: Schema, change: dict[str, object], message: str
) -> None:
    claim = dataclasses.replace(extraction.claims[1], **change)  # type: ignore[arg-type]  # broken on purpose
    with pytest.raises(KgError, match=message) as error:
        describe(dataclasses.replace(extraction, claims=(claim,)), schema)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("entity", "message"),
    [
        (Entity("e1", EntityType.PERSON, " "), "empty name"),
        (Entity("e1", EntityType.PERSON, "X", link="javascript:alert(1)"), "not an absolute IRI"),
        (Entity("e1", EntityType.COUNTRY, "X", iso="X1"), "ISO 3166-1"),
    ],
)
def test_a_broken_entity_is_refused(schema: Schema, entity: Entity, message: str) -> None:
    with pytest.raises(KgError, match=message):
        describe(Extraction(Document("d", "X"), (entity,)), schema)


@pytest.mark.parametrize(
    ("time", "value"),
    [
        (Time("then", "2021-02-30", "date"), None),
        (Time("then", "21", "gYear"), None),
        (Time("then", "2021-05", "gYearMonth"), "2021-05"),
        (Time("then"), None),
    ],
)
def test_a_time_that_xml_schema_would_not_read_stays_words(
    extraction: Extraction, schema: Schema, time: Time, value: str | None
) -> None:
    claim = dataclasses.replace(extraction.claims[0], time=time)
    quads = describe(dataclasses.replace(extraction, claims=(claim,)), schema)
    found = {q.predicate.value.removeprefix(KG): q.object for q in quads if "#time" in q.predicate.value}
    assert found.pop("timeText") == ox.Literal("then")
    assert [v.value for v in found.values()] == ([value] if value else [])


def test_a_store_gives_back_every_quad_as_it_was(quads: list[ox.Quad], store: ox.Store) -> None:
    assert set(store) == set(quads)


any_text = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x00\x0b\ud800\udfff\ufffe\n\r\t\"'\\<>&{}`^| \u202eßł漢字हिن")
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(name=any_text, text=any_text, id=any_text, url=any_text, title=any_text)
def test_any_text_is_written_unbroken_in_every_syntax(
    name: str, text: str, id: str, url: str, title: str
) -> None:
    schema = kg.schema.load()
    entity = Entity("e1", EntityType.PERSON, f"n{name}", (name,), (Mention(Span(0, len(text))),))
    claim = Claim("e1", "metWith", "e1", Span(0, len(text)), title=title, made_by=title)
    document = Document(id, text, Publication(url=f"https://h/{url}", title=title, publisher=name))
    quads = describe(Extraction(document, (entity,), (claim,)), schema)
    quote = next(q.object.value for q in quads if q.predicate.value.endswith("anchorOf"))
    assert len(quote) == len(text)
    triples = [q.triple for q in quads]
    for format in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG):
        data = io.BytesIO()
        ox.serialize(quads, data, format=format)
        assert set(ox.parse(data.getvalue(), format=format)) == set(quads)
    turtle, xml = io.BytesIO(), io.BytesIO()
    ox.serialize(triples, turtle, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    ox.serialize(triples, xml, format=ox.RdfFormat.RDF_XML)
    ours = rdflib.Graph().parse(data=turtle.getvalue(), format="turtle")
    assert len(ours) == len(set(triples))
    theirs = rdflib.Graph().parse(data=xml.getvalue(), format="xml")
    if "\r" not in name + text + title + id:  # an XML parser reads a bare carriage return as a line feed
        assert isomorphic(ours, theirs)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\x00\ud800\ufffe")), max_size=50))
def test_writable_text_keeps_its_length(text: str) -> None:
    assert len(writable(text)) == len(text)
    assert literal(text).value == writable(text)
    assert writable(text).encode("utf-8").decode("utf-8") == writable(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.example/b c", "http://a.example/b%20c"),
        ('https://a.example/<x>"{}|\\^`', "https://a.example/%3Cx%3E%22%7B%7D%7C%5C%5E%60"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/ä", "https://a.example/ä"),
        ("javascript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("a/b.txt", None),
        ("", None),
        ("http://", None),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_iris_are_escaped_or_refused(text: str, expected: str | None) -> None:
    found = iri(text)
    assert (found.value if found else None) == expected


@given(st.text(st.one_of(st.characters(), st.sampled_from('\x00\ud800 <>"{}%')), max_size=30))
def test_no_iri_is_broken(text: str) -> None:
    found = iri(f"https://h.example/{text}")
    if found is not None:
        line = ox.serialize([ox.Triple(found, found, found)], format=ox.RdfFormat.N_TRIPLES)
        assert line is not None
        assert len(list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))) == 1
        assert len(rdflib.Graph().parse(data=line, format="nt")) == 1
