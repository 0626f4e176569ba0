"""`python -m kg.train.relations CONFIG --gold DIR --corpora DIR --encoder DIR --start FILE --out DIR`."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import Any

import onnx
import torch

import kg.annotate
import kg.schema
from kg.annotate.pieces import Pieces
from kg.relate import Relater
from kg.relate.model.runner import RelationModel
from kg.relate.model.session import FORMAT, JUDGE, READER, SETTINGS
from kg.train.encoder import Encoder
from kg.train.mean import mean
from kg.train.relations.corpora import plover, sources
from kg.train.relations.export import build, calibrate
from kg.train.relations.gold import MODALITIES, read_gold
from kg.train.relations.loop import train
from kg.train.relations.losses import Task
from kg.train.relations.measure import event_report, root_temperature
from kg.train.relations.network import RelationNetwork
from kg.train.relations.sentences import CAMEO, ROOTS, SENTIMENTS
from kg.train.relations.settings import Config
from kg.train.relations.thaw import thaw
from kg.train.relations.wikipedia import KNOWN

log = logging.getLogger("kg.train.relations")
CALIBRATION_EXAMPLES = 120


def main() -> None:
    """Train, export and measure the relation model."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.train.relations", description="Train the relation model."
    )
    parser.add_argument("config", type=Path, help="TOML file that names every choice")
    parser.add_argument("--gold", type=Path, required=True, nargs="+", help="folders of annotated documents")
    parser.add_argument(
        "--more", type=Path, default=[], nargs="+", help="further such folders, of which none is held out"
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder with relations/")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="folder with config.json, tokenizer.json, weights"
    )
    parser.add_argument(
        "--start", type=Path, help="weights.pt of an earlier run, or a model's folder, to go on from"
    )
    parser.add_argument(
        "--mean", type=Path, nargs="+", help="weights of earlier runs: train nothing, export their mean"
    )
    parser.add_argument(
        "--folds", type=int, default=0, help="hold out each N-th document and row and measure on them"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the ONNX file, the weights and the log"
    )
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [logging.StreamHandler(), logging.FileHandler(args.out / "train.log")]
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", handlers=handlers
    )
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)

    config = Config.read(args.config)
    schema = kg.schema.load()
    predicates = sorted(schema.predicates)
    affiliations = [predicates.index(name) for name in KNOWN]
    tokenizer = args.encoder / "tokenizer.json"
    vocabulary = Pieces(tokenizer.read_text(encoding="utf-8"))
    nlp, relater = kg.annotate.load(), Relater(schema)
    gold, more = (list(read_gold(folders, nlp, vocabulary, relater)) for folders in (args.gold, args.more))
    material = sources(
        config, args.corpora, gold, more, predicates, lambda name: schema.predicates[name].plover, args.folds
    )
    for source in material:
        log.info("%s: %d examples", source.name, len(source.examples))

    torch.manual_seed(config.schedule.seed)
    labels = {
        "predicate": len(predicates) + 1,
        "root": len(ROOTS),
        "cameo": len(CAMEO),
        "sentiment": SENTIMENTS,
        "denied": 1,
        "modality": len(MODALITIES),
    }
    network = RelationNetwork(
        Encoder.from_pretrained(args.encoder), labels, config.frozen, dropout=config.dropout
    )
    if args.start and args.start.is_dir():
        thaw(network, args.start)
    elif args.start or args.mean:
        network.load_state_dict(mean(args.mean or [args.start]))
    if not args.mean:
        task = Task(len(predicates), affiliations, config.weights, config.schedule.smoothing)

        def checkpoint(epoch: int) -> None:
            torch.save(network.state_dict(), args.out / f"epoch-{epoch}.pt")

        train(network, material, config.schedule, task, vocabulary, checkpoint)
    network.eval()
    torch.save(network.state_dict(), args.out / "weights.pt")

    settings = {
        "format": FORMAT,
        "predicates": predicates,
        "roots": list(ROOTS),
        "modalities": list(MODALITIES),
        "floor": config.floor,
        "root_temperature": 1.0,
    }
    seen = [one for source in material for one in source.examples[:: max(1, len(source.examples) // 20)]]
    ranges = calibrate(network, seen[:CALIBRATION_EXAMPLES], vocabulary)
    events = plover(args.corpora, args.folds)[1]
    for folder, bits in ((args.out / "float", None), (args.out, ranges)):
        folder.mkdir(exist_ok=True)
        for name, graph in zip((READER, JUDGE), build(network, bits), strict=True):
            onnx.save(graph, str(folder / name))
        model = store(folder, tokenizer, settings)
        if events:
            model = store(folder, tokenizer, settings | {"root_temperature": root_temperature(model, events)})
            for line in event_report(model, events):
                log.info("%s %s", folder.name, line)


def store(folder: Path, tokenizer: Path, settings: dict[str, Any]) -> RelationModel:
    """Write the settings beside the graphs, and load the model."""
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return RelationModel(folder, tokenizer)


if __name__ == "__main__":
    main()
