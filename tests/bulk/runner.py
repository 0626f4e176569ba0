"""A build in a process of its own, to be killed: store|shards DIRECTORY LOG FOLDER JOBS BATCH SLOW."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from kg.bulk import build
from kg.cli.build import stop
from kg.read import Options
from tests.bulk.fake_engine import FakeRecipe, Heard

if __name__ == "__main__":
    kind, directory, log, folder, jobs, batch, slow = sys.argv[1:]
    signal.signal(signal.SIGTERM, stop)
    recipe = FakeRecipe(Path(log), float(slow))
    store, shards = (Path(directory), None) if kind == "store" else (None, Path(directory))
    build([folder], store, recipe, Options(), sink=Heard(), jobs=int(jobs), batch=int(batch), shards=shards)
