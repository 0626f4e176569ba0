"""How good is it: extractions against annotated documents, event types against annotated sentences."""

from __future__ import annotations

from kg.evaluate.annotations import annotated_texts
from kg.evaluate.claims import Scores, report, score
from kg.evaluate.events import EndToEnd, EventRow, EventScores, end_to_end, read_events, score_events

__all__ = [
    "EndToEnd",
    "EventRow",
    "EventScores",
    "Scores",
    "annotated_texts",
    "end_to_end",
    "read_events",
    "report",
    "score",
    "score_events",
]
