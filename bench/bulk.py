"""Text to store in bulk: rate of one and of two processes, memory as the corpus grows, store size.

    python -m bench.bulk [ARTICLES]

Rates are given by the clock and by processor seconds; on a machine that does other things too only the second can be
compared. Memory is the sum of the proportional shares (PSS) of all processes of the build, so that pages that they
share count once.
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


def measure(corpus: Path, words: int, articles: int, jobs: int, folder: Path) -> float:
    """One build; prints its figures and gives its words a processor second."""
    store, watcher = folder / f"store{jobs}", Watcher()
    recipe = ExtractorRecipe()
    before, started = processor(), time.monotonic()
    tally = build([str(corpus)], store, recipe, Options(), sink=watcher, jobs=jobs)
    seconds, spent = time.monotonic() - started, processor() - before
    disk = sum(file.stat().st_size for file in (store / "data").rglob("*") if file.is_file())
    print(
        f"{jobs} process{'es' if jobs > 1 else '':2}  {tally.written:,} articles  {words / seconds:8,.0f} words/s  "
        f"{words / spent:8,.0f} words/processor second  {tally.claims / tally.written:.1f} claims/article  "
        f"{disk / articles / 1000:.1f} kB/article on disk"
    )
    print(
        "  memory, MB: " + ", ".join(f"{size:,.0f} at {count:,}" for count, size in watcher.samples),
        flush=True,
    )
    return words / spent


def main(arguments: list[str]) -> None:
    """Measures one process and two."""
    articles = int(arguments[0]) if arguments else 400
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        corpus = folder / "news.jsonl"
        words = write_articles(corpus, articles)
        one = measure(corpus, words, articles, 1, folder)
        two = measure(corpus, words, articles, 2, folder)
        print(f"two processes do {two / one:.0%} of the words of one in a processor second")


if __name__ == "__main__":
    main(sys.argv[1:])
