"""`kg load`: shards into a store."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(no_args_is_help=True)
@click.argument("shards", type=click.Path(path_type=Path))
@click.option(
    "--store", required=True, type=click.Path(path_type=Path), help="The store; made if it isn't there."
)
@click.option("--base", help="What data IRIs begin with [default: as in the build that wrote the shards].")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def load(shards: Path, store: Path, base: str | None, quiet: bool) -> None:
    """Bring a store to what SHARDS say, a folder that `kg build --shards` wrote.

    Documents that the store has already are left alone, so that a second load does nothing. Many new ones are loaded at
    once, all or none; then it is decided anew who is who. From the store they go to any SPARQL 1.1 store by `kg push`.
    """
    from kg.bulk import load_shards

    done = load_shards(shards, store, base=base)
    if not quiet:
        click.echo(
            f"{done.written} documents loaded, {done.unchanged} unchanged, {done.removed} removed", err=True
        )
