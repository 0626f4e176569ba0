"""Tasks done by the workers of a Dask cluster."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache

import distributed
from distributed.scheduler import KilledWorker

from kg.bulk.engine import Engine, Recipe
from kg.bulk.tasks import Result, Task
from kg.errors import KgError, ModelError

_AHEAD = 2
"""Tasks for each worker, so that none waits for the driver."""
_one_at_a_time = threading.Lock()


class Cluster:
    """A pool of Dask workers: each loads the model once, and the tasks of a lost one are done by the others.

    Start workers with one thread each (`dask worker ADDRESS --nworkers auto --nthreads 1`): the work is Python's.

    Args:
        address: of the scheduler, such as tcp://10.0.0.5:8786.
        recipe: of the engine.
        seconds: how long to wait for an answer and for the first worker.
        patience: how many seconds the cluster may be without any worker while there is work.

    Raises:
        KgError: no scheduler answers, or it has no workers.
    """

    def __init__(
        self, address: str, recipe: Recipe, *, seconds: float = 20.0, patience: float = 180.0
    ) -> None:
        self._recipe = recipe
        self._patience = patience
        try:
            self._client = distributed.Client(address, timeout=seconds, set_as_default=False)
            self._client.wait_for_workers(1, timeout=seconds)
        except (OSError, ValueError, TimeoutError) as error:
            reason = " ".join(str(error).split())[:200]
            raise KgError(f"no Dask cluster with workers at {address}: {reason}") from None
        self.width = _AHEAD * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        self._futures: dict[distributed.Future, Task] = {}
        self._suspects: list[Task] = []  # texts that were on a worker each time it died
        try:
            self.signature: str = self._client.submit(_signature, recipe, pure=False).result()
        except (KgError, KilledWorker) as error:
            raise ModelError(f"the Dask workers can't start: {error}") from None

    @property
    def busy(self) -> int:
        """How many tasks are on their way."""
        return len(self._futures) + len(self._suspects)

    def submit(self, task: Task) -> None:
        """Sends a task to the cluster."""
        self._futures[self._client.submit(_run, self._recipe, task, pure=False)] = task

    def completed(self) -> list[tuple[Task, Sequence[Result]]]:
        """Waits until a task is done, and gives back all that are.

        Raises:
            KgError: the scheduler is gone, or all workers are.
        """
        done: list[tuple[Task, Sequence[Result]]] = []
        while self.busy and not done:
            alone = not self._futures
            if alone:
                self.submit(self._suspects.pop(0))
            for future in self._finished():
                done += self._given_back(future, alone)
        return done

    def _finished(self) -> set[distributed.Future]:
        while True:
            try:
                with self._client.as_current():
                    return set(
                        distributed.wait(
                            list(self._futures), timeout=self._patience, return_when="FIRST_COMPLETED"
                        ).done
                    )
            except TimeoutError:
                if not self._client.scheduler_info(n_workers=-1)["workers"]:
                    raise KgError(
                        "the Dask cluster has no workers left; start some and run again to go on"
                    ) from None
            except (OSError, distributed.CancelledError) as error:
                raise KgError(f"the Dask scheduler is gone ({error}); run again to go on") from None

    def close(self) -> None:
        """Takes back what is not done, and leaves the cluster as it was."""
        self._client.cancel(list(self._futures))
        self._client.close()

    def _given_back(self, future: distributed.Future, alone: bool) -> list[tuple[Task, Sequence[Result]]]:
        task = self._futures.pop(future)
        if future.status == "finished":
            return [(task, future.result())]
        if future.status in ("cancelled", "lost"):
            if self._client.status != "running":
                raise KgError("the Dask scheduler is gone or gave up the work; run again to go on")
            self.submit(task)  # given up while workers came and went
            return []
        error = future.exception()
        pieces: Sequence[Task] = task.single()
        if len(pieces) > 1:
            for piece in pieces:
                self.submit(piece)
            return []
        if isinstance(error, KilledWorker) and not alone:
            # Dask blames whatever a dead worker had been given: only alone does a text show that it was the one.
            self._suspects.append(task)
            return []
        reason = (
            "killed every worker that read it"
            if isinstance(error, KilledWorker)
            else f"failed with {error!r}"
        )
        return [(task, task.failed(" ".join(reason.split())[:300]))]


@cache
def _engine(recipe: Recipe) -> Engine:
    return recipe.engine()


def _signature(recipe: Recipe) -> str:
    with _one_at_a_time:
        return _engine(recipe).signature


def _run(recipe: Recipe, task: Task) -> Sequence[Result]:
    with _one_at_a_time:
        return task.run(_engine(recipe))
