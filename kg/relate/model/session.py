"""The two ONNX graphs of the relation model, loaded once for each process."""

from __future__ import annotations

import json
import os
from functools import cached_property
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ModelError

READER: Final = "relations.onnx"
JUDGE: Final = "relations-judge.onnx"
SETTINGS: Final = "relations.json"
FORMAT: Final = 2
MAX_THREADS: Final = 4

Feed = dict[str, NDArray[np.generic]]
Outputs = dict[str, NDArray[np.float32]]


class Graph:
    """One inference session, made on first use and again in a forked process."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ModelError(f"the relation model {path} is missing; reinstall kg")
        self.path = path
        self._session: onnxruntime.InferenceSession | None = None
        self._process = -1

    @property
    def session(self) -> onnxruntime.InferenceSession:
        """The session of this process; worker processes get one thread each."""
        if self._session is None or self._process != os.getpid():
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

    def run(self, feed: Feed) -> Outputs:
        """The graph's outputs by name."""
        session = self.session
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, feed), strict=True))

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "_session": None, "_process": -1}


class Graphs:
    """The reader, the judge and the settings of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reader = Graph(folder / READER)
        self.judge = Graph(folder / JUDGE)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Labels, thresholds and calibration.

        Raises:
            ModelError: the file is missing, broken or of another format.
        """
        path = self.folder / SETTINGS
        try:
            stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"the relation model's {path} can't be read: {error}; reinstall kg") from error
        if stored.get("format") != FORMAT:
            raise ModelError(
                f"{path} has format {stored.get('format')}, this kg reads {FORMAT}; reinstall kg"
            )
        return stored
