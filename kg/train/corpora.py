"""Reads the corpora that a configuration names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.annotate.language import blank
from kg.train.annotated import read_annotated
from kg.train.config import Corpus
from kg.train.links import read_links
from kg.train.names import as_it_is, read_gmb, read_wikigold, read_worldwide
from kg.train.tables import gazette, made_up_tables
from kg.train.texts import Text
from kg.train.treebanks import read_treebank, read_universal_names

TABLES = 1400


def read_corpus(corpus: Corpus, folder: Path, seed: int) -> list[Text]:
    """The texts of one corpus."""
    path = folder / corpus.file
    split = blank().make_doc

    @cache
    def tokenize(word: str) -> tuple[str, ...]:
        return tuple(token.text for token in split(word) if not token.is_space)

    def words(word: str) -> list[str]:
        return list(tokenize(word))

    match corpus.reader:
        case "ewt" | "gum":
            layer = read_universal_names(folder / corpus.layer) if corpus.layer else None
            return read_treebank(path, corpus.reader, layer)
        case "worldwide":
            return read_worldwide(path, words, seed, read_links())
        case "annotated":
            return read_annotated(folder, read_worldwide(path, as_it_is, seed))
        case "tables":
            names = gazette(read_worldwide(path, words, seed), folder / "names" / "country-codes.csv")
            return made_up_tables(names, TABLES, seed)
        case "gmb":
            return read_gmb(path, words, seed)
        case "wikigold":
            return read_wikigold(path, words, seed)
    raise ValueError(f"no reader for corpora called {corpus.reader!r}")


def label_lists(texts: Iterable[Text], rare: int = 2) -> dict[str, list[str]]:
    """The labels of each task, most frequent first; `O` and `B` lead where they exist."""
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        for task, values in text.labels.items():
            counts.setdefault(task, Counter()).update(value for value in values if value is not None)
    lists: dict[str, list[str]] = {}
    for task, counter in sorted(counts.items()):
        least = rare if task == "feats" else 1
        kept = [label for label, count in counter.items() if count >= least]
        lists[task] = sorted(kept, key=lambda label: (label not in ("O", "B"), -counter[label], label))
        if task.startswith("ner_"):
            kinds = sorted({label[2:] for label in kept if label != "O"})
            lists[task] = ["O", *(f"{prefix}-{kind}" for kind in kinds for prefix in "BILU")]
    return lists
