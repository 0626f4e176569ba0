"""Lemmas by rule: edit scripts learned from treebanks, chosen by a word, its tag and its ending."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.bundle import LEMMAS, Bundle, shipped

LONGEST_ENDING = 5
KEEP_CASE = "="


def apply(script: str, word: str) -> str:
    """Apply an edit script such as `3y` (cut three letters, add y) or `=0` (as it stands, in its own case)."""
    if script.startswith(KEEP_CASE):
        script = script[1:]
    else:
        word = word.lower()
    digits = len(script) - len(script.lstrip("0123456789"))
    cut = int(script[:digits])
    return (word[: len(word) - cut] + script[digits:]) or word


class LemmaTable:
    """`words` maps "tag word" and `endings` "tag ending" to edit scripts."""

    def __init__(self, words: dict[str, str], endings: dict[str, str]) -> None:
        self.words = words
        self.endings = endings
        self.lemma = lru_cache(maxsize=100_000)(self._lemma)

    @classmethod
    def read(cls, path: Path) -> LemmaTable:
        """Read a JSON table."""
        table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(table["words"], table["endings"])

    def write(self, path: Path) -> None:
        """Write the JSON table."""
        table = {"words": self.words, "endings": self.endings}
        path.write_text(
            json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8"
        )

    def _lemma(self, word: str, tag: str) -> str:
        lower = word.lower()
        script = self.words.get(f"{tag} {lower}")
        size = min(LONGEST_ENDING, len(lower))
        while script is None and size >= 0:
            script = self.endings.get(f"{tag} {lower[len(lower) - size :]}")
            size -= 1
        return apply(script, word) if script is not None else word


@Language.factory("kg_lemmatizer", requires=["token.tag"], assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    """Make the component with the shipped table."""
    return Lemmatizer(shipped(), name)


class Lemmatizer:
    """Sets `token.lemma_` from the word and its tag."""

    def __init__(self, bundle: Bundle, name: str = "kg_lemmatizer") -> None:
        self.name = name
        self.table = LemmaTable.read(bundle.folder / LEMMAS)

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of one Doc."""
        lemma = self.table.lemma
        for token in doc:
            token.lemma_ = lemma(token.text[:100], token.tag_)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Set the lemmas of a stream of Docs."""
        return map(self.__call__, stream)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the table into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        self.table.write(Path(path) / LEMMAS)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Lemmatizer:
        """Use the table of a folder."""
        self.table = LemmaTable.read(Path(path) / LEMMAS)
        return self
