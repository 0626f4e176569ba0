"""What a trained relation model is worth on what was held out, through the code that runs it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.evaluate.events import EventRow, score_events
from kg.relate.model.runner import RelationModel
from kg.train.relations.examples import Example
from kg.train.relations.sentences import ROOTS


def event_report(model: RelationModel, held: Sequence[Example]) -> list[str]:
    """Macro F1, accuracy and single roots of held-out PLOVER rows."""
    chances = model.roots([example.window for example in held])
    rows = [EventRow("", None, None, ROOTS[example.answers[0].root]) for example in held]
    scores = score_events(rows, [ROOTS[number] for number in chances.argmax(-1)])
    single = ", ".join(f"{root} {value:.1f}" for root, value in scores.by_root.items())
    return [f"PLOVER macro {scores.macro:.1f}, accuracy {scores.accuracy:.1f} on {len(held)} rows: {single}"]


def root_temperature(model: RelationModel, held: Sequence[Example]) -> float:
    """The temperature with which the root's confidence is likeliest on held-out rows."""
    chances = np.log(model.roots([example.window for example in held]) + 1e-9)
    gold = np.array([example.answers[0].root for example in held])
    best, least = 1.0, np.inf
    for temperature in np.arange(0.5, 4.01, 0.1):
        scaled = chances / temperature
        scaled -= np.log(np.exp(scaled).sum(-1, keepdims=True))
        loss = -scaled[np.arange(len(gold)), gold].mean()
        if loss < least:
            best, least = float(temperature), float(loss)
    return best
