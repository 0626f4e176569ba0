"""`kg watch`: what is new in feeds and folders, again and again."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import signal
import time
from pathlib import Path

import click

from kg.cli.build import stop
from kg.cli.reading import options_of, reading_options

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_LEAST = 60.0


class Duration(click.ParamType[float]):
    """A time such as 90s, 15m or 2h, in seconds."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no time; write 90s, 15m, 2h or 1d", param, ctx)
        return float(match[1]) * _UNITS[match[2]]


@click.command(no_args_is_help=True)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@click.option(
    "--store", required=True, type=click.Path(path_type=Path), help="The store; made if it isn't there."
)
@click.option(
    "--every", type=Duration(), default="15m", show_default=True, help="Time between two looks at a feed."
)
@click.option("--once", is_flag=True, help="Look once and end.")
@reading_options
@click.option(
    "--ontology", type=click.Path(path_type=Path), multiple=True, help="A file with further predicates."
)
@click.option("--kb", type=click.Path(path_type=Path), help="A table of names to link entities to.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what fails.")
def watch(
    feeds: tuple[str, ...],
    store: Path,
    every: float,
    once: bool,
    date: dt.datetime | None,
    columns: tuple[str, ...],
    any_language: bool,
    allow_private: bool,
    ontology: tuple[Path, ...],
    kb: Path | None,
    quiet: bool,
) -> None:
    """Add to a store what is new in feeds and folders, until stopped.

    FEED is the URL of an RSS or Atom feed, or a path as `kg build` takes it. The pages that a feed links to are
    fetched as their robots.txt allows, with a pause between two of one host; nothing is fetched twice. Every round
    ends with a new snapshot, so that a running `kg serve` shows what is new.
    """
    from kg.bulk import ExtractorRecipe, Here, Watch
    from kg.cli.progress import Watched
    from kg.store import GraphStore

    if every < _LEAST and not once:
        raise click.BadParameter("a feed is not looked at more than once a minute", param_hint="--every")
    options = options_of(date, columns, any_language, allow_private)
    with GraphStore.open(store, create=True) as opened:
        recipe = ExtractorRecipe(ontology, kb, opened.base)
    signal.signal(signal.SIGTERM, stop)
    with contextlib.closing(Here(recipe.engine())) as pool, Watched(quiet) as watched:
        watcher = Watch(feeds, store, recipe, options, every=every, pool=pool, sink=watched)
        with contextlib.closing(watcher):
            while True:
                tally = watcher.round()
                if not quiet:
                    click.echo(f"{dt.datetime.now():%Y-%m-%d %H:%M}: {tally.summary()}", err=True)
                if once:
                    return
                time.sleep(watcher.until_due())
