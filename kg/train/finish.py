"""What follows training: the coreference head, the export, the scores of the exported file and its card."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from kg.train.assembly import pipeline
from kg.train.config import Config
from kg.train.coreference import cases, train_scorer
from kg.train.ship import load_network, ship

log = logging.getLogger(__name__)


def finish(
    config: Config,
    labels: dict[str, list[str]],
    weights: Path,
    corpora: Path,
    encoder: Path,
    out: Path,
    version: str,
) -> None:
    """Export, train the coreference head on what the exported model says of GUM, and export again with it."""
    network = load_network(config, encoder, weights, labels)
    ship(network, labels, config, corpora, encoder, out, version)
    treebank = next(corpus for corpus in config.train if corpus.reader == "gum")
    nlp = pipeline(out, ("kg_annotator", "kg_lemmatizer"))
    schedule = config.coreference
    head = dict(
        train_scorer(cases(nlp, corpora / treebank.file, schedule.documents), schedule.epochs, schedule.rate)
    )
    head["coref_alone_shift"] = head["coref_alone_shift"] - np.float32(schedule.lean)
    ship(network, labels, config, corpora, encoder, out, version, coreference=head)
