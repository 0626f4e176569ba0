"""Universal Dependencies files, with GUM's entities and the Universal NER layer of EWT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotate.shapes import BREAK_BLANK, BREAK_NONE
from kg.train.texts import Text, bilou

_OPEN_OR_CLOSE = re.compile(r"\((\d+)-([^()]*)(\))?|(\d+)\)")


@dataclass(slots=True)
class Sentence:
    """One sentence of a treebank: its words' columns and what its comments say."""

    identifier: str = ""
    document: str | None = None
    paragraph: bool = False
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A mention of GUM's entity annotation: words [begin, end), its head word, type and cluster."""

    begin: int
    end: int
    head: int
    kind: str
    cluster: int


def read_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, without multiword and empty rows."""
    sentence = Sentence()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            key = key.strip()
            if key == "newdoc id":
                sentence.document = value.strip()
            elif key == "sent_id":
                sentence.identifier = value.strip()
            elif key == "text":
                sentence.text = value.strip()
            elif key == "newpar" or key.startswith("newpar id"):
                sentence.paragraph = True
        elif line.strip():
            columns = line.split("\t")
            if columns[0].isdigit():
                sentence.rows.append(columns)
        elif sentence.rows:
            yield sentence
            sentence = Sentence()
    if sentence.rows:
        yield sentence


def read_treebank(path: Path, corpus: str, names: dict[str, list[str]] | None = None) -> list[Text]:
    """The documents of a treebank; `names` gives BILOU tags by sentence id where another layer has them."""
    texts: list[Text] = []
    group: list[Sentence] = []
    for sentence in read_sentences(path):
        if sentence.document is not None and group:
            texts.append(_text(group, corpus, names))
            group = []
        group.append(sentence)
    if group:
        texts.append(_text(group, corpus, names))
    return texts


def _text(sentences: list[Sentence], corpus: str, names: dict[str, list[str]] | None) -> Text:
    text = Text(sentences[0].document or sentences[0].identifier, corpus, [], [], [])
    tasks = ("sent", "upos", "xpos", "feats", "deprel")
    labels: dict[str, list[str | None]] = {task: [] for task in tasks}
    tags: list[str | None] = []
    heads: list[int] = []
    misc: list[str] = []
    for sentence in sentences:
        offset = len(text.words)
        text.starts.append(offset)
        for index, row in enumerate(sentence.rows):
            text.words.append(row[1])
            text.breaks.append(BREAK_BLANK if sentence.paragraph and index == 0 else BREAK_NONE)
            labels["sent"].append("B" if index == 0 else "I")
            labels["upos"].append(row[3])
            labels["xpos"].append(row[4])
            labels["feats"].append(row[5])
            labels["deprel"].append(row[7])
            head = int(row[6])
            heads.append(offset + (head - 1 if head else index))
            misc.append(row[9])
        layer = names.get(sentence.identifier) if names else None
        if layer is not None and len(layer) == len(sentence.rows):
            tags.extend(layer)
        else:
            tags.extend([None] * len(sentence.rows))
    text.labels = labels
    text.heads = heads
    if names:
        labels[f"ner_{corpus}"] = tags
    if any("Entity=" in value for value in misc):
        _add_entities(text, misc)
    return text


def _add_entities(text: Text, misc: list[str]) -> None:
    mentions = entity_mentions(misc)
    kinds: list[str | None] = ["O"] * len(text.words)
    clusters = [-1] * len(text.words)
    for mention in sorted(mentions, key=lambda one: one.begin - one.end):
        kinds[mention.head] = mention.kind
        clusters[mention.head] = mention.cluster
    text.labels["etype"] = kinds
    text.clusters = clusters


def entity_mentions(misc: list[str]) -> list[EntityMention]:
    """The mentions of one document, read from the `Entity=` values of its words' MISC columns."""
    found: list[EntityMention] = []
    open_mentions: dict[str, list[tuple[int, str]]] = {}
    for index, value in enumerate(misc):
        entity = next((part[7:] for part in value.split("|") if part.startswith("Entity=")), "")
        for match in _OPEN_OR_CLOSE.finditer(entity):
            key = match.group(1) or match.group(4)
            if match.group(1):
                open_mentions.setdefault(key, []).append((index, match.group(2)))
            if (match.group(3) or match.group(4)) and open_mentions.get(key):
                begin, detail = open_mentions[key].pop()
                found.append(_mention(begin, index + 1, key, detail))
    return found


def _mention(begin: int, end: int, key: str, detail: str) -> EntityMention:
    fields = detail.split("-")
    kind = fields[0]
    span_field = next((one for one in fields[4:] if re.fullmatch(r"\d+(,\d+)*", one)), "1")
    head = begin + int(span_field.split(",")[0]) - 1
    return EntityMention(begin, end, min(head, end - 1), kind, int(key))


def read_universal_names(path: Path) -> dict[str, list[str]]:
    """BILOU tags by sentence id of a Universal NER file; its OTH and bare `B-O` are read as O."""
    kinds = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
    layers: dict[str, list[str]] = {}
    identifier = ""
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            identifier = line.partition("=")[2].strip()
        elif line.strip() and not line.startswith("#"):
            columns = line.split("\t")
            prefix, _, kind = columns[2].partition("-")
            tags.append(f"{prefix}-{kinds[kind]}" if kind in kinds else "O")
        elif tags and not line.startswith("#"):
            layers[identifier] = bilou(tags)
            tags = []
    return layers
