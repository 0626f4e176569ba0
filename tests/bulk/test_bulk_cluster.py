"""A real local Dask cluster of two workers, one of them killed in mid-run."""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import dask
import distributed
import pytest

from kg.bulk import load_shards
from kg.bulk.cluster import Cluster
from kg.bulk.loading import Loaded
from kg.errors import KgError
from tests.bulk.builds import dump, run, stories, story, texts
from tests.bulk.fake_engine import FakeRecipe


@pytest.fixture(scope="module")
def cluster():
    quick = {
        "distributed.comm.timeouts.connect": "20s",
        "distributed.nanny.environ.PYTHONPATH": str(Path.cwd()),
    }
    with (
        dask.config.set(quick),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made


@pytest.fixture
def folder(tmp_path):
    return stories(tmp_path / "texts", 40)


def kill_one_worker_after(log, lines, cluster) -> threading.Thread:
    def kill() -> None:
        while not log.exists() or log.read_text().count("\n") < lines:
            time.sleep(0.02)
        with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
            pids = client.run(os.getpid)
        os.kill(next(iter(pids.values())), signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    return thread


def build_with_a_worker_lost(folder, cluster, log, store, shards) -> None:
    recipe = FakeRecipe(log, slow=0.05)
    killer = kill_one_worker_after(log, 8, cluster)
    with contextlib.closing(Cluster(cluster.scheduler_address, recipe)) as pool:
        tally, sink = run([folder], store, recipe=recipe, pool=pool, shards=shards, batch=16)
    killer.join(60)
    assert not killer.is_alive()
    assert (tally.written, tally.failed, sink.failures) == (40, 0, [])


def test_a_lost_worker_costs_time_and_no_document(folder, cluster, tmp_path):
    store, shards, log = tmp_path / "store", tmp_path / "shards", tmp_path / "log"
    build_with_a_worker_lost(folder, cluster, log, store, shards)
    assert texts(store) == sorted(story(number) for number in range(40))
    read = collections.Counter(line.split()[0] for line in log.read_text().splitlines())
    assert len(read) == 40

    here = tmp_path / "here"
    run([folder], here)
    assert dump(store) == dump(here)

    loaded = tmp_path / "loaded"
    assert load_shards(shards, loaded) == Loaded(written=40)
    assert load_shards(shards, loaded) == Loaded(unchanged=40)
    assert dump(loaded) == dump(store)

    (folder / "00.txt").write_text(story(100))
    run([folder], store, shards=shards)
    assert load_shards(shards, loaded) == Loaded(written=1, unchanged=39, removed=1)
    assert dump(loaded) == dump(store)


def test_shards_alone_lose_no_document_either(folder, cluster, tmp_path):
    shards = tmp_path / "shards"
    build_with_a_worker_lost(folder, cluster, tmp_path / "log", None, shards)
    run([folder], tmp_path / "here")
    load_shards(shards, tmp_path / "loaded")
    assert dump(tmp_path / "loaded") == dump(tmp_path / "here")


def test_a_text_that_kills_workers_is_set_aside(folder, cluster, tmp_path):
    (folder / "crash.txt").write_text(f"{story(50)} CRASH")
    recipe = FakeRecipe()
    with contextlib.closing(Cluster(cluster.scheduler_address, recipe)) as pool:
        tally, sink = run([folder], tmp_path / "store", recipe=recipe, pool=pool, batch=8)
    assert (tally.written, tally.failed) == (40, 1)
    assert "killed every worker" in sink.failures[0].reason


def test_a_cluster_that_lost_all_workers_is_not_waited_for(folder, tmp_path):
    recipe = FakeRecipe()
    quiet = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with (
        distributed.LocalCluster(**quiet) as made,
        contextlib.closing(Cluster(made.scheduler_address, recipe, patience=1.0)) as pool,
    ):
        made.scale(0)
        with distributed.Client(made.scheduler_address, set_as_default=False) as client:
            while client.scheduler_info(n_workers=-1)["workers"]:
                time.sleep(0.02)
        with pytest.raises(KgError, match="no workers left; start some"):
            run([folder], tmp_path / "store", recipe=recipe, pool=pool, batch=8)


def test_no_cluster_there():
    with pytest.raises(KgError, match="no Dask cluster"):
        Cluster("tcp://127.0.0.1:9", FakeRecipe(), seconds=1)
