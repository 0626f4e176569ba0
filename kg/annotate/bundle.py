"""The model's files, loaded once for each process."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.annotate.graph import Graph
from kg.annotate.pieces import Pieces
from kg.errors import ModelError

Floats = NDArray[np.float32]

FORMAT = 2
GRAPH = "model.onnx"
SETTINGS = "model.json"
TOKENIZER = "tokenizer.json"
ARRAYS = "arrays.npz"
LEMMAS = "lemmas.json"
FILES = (GRAPH, SETTINGS, TOKENIZER, ARRAYS, LEMMAS)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the graph's outputs mean."""

    name: str
    version: str
    labels: dict[str, list[str]]
    names: list[str]
    vector_width: int


class Bundle:
    """A folder with the model's files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"the English model in {folder} lacks {', '.join(missing)}")
        table = self._table()
        if table.get("format") != FORMAT:
            raise ModelError(
                f"the English model in {folder} has format {table.get('format')}, this kg reads {FORMAT}"
            )
        self.settings = Settings(
            table["name"], table["version"], table["labels"], table["names"], table["vector_width"]
        )
        self.graph = Graph(folder / GRAPH)

    def _table(self) -> dict[str, Any]:
        try:
            table: dict[str, Any] = json.loads((self.folder / SETTINGS).read_text(encoding="utf-8"))
        except ValueError as error:
            raise ModelError(f"{self.folder / SETTINGS} is not JSON: {error}") from error
        return table

    @cached_property
    def pieces(self) -> Pieces:
        """The word pieces."""
        return Pieces((self.folder / TOKENIZER).read_text(encoding="utf-8"))

    @cached_property
    def arrays(self) -> dict[str, Floats]:
        """Small weights that run outside the graph."""
        with np.load(self.folder / ARRAYS) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}

    def copy_to(self, folder: Path) -> None:
        """Write the files into another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            target = folder / name
            if target.resolve() != (self.folder / name).resolve():
                shutil.copyfile(self.folder / name, target)

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": self.folder, "settings": self.settings, "graph": self.graph}


def shipped() -> Bundle:
    """The model inside the package."""
    with as_file(files("kg.annotate") / "model") as folder:
        return Bundle(folder)
