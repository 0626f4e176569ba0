"""Numbers for Prometheus."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from kg.serve.pool import Pool
from kg.serve.snapshots import Snapshots

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts requests and queries; in a registry of its own, so that two servers in one process don't mix."""

    def __init__(self, pool: Pool, snapshots: Snapshots) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "kg_http_requests", "Requests answered", ["route", "method", "status"], registry=self._registry
        )
        self._sent = Counter("kg_http_sent_bytes", "Bytes of bodies sent", registry=self._registry)
        self._queries = Histogram(
            "kg_query_seconds",
            "From a query's arrival to the first bytes of its result, or its failure",
            registry=self._registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
        )
        for name, text, value in (
            ("kg_queries_running", "Queries that run", lambda: pool.running),
            ("kg_queries_waiting", "Queries that wait for a worker", lambda: pool.waiting),
            ("kg_worker_deaths", "Workers replaced since the start", lambda: pool.deaths),
            ("kg_snapshot_number", "Number of the snapshot being served", lambda: snapshots.latest.number),
        ):
            Gauge(name, text, registry=self._registry).set_function(value)

    def request(self, route: str, method: str, status: int, size: int) -> None:
        """Counts a request that was answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._sent.inc(size)

    @contextlib.contextmanager
    def query(self) -> Iterator[None]:
        """Measures how long a query takes to begin its result."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._queries.observe(time.perf_counter() - begin)

    def text(self) -> bytes:
        """All numbers in Prometheus' text format."""
        return generate_latest(self._registry)
