"""`kg evaluate`: the figures by which kg is judged, on files of your own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kg.errors import ReadError
from kg.evaluate import annotated_texts, end_to_end, read_events, report, score, score_events
from kg.evaluate.annotations import Annotated, read_annotation
from kg.flow import Extractor
from kg.interchange import as_json
from kg.records import Document


@click.group(no_args_is_help=True)
def evaluate() -> None:
    """Measure claims, event types and the English model against annotated files."""


@evaluate.command(no_args_is_help=True)
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD_DIR")
@click.option(
    "--predicted",
    type=click.Path(path_type=Path),
    help="Score the DOC.json files of this folder instead of extracting.",
)
@click.option("--only", default="", metavar="PREFIX", help="Only the documents whose name begins so.")
@click.option("--category", type=int, help="Only the documents of this category.")
@click.option("--errors", type=int, default=0, help="Print up to N missed and N wrong claims.")
def claims(gold: Path, predicted: Path | None, only: str, category: int | None, errors: int) -> None:
    """Score claims against annotated documents (DOC.json, with the text in DOC.txt).

    A document without a text, or missing from --predicted, counts as empty.
    """
    documents = annotated_texts(gold, only, category)
    pairs = _read(documents, predicted) if predicted else _extract(documents)
    for line in report(score(pairs), errors):
        click.echo(line)


def _read(documents: Iterator[Annotated], folder: Path) -> Iterator[tuple[Annotated, Mapping[str, Any]]]:
    for document in documents:
        path = folder / f"{document.name}.json"
        yield document, read_annotation(path) if path.exists() else {"entities": [], "claims": []}


def _extract(documents: Iterator[Annotated]) -> Iterator[tuple[Annotated, Mapping[str, Any]]]:
    extractor = Extractor()
    for document in documents:
        extraction = extractor.extract(Document(document.name, document.text or ""))
        yield document, json.loads(json.dumps(as_json(extraction)))


@evaluate.command(no_args_is_help=True)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.tsv")
@click.option("--end-to-end", "whole", is_flag=True, help="Read the claims from the bare sentences instead.")
def plover(file: Path, whole: bool) -> None:
    """Score PLOVER roots of sentences with a marked source and target (columns marked_sentence, gold_root)."""
    rows = read_events(file)
    if whole:
        extractor = Extractor()
        documents = [Document(str(number), row.sentence) for number, row in enumerate(rows)]
        result = end_to_end(zip(rows, extractor.pipe(documents), strict=True))
        click.echo(f"{'rows with both named':32} {result.rows} of {len(rows)}")
        click.echo(f"{'right root found':32} {result.recall:5.1f} %")
        click.echo(f"{'claims with the right root':32} {result.precision:5.1f} % of {result.claims}")
        return
    from kg.relate.classify import classify_events

    predicted = [root for root, _ in classify_events((row.sentence, row.source, row.target) for row in rows)]
    scores = score_events(rows, predicted)
    for root, value in scores.by_root.items():
        click.echo(f"{root:32} F1 {value:5.1f}")
    click.echo(f"{'macro':32} F1 {scores.macro:5.1f}  ({len(scores.by_root)} roots)")
    click.echo(f"{'accuracy':32} {scores.accuracy:5.1f} % of {scores.rows} sentences")


@evaluate.command(no_args_is_help=True)
@click.option("--corpora", type=click.Path(path_type=Path), required=True, help="Folder with ud/ and ner/.")
def model(corpora: Path) -> None:
    """Score the English model: parse, tags and names on the development sets in a folder."""
    if not corpora.is_dir():
        raise ReadError(f"{corpora} is no folder; name one with ud/ and ner/")
    import kg.annotate
    from kg.train.evaluate import evaluate as measure

    for one in measure(kg.annotate.load(), corpora):
        click.echo(f"{one.corpus:20} {one.measure:32} {one.value:6.2f}")
