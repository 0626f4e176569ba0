"""Texts to build from, builds with the fake engine, and what is in a store afterwards."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pyoxigraph as ox

from kg.bulk import build
from kg.read import Options
from kg.store import GraphStore
from tests.bulk.fake_engine import FakeRecipe, Heard

WORDS = [
    "the", "minister", "said", "that", "government", "would", "not", "accept", "an", "offer", "from", "its",
    "neighbour", "before", "talks",
]  # fmt: skip


def story(seed: int, length: int = 120) -> str:
    """English-looking words, the same for the same seed; two seeds have next to no run of three in common."""
    chosen = random.Random(seed)
    return " ".join(f"{chosen.choice(WORDS)} {chosen.choice(WORDS)} of{seed}x{n}" for n in range(length // 3))


def run(paths, store, **how):
    sink = Heard()
    recipe = how.pop("recipe", FakeRecipe())
    options = how.pop("options", Options())
    tally = build(
        [str(path) for path in paths], store, recipe, options, sink=sink, jobs=how.pop("jobs", 1), **how
    )
    return tally, sink


def dump(store: Path) -> list[str]:
    """All quads, sorted."""
    with GraphStore.open(store) as opened:
        return sorted(str(quad) for quad in opened.database)


def ask(store: Path, pattern: str) -> list[tuple[str, ...]]:
    prefixes = (
        "PREFIX kg: <https://w3id.org/kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> "
    )
    with GraphStore.open(store) as opened:
        rows = opened.database.query(
            f"{prefixes} SELECT DISTINCT * {{ {pattern} }}", use_default_graph_as_union=True
        )
        assert isinstance(rows, ox.QuerySolutions)
        return sorted(tuple(term.value for term in row if term is not None) for row in rows)


TEXTS = "?d a kg:Document ; nif:isString ?text"


def texts(store: Path) -> list[str]:
    return sorted(row[1] if row[0].startswith("http") else row[0] for row in ask(store, TEXTS))


def stories(folder: Path, count: int) -> Path:
    """A new folder of so many of them, whose names sort as their numbers."""
    folder.mkdir()
    width = len(str(count - 1))
    for number in range(count):
        (folder / f"{number:0{width}}.txt").write_text(story(number))
    return folder


def rows(*publications: tuple[str, str, str | None]) -> list[dict[str, str | None]]:
    return [{"text": text, "url": url, "date": date} for url, text, date in publications]


def write(path: Path, entries) -> Path:
    path.write_text("\n".join(json.dumps(entry) for entry in entries))
    return path


A = story(7, 240)
A_LATER = f"By our staff. {A} (Additional reporting by agencies.)"
B = story(8, 240)
