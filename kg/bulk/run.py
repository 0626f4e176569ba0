"""A build from paths to a store or a folder of shards: opens it, chooses where to work, counts bytes, cleans up."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.bulk.build import Build, Sink
from kg.bulk.engine import Recipe
from kg.bulk.ledger import Ledger
from kg.bulk.pools import Here, Pool, Processes, usable_cores
from kg.bulk.shard_folder import ShardFolder
from kg.bulk.shards import Manifest
from kg.bulk.tally import Tally
from kg.bulk.target import Stored, Target
from kg.read import Failure, Item, Options, Source, items, sources
from kg.store import GraphStore, layout
from kg.store.likeness import identify
from kg.store.profile_cache import ProfileCache

_FEW = 24
"""Texts for which it does not pay to start processes, each of which loads the libraries and the model."""


def build(
    paths: Sequence[str] | Iterator[Item | Failure],
    directory: Path | None,
    recipe: Recipe,
    options: Options,
    *,
    sink: Sink,
    base: str | None = None,
    jobs: int | None = None,
    batch: int = 32,
    near: bool = True,
    pool: Pool | None = None,
    shards: Path | None = None,
    thrifty: bool = False,
) -> Tally:
    """Reads all that the paths name into a store or a folder of shards, which is made if it isn't there.

    Args:
        paths: files, folders, patterns, URLs; or items that are found already.
        directory: of the store; None leaves the graphs in the shards alone, for `kg.bulk.load_shards`.
        recipe: of the engine that reads claims.
        jobs: processes to work in; None takes as many as there are cores, and none for a few texts.
        batch: documents on their way at once; as many at most are done again after a kill.
        near: whether near-duplicates are looked for.
        pool: where to work, in the place of `jobs`; it is not closed, so that it can be used again.
        shards: a folder for the graphs as files, which all workers share.
        thrifty: decide who is who across documents only when enough of them are new.

    Raises:
        StoreError: the directory is no store, in use, or of a newer version; or the disk is full.
        ModelError: the model is missing or broken.
        ValueError: neither a store nor a folder of shards is named.
    """
    with contextlib.ExitStack() as closing:
        opened = closing.enter_context(_open(directory, shards, base))
        recipe = recipe.at(opened.base)
        found: _Found | _Given = _Found(paths, options) if isinstance(paths, Sequence) else _Given(paths)
        stream = iter(found)
        first = list(itertools.islice(stream, _FEW + 1))
        if pool is None:
            count = usable_cores() if jobs is None else jobs
            few = jobs is None and len(first) <= _FEW
            made: Pool = Here(recipe.engine()) if few or count <= 1 else Processes(recipe, count)
            closing.callback(made.close)
        else:
            made = pool
        with contextlib.closing(Ledger(opened.directory, near=near, shared=directory is None)) as ledger:
            work = Build(opened.target, ledger, made, recipe.iri, options, batch=batch, sink=sink)
            found.tally = work.tally
            tally = work.run(itertools.chain(first, stream))
            if opened.store is not None and opened.store.unpublished:
                identify(opened.store, thrifty=thrifty)
            return tally


def base_at(directory: Path | None, shards: Path | None, base: str | None) -> str:
    """What the data IRIs begin with in a store or a folder of shards, which is made if it isn't there.

    Raises:
        StoreError: as for `build`.
    """
    with _open(directory, shards, base) as opened:
        return opened.base


@dataclass(frozen=True, slots=True)
class _Opened:
    target: Target
    directory: Path
    """Where the ledger is."""
    base: str
    store: GraphStore | None = None


@contextlib.contextmanager
def _open(directory: Path | None, shards: Path | None, base: str | None) -> Iterator[_Opened]:
    if directory is None:
        if shards is None:
            raise ValueError("a build needs a store or a folder of shards")
        with contextlib.closing(ShardFolder(shards, base)) as folder:
            yield _Opened(folder, shards, folder.base)
        return
    with contextlib.ExitStack() as closing:
        store = closing.enter_context(GraphStore.open(directory, create=True, base=base))
        profiles = closing.enter_context(contextlib.closing(ProfileCache(directory / layout.PROFILES)))
        manifest = closing.enter_context(contextlib.closing(Manifest(shards, store.base))) if shards else None
        yield _Opened(Stored(store, profiles, manifest), directory, store.base, store)


class _Given:
    """Items that are found already; of their bytes nothing is known."""

    def __init__(self, items: Iterator[Item | Failure]) -> None:
        self._items = items
        self.tally = Tally()

    def __iter__(self) -> Iterator[Item | Failure]:
        return self._items


class _Found:
    """The items at the paths; counts the bytes of the files as it comes to them."""

    def __init__(self, paths: Sequence[str], options: Options) -> None:
        self._paths = paths
        self._options = options
        self.tally = Tally()

    def __iter__(self) -> Iterator[Item | Failure]:
        before = done = 0
        for source in sources(self._paths):
            if isinstance(source, Source):
                yield from items(source, self._options)
                done += source.size
                self.tally.bytes_read += done - before
                before = done
            else:
                yield source


def total_bytes(paths: Sequence[str]) -> int:
    """Bytes of all files at the paths, as they lie on disk."""
    return sum(source.size for source in sources(paths) if isinstance(source, Source))
