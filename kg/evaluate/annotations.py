"""Annotated documents: a folder of DOC.json files, each with its text in DOC.txt beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated document."""

    name: str
    annotation: dict[str, Any]
    text: str | None
    """None where there is no text beside the annotation."""


def annotated_texts(folder: Path, only: str = "", category: int | None = None) -> Iterator[Annotated]:
    """The documents of a folder by name; `only` is what their names begin with, `category` a number in the file.

    Raises:
        ReadError: the folder has no such annotation, or a file is not one.
    """
    paths = sorted(folder.glob(only + "*.json")) if folder.is_dir() else []
    if not paths:
        raise ReadError(f"{folder} has no {only}*.json; name a folder of annotated documents")
    for path in paths:
        annotation = read_annotation(path)
        if category is not None and annotation.get("category") != category:
            continue
        text = path.with_suffix(".txt")
        yield Annotated(path.stem, annotation, text.read_bytes().decode("utf-8") if text.exists() else None)


def read_annotation(path: Path) -> dict[str, Any]:
    """One DOC.json.

    Raises:
        ReadError: it is no JSON object with entities and claims.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} can't be read: {error}") from error
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("entities"), list)
        or not isinstance(data.get("claims"), list)
    ):
        raise ReadError(f"{path} is no annotation: it needs the lists entities and claims")
    return data
