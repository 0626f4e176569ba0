"""Corpora of single sentences with a marked pair: PLOVER, CAMEO triples, directed sentiment."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.evaluate.events import Place, read_events
from kg.relate.classify import marked_sentence, parser
from kg.relate.model.windows import Window
from kg.train.relations.examples import UNKNOWN, Answer, Example

ROOTS: Final = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "YIELD",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
CAMEO: Final = (
    "Make Public Statement",
    "Appeal",
    "Express Intend to Cooperate",
    "Consult",
    "Engage In Diplomatic Cooperation",
    "Engage In Material Cooperation",
    "Provide Aid",
    "Yield",
    "Investigate",
    "Demand",
    "Disapprove",
    "Reject",
    "Threaten",
    "Protest",
    "Exhibit Military Posture",
    "Reduce Relations",
    "Coerce",
    "Assault",
    "Fight",
    "Engage in unconventional mass violence",
)
CAMEO_ROOTS: Final = {"Protest": "PROTEST", "Exhibit Military Posture": "MOBILIZE", "Threaten": "THREATEN"}
"""Where CAMEO and PLOVER draw the same line, for roots that have few sentences of their own."""
SENTIMENTS: Final = 5
"""Of directed sentiment: neutral, first praises second, second first, first blames second, second first."""

WRITTEN_EVENTS: Final = Path(__file__).with_name("events.tsv")
"""Sentences of the project itself in the form of PLOVER rows; what they tell is made up."""

_ACTOR = re.compile(r"(\[[^\[\]]*\])")
_TRIPLET = re.compile(r"<triplet>(.*?)<subj>(.*?)<obj>([^<]*)")


def marked(sentence: str, subject: Place | None, object: Place | None) -> Window | None:
    """A window of one sentence with one marked pair; None where a span holds no word or the two are the same."""
    if subject == object:
        return None
    try:
        return marked_sentence(parser()(sentence), subject, object)
    except ValueError:
        return None


def read_plover(path: Path) -> Iterator[Example]:
    """PLOVER rows: sentence, marked source and target, root. An actor that is not in the sentence is not marked."""
    for row in read_events(path):
        window = marked(row.sentence, row.source, row.target)
        if window and row.root in ROOTS:
            yield Example(window, (Answer(root=ROOTS.index(row.root)),))


def read_cameo(path: Path) -> Iterator[Example]:
    """CAMEO triples; an actor whose words are not in the sentence drops its triple."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen = set()
            for subject, object_, label in _TRIPLET.findall(row["label"]):
                spans = [_find(row["text"], name.strip()) for name in (subject, object_)]
                key = (spans[0], spans[1])
                if spans[0] is None or spans[1] is None or key in seen or label.strip() not in CAMEO:
                    continue
                seen.add(key)
                window = marked(row["text"], spans[0], spans[1])
                if window:
                    root = CAMEO_ROOTS.get(label.strip())
                    answer = Answer(
                        cameo=CAMEO.index(label.strip()), root=ROOTS.index(root) if root else UNKNOWN
                    )
                    yield Example(window, (answer,))


def read_sentiment(path: Path) -> Iterator[Example]:
    """Directed sentiment: the sentence with its two actors in brackets, the actors, the label; tab-separated."""
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) != 4 or columns[3] not in "01234":
            continue
        text = ""
        spans: list[Place] = []
        for part in _ACTOR.split(columns[0]):
            if part.startswith("[") and part[1:-1] in columns[1:3] and len(spans) < 2:
                spans.append((len(text), len(text) + len(part) - 2))
                part = part[1:-1]
            text += part
        if len(spans) != 2 or spans[0][0] == spans[0][1] or spans[1][0] == spans[1][1]:
            continue
        window = marked(text, spans[0], spans[1])
        if window:
            yield Example(window, (Answer(sentiment=int(columns[3])),))


def texts(relations: Path) -> Iterator[tuple[str, str]]:
    """The bare sentences of all three corpora, each with the corpus's short name."""
    for row in read_events(relations / "plover-train.tsv"):
        yield "plover", row.sentence
    with (relations / "cameo-triples-train.csv").open(encoding="utf-8", newline="") as file:
        for triples in csv.DictReader(file):
            yield "cameo", triples["text"]
    for line in (relations / "directed-sentiment-train.txt").read_text(encoding="utf-8").splitlines():
        marked_text = line.split("\t")[0]
        yield "feel", _ACTOR.sub(lambda match: match[0][1:-1], marked_text).strip()


def _find(text: str, name: str) -> tuple[int, int] | None:
    if not name:
        return None
    found = re.search(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text)
    return found.span() if found else None


def swapped(examples: Sequence[Example]) -> list[Example]:
    """Sentiment seen from the other side: roles and labels exchanged."""
    turn = (0, 2, 1, 4, 3)
    found = []
    for example in examples:
        (answer,) = example.answers
        if answer.sentiment == UNKNOWN:
            continue
        first, second = example.window.slots
        window = replace(example.window, slots=(second, first))
        found.append(Example(window, (Answer(sentiment=turn[answer.sentiment]),)))
    return found
