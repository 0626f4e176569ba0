"""Every form, read back by two independent parsers, is the graph that was stored."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.compare import isomorphic

from kg.cli.main import cli
from kg.errors import StoreError
from kg.store import FORMS, GraphStore, Snapshot, export
from kg.store.export.jsonld import Compactor

from .claims import GRAPHS, described, document, kg, node

TRIPLES = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}
QUADS = {"trig": (ox.RdfFormat.TRIG, "trig"), "nq": (ox.RdfFormat.N_QUADS, "nquads")}
REIFIES = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "store"
    with GraphStore.open(path, create=True) as store:
        store.replace(document("a"), described("a"), digest="1")
        store.replace(document("b"), described("b"))
        odd = [
            ox.Triple(node("x"), kg("note"), ox.Literal(value, **more))
            for value, more in (
                ("tab\tcr\rcrlf\r\n ' \" \\ ]]> <!-- & \u2028 ﷺ ́", {}),
                ("", {}),
                ("5", {"datatype": ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")}),
                ("1.50", {"datatype": ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")}),
                ("2021", {"datatype": ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")}),
                ("tea", {"language": "en"}),
            )
        ]
        store.replace_graph(
            GRAPHS.inferences, [*odd, ox.Triple(node("x"), kg("see"), node("a%20b;c(d)/e.f-"))]
        )
    return path


@pytest.fixture
def snapshot(directory: Path) -> Iterator[Snapshot]:
    with Snapshot.latest(directory) as opened:
        yield opened


def written(snapshot: Snapshot, form: str) -> bytes:
    output = io.BytesIO()
    export(snapshot, form, output)
    return output.getvalue()


def stored(snapshot: Snapshot) -> set[ox.Triple]:
    return {quad.triple for quad in snapshot.store.quads_for_pattern(None, None, None)}


def in_rdflib(quads: set[ox.Triple]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES), format="nt")


@pytest.mark.parametrize("form", TRIPLES)
def test_the_union_comes_back(snapshot: Snapshot, form: str) -> None:
    content, (ours, theirs) = written(snapshot, form), TRIPLES[form]
    assert {quad.triple for quad in ox.parse(content, ours)} == stored(snapshot)
    assert isomorphic(rdflib.Graph().parse(data=content, format=theirs), in_rdflib(stored(snapshot)))


@pytest.mark.parametrize("form", QUADS)
def test_the_named_graphs_come_back(snapshot: Snapshot, form: str) -> None:
    content, (ours, theirs) = written(snapshot, form), QUADS[form]
    quads = {q for q in snapshot.store if q.graph_name != ox.DefaultGraph()}
    assert set(ox.parse(content, ours)) == quads
    dataset = rdflib.Dataset()
    dataset.parse(data=content, format=theirs)
    for graph in snapshot.store.named_graphs():
        triples = {quad.triple for quad in quads if quad.graph_name == graph}
        assert isomorphic(dataset.graph(rdflib.URIRef(graph.value)), in_rdflib(triples))


def test_rdf_12_adds_what_each_claim_reifies(snapshot: Snapshot) -> None:
    quads = [quad.triple for quad in ox.parse(written(snapshot, "rdf12"), ox.RdfFormat.TURTLE)]
    reified = {quad for quad in quads if quad.predicate == REIFIES}
    assert set(quads) - reified == stored(snapshot)
    claims = {triple.subject for triple in stored(snapshot) if triple.object == kg("Claim")}
    assert {triple.subject for triple in reified} == claims
    for triple in reified:
        assert isinstance(triple.object, ox.Triple)
        assert ox.Triple(triple.subject, kg("subject"), triple.object.subject) in quads
        assert ox.Triple(triple.subject, kg("predicate"), triple.object.predicate) in quads
        assert ox.Triple(triple.subject, kg("object"), triple.object.object) in quads


def test_turtle_is_for_people(snapshot: Snapshot) -> None:
    text = written(snapshot, "ttl").decode()
    blocks = text.split("\n\n")[1:]
    subjects = [block.split(" ", 1)[0] for block in blocks]
    assert len(subjects) == len(set(subjects)), "one block for each node"
    kinds = [
        match[1]
        for block in blocks
        if (match := re.search(r" a kg:(Document|Person|Country|Claim)\b", block))
    ]
    assert kinds == sorted(kinds, key=["Document", "Person", "Country", "Claim"].index)
    assert "kg:polarity kg:denied" in text
    assert text.startswith("@prefix kg: <https://w3id.org/kg/ontology#> .\n")


def test_jsonld_is_compact(snapshot: Snapshot) -> None:
    content = json.loads(written(snapshot, "jsonld"))
    keys = {key for entry in content["@graph"] for key in entry}
    assert not [key for key in keys if key.startswith("http")]
    assert all(len(json.dumps(entry)) > 2 for entry in content["@graph"])


@pytest.mark.parametrize(
    "definition", [{"@id": "kg:x", "@context": {}}, {"@id": "kg:x", "@container": "@list"}, 5]
)
def test_a_context_that_is_not_flat_is_refused(definition: object) -> None:
    with pytest.raises(StoreError, match="JSON-LD context"):
        Compactor({"kg": "https://w3id.org/kg/ontology#", "x": definition})


def test_csv_opens_in_gephi_and_pandas(snapshot: Snapshot, tmp_path: Path) -> None:
    export(snapshot, "csv", tmp_path / "out")
    nodes = list(csv.DictReader((tmp_path / "out/nodes.csv").open(encoding="utf-8", newline="")))
    edges = list(csv.DictReader((tmp_path / "out/edges.csv").open(encoding="utf-8", newline="")))
    assert {row["Label"] for row in nodes} == {"Ann Lee", "Freedonia", "Sylvania", 'Bo "O\'\\Ek"'}
    ids = {row["Id"] for row in nodes}
    assert len(edges) == 4
    assert all(row["Source"] in ids and row["Target"] in ids and row["Type"] == "Directed" for row in edges)
    denied = next(row for row in edges if row["Polarity"] == "denied")
    assert (denied["Label"], denied["Plain"], denied["Weight"]) == ("attacked", "false", "2")
    assert (denied["SaidBy"] in ids, denied["Plover"]) == (True, "ASSAULT")
    met = next(row for row in edges if row["Label"] == "metWith")
    assert (met["Plain"], met["Time"], met["TimeText"]) == ("true", "2021-05-04", "May 4")
    with pytest.raises(StoreError, match="folder"):
        export(snapshot, "csv", io.BytesIO())


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_escapes_and_loads_nothing(snapshot: Snapshot) -> None:
    page = _Page()
    page.feed(written(snapshot, "html").decode())
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert page.tags.count("b") == 4, "of the report's own, one for each claim; none from the texts"
    assert set(page.links) == {"https://news.example/a?b=c&d=%3Ce%3E"}
    assert "met</b> Ann Lee on May 4" in page.text
    assert "The <Times>" in page.text


def test_what_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, create=True) as store:
        store.replace_graph(GRAPHS.inferences, [ox.Triple(node("x"), kg("1"), node("y"))])
    with Snapshot.latest(tmp_path) as snapshot, pytest.raises(StoreError, match="can't write the property"):
        written(snapshot, "rdfxml")
    with GraphStore.open(tmp_path) as store:
        store.replace_graph(GRAPHS.inferences, [ox.Triple(node("x"), kg("p"), ox.Literal("a\0b"))])
    with Snapshot.latest(tmp_path) as snapshot, pytest.raises(StoreError, match="control character"):
        written(snapshot, "rdfxml")


@pytest.mark.parametrize("form", FORMS)
def test_the_command_writes_every_form(directory: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "out"
    words = ["export", "--store", str(directory), "--format", form, "-o", str(target), "-q"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.exception
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert target.is_dir() == (form == "csv")


def test_a_file_stays_as_it_was_when_writing_fails(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "s", create=True) as store:
        store.replace_graph(GRAPHS.inferences, [ox.Triple(node("x"), kg("p"), ox.Literal("a\0b"))])
    target = tmp_path / "out.rdf"
    target.write_text("before")
    result = CliRunner().invoke(cli, ["export", "--store", str(tmp_path / "s"), "-o", str(target)])
    assert isinstance(result.exception, StoreError)
    assert target.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.rdf", "s"]
