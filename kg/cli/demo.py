"""`kg demo`: a folder's graph, what is in it, and the answers to the questions that lie beside the texts."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pyoxigraph as ox
from rich.console import Console
from rich.text import Text

from kg.cli.build import build
from kg.cli.competency import Answer, Question, as_text, questions
from kg.cli.wording import sentence
from kg.records import Modality, Polarity
from kg.store import Snapshot, run_query

TEXTS = ("*.txt", "*.md", "*.html", "*.json", "*.jsonl")
ENTITIES = """
SELECT ?type (GROUP_CONCAT(?name; separator=", ") AS ?names) WHERE {
  { SELECT DISTINCT ?type ?name WHERE {
      VALUES ?class { kg:Person kg:Organization kg:Country kg:Place }
      ?entity a ?class ; rdfs:label ?name .
      BIND(STRAFTER(STR(?class), "#") AS ?type) } ORDER BY ?name }
} GROUP BY ?type ORDER BY ?type
"""
CLAIMS = """
SELECT ?s ?p ?o ?polarity ?modality ?source ?ended (GROUP_CONCAT(DISTINCT ?t; separator=", ") AS ?title)
       (GROUP_CONCAT(DISTINCT ?w; separator=", ") AS ?when) (SAMPLE(?q) AS ?quote) WHERE {
  ?claim kg:subject/rdfs:label ?s ; kg:predicate ?predicate ; kg:object/rdfs:label ?o ;
         kg:polarity ?pol ; kg:modality ?mod ; kg:evidence/nif:anchorOf ?q .
  BIND(REPLACE(STR(?predicate), "^.*[#/]", "") AS ?p)
  BIND(STRAFTER(STR(?pol), "#") AS ?polarity) BIND(STRAFTER(STR(?mod), "#") AS ?modality)
  OPTIONAL { ?claim kg:source/rdfs:label ?source }
  OPTIONAL { ?claim kg:title ?t } OPTIONAL { ?claim kg:timeText ?w } OPTIONAL { ?claim kg:ended ?ended }
} GROUP BY ?claim ?s ?p ?o ?polarity ?modality ?source ?ended ORDER BY ?s ?p ?o ?polarity ?modality
"""


@click.command(no_args_is_help=True)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--store", type=click.Path(path_type=Path), required=True, help="Where to build the graph.")
@click.option(
    "-q", "--quiet", is_flag=True, help="Only the questions whose answers are not the expected ones."
)
@click.option("--strict", is_flag=True, help="Exit with 1 if an answer is not the expected one.")
@click.pass_context
def demo(context: click.Context, folder: Path, store: Path, strict: bool, quiet: bool) -> None:
    """Build the graph of FOLDER, print what was found, and answer the questions in FOLDER/competency.

    A question is a SPARQL query in a .rq file, whose first line says it in English; the expected answer lies beside
    it as .csv. Columns that the .csv leaves out, such as quotes, are shown but not compared. What differs from the
    expected answer is said below it.
    """
    texts = sorted(str(path) for pattern in TEXTS for path in folder.glob(pattern))
    if not texts:
        raise click.ClickException(f"{folder} holds no texts ({', '.join(TEXTS)})")
    context.invoke(build, paths=tuple(texts), store=store, quiet=True)
    console = Console(highlight=False, soft_wrap=True)
    with Snapshot.latest(store) as snapshot:
        if not quiet:
            _print_entities(console, snapshot.store)
            _print_claims(console, snapshot.store)
        answers = [question.ask(snapshot.store) for question in questions(folder / "competency")]
    for answer in answers:
        if not (quiet and answer.is_right):
            _print_answer(console, answer)
    right = sum(answer.is_right for answer in answers)
    console.print(f"\n{right} of {len(answers)} questions answered as expected.")
    console.print(f"Serve this graph: kg serve --store {store}  (then open http://127.0.0.1:8080)")
    if strict and right < len(answers):
        sys.exit(1)


def _select(store: ox.Store, query: str) -> list[dict[str, str]]:
    result = run_query(store, query)
    assert isinstance(result, ox.QuerySolutions)
    return list(as_text(result))


def _print_entities(console: Console, store: ox.Store) -> None:
    console.print(Text("Entities", style="bold"))
    for row in _select(store, ENTITIES):
        console.print(Text(f"  {row['type']}: {row['names']}"))


def _print_claims(console: Console, store: ox.Store) -> None:
    console.print(Text("\nClaims", style="bold"))
    for row in _select(store, CLAIMS):
        words = sentence(
            row["s"],
            _spaced(row["p"]),
            row["o"],
            Polarity(row["polarity"]),
            Modality(row["modality"]),
            row.get("source"),
            row.get("title"),
            row.get("when"),
            row.get("ended") == "true",
        )
        console.print(Text(f"  {words}"))
        console.print(Text(f"      “{' '.join(row['quote'].split())}”", style="dim"))


def _spaced(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name)


def _print_answer(console: Console, answer: Answer) -> None:
    console.print(Text(f"\n{answer.question.text}", style="bold"))
    for row in answer.rows:
        console.print(Text(f"  {_line(row, answer.question)}"))
    for cells in answer.missing:
        console.print(Text(f"  expected, not found: {' | '.join(cells)}", style="red"))
    for cells in answer.unexpected:
        console.print(Text(f"  found, not expected: {' | '.join(cells)}", style="red"))


def _line(row: dict[str, str], question: Question) -> str:
    return " | ".join(" ".join(row.get(name, "").split()) or "–" for name in question.columns)
