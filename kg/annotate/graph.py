"""An ONNX graph, loaded once for each process."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ModelError

MAX_THREADS: Final = 4

_INHERITED: list[onnxruntime.InferenceSession] = []
"""Sessions that a forked process got from its parent: their threads are gone, so that ending them would hang."""

Feed = dict[str, NDArray[np.generic]]
Outputs = dict[str, NDArray[np.float32]]


class Graph:
    """The graph of one file. Its inference session is made on first use and again in a forked process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._session: onnxruntime.InferenceSession | None = None
        self._process = -1

    def run(self, feed: Feed) -> Outputs:
        """The graph's outputs by name.

        Raises:
            ModelError: the file is missing or no graph.
        """
        session = self.session
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, feed), strict=True))

    @property
    def session(self) -> onnxruntime.InferenceSession:
        """The inference session of this process; worker processes get one thread each."""
        if self._session is None or self._process != os.getpid():
            if self._session is not None:
                _INHERITED.append(self._session)
            options = onnxruntime.SessionOptions()
            cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
            options.intra_op_num_threads = 1 if parent_process() is not None else min(cores, MAX_THREADS)
            options.inter_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            try:
                self._session = onnxruntime.InferenceSession(
                    str(self.path), options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:
                raise ModelError(f"ONNX Runtime can't load {self.path}: {error}") from error
            self._process = os.getpid()
        return self._session

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "_session": None, "_process": -1}
