"""`kg failures`: what could not be read."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text


@click.command(no_args_is_help=True)
@click.option(
    "--store",
    required=True,
    type=click.Path(path_type=Path),
    help="The store, or the folder of shards that were built without one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="For people, or an object a line for programs.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Also what was passed over by design, such as other languages."
)
@click.option("--clear", is_flag=True, help="Forget them after printing.")
def failures(store: Path, form: str, everything: bool, clear: bool) -> None:
    """Print the texts that builds set aside, each with the reason and the time.

    A text leaves the list when a later build reads it well. The names are what `kg build` can be given to try again.
    """
    from kg.bulk.kept import forget_failures, kept_failures

    kept = [(failure, at) for failure, at in kept_failures(store) if everything or not failure.skipped]
    if form == "jsonl":
        for failure, at in kept:
            row = {"name": failure.name, "reason": failure.reason, "skipped": failure.skipped, "at": at}
            click.echo(json.dumps(row, ensure_ascii=False))
    elif kept:
        table = Table("text", "reason", "when", box=None, padding=(0, 2, 0, 0))
        for failure, at in kept:
            table.add_row(Text(failure.name, overflow="fold"), Text(failure.reason), at)
        Console().print(table)
    else:
        click.echo("no failures")
    if clear:
        forget_failures(store)
