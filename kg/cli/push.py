"""`kg push`: a store's graphs to another SPARQL store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.store import Snapshot
from kg.store.push import Protocol, credentials
from kg.store.push import push as send


@click.command(no_args_is_help=True)
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option(
    "--to", "url", required=True, metavar="URL", help="Graph Store Protocol or update address of the other."
)
@click.option(
    "--via",
    type=click.Choice([protocol.value for protocol in Protocol]),
    default=Protocol.GRAPH_STORE.value,
    show_default=True,
    help="gsp: PUT and DELETE of graphs; update: SPARQL update.",
)
@click.option("--anew", is_flag=True, help="Send what was sent before, too.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no report.")
def push(store: Path, url: str, via: str, anew: bool, quiet: bool) -> None:
    """Send a store's named graphs to another SPARQL 1.1 store, one document at a time.

    Each graph replaces the one of its name. What has arrived is noted in the store's directory: run it again to go on
    after an interruption, or to send what has changed since; graphs that are gone are removed there too.

    Credentials come from the environment: KG_PUSH_TOKEN, or KG_PUSH_USER and KG_PUSH_PASSWORD.
    """
    with Snapshot.latest(store) as snapshot, click.progressbar(length=1, label="graphs", hidden=quiet) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        pushed = send(snapshot, url, Protocol(via), auth=credentials(), anew=anew, progress=progress)
    if not quiet:
        click.echo(
            f"{pushed.sent} graphs sent, {pushed.unchanged} unchanged, {pushed.removed} removed", err=True
        )
