"""`python -m kg.train CONFIG --corpora DIR --encoder DIR --out DIR`: train, resumably, then export, score, describe."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from kg.train.assembly import COMPONENTS, pipeline
from kg.train.card import measured, write_card
from kg.train.config import Config
from kg.train.evaluate import evaluate
from kg.train.finish import finish
from kg.train.loop import Trainer
from kg.train.mean import mean
from kg.train.ship import load_network

log = logging.getLogger(__name__)


def main() -> None:
    """Train the English model; `--out` then holds `model/` and `MODEL_CARD.md`, to be copied into `kg/annotate/`."""
    parser = argparse.ArgumentParser(prog="python -m kg.train", description="Train the English news model.")
    parser.add_argument("config", type=Path, help="TOML file that names every choice")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud/, ner/ and names/")
    parser.add_argument(
        "--encoder",
        type=Path,
        required=True,
        help="folder with the encoder's config.json, model.safetensors, tokenizer.json",
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for checkpoints and results; resumed if it has any"
    )
    parser.add_argument(
        "--start",
        type=Path,
        help="model folder, such as kg/annotate/model, whose weights training goes on from",
    )
    parser.add_argument(
        "--mean", type=Path, nargs="+", help="weights of earlier runs: train nothing, export their mean"
    )
    parser.add_argument("--version", default="1.0.0", help="the model's version")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [logging.StreamHandler(), logging.FileHandler(args.out / "train.log")]
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", handlers=handlers
    )
    config = Config.read(args.config)
    if not args.mean:
        Trainer(config, args.corpora, args.encoder, args.out, args.start).train()
    files = args.mean or [args.out / f"average-{config.schedule.epochs}.pt"]
    labels = json.loads(files[0].with_name("labels.json").read_text(encoding="utf-8"))
    network = load_network(config, args.encoder, mean(files), labels)
    model = args.out / "model"
    finish(config, labels, network, args.corpora, args.encoder, model, args.version)
    scores = []
    for score in evaluate(pipeline(model, COMPONENTS), args.corpora):
        log.info("%s, %s: %.2f", score.corpus, score.measure, score.value)
        scores.append(score)
    write_card(args.out / "MODEL_CARD.md", args.version, scores, measured(model))


if __name__ == "__main__":
    main()
