"""`kg serve`: SPARQL endpoint and pages."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.errors import KgError
from kg.serve.limits import MIB, Limits

_DEFAULT = Limits()


@click.command()
@click.option("--store", type=click.Path(path_type=Path), required=True, help="Directory of the store.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option(
    "--workers", default=max(_DEFAULT.workers, (os.cpu_count() or 1) + 2), show_default="4, or processors + 2",
    type=click.IntRange(1, 256), help="Worker processes: queries that run at once.",
)  # fmt: skip
@click.option(
    "--time",
    default=_DEFAULT.time,
    show_default=True,
    type=click.FloatRange(0.1),
    help="Seconds for a query.",
)
@click.option(
    "--memory",
    default=_DEFAULT.memory // MIB,
    show_default=True,
    type=click.IntRange(64),
    help="MiB for a query.",
)
@click.option(
    "--rows", default=_DEFAULT.rows, show_default=True, type=click.IntRange(1), help="Rows of a result."
)
@click.option(
    "--size",
    default=_DEFAULT.bytes // MIB,
    show_default=True,
    type=click.IntRange(1),
    help="MiB of a result.",
)
@click.option(
    "--body",
    default=_DEFAULT.body // MIB,
    show_default=True,
    type=click.IntRange(1),
    help="MiB of a query's text.",
)
@click.option(
    "--nesting",
    default=_DEFAULT.nesting,
    show_default=True,
    type=click.IntRange(1),
    help="Levels of brackets.",
)
@click.option(
    "--waiting",
    default=_DEFAULT.waiting,
    show_default=True,
    type=click.IntRange(0),
    help="Queries that may wait.",
)
@click.option(
    "--per-client", default=_DEFAULT.per_client, show_default=True, type=click.IntRange(1),
    help="Queries of one client at once.",
)  # fmt: skip
@click.option("--cors", default="*", show_default=True, help="Origin whose pages may read; '' for none.")
@click.option(
    "--plain",
    is_flag=True,
    help="Serve the store's own default graph, without prefixes; for conformance suites.",
)
@click.option("--behind-proxy", is_flag=True, help="Believe X-Forwarded-For from a proxy on this machine.")
@click.option("--quiet", is_flag=True, help="Log nothing but warnings.")
def serve(
    store: Path, host: str, port: int, workers: int, time: float, memory: int, rows: int, size: int, body: int,
    nesting: int, waiting: int, per_client: int, cors: str, plain: bool, behind_proxy: bool, quiet: bool,
) -> None:  # fmt: skip
    """Serve a store: SPARQL at /sparql, graphs at /gsp, pages at /.

    With KG_TOKEN in the environment, those who send it as "Authorization: Bearer ..." may write, too.
    """
    from kg.serve.server import run
    from kg.serve.service import Settings

    token = os.environ.get("KG_TOKEN") or None
    if token is not None and len(token) < 16:
        raise KgError("KG_TOKEN is shorter than 16 characters; take a long random one")
    limits = Limits(
        time=time, memory=memory * MIB, rows=rows, bytes=size * MIB, body=body * MIB, nesting=nesting,
        workers=workers, waiting=waiting, per_client=per_client,
    )  # fmt: skip
    settings = Settings(store=store, limits=limits, plain=plain, token=token, cors=cors)
    run(settings, host, port, behind_proxy=behind_proxy, quiet=quiet)
