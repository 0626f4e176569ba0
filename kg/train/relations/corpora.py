"""All training material of the relation model, by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kg.train.relations.examples import Example
from kg.train.relations.gold import GoldDocument, examples, in_fold, marked_examples
from kg.train.relations.loop import Source
from kg.train.relations.sentences import read_cameo, read_plover, read_sentiment, swapped
from kg.train.relations.settings import Config
from kg.train.relations.wikipedia import read_redocred

NEUTRAL_KEPT: Final = 4
"""Of directed sentiment every fourth sentence without an attitude."""
WIKIPEDIA_DOCUMENTS: Final = 300


def sources(
    config: Config, corpora: Path, gold: Sequence[GoldDocument], predicates: Sequence[str], folds: int
) -> list[Source]:
    """The corpora with their shares, without what is held out."""
    windows = [
        example
        for number, document in enumerate(gold)
        if not in_fold(number, folds)
        for example in examples(document, predicates)
    ]
    positive, negative = marked_examples(windows)
    relations = corpora / "relations"
    sentiment = list(read_sentiment(relations / "directed-sentiment-train.txt"))
    sentiment = [one for n, one in enumerate(sentiment) if one.answers[0].sentiment or n % NEUTRAL_KEPT == 0]
    sentiment += swapped([one for one in sentiment if one.answers[0].sentiment])
    material: dict[str, list[Example]] = {
        "windows": windows,
        "positive": positive,
        "negative": negative,
        "plover": plover(corpora, folds)[0],
        "cameo": list(read_cameo(relations / "cameo-triples-train.csv")),
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
