"""The running text of what the corpora hold as tokens, files or tables, and own texts: what is annotated."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sacremoses import MosesDetokenizer

from kg.evaluate.events import read_events
from kg.train.names import gmb_reports, worldwide_documents
from kg.train.relations.sentences import WRITTEN_EVENTS, texts
from kg.train.treebanks import read_sentences

_WRITTEN: Final = Path(__file__).with_name("written.jsonl")
"""Texts of the project itself; what they tell is made up."""
WORDS: Final = {"ww": 560, "gum": 500, "pn": 480}
"""After so many words a text is cut, at the end of a paragraph."""
_DATELINE: Final = 40
_OPENING: Final = re.compile(r'\s*"\s*')


def articles(corpora: Path) -> dict[str, str]:
    """The articles by id: `ww-` of the worldwide corpus, `gum-` of GUM's news, `pn-` of PolNeAR's training part,
    `voa-` of the Voice of America, with the number of the report's first sentence.

    And single sentences: `plover-`, `cameo-` of the triples, `feel-` of directed sentiment, with the start of their
    hash, as they have no names of their own. `own-` are news passages and `event-` sentences written for the project.
    """
    readers = (_worldwide, _wikinews, _polnear, _voice, _sentences)
    return dict(article for read in readers for article in read(corpora)) | _written()


def _written() -> dict[str, str]:
    rows = map(json.loads, _WRITTEN.read_text(encoding="utf-8").splitlines())
    events = (_named("event", row.sentence) for row in read_events(WRITTEN_EVENTS))
    return {row["doc"]: row["text"] for row in rows} | dict(events)


def _sentences(corpora: Path) -> Iterator[tuple[str, str]]:
    for corpus, text in texts(corpora / "relations"):
        yield _named(corpus, text)


def _named(corpus: str, text: str) -> tuple[str, str]:
    return f"{corpus}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:8]}", text


def _worldwide(corpora: Path) -> Iterator[tuple[str, str]]:
    detokenizer = MosesDetokenizer("en")
    for part in ("train", "dev"):
        for name, paragraphs in worldwide_documents(corpora / "ner" / f"worldwide-{part}.bioes.tsv"):
            cut = _cut([words for words, _ in paragraphs if words], WORDS["ww"])
            yield f"ww-{name}", _joined(_running(detokenizer, words) for words in cut)


def _wikinews(corpora: Path) -> Iterator[tuple[str, str]]:
    documents: dict[str, list[list[str]]] = {}
    paragraphs: list[list[str]] = []
    for sentence in read_sentences(corpora / "ud" / "gum-train.conllu"):
        if sentence.document is not None:
            paragraphs = documents.setdefault(sentence.document, [])
        if sentence.paragraph or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence.text)
    for name, paragraphs in documents.items():
        if "_news_" in name:
            running = [" ".join(sentences) for sentences in paragraphs]
            running = [text.replace(" - ", "-") if len(text) > 60 else text for text in running]
            cut = _cut([text.split() for text in running], WORDS["gum"])
            yield f"gum-{name.removeprefix('GUM_')}", _joined(running[: len(cut)])


def _voice(corpora: Path) -> Iterator[tuple[str, str]]:
    detokenizer = MosesDetokenizer("en")
    for start, sentences in gmb_reports(corpora / "ner" / "gmb-voa.iob2"):
        text = " ".join(_running(detokenizer, words) for words, _ in sentences)
        yield f"voa-{start}", f"{text}\n"


def _polnear(corpora: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((corpora / "attribution" / "polnear" / "train" / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
        cut = _cut([part.split() for part in paragraphs], WORDS["pn"])
        yield f"pn-{path.stem.replace('_', '-')}", _joined(paragraphs[: len(cut)])


def _cut(paragraphs: Sequence[list[str]], most: int) -> list[list[str]]:
    kept: list[list[str]] = []
    for words in paragraphs:
        if kept and sum(map(len, kept)) + len(words) > most:
            break
        kept.append(words)
    return kept


def _joined(paragraphs: Iterator[str] | Sequence[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _running(detokenizer: MosesDetokenizer, words: Sequence[str]) -> str:
    """A paragraph of tokens as running text: spaces taken out before points, inside quotes and around hyphens."""
    text: str = detokenizer.detokenize(words)
    text = re.sub(r"\( ", "(", text)
    text = re.sub(r" ([’”])(?=\W|$|s\b)", r"\1", text)
    text = re.sub(r"([‘“]) ", r"\1", text)
    text = re.sub(r"(\w) ?([’'])(s|re|ve|ll|d|m|t)\b", r"\1\2\3", text)
    text = re.sub(r" n[’']t\b", "n't", text)
    text = re.sub(r"[’'] s\b", "’s", text)
    text = re.sub(r"([.,!?])([“‘])", r"\1 \2", text)
    text = re.sub(
        r"(?<=[a-z0-9A-Z]) - (?=[a-z0-9A-Z])", lambda m: "-" if m.start() > _DATELINE else " - ", text
    )
    parts = _OPENING.split(text)
    text = parts[0] + "".join(
        (' "' if place % 2 == 0 else '" ') + part for place, part in enumerate(parts[1:])
    )
    return re.sub(r'" ([.,;:!?)])', r'"\1', text).strip()
