"""The project's own annotation of coreference in articles of the worldwide corpus (`links.jsonl`), without their words.

Positions are those of the words of the corpus's file, the web address that an article may begin with left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.train.relations.standoff import digest

FILE: Final = Path(__file__).with_name("links.jsonl")


@dataclass(frozen=True, slots=True)
class Links:
    """The annotation of an article's first `words` words.

    `clusters` holds mentions of two and more that mean the same, each as (begin, end, head); `others` are the heads
    of mentions that stand alone.
    """

    words: int
    clusters: tuple[tuple[tuple[int, int, int], ...], ...]
    others: tuple[int, ...]

    def numbered(self) -> dict[int, int]:
        """A number for each head word, the same where mentions mean the same."""
        alone = {head: len(self.clusters) + number for number, head in enumerate(self.others)}
        return alone | {head: number for number, one in enumerate(self.clusters) for _, _, head in one}


Annotations = Mapping[str, tuple[str, Links]]
"""The annotations by article, each with the digest of its words."""


def read_links(path: Path = FILE) -> Annotations:
    """The annotations in a file."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        clusters = tuple(tuple((b, e, h) for b, e, h in cluster) for cluster in row["clusters"])
        found[row["doc"]] = row["sha256"], Links(row["words"], clusters, tuple(row["others"]))
    return found


def links_of(annotations: Annotations, name: str, words: Sequence[str]) -> Links | None:
    """The annotation of an article, if it has any.

    Raises:
        ReadError: its words are not those that were annotated.
    """
    if name not in annotations:
        return None
    expected, links = annotations[name]
    if digest("\n".join(words[: links.words])) != expected:
        raise ReadError(f"{name} is not the article that was annotated; use the corpus's first version")
    return links
