"""Many documents: a streaming build with worker processes, near-duplicates, failures kept, and resuming.

`Build` composes reading, extraction and a target, which is a store or a folder of shards; where the work is done is up
to a pool: `Here`, `Processes`, or the workers of a Dask cluster.
"""

from kg.bulk.build import Build, Sink
from kg.bulk.engine import Engine, ExtractorRecipe, Recipe, Written
from kg.bulk.kept import kept_failures
from kg.bulk.ledger import Ledger
from kg.bulk.loading import load_shards
from kg.bulk.pools import Here, Pool, Processes, usable_cores
from kg.bulk.run import build
from kg.bulk.tally import Tally
from kg.bulk.watch import Watch

__all__ = [
    "Build",
    "Engine",
    "ExtractorRecipe",
    "Here",
    "Ledger",
    "Pool",
    "Processes",
    "Recipe",
    "Sink",
    "Tally",
    "Watch",
    "Written",
    "build",
    "kept_failures",
    "load_shards",
    "usable_cores",
]
