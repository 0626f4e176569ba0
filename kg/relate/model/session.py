"""The two ONNX graphs of the relation model and the settings beside them."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from kg.annotate.graph import Graph
from kg.errors import ModelError

READER: Final = "relations.onnx"
JUDGE: Final = "relations-judge.onnx"
SETTINGS: Final = "relations.json"
FORMAT: Final = 3


class Graphs:
    """The reader, the judge and the settings of one folder."""

    def __init__(self, folder: Path) -> None:
        for name in (READER, JUDGE):
            if not (folder / name).is_file():
                raise ModelError(f"the relation model {folder / name} is missing; reinstall kg")
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
