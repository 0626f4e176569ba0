"""Questions in SPARQL: the union of the graphs, the formats, and what is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.errors import QueryError
from kg.store import GraphStore, Snapshot, refuse_remote, run_query, write_result

from .claims import document, quads


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "store"
    with GraphStore.open(path, create=True) as store:
        store.replace(document("a"), quads("a", "Ann Lee", "Bo [bold] Ek"))
        store.replace(document("b"), quads("b", "Ann Lee"))
    return path


@pytest.fixture
def database(directory: Path) -> Iterator[ox.Store]:
    with Snapshot.latest(directory) as snapshot:
        yield snapshot.store


def answer(database: ox.Store, text: str, form: str) -> bytes:
    output = io.BytesIO()
    write_result(run_query(database, text), form, output)
    return output.getvalue()


def test_two_documents_that_say_the_same_give_one_row(database: ox.Store) -> None:
    found = json.loads(answer(database, "SELECT ?p { ?p rdfs:label 'Ann Lee' ; a kg:Person }", "json"))
    assert found["head"] == {"vars": ["p"]}
    assert found["results"]["bindings"] == [
        {"p": {"type": "uri", "value": "https://w3id.org/kg/id/entity/person/ann-lee"}}
    ]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_ask_and_select_in_every_form(database: ox.Store, form: str) -> None:
    assert b"true" in answer(database, "ASK { ?s ?p ?o }", form)
    assert b"Ann Lee" in answer(database, "SELECT * { ?s rdfs:label ?o }", form)


@pytest.mark.parametrize(("form", "given"), [("json", "json"), ("xml", "xml"), ("ttl", "turtle")])
def test_graphs_come_in_forms_of_graphs(database: ox.Store, form: str, given: str) -> None:
    result = answer(database, "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p rdfs:label ?n }", given)
    rdf = {"json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML, "ttl": ox.RdfFormat.TURTLE}[form]
    assert len(list(ox.parse(result, rdf))) == 2
    with pytest.raises(QueryError, match="can't be csv"):
        answer(database, "DESCRIBE ?p WHERE { ?p a kg:Person }", "csv")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a' . #'\n SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
        'SELECT * { ?s ?p """a"" \\"""" . SERVICE <http://127.0.0.1/> { ?s ?p ?o } }',
        "SELECT * { ?s kg:a\\'b 'c' . SERVICE <http://127.0.0.1/> {?s ?p \"'\" } }",
        "SELECT * { ?s kg:a\\#b ?o . SERVICE <http://127.0.0.1/> {?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b) SERVICE<http://127.0.0.1/>{ ?s ?p ?o } FILTER(?c>?d) }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT*{{}SERVICE?x{?s ?p ?o}}",
        "LOAD <http://127.0.0.1/>",
    ],
)
def test_calls_to_other_machines_are_refused(database: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="refused here"):
        run_query(database, text)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX service: <urn:service/> SELECT ?service { ?service service:load 'SERVICE <x>' } # LOAD",
        "SELECT $load { ?s <urn:SERVICE> $load . ?s ?p '''it's a \"SERVICE\" ''' }",
        "SELECT ?x { ?x rdfs:label 'load'@load }",
    ],
)
def test_names_and_strings_are_no_calls(database: ox.Store, text: str) -> None:
    refuse_remote(text)
    run_query(database, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * {", "at its end"),
        ("SELECT *\n{ ?s ! }", "line 2"),
        ("", "at its end"),
        ("SELECT ?x { ?x nobody:knows 1 }", "Prefix not found"),
        ("SELECT ?x (COUNT(*) AS ?c) {}", "unbound"),
        ("DROP ALL", "is an update"),
        ("PREFIX a: <urn:a> # so\n INSERT DATA { a:b a:c a:d }", "is an update"),
    ],
)
def test_errors_are_one_line_and_say_where(database: ox.Store, text: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(database, text)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_the_command(directory: Path, tmp_path: Path) -> None:
    def run(*words: str, text: str | None = None) -> str:
        result = CliRunner().invoke(cli, ["query", "--store", str(directory), *words], input=text)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    select = "SELECT ?n { ?p rdfs:label ?n } ORDER BY ?n"
    file = tmp_path / "q.rq"
    file.write_text(select)
    assert run(select, "--format", "csv").splitlines() == ["n", "Ann Lee", "Bo [bold] Ek"]
    assert run(str(file), "--format", "tsv").splitlines() == ["?n", '"Ann Lee"', '"Bo [bold] Ek"']
    assert json.loads(run("-", "--format", "json", text=select))["head"]["vars"] == ["n"]
    assert "Bo [bold] Ek" in run(select)
    assert run("ASK { ?s ?p ?o }") == "yes\n"
    assert "@prefix" in run("CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p rdfs:label ?n }")
    missing = CliRunner().invoke(cli, ["query", "--store", str(directory), "no.rq"])
    assert isinstance(missing.exception, QueryError)
    assert "no.rq" in str(missing.exception)
