"""Feeds and folders, looked at again and again: what is new goes into the store, politely."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.bulk.build import Sink
from kg.bulk.engine import Recipe
from kg.bulk.kept import kept_names
from kg.bulk.pools import Pool
from kg.bulk.run import build
from kg.bulk.tally import Tally
from kg.errors import ReadError
from kg.read import Failure, Item, Options, Source, items, sources
from kg.read.feeds import entries
from kg.read.fetch import Fetcher
from kg.read.sources import is_url
from kg.read.web import expect_success, linked_items
from kg.store import GraphStore

NAME = "feeds.sqlite"
_LONGEST = 24 * 3600.0
"""Seconds after which even a feed that always fails is asked again."""
_TABLE = """CREATE TABLE IF NOT EXISTS feeds
(url TEXT PRIMARY KEY, etag TEXT, modified TEXT, due REAL, failures INTEGER) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class _Feed:
    url: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    """When it may be asked again, in seconds since 1970."""
    failures: int = 0
    """In a row."""


class Watch:
    """Adds to a store what is new in feeds and folders, round by round.

    A feed is asked with the ETag and Last-Modified of its last answer. One that fails is asked after twice the time,
    then four times and so on up to a day, and never before the server's Retry-After. A page that was read is not
    fetched again; one that failed is tried again once in a day.

    Args:
        places: URLs of feeds, and paths as `kg build` takes them.
        store: directory of the store; its lock is held during a round only.
        every: seconds between two looks at a feed.
        pool: does the work; kept between rounds, so that the model is loaded once.
        clock: seconds since 1970.
        pause: seconds between two requests to one host; None takes the fetcher's own.

    Raises:
        StoreError: the directory is no store.
    """

    def __init__(
        self,
        places: Sequence[str],
        store: Path,
        recipe: Recipe,
        options: Options,
        *,
        every: float,
        pool: Pool,
        sink: Sink,
        clock: Callable[[], float] = time.time,
        pause: float | None = None,
    ) -> None:
        self._feeds = [place for place in places if is_url(place)]
        self._paths = [place for place in places if not is_url(place)]
        self._store = store
        self._recipe = recipe
        self._options = options
        self._every = every
        self._pool = pool
        self._sink = sink
        self._clock = clock
        with GraphStore.open(store, create=True):
            self._db = sqlite3.connect(store / NAME, isolation_level=None)
            self._db.execute(_TABLE)
        self._fetcher = Fetcher(options) if pause is None else Fetcher(options, pause=pause)

    def round(self) -> Tally:
        """Looks once at every feed that is due and every folder, and adds what is new.

        Raises:
            StoreError: the store is in use or the disk is full.
        """
        tally = build(
            self._news(),
            self._store,
            self._recipe,
            self._options,
            sink=self._sink,
            pool=self._pool,
            batch=16,
            thrifty=True,
        )
        for feed in self._answered:
            self._note(feed)
        return tally

    def until_due(self) -> float:
        """Seconds until there is something to look at."""
        now = self._clock()
        dues = [feed.due for feed in map(self._feed, self._feeds)]
        dues += [now + self._every] * bool(self._paths)
        return max(1.0, min(dues) - now)

    def close(self) -> None:
        """Closes connections; the pool is its maker's to close."""
        self._fetcher.__exit__(None, None, None)
        self._db.close()

    def _news(self) -> Iterator[Item | Failure]:
        self._answered: list[_Feed] = []
        for source in sources(self._paths):
            if isinstance(source, Source):
                yield from items(source, self._options)
            else:
                yield source
        now = self._clock()
        known = kept_names(self._store, failed_since=now - _LONGEST)
        for url in self._feeds:
            feed = self._feed(url)
            if feed.due <= now:
                yield from self._look(feed, known)

    def _look(self, feed: _Feed, known: Callable[[str], bool]) -> Iterator[Item | Failure]:
        now = self._clock()
        try:
            answer = self._fetcher.get(feed.url, etag=feed.etag, modified=feed.modified)
            wait = answer.retry_after or 0.0
            if answer.status == 304:
                self._answered.append(replace(feed, due=now + max(self._every, wait), failures=0))
                return
            if answer.status != 200:
                self._note(self._backed_off(feed, wait))
            expect_success(answer)
            found = entries(answer.body, feed.url)
        except ReadError as error:
            if self._feed(feed.url).due <= now:
                self._note(self._backed_off(feed, 0.0))
            yield Failure(feed.url, str(error))
            return
        yield from linked_items(found, self._fetcher, known)
        # only when its news are in the store is the feed's answer one that need not be sent again
        self._answered.append(_Feed(feed.url, answer.etag, answer.modified, now + max(self._every, wait)))

    def _backed_off(self, feed: _Feed, wait: float) -> _Feed:
        failures = feed.failures + 1
        pause = min(self._every * 2**failures, _LONGEST)
        return replace(feed, due=self._clock() + max(pause, wait), failures=failures)

    def _feed(self, url: str) -> _Feed:
        row = self._db.execute("SELECT * FROM feeds WHERE url = ?", (url,)).fetchone()
        return _Feed(*row) if row else _Feed(url)

    def _note(self, feed: _Feed) -> None:
        row = (feed.url, feed.etag, feed.modified, feed.due, feed.failures)
        with contextlib.suppress(
            sqlite3.OperationalError
        ):  # a full disk: the feed is only asked again too early
            self._db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?)", row)
