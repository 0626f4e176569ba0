"""Rough development scores after each epoch, on gold tokens and sentences and a part of each corpus."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping

import torch

from kg.annotate.spans import SpanDecoder
from kg.train.losses import arc_scores
from kg.train.network import Network
from kg.train.texts import IGNORE, tags_to_spans
from kg.train.windows import Batch, Encoded, Window, batches, cut

MakeBatch = Callable[[list[Window], random.Random | None], Batch]
WORDS = 15_000


@torch.no_grad()
def quick_scores(
    network: Network, dev: Mapping[str, list[Encoded]], labels: dict[str, list[str]], make: MakeBatch
) -> dict[str, float]:
    """Accuracies, attachment scores and name F1 by corpus."""
    scores: dict[str, float] = {}
    for corpus, texts in dev.items():
        windows: list[Window] = []
        words = 0
        for text in texts:
            if words < WORDS:
                windows.extend(cut(text, 180, 200, 320))
                words += len(text.pieces)
        counts: Counter[str] = Counter()
        for group in batches(windows, 3000, random.Random(0)):
            batch = make(group, None)
            with torch.autocast(batch.pieces.device.type, dtype=torch.bfloat16):
                vectors = network.words(batch.pieces, batch.shapes, batch.breaks, batch.mask, batch.first)
                tags = network.tags(vectors)
                if (batch.heads != IGNORE).any():
                    _count_parse(network, vectors, batch, counts)
            for task, logits in tags.items():
                gold = batch.labels[task]
                keep = gold != IGNORE
                if task.startswith("ner_"):
                    if task == f"ner_{corpus}":
                        _count_names(logits.float().cpu(), gold.cpu(), labels[task], counts)
                elif keep.any():
                    counts[f"{task} all"] += int(keep.sum())
                    counts[f"{task} right"] += int((logits.argmax(-1) == gold)[keep].sum())
        for name in sorted({key.split()[0] for key in counts if key.endswith(" all")}):
            scores[f"{corpus} {name}"] = counts[f"{name} right"] / counts[f"{name} all"]
    return scores


def _count_parse(network: Network, vectors: torch.Tensor, batch: Batch, counts: Counter[str]) -> None:
    parse = network.parse(vectors)
    scores = arc_scores(parse, batch.rows, batch.sentences)
    window, word = (batch.rows >= 0).nonzero(as_tuple=True)
    predicted = scores.argmax(-1)[window, word]
    dependents = batch.rows[window, word]
    right = predicted == batch.heads[dependents]
    heads = batch.rows[window, predicted]
    logits = network.relation(parse.label_dependent[dependents], parse.label_head[heads])
    both = right & (logits.argmax(-1) == batch.labels["deprel"][dependents])
    keep = batch.heads[dependents] != IGNORE
    counts["UAS all"] += int(keep.sum())
    counts["LAS all"] += int(keep.sum())
    counts["UAS right"] += int(right[keep].sum())
    counts["LAS right"] += int(both[keep].sum())


def _count_names(logits: torch.Tensor, gold: torch.Tensor, tags: list[str], counts: Counter[str]) -> None:
    # F1 = 2 * right / (predicted + gold), kept as two sums for each kind
    predicted = set(SpanDecoder(tags).spans(logits.numpy()))
    spans, _ = tags_to_spans([tags[number] if number != IGNORE else "O" for number in gold.tolist()])
    right = predicted & set(spans)
    for name, group, weight in (("right", right, 2), ("all", predicted, 1), ("all", set(spans), 1)):
        for _, _, kind in group:
            counts[f"NER {name}"] += weight
            counts[f"NER-{kind} {name}"] += weight
