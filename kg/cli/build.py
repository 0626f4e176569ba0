"""`kg build`: texts into a store."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from kg.cli.reading import options_of, reading_options

if TYPE_CHECKING:
    from kg.bulk import Pool, Recipe


@click.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--store", type=click.Path(path_type=Path), help="The store; made if it isn't there.")
@reading_options
@click.option("--base", help="What data IRIs begin with, in a new store or new shards.")
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
@click.option("--dask", metavar="ADDRESS", help="Work on this Dask cluster (needs the extra kg[dask]).")
@click.option(
    "--shards",
    type=click.Path(file_okay=False, path_type=Path),
    help="Leave the graphs as packed N-Quads here; workers on other machines must share this folder. Without --store "
    "they are left here alone, for `kg load`.",
)
@click.option(
    "--keep-duplicates",
    is_flag=True,
    help="Don't join near-duplicates, such as one wire story in two papers.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; what fails is still named.")
def build(
    paths: tuple[str, ...],
    store: Path | None,
    date: dt.datetime | None,
    columns: tuple[str, ...],
    any_language: bool,
    allow_private: bool,
    base: str | None,
    ontology: tuple[Path, ...],
    kb: Path | None,
    jobs: int | None,
    batch: int,
    dask: str | None,
    shards: Path | None,
    keep_duplicates: bool,
    quiet: bool,
) -> None:
    """Read texts and write their claims into a store, or into shards.

    PATH is a file, a folder, a pattern, a URL, or - for standard input: text, Markdown, HTML, JSON, JSON lines, CSV,
    WARC, RSS or Atom, each also packed by gzip. A text whose graph the store has already is left alone, so that a build
    that was stopped goes on where it was; one that has changed is replaced.

    What can't be read is named on standard error and kept (`kg failures --store DIR`, of the store or the shards); the
    others are still done, and the exit code is 1.
    """
    from kg.bulk import ExtractorRecipe
    from kg.bulk import build as run
    from kg.bulk.run import base_at, total_bytes
    from kg.cli.progress import Watched

    if store is None and shards is None:
        raise click.UsageError("name a --store, or a folder for --shards")
    shards = shards.resolve() if shards else None
    options = options_of(date, columns, any_language, allow_private)
    recipe = ExtractorRecipe(ontology, kb)
    signal.signal(signal.SIGTERM, stop)
    with contextlib.ExitStack() as closing:
        watched = closing.enter_context(Watched(quiet, 0 if quiet else total_bytes(paths)))
        pool = None
        if dask is not None:
            recipe = recipe.at(base_at(store, shards, base))
            pool = closing.enter_context(contextlib.closing(_cluster(dask, recipe)))
            batch = max(batch, 16 * pool.width)
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
            pool=pool,
            shards=shards,
        )
    if not quiet:
        click.echo(tally.summary(), err=True)
    if tally.failed:
        sys.exit(1)


def _cluster(address: str, recipe: Recipe) -> Pool:
    try:
        from kg.bulk.cluster import Cluster
    except ImportError as error:
        raise click.UsageError(
            f"--dask needs the extra: pip install 'kg[dask]' ({error.name} is missing)"
        ) from None
    return Cluster(address, recipe)


def stop(number: int, frame: FrameType | None) -> None:
    """Ends the run as Ctrl-C does: what is written is published, workers are ended, nothing is left half done."""
    raise KeyboardInterrupt
