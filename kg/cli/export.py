"""`kg export`: a store's graph as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.store import FORMS, Snapshot
from kg.store import export as write


@click.command(
    no_args_is_help=True, epilog="Formats: " + "; ".join(f"{name}: {about}" for name, about in FORMS.items())
)
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    help="Of the output; by default what FILE's ending says.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file (for csv, the folder) to write; by default standard output.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when the file is written.")
def export(store: Path, form: str | None, output: Path | None, quiet: bool) -> None:
    """Write a store's graph as RDF, tables or a report.

    Files are written as the store is read, so that a large one takes no more memory, and appear only when they are
    complete. ttl, nt, rdfxml, jsonld and rdf12 hold the union of all graphs; trig and nq the named graphs.
    """
    if form is None:
        form = _guess(output)
    with Snapshot.latest(store) as snapshot:
        write(snapshot, form, sys.stdout.buffer if output is None else output)
    if output is not None and not quiet:
        click.echo(f"wrote {output}", err=True)


def _guess(output: Path | None) -> str:
    ending = output.suffix.removeprefix(".") if output else ""
    form = {"rdf": "rdfxml", "xml": "rdfxml", "json": "jsonld", "htm": "html"}.get(ending, ending)
    if form not in FORMS:
        raise click.UsageError(f"name the format with --format; it is one of {', '.join(FORMS)}")
    return form
