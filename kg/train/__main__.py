"""`python -m kg.train CONFIG --corpora DIR --encoder DIR --out DIR`: train, resumably."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from kg.train.config import Config
from kg.train.loop import Trainer


def main() -> None:
    """Train the English model."""
    parser = argparse.ArgumentParser(prog="python -m kg.train", description="Train the English news model.")
    parser.add_argument("config", type=Path, help="TOML file that names every choice")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud/ and ner/")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="folder with config.json and model.safetensors"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for checkpoints and logs; resumed if it has any"
    )
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [logging.StreamHandler(), logging.FileHandler(args.out / "train.log")]
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", handlers=handlers
    )
    Trainer(Config.read(args.config), args.corpora, args.encoder, args.out).train()


if __name__ == "__main__":
    main()
