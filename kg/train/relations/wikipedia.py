"""Re-DocRED: Wikipedia passages whose entities are related by properties of Wikidata."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kg.relate.model.windows import TYPES, Pair, Slot, Window
from kg.train.relations.examples import Answer, Example

WIKIDATA: Final = {
    "P27": ("citizenOf", False),
    "P463": ("memberOf", False),
    "P102": ("memberOf", False),
    "P54": ("memberOf", False),
    "P241": ("memberOf", False),
    "P108": ("holdsPositionIn", False),
    "P6": ("holdsPositionIn", True),
    "P35": ("holdsPositionIn", True),
    "P488": ("holdsPositionIn", True),
    "P131": ("locatedIn", False),
    "P150": ("locatedIn", True),
    "P36": ("locatedIn", True),
    "P1376": ("locatedIn", False),
    "P276": ("locatedIn", False),
    "P706": ("locatedIn", False),
    "P17": ("locatedIn", False),
    "P159": ("basedIn", False),
    "P361": ("partOf", False),
    "P749": ("partOf", False),
    "P355": ("partOf", True),
    "P112": ("founded", True),
    "P127": ("owns", True),
    "P1365": ("succeeded", False),
    "P1366": ("succeeded", True),
    "P3373": ("familyOf", False),
    "P40": ("familyOf", False),
    "P22": ("familyOf", False),
    "P25": ("familyOf", False),
    "P26": ("familyOf", False),
}
"""Wikidata properties of Re-DocRED to predicates, and whether subject and object change places."""

_DOMAINS: Final = {
    "citizenOf": ({"PER"}, {"LOC"}),
    "memberOf": ({"PER", "ORG", "LOC"}, {"ORG"}),
    "holdsPositionIn": ({"PER"}, {"ORG", "LOC"}),
    "locatedIn": ({"LOC"}, {"LOC"}),
    "basedIn": ({"ORG"}, {"LOC"}),
    "partOf": ({"ORG"}, {"ORG"}),
    "founded": ({"PER", "ORG", "LOC"}, {"ORG"}),
    "owns": ({"PER", "ORG", "LOC"}, {"ORG"}),
    "succeeded": ({"PER"}, {"PER"}),
    "familyOf": ({"PER"}, {"PER"}),
}

KNOWN: Final = tuple(sorted({name for name, _ in WIKIDATA.values()}))
"""The predicates of which the corpus says for each pair whether they hold."""

PASSAGE_WORDS: Final = 170


def read_redocred(path: Path, predicates: Sequence[str], limit: int) -> Iterator[Example]:
    """The first `limit` documents of Re-DocRED, cut to some 170 words; pairs of one sentence that it relates or not."""
    for record in json.loads(path.read_text(encoding="utf-8"))[:limit]:
        kinds = [cluster[0]["type"] for cluster in record["vertexSet"]]
        countries = {label["t"] for label in record["labels"] if label["r"] in ("P17", "P27")}
        relations: dict[tuple[int, int], set[int]] = defaultdict(set)
        for label in record["labels"]:
            name, turned = WIKIDATA.get(label["r"], (None, False))
            one, two = (label["t"], label["h"]) if turned else (label["h"], label["t"])
            if label["r"] == "P17" and kinds[one] == "ORG":
                name = "basedIn"
            if name is None or kinds[one] not in _DOMAINS[name][0] or kinds[two] not in _DOMAINS[name][1]:
                continue
            relations[one, two].add(predicates.index(name))
            if name == "familyOf":
                relations[two, one].add(predicates.index(name))
        words: list[str] = []
        sentences: list[int] = []
        slots: list[Slot] = []
        pairs: list[Pair] = []
        for number, sentence in enumerate(record["sents"]):
            if number and len(words) + len(sentence) > PASSAGE_WORDS:
                break
            here = {}
            for entity, cluster in enumerate(record["vertexSet"]):
                spans = [tuple(m["pos"]) for m in cluster if m["sent_id"] == number]
                kind = {"PER": "Person", "ORG": "Organization", "LOC": "Place"}.get(kinds[entity])
                if spans and kind and all(0 <= b < e <= len(sentence) for b, e in spans):
                    kind = "Country" if entity in countries and kind == "Place" else kind
                    here[entity] = len(slots)
                    moved = tuple((b + len(words), e + len(words)) for b, e in spans)
                    slots.append(Slot(entity, TYPES.index(kind), moved))
            pairs += [Pair(a, b, number) for a in here.values() for b in here.values() if a != b]
            words += sentence
            sentences += [number] * len(sentence)
        if not pairs or len(words) > 2 * PASSAGE_WORDS:
            continue
        answers = tuple(
            Answer(
                predicates=tuple(sorted(relations[slots[p.subject].entity, slots[p.object].entity])), scope=2
            )
            for p in pairs
        )
        window = Window(tuple(words), (0,) * len(words), tuple(sentences), tuple(slots), tuple(pairs))
        yield Example(window, answers)
