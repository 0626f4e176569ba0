"""`kg query`: a question to a store, in SPARQL."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import click
import pyoxigraph as ox

from kg.cli.tables import add_row, plain_table, print_table
from kg.errors import QueryError
from kg.store import Snapshot
from kg.store.query import Result, rows, run_query, shorten, write_result

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@click.command(no_args_is_help=True)
@click.argument("question", metavar="FILE.rq|-|'SELECT ...'")
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "tsv", "xml"]),
    default="table",
    show_default=True,
    help="json, csv, tsv and xml are the standard formats of SPARQL results.",
)
@click.option("-q", "--quiet", is_flag=True, help="No count of rows under a table.")
def query(question: str, store: Path, form: str, quiet: bool) -> None:
    """Answer a SPARQL 1.1 query.

    The question is a file, - for standard input, or the query itself. It sees all named graphs as one; the prefixes
    kg, rdf, rdfs, owl, xsd, skos, dcterms, prov, nif, void and wd need not be declared. CONSTRUCT and DESCRIBE
    print Turtle (table), JSON-LD (json) or RDF/XML (xml).
    """
    text = _read(question)
    interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine does not hear Ctrl-C by itself
    try:
        with Snapshot.latest(store) as snapshot:
            _print(run_query(snapshot.store, text), form, quiet)
    finally:
        signal.signal(signal.SIGINT, interrupt)


def _print(result: Result, form: str, quiet: bool) -> None:
    output = sys.stdout.buffer
    if form == "table" and isinstance(result, ox.QuerySolutions):
        _print_table(result, quiet)
    elif form == "table" and isinstance(result, ox.QueryBoolean):
        click.echo("yes" if result else "no")
    else:
        write_result(result, "turtle" if form == "table" else form, output)
        if form in {"json", "xml"}:
            output.write(b"\n")


def _read(question: str) -> str:
    if question == "-":
        return sys.stdin.read()
    if re.search(r"[\s{]", question) and not question.endswith((".rq", ".sparql")):
        return question
    try:
        return Path(question).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise QueryError(f"query file {question}: {reason}") from error


def _print_table(result: ox.QuerySolutions, quiet: bool) -> None:
    table = plain_table(*(variable.value for variable in result.variables))
    for row in rows(result):
        terms = (row[variable] for variable in result.variables)
        add_row(table, *(_CONTROL.sub("�", shorten(term)) for term in terms))
    print_table(table)
    if not quiet:
        click.echo(f"{table.row_count} row{'' if table.row_count == 1 else 's'}", err=True)
