"""Corpora of named entities, each read in its own convention."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kg.annotate.shapes import BREAK_BLANK, BREAK_NONE
from kg.train.links import Annotations, Links, links_of
from kg.train.texts import IGNORE, Text, spans_to_bilou, tags_to_spans

WORLDWIDE = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
    "Date": "DATE",
    "Money": "MONEY",
    "Facility": "FAC",
    "Product": "PRODUCT",
    "Misc": "MISC",
}
GMB = {
    "per": "PERSON",
    "org": "ORG",
    "geo": "LOC",
    "gpe": "NORP",
    "tim": "DATE",
    "art": "MISC",
    "eve": "EVENT",
}
WIKIGOLD = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}
REPORT_SENTENCES = 10
"""After so many sentences a report of GMB is cut."""
_STEM = 4
"""Letters that a country's name and its adjective share."""

_TITLE_WORDS = (
    "president vice deputy prime minister foreign mr. mrs. ms. mr mrs ms dr. dr secretary general secretary-general "
    "state senator sen. king queen prince princess pope ayatollah chancellor premier justice judge chief defense "
    "spokesman spokeswoman ambassador admiral colonel col. gen. lt. lieutenant captain major sergeant governor gov. "
    "former mayor archbishop cardinal bishop reverend rev. sheikh sheik imam sultan emir representative rep. "
    "congressman commissioner director professor envoy leader interior finance under attorney treasury u.n. "
    "congresswoman emperor chairman"
)
TITLES = frozenset(_TITLE_WORDS.split())

Tokenize = Callable[[str], list[str]]
Paragraph = tuple[list[str], list[str]]
"""Words and their tags."""


def as_it_is(word: str) -> list[str]:
    """No tokenizer: the corpus's words stay whole."""
    return [word]


def worldwide_documents(path: Path) -> Iterator[tuple[str, list[Paragraph]]]:
    """The articles of the worldwide corpus by name, without the web address that an article may begin with."""
    for name, paragraphs in _documents(path, "\t", "# newdoc id ="):
        words, tags = paragraphs[0]
        if words[0].startswith(("http", "www.")):
            paragraphs[0] = (words[1:], tags[1:])
        yield name, paragraphs


def read_worldwide(
    path: Path, tokenize: Tokenize, seed: int, annotations: Annotations | None = None
) -> list[Text]:
    """The articles of the worldwide corpus; blank lines part paragraphs, whose sentences are not marked.

    Those of which there are annotations of coreference have clusters.
    """
    rng = random.Random(seed)
    texts = []
    for name, paragraphs in worldwide_documents(path):
        text, places = _text(
            name, "worldwide", paragraphs, WORLDWIDE, tokenize, rng, BREAK_BLANK, "sent_open"
        )
        links = links_of(annotations or {}, name, [word for words, _ in paragraphs for word in words])
        if links:
            text.clusters = _clusters(links, places, len(text.words))
        texts.append(text)
    return [text for text in texts if text.words]


def _clusters(links: Links, places: list[int], size: int) -> list[int]:
    """The cluster of each head word; -1 for words that head no mention, IGNORE behind the annotated part."""
    annotated = places[links.words] if links.words < len(places) else size
    clusters = [-1] * annotated + [IGNORE] * (size - annotated)
    for head, number in links.numbered().items():
        clusters[places[head]] = number
    return clusters


def gmb_sentences(path: Path) -> list[Paragraph]:
    """The sentences of GMB in the order of the file, in which those of an article follow each other."""
    return [
        part for _, paragraphs in _documents(path, "\t", "# newdoc id =", column=2) for part in paragraphs
    ]


def gmb_reports(path: Path) -> Iterator[tuple[int, list[Paragraph]]]:
    """The reports of GMB, each with the number of its first sentence.

    The file doesn't part them: one ends before a sentence that names somebody, but nobody whom it has named.
    """
    rows = gmb_sentences(path)
    seen: set[str] = set()
    start = 0
    for place, row in enumerate(rows):
        named = _stems(row)
        if place - start >= REPORT_SENTENCES or (named and seen and not named & seen):
            yield start, rows[start:place]
            start = place
            seen = set()
        seen |= named
    if rows:
        yield start, rows[start:]


def _stems(row: Paragraph) -> set[str]:
    """The first letters of the words of names: "Iran" and "Iranian" have the same."""
    return {
        word[:_STEM].lower()
        for word, tag in zip(*row, strict=True)
        if tag[2:] in ("geo", "gpe", "org", "per") and word[0].isupper() and not word.endswith(".")
    }


def read_gmb(path: Path, tokenize: Tokenize, seed: int, sentences: int = 6) -> list[Text]:
    """The silver GMB sentences, a few consecutive ones to a text; titles are taken off persons."""
    rng = random.Random(seed)
    rows = gmb_sentences(path)
    texts = []
    for index in range(0, len(rows), sentences):
        group = [_without_titles(*row) for row in rows[index : index + sentences]]
        texts.append(_text(f"gmb-{index}", "gmb", group, GMB, tokenize, rng, BREAK_NONE, "sent")[0])
    return texts


def read_wikigold(path: Path, tokenize: Tokenize, seed: int) -> list[Text]:
    """The Wikipedia documents of wikigold."""
    rng = random.Random(seed)
    return [
        _text(name, "wikigold", paragraphs, WIKIGOLD, tokenize, rng, BREAK_NONE, "sent")[0]
        for name, paragraphs in _documents(path, " ", "-DOCSTART-")
    ]


def _documents(
    path: Path, separator: str, mark: str, column: int = 1
) -> Iterator[tuple[str, list[Paragraph]]]:
    name = path.stem
    paragraphs: list[Paragraph] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "", mark]:
        if line.startswith(mark):
            if words:
                paragraphs.append((words, tags))
                words, tags = [], []
            if paragraphs:
                yield name, paragraphs
            paragraphs = []
            name = line[len(mark) :].strip() or name
        elif not line.strip():
            if words:
                paragraphs.append((words, tags))
            words, tags = [], []
        else:
            columns = line.rstrip("\r\n").split(separator)
            if columns[0].strip() and len(columns) > column:
                words.append(columns[0].strip())
                tags.append(columns[column].strip() or "O")


def _without_titles(words: list[str], tags: list[str]) -> Paragraph:
    spans, length = tags_to_spans(tags)
    kept = []
    for begin, end, label in spans:
        if label == "per":
            while begin < end and words[begin].lower() in TITLES:
                begin += 1
        if begin < end:
            kept.append((begin, end, label))
    return words, spans_to_bilou(kept, length)


def _text(
    name: str,
    corpus: str,
    paragraphs: list[Paragraph],
    kinds: Mapping[str, str],
    tokenize: Tokenize,
    rng: random.Random,
    break_class: int,
    sentence_task: str,
) -> tuple[Text, list[int]]:
    """A text, and where in it each word of the corpus begins."""
    text = Text(name, corpus, [], [], [])
    places: list[int] = []
    all_tags: list[str | None] = []
    starts: list[str | None] = []
    for words, tags in paragraphs:
        resplit = rng.random() < 0.75
        spans, _ = tags_to_spans(tags)
        new_words: list[str] = []
        at = []
        for word in words:
            at.append(len(new_words))
            new_words.extend(tokenize(word) if resplit else [word])
        places.extend(len(text.words) + begin for begin in at)
        at.append(len(new_words))
        moved = [(at[begin], at[end], kinds[label]) for begin, end, label in spans if label in kinds]
        if not new_words:
            continue
        text.starts.append(len(text.words))
        text.words.extend(new_words)
        text.breaks.extend([break_class] + [0] * (len(new_words) - 1))
        all_tags.extend(spans_to_bilou(moved, len(new_words)))
        inside = None if sentence_task == "sent_open" else "I"
        starts.extend(["B"] + [inside] * (len(new_words) - 1))
    text.labels = {f"ner_{corpus}": all_tags, "sent": starts}
    return text, places
