"""`python -m kg.train.relations.combining MODEL --gold DIR --folds N`: fit and measure frames and model together.

Needs no PyTorch. The combination is fitted on the documents that the model did not see (each N-th, and those of
`--unseen`), in two halves so that the printed scores of each half come from numbers fitted on the other; the numbers
that are stored are fitted on both. Reliabilities of frames are counted on all annotated documents in the end.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import kg.annotate
import kg.schema
from kg.evaluate import Scores, score
from kg.evaluate.annotations import Annotated
from kg.interchange import as_json
from kg.records import Claim, Document, Extraction
from kg.relate import Relater
from kg.relate.combine import Weights
from kg.relate.model.runner import RelationModel, load
from kg.relate.model.session import SETTINGS
from kg.schema import Schema
from kg.train.relations.fit import curve, fit, frame_claims, judged, reliability
from kg.train.relations.gold import GoldDocument, in_fold, read_gold


def main() -> None:
    """Fit, store and measure."""
    parser = argparse.ArgumentParser(prog="python -m kg.train.relations.combining", description=__doc__)
    parser.add_argument("model", type=Path, help="folder of the model; its relations.json is written anew")
    parser.add_argument("--gold", type=Path, required=True, nargs="+", help="folders, as in training")
    parser.add_argument("--folds", type=int, required=True, help="as in training")
    parser.add_argument(
        "--unseen", type=Path, default=[], nargs="+", help="further ones, none of which was trained on"
    )
    parser.add_argument(
        "--more",
        type=Path,
        default=[],
        nargs="+",
        help="further ones that only tell how often frames are right",
    )
    parser.add_argument(
        "--precision", type=float, default=0.65, help="the least share of claims that must be right"
    )
    parser.add_argument("--frames-only", action="store_true", help="leave documents to the frames")
    args = parser.parse_args()
    model = RelationModel(args.model, load().tokenizer)
    schema = kg.schema.load()
    nlp, relater = kg.annotate.load(), Relater(schema)
    gold, unseen, more = (
        list(read_gold(folders, nlp, model.pieces, relater))
        for folders in (args.gold, args.unseen, args.more)
    )
    held = [number for number in range(len(gold)) if in_fold(number, args.folds)]
    held += range(len(gold), len(gold) + len(unseen))
    run(model, gold + unseen + more, schema, held, args.precision, not args.frames_only)


def run(
    model: RelationModel,
    gold: Sequence[GoldDocument],
    schema: Schema,
    held: Sequence[int],
    precision: float,
    asked: bool,
) -> None:
    """Fit on the documents that are `held` out, print the scores there, and store the numbers beside the model.

    Where the model is not `asked`, its weight is stored as zero and claims rest on the frames.
    """
    frames = frame_claims(Relater(schema), gold)
    symmetric = frozenset(name for name, one in schema.predicates.items() if one.symmetric)
    seen = sorted(set(range(len(gold))) - set(held))
    trust = reliability([gold[n] for n in seen], [frames[n] for n in seen], symmetric)
    rows = judged([gold[n] for n in held], [frames[n] for n in held], model if asked else None, schema)
    settings = dict(model.settings)
    print_scores("frames", [(gold[n], frames[n]) for n in held])
    made: list[tuple[GoldDocument, Sequence[Claim]]] = []
    for half in (0, 1):
        other = [row for row in rows if row.document % 2 != half]
        size = sum(len(gold[n].claims) for place, n in enumerate(held) if place % 2 != half)
        store(model, settings | {"combination": fit(other, trust, size, precision)})
        made += relate(
            schema, RelationModel(model.graphs.folder, model.tokenizer), [gold[n] for n in held[half::2]]
        )
    print_scores("combined", made)
    size = sum(len(gold[n].claims) for n in held)
    whole = fit(rows, trust, size, precision)
    print({name: value for name, value in whole.items() if name != "frames"})
    fitted = Weights.stored(settings | {"combination": whole})
    for threshold, right, found, f1 in curve(rows, fitted, size, [n / 20 for n in range(4, 17)]):
        print(f"threshold {threshold:.2f}: P {right:.1f} R {found:.1f} F1 {f1:.1f}")
    whole["frames"] = reliability(gold, frames, symmetric)
    store(model, settings | {"combination": whole})


def relate(
    schema: Schema, model: RelationModel, gold: Sequence[GoldDocument]
) -> Iterator[tuple[GoldDocument, Sequence[Claim]]]:
    """The claims that frames and model make together."""
    relater = Relater(schema, model)
    for one in gold:
        yield one, relater.relate(one.doc, Document(one.name, one.doc.text), one.resolved)


def store(model: RelationModel, settings: dict[str, Any]) -> None:
    """Write the settings beside the model."""
    path = model.graphs.folder / SETTINGS
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def print_scores(title: str, made: Sequence[tuple[GoldDocument, Sequence[Claim]]]) -> Scores:
    """Score claims on some documents and print the figures that count."""
    pairs = []
    for one, claims in made:
        extraction = Extraction(Document(one.name, one.doc.text), one.resolved, tuple(claims))
        pairs.append((Annotated(one.name, one.annotation, one.doc.text), as_json(extraction)))
    scores = score(pairs)
    tallies = scores.tallies
    for name in ("entities", "claims", "events", "family", "pairs", "denied", "modality", "source"):
        print(f"{title:10} {name:16} {tallies[name]}")
    print(
        f"{title:10} macro {scores.macro:.1f}, plain precision {scores.plain_precision:.1f} of {scores.plain}, "
        f"false facts {scores.false_facts:.1f}, evidence {scores.evidence:.1f}"
    )
    return scores


if __name__ == "__main__":
    main()
