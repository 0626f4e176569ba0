"""`kg build`: texts into a store."""

from __future__ import annotations

import datetime as dt
import signal
import sys
from pathlib import Path
from types import FrameType

import click

from kg.cli.reading import options_of, reading_options


@click.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--store", required=True, type=click.Path(path_type=Path), help="The store; made if it isn't there."
)
@reading_options
@click.option("--base", help="What data IRIs begin with, in a new store.")
@click.option(
    "--ontology", type=click.Path(path_type=Path), multiple=True, help="A file with further predicates."
)
@click.option("--kb", type=click.Path(path_type=Path), help="A table of names to link entities to.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes to work in [default: the cores that there are]."
)
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    default=32,
    show_default=True,
    help="Texts on their way at once; so many at most are done again after a kill.",
)
@click.option(
    "--keep-duplicates",
    is_flag=True,
    help="Don't join near-duplicates, such as one wire story in two papers.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; what fails is still named.")
def build(
    paths: tuple[str, ...],
    store: Path,
    date: dt.datetime | None,
    columns: tuple[str, ...],
    any_language: bool,
    allow_private: bool,
    base: str | None,
    ontology: tuple[Path, ...],
    kb: Path | None,
    jobs: int | None,
    batch: int,
    keep_duplicates: bool,
    quiet: bool,
) -> None:
    """Read texts and write their claims into a store.

    PATH is a file, a folder, a pattern, a URL, or - for standard input: text, Markdown, HTML, JSON, JSON lines, CSV,
    WARC, RSS or Atom, each also packed by gzip. A text whose graph the store has already is left alone, so that a build
    that was stopped goes on where it was; one that has changed is replaced.

    What can't be read is named on standard error and kept (`kg failures --store DIR`); the others are still done, and
    the exit code is 1.
    """
    from kg.bulk import ExtractorRecipe
    from kg.bulk import build as run
    from kg.bulk.run import total_bytes
    from kg.cli.progress import Watched

    options = options_of(date, columns, any_language, allow_private)
    recipe = ExtractorRecipe(ontology, kb)
    signal.signal(signal.SIGTERM, stop)
    with Watched(quiet, 0 if quiet else total_bytes(paths)) as watched:
        tally = run(
            paths,
            store,
            recipe,
            options,
            sink=watched,
            base=base,
            jobs=jobs,
            batch=batch,
            near=not keep_duplicates,
        )
    if not quiet:
        click.echo(tally.summary(), err=True)
    if tally.failed:
        sys.exit(1)


def stop(number: int, frame: FrameType | None) -> None:
    """Ends the run as Ctrl-C does: what is written is published, workers are ended, nothing is left half done."""
    raise KeyboardInterrupt
