"""`kg extract`: what texts say, without a store."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.cli.reading import documents_of, options_of
from kg.cli.wording import sentence
from kg.flow import Extractor
from kg.interchange import as_json
from kg.read import Failure
from kg.records import Document, Extraction
from kg.schema import Schema

BATCH = 16


@click.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="For people, or an object a document: indented, or on a line.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a DOC.json a document here.",
)
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="Date of publication of texts that give none."
)
@click.option(
    "--ontology", type=click.Path(path_type=Path), multiple=True, help="A file with further predicates."
)
@click.option("--kb", type=click.Path(path_type=Path), help="A table of names to link entities to.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def extract(
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    date: dt.datetime | None,
    ontology: tuple[Path, ...],
    kb: Path | None,
    quiet: bool,
) -> None:
    """Read texts and print the entities and claims in them.

    PATH is a file, a folder, a pattern, a URL, or - for standard input. With --format json or jsonl, one object a
    document; `begin` and `end` are character offsets of `evidence` in the text as it was read.

    A text that can't be read is named on standard error; the others are still done, and the exit code is 1.
    """
    extractor = Extractor(ontology, kb)
    failures: list[Failure] = []
    documents = documents_of(paths, options_of(date), failures)
    if output:
        output.mkdir(parents=True, exist_ok=True)
    for extraction in extractor.pipe(documents, batch_size=BATCH):
        _write(extraction, form, output, extractor.schema)
        if not quiet and output:
            click.echo(f"{extraction.document.id}: {len(extraction.claims)} claims", err=True)
    if failures:
        sys.exit(1)


def _write(extraction: Extraction, form: str, output: Path | None, schema: Schema) -> None:
    if output:
        target = output / f"{extraction.document.id}.json"
        target.write_text(
            json.dumps(as_json(extraction), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    elif form == "table":
        _table(extraction, schema)
    else:
        indent = 1 if form == "json" else None
        click.echo(json.dumps(as_json(extraction), ensure_ascii=False, indent=indent))


def _table(extraction: Extraction, schema: Schema) -> None:
    console = Console(highlight=False)
    names = {entity.id: entity.name for entity in extraction.entities}
    console.print(Text(_heading(extraction.document), style="bold"))
    for kind in ("Person", "Organization", "Country", "Place"):
        found = [entity.name for entity in extraction.entities if entity.type.value == kind]
        if found:
            console.print(Text(f"{kind}: {', '.join(found)}"))
    table = Table("claim", "quote", "confidence", show_lines=False, box=None, padding=(0, 2, 0, 0))
    for claim in extraction.claims:
        words = sentence(
            names[claim.subject],
            schema.predicates[claim.predicate].label,
            names[claim.object],
            claim.polarity,
            claim.modality,
            names[claim.source] if claim.source else None,
            claim.title,
            claim.time.text if claim.time else None,
            claim.ended,
        )
        table.add_row(Text(words), Text(f"“{extraction.quote(claim)}”"), f"{claim.confidence:.2f}")
    console.print(table)


def _heading(document: Document) -> str:
    return f"{document.id}: {document.title}" if document.title else document.id
