"""Runs the application under uvicorn."""

from __future__ import annotations

import logging
import sys

import uvicorn

from kg.serve.app import create_app
from kg.serve.service import Service, Settings
from kg.store import GraphStore, layout

GRACE = 10
"""Seconds that running requests get to finish when the server is asked to stop."""


def run(settings: Settings, host: str, port: int, *, behind_proxy: bool = False, quiet: bool = False) -> None:
    """Serves until SIGINT or SIGTERM.

    Raises:
        StoreError: there is no store, or nothing in it yet.
        OSError: the address is in use.
    """
    if settings.plain and settings.token is not None and not (settings.store / layout.MARKER).exists():
        GraphStore.open(settings.store, create=True).close()
    service = Service(settings)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for name in ("kg.access", "kg.serve"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING if quiet else logging.INFO)
        logger.propagate = False
    config = uvicorn.Config(
        create_app(service),
        host=host,
        port=port,
        access_log=False,
        log_level="warning" if quiet else "info",
        server_header=False,
        proxy_headers=behind_proxy,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=64 << 10,
    )
    uvicorn.Server(config).run()
