"""`kg validate`: whether what was built conforms to the shapes."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import click


@click.command(no_args_is_help=True)
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option(
    "--ontology",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A file with further predicates, as the store was built with.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Problems to show at most."
)
@click.option("-q", "--quiet", is_flag=True, help="No summary; problems are still shown.")
def validate(store: Path, ontology: tuple[Path, ...], limit: int, quiet: bool) -> None:
    """Check a store's documents against the SHACL shapes, and say in words what breaks them.

    Each claim must have one subject, predicate, object, polarity and modality and at least one evidence whose quote is
    the text at its offsets; subjects and objects must be in the domain and range; plain triples must rest on a claim
    that is affirmed, actual and in the text's own voice. The exit code is 1 if anything is wrong.
    """
    import kg.describe
    import kg.schema
    from kg.store import Snapshot

    schema = kg.schema.load(*ontology)
    with Snapshot.latest(store) as snapshot:
        problems = list(islice(kg.describe.validate(snapshot.store, schema), limit))
    for problem in problems:
        click.echo(str(problem))
    if not quiet:
        more = " at least" if len(problems) == limit else ""
        verdict = (
            f"does not conform:{more} {len(problems)} problems" if problems else "conforms to the shapes"
        )
        click.echo(f"store {store} {verdict}", err=True)
    if problems:
        sys.exit(1)
