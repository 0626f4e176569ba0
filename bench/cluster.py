"""Text to shards and text to store by the workers of a local Dask cluster: what two of them do, beside one.

    python -m bench.cluster [ARTICLES]

The workers load the model before the clock starts. Near-duplicates and the store are the builder's work, on the same
cores. Dask's own sampling of what its workers do is off (docs/scale.md): it takes some percent of them.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

import dask
import distributed

from bench._articles import write_articles
from bench.bulk import Watcher
from kg.bulk import ExtractorRecipe, build, load_shards
from kg.bulk.cluster import Cluster
from kg.read import Options

_WARM = 8


def measure(workers: int, corpus: Path, warm: Path, folder: Path) -> tuple[float, float]:
    """Articles a second, into shards and into a store."""
    recipe, options = ExtractorRecipe(), Options()
    local = distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)

    def rate(kind: str, store: Path | None, shards: Path | None) -> float:
        started = time.monotonic()
        tally = build([str(corpus)], store, recipe, options, sink=Watcher(), pool=pool, shards=shards)
        done = tally.written / (time.monotonic() - started)
        name = f"{workers} worker{'s' if workers > 1 else ' '}"
        print(f"{name}  {tally.written:,} articles into {kind}  {done:6.2f} a second", flush=True)
        return done

    with local, contextlib.closing(Cluster(local.scheduler_address, recipe)) as pool:
        build([str(warm)], folder / f"warm{workers}", recipe, options, sink=Watcher(), pool=pool, batch=1)
        into_shards = rate("shards ", None, folder / f"shards{workers}")
        return into_shards, rate("a store", folder / f"store{workers}", None)


def main(arguments: list[str]) -> None:
    """One worker, then two."""
    articles = int(arguments[0]) if arguments else 400
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    dask.config.set({"distributed.worker.profile.enabled": False})
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        corpus, warm = folder / "news.jsonl", folder / "warm.jsonl"
        write_articles(corpus, articles)
        write_articles(warm, _WARM)
        one = measure(1, corpus, warm, folder)
        two = measure(2, corpus, warm, folder)
        started = time.monotonic()
        loaded = load_shards(folder / "shards2", folder / "loaded")
        print(f"their shards load at {loaded.written / (time.monotonic() - started):.0f} articles a second")
    into_shards, into_store = (b / a for a, b in zip(one, two, strict=True))
    print(f"two workers do {into_shards:.2f} times what one does into shards, {into_store:.2f} into a store")


if __name__ == "__main__":
    main(sys.argv[1:])
