"""All training material of the relation model, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.train.relations.examples import UNKNOWN, Example
from kg.train.relations.gold import GoldDocument, examples, in_fold
from kg.train.relations.loop import Source
from kg.train.relations.marking import marked_examples
from kg.train.relations.sentences import (
    ROOTS,
    WRITTEN_EVENTS,
    read_cameo,
    read_plover,
    read_sentiment,
    swapped,
)
from kg.train.relations.settings import Config
from kg.train.relations.wikipedia import read_redocred

NEUTRAL_KEPT: Final = 4
"""Of directed sentiment every fourth sentence without an attitude."""
SCARCE: Final = 45
"""Roots with fewer PLOVER sentences get more of them."""
WIKIPEDIA_DOCUMENTS: Final = 300


def sources(
    config: Config,
    corpora: Path,
    gold: Sequence[GoldDocument],
    more: Sequence[GoldDocument],
    predicates: Sequence[str],
    root_of: Callable[[str], str | None],
    folds: int,
) -> list[Source]:
    """The corpora with their shares, without the `gold` that is held out; `root_of` gives a predicate's PLOVER root."""
    kept = [document for number, document in enumerate(gold) if not in_fold(number, folds)]
    windows = [example for document in (*kept, *more) for example in examples(document, predicates)]
    relations = corpora / "relations"
    sentiment = list(read_sentiment(relations / "directed-sentiment-train.txt"))
    sentiment = [one for n, one in enumerate(sentiment) if one.answers[0].sentiment or n % NEUTRAL_KEPT == 0]
    sentiment += swapped([one for one in sentiment if one.answers[0].sentiment])
    events, _ = plover(corpora, folds)
    cameo = list(read_cameo(relations / "cameo-triples-train.csv"))
    material: dict[str, list[Example]] = {
        "windows": windows,
        "plover": events,
        "events": list(read_plover(WRITTEN_EVENTS)),
        "scarce": scarce(events, cameo, rooted(marked_examples(windows), predicates, root_of)),
        "cameo": cameo,
        "sentiment": sentiment,
        "redocred": list(read_redocred(relations / "redocred-dev.json", predicates, WIKIPEDIA_DOCUMENTS)),
    }
    return [
        Source(name, material[name], share.share, share.first, share.last)
        for name, share in config.sources.items()
    ]


def plover(corpora: Path, folds: int) -> tuple[list[Example], list[Example]]:
    """PLOVER rows to train on, and those held out."""
    kept: list[Example] = []
    held: list[Example] = []
    for number, example in enumerate(read_plover(corpora / "relations" / "plover-train.tsv")):
        (held if in_fold(number, folds) else kept).append(example)
    return kept, held


def rooted(
    marked: Iterable[Example], predicates: Sequence[str], root_of: Callable[[str], str | None]
) -> list[Example]:
    """Marked pairs of documents that make one claim, with the root of its predicate."""
    found = []
    for example in marked:
        (answer,) = example.answers
        root = root_of(predicates[answer.predicates[0]])
        if len(answer.predicates) == 1 and root in ROOTS:
            found.append(Example(example.window, (replace(answer, root=ROOTS.index(root)),)))
    return found


def scarce(events: Sequence[Example], *others: Sequence[Example]) -> list[Example]:
    """Once more the rows of roots that have few, and all examples of those roots from elsewhere."""
    counts = Counter(example.answers[0].root for example in events)
    few = {root for root, count in counts.items() if root != UNKNOWN and count < SCARCE}
    return [example for group in (events, *others) for example in group if example.answers[0].root in few]
