"""Writes the folder of files that `kg.annotate` loads."""

from __future__ import annotations

import json
import logging
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from kg.annotate.bundle import ARRAYS, FORMAT, GRAPH, LEMMAS, SETTINGS, TOKENIZER
from kg.annotate.pieces import Pieces
from kg.train.config import Config
from kg.train.corpora import read_corpus
from kg.train.encoder import Encoder
from kg.train.export import build, calibrate, relation_weights
from kg.train.lemmas import learn
from kg.train.network import Network
from kg.train.treebanks import read_sentences
from kg.train.windows import Batch, Window, batches, collate, cut, encode

log = logging.getLogger(__name__)

Array = NDArray[np.float32]
CALIBRATION_WORDS = 12_000
CONVENTION = "ner_worldwide"


def load_network(
    config: Config, encoder: Path, weights: Mapping[str, torch.Tensor], labels: dict[str, list[str]]
) -> Network:
    """A network with trained weights, ready to predict."""
    network = Network(Encoder.from_pretrained(encoder), labels, config.sizes)
    network.load_state_dict(weights)
    return network.eval()


def calibration_batches(
    config: Config, corpora: Path, pieces: Pieces, labels: dict[str, list[str]]
) -> list[Batch]:
    """Some windows of each training corpus, undisturbed."""
    made: list[Batch] = []
    for corpus in config.train:
        texts = read_corpus(corpus, corpora, config.schedule.seed)
        random.Random(0).shuffle(texts)
        windows: list[Window] = []
        words = 0
        for text in texts:
            if words >= CALIBRATION_WORDS / len(config.train):
                break
            encoded = encode(text, pieces, labels)
            windows.extend(cut(encoded, 180, 200, 320))
            words += len(text.words)
        for group in batches(windows, 3000, random.Random(0)):
            shapes = [one.text.shapes[one.begin : one.end] for one in group]
            breaks = [one.text.breaks[one.begin : one.end] for one in group]
            hidden = [np.zeros(one.end - one.begin, dtype=bool) for one in group]
            made.append(collate(group, [], pieces, shapes, breaks, hidden))
    return made


def ship(
    network: Network,
    labels: dict[str, list[str]],
    config: Config,
    corpora: Path,
    encoder: Path,
    out: Path,
    version: str,
    coreference: Mapping[str, Array] | None = None,
    bits: int | None = 7,
) -> None:
    """Write all files; `bits` None leaves the graph in float. `coreference` holds the coreference head's arrays."""
    out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces((encoder / "tokenizer.json").read_text(encoding="utf-8"))
    head = dict(coreference or {})
    vectors = head.pop("vectors", None)
    if vectors is None:
        vectors = np.concatenate(
            [network.coref_query.weight.detach().numpy(), network.coref_key.weight.detach().numpy()]
        )
    ranges = calibrate(network, calibration_batches(config, corpora, pieces, labels)) if bits else None
    layer = network.outputs[CONVENTION].state_dict()
    names = {part: layer[part].numpy() for part in ("weight", "bias")}
    graph = build(network, names, vectors, ranges, bits or 8)
    onnx.save(graph, out / GRAPH)
    np.savez(out / ARRAYS, allow_pickle=False, **{**relation_weights(network), **head})
    settings = {
        "format": FORMAT,
        "name": "kg-english-news",
        "version": version,
        "vector_width": int(vectors.shape[0]) + len(labels["etype"]) + vectors.shape[1],
        "names": labels[CONVENTION],
        "labels": {task: labels[task] for task in ("upos", "xpos", "feats", "deprel", "etype")},
    }
    (out / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(encoder / "tokenizer.json", out / TOKENIZER)
    treebanks = [corpora / corpus.file for corpus in config.train if corpus.reader in ("ewt", "gum")]
    table = learn(
        (sentence for path in treebanks for sentence in read_sentences(path)),
        (encoder / "vocab.txt").read_text(encoding="utf-8").split(),
    )
    table.write(out / LEMMAS)
    size = sum(path.stat().st_size for path in out.iterdir())
    log.info("wrote %s, %.1f MB", out, size / 1e6)
