"""Event types of sentences with a marked source and target: given the two actors, and end to end."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.records import Extraction, MentionKind

Place = tuple[int, int]
_NAMED = (MentionKind.NAME, MentionKind.DEMONYM)


@dataclass(frozen=True, slots=True)
class EventRow:
    """A sentence, its two actors (None where the sentence does not name one) and the annotated PLOVER root."""

    sentence: str
    source: Place | None
    target: Place | None
    root: str


@dataclass(frozen=True, slots=True)
class EventScores:
    """Scores given the actors; percentages run from 0 to 100."""

    by_root: Mapping[str, float]
    """F1 of each root that the rows have."""
    accuracy: float
    rows: int

    @property
    def macro(self) -> float:
        """Mean F1 of the roots."""
        return sum(self.by_root.values()) / max(1, len(self.by_root))


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """Scores of claims read from the bare sentences."""

    rows: int
    """Rows in which both spans hold a named entity."""
    found: int
    """Of these, the rows with a claim of the right root between the two."""
    claims: int
    """Claims of any root between such entities."""
    right: int

    @property
    def recall(self) -> float:
        return 100 * self.found / max(1, self.rows)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.claims)


def read_events(path: Path) -> list[EventRow]:
    """Rows of a tab-separated file with the columns marked_sentence and gold_root.

    Raises:
        ReadError: the file is missing or lacks the columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows: list[dict[str, Any]] = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path} can't be read: {error}") from error
    if not rows or not {"marked_sentence", "gold_root"} <= rows[0].keys():
        raise ReadError(f"{path} lacks the columns marked_sentence and gold_root; is it tab-separated?")
    return [EventRow(*unmark(row["marked_sentence"]), row["gold_root"]) for row in rows if row["gold_root"]]


def unmark(sentence: str) -> tuple[str, Place | None, Place | None]:
    """A sentence with <s>source</s> and <t>target</t> to its text and their first places, None where not marked."""
    text = ""
    spans: dict[str, Place] = {}
    opened: dict[str, int] = {}
    for part in re.split(r"(</?[st]>)", sentence):
        if part in ("<s>", "<t>"):
            opened[part[1]] = len(text)
        elif part in ("</s>", "</t>"):
            if part[2] in opened and opened[part[2]] < len(text):
                spans.setdefault(part[2], (opened[part[2]], len(text)))
        else:
            text += part
    return text, spans.get("s"), spans.get("t")


def score_events(rows: Sequence[EventRow], predicted: Sequence[str]) -> EventScores:
    """F1 of each annotated root, and accuracy."""
    gold = [row.root for row in rows]
    by_root = {}
    for root in sorted(set(gold)):
        right = sum(one == two == root for one, two in zip(gold, predicted, strict=True))
        size = sum(one == root for one in gold) + sum(two == root for two in predicted)
        by_root[root] = 200 * right / max(1, size)
    same = sum(one == two for one, two in zip(gold, predicted, strict=True))
    return EventScores(by_root, 100 * same / max(1, len(gold)), len(gold))


def end_to_end(rows: Iterable[tuple[EventRow, Extraction]]) -> EndToEnd:
    """Compare the root categories of each sentence's claims with its row."""
    usable = found = claims = right = 0
    for row, extraction in rows:
        sources, targets = _named(extraction, row.source), _named(extraction, row.target)
        if not sources or not targets:
            continue
        usable += 1
        roots = []
        for claim in extraction.claims:
            between = (claim.subject in sources and claim.object in targets) or (
                claim.subject in targets and claim.object in sources
            )
            if between and claim.subject != claim.object and claim.plover:
                roots.append(claim.plover)
        claims += len(roots)
        right += roots.count(row.root)
        found += row.root in roots
    return EndToEnd(usable, found, claims, right)


def _named(extraction: Extraction, place: Place | None) -> set[str]:
    """The entities that are named inside a span."""
    if place is None:
        return set()
    return {
        entity.id
        for entity in extraction.entities
        for mention in entity.mentions
        if mention.kind in _NAMED and place[0] <= mention.span.begin and mention.span.end <= place[1]
    }
