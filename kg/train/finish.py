"""What follows training: the coreference head, the export, the scores of the exported file and its card."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.bundle import Bundle
from kg.annotate.language import blank
from kg.train.config import Config
from kg.train.coreference import cases, train_scorer
from kg.train.ship import load_network, ship

log = logging.getLogger(__name__)

COMPONENTS = ("kg_annotator", "kg_lemmatizer", "kg_coreference")


def pipeline(folder: Path, names: tuple[str, ...]) -> Language:
    """A pipeline of some components, with the model of a folder."""
    from kg.annotate.annotator import Annotator
    from kg.annotate.coreference import Coreference, weights_of
    from kg.annotate.lemmas import Lemmatizer

    bundle = Bundle(folder)
    nlp = blank()
    parts: dict[str, Callable[[Doc], Doc]] = {
        "kg_annotator": Annotator(nlp.vocab, bundle),
        "kg_lemmatizer": Lemmatizer(bundle),
        "kg_coreference": Coreference(weights_of(bundle)),
    }
    for name in names:
        Language.component(f"{name}_of_folder", func=parts[name])
        nlp.add_pipe(f"{name}_of_folder", name=name)
    return nlp


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
    head = train_scorer(
        cases(nlp, corpora / treebank.file, schedule.documents), schedule.epochs, schedule.rate
    )
    ship(network, labels, config, corpora, encoder, out, version, coreference=head)
