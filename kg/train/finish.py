"""What follows training: the coreference head, the export, the scores of the exported file and its card."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from kg.train.assembly import pipeline
from kg.train.config import Config
from kg.train.coreference import article_cases, train_scorer, treebank_cases
from kg.train.links import read_links
from kg.train.network import Network
from kg.train.ship import ship

log = logging.getLogger(__name__)


def finish(
    config: Config,
    labels: dict[str, list[str]],
    network: Network,
    corpora: Path,
    encoder: Path,
    out: Path,
    version: str,
) -> None:
    """Export, train the coreference head on what the exported model says, and export again with it."""
    ship(network, labels, config, corpora, encoder, out, version)
    files = {corpus.reader: corpora / corpus.file for corpus in config.train}
    nlp = pipeline(out, ("kg_annotator", "kg_lemmatizer"))
    schedule = config.coreference
    cases = treebank_cases(nlp, files["gum"]) * schedule.treebank
    cases += article_cases(nlp, files["worldwide"], read_links())
    head = dict(train_scorer(cases, schedule.epochs, schedule.rate))
    head["coref_alone_shift"] = head["coref_alone_shift"] - np.float32(schedule.lean)
    ship(network, labels, config, corpora, encoder, out, version, coreference=head)
