"""Text to store in bulk: rate of one process on one core and of two on two, memory as the corpus grows, store size.

    python -m bench.bulk [ARTICLES [ALONE]]

ARTICLES are read by two processes, ALONE of them (all, if not given) by one. Who is who across them is decided within
the time. Rates are given by the clock and by processor seconds; on a machine that does other things too only the
second can be compared. The one process is bound to one core: else the engine of its store works on another. Memory is
the sum of the proportional shares (PSS) of all processes of the build, so that pages that they share count once.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from bench._articles import write_articles
from kg.bulk import ExtractorRecipe, Tally, build
from kg.read import Failure, Options

_EVERY = 1000


class Watcher:
    """Samples memory while a build runs."""

    def __init__(self) -> None:
        self.samples: list[tuple[int, float]] = []
        self._next = 0

    def failure(self, failure: Failure) -> None:
        """There should be none."""
        print(f"failed: {failure}", file=sys.stderr)

    def progress(self, tally: Tally) -> None:
        """A sample at every thousandth article, and at the start."""
        if tally.written >= self._next:
            self.samples.append((tally.written, memory()))
            self._next += _EVERY if tally.written else 100


def memory() -> float:
    """Megabytes that this process and its children take."""
    me = os.getpid()
    family = [me, *(int(pid) for pid in Path(f"/proc/{me}/task/{me}/children").read_text().split())]
    return sum(_share(pid) for pid in family)


def _share(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1000


def processor() -> float:
    """Seconds of processor time of this process and its ended children."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def measure(folder: Path, articles: int, processes: int) -> float:
    """One build on as many cores as processes; prints its figures and gives its words a second."""
    corpus, store, watcher = folder / "news.jsonl", folder / f"store{processes}", Watcher()
    words = write_articles(corpus, articles)
    cores = os.sched_getaffinity(0)
    before, started = processor(), time.monotonic()
    os.sched_setaffinity(0, sorted(cores)[:processes])
    try:
        tally = build([str(corpus)], store, ExtractorRecipe(), Options(), sink=watcher, jobs=processes)
    finally:
        os.sched_setaffinity(0, cores)
    seconds, spent = time.monotonic() - started, processor() - before
    disk = sum(file.stat().st_size for file in (store / "data").rglob("*") if file.is_file())
    print(
        f"{processes} process{'es' if processes > 1 else '':2}  {tally.written:,} articles  "
        f"{articles / seconds:.2f} articles/s  {words / seconds:8,.0f} words/s  "
        f"{words / spent:8,.0f} words/processor second  "
        f"{tally.claims / tally.written:.1f} claims/article  {disk / articles / 1000:.1f} kB/article on disk"
    )
    print(
        "  memory, MB: " + ", ".join(f"{size:,.0f} at {count:,}" for count, size in watcher.samples),
        flush=True,
    )
    return words / seconds


def main(arguments: list[str]) -> None:
    """Measures one process and two."""
    articles = int(arguments[0]) if arguments else 400
    alone = int(arguments[1]) if len(arguments) > 1 else articles
    with tempfile.TemporaryDirectory() as made:
        one = measure(Path(made), alone, 1)
        two = measure(Path(made), articles, 2)
    print(f"two processes on two cores do {two / one / 2:.0%} of twice what one does on one")


if __name__ == "__main__":
    main(sys.argv[1:])
