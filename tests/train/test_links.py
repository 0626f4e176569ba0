"""The project's annotation of coreference, and how it becomes clusters of training texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.train.links import Links, links_of, read_links
from kg.train.names import read_worldwide
from kg.train.relations.standoff import digest
from kg.train.texts import IGNORE

WORDS = ["Kim", "Il-sung", "said", "he", "left", "."]
ARTICLE = "# newdoc id = a\nKim\tB-Person\nIl-sung\tE-Person\nsaid\tO\nhe\tO\n\nleft\tO\n.\tO\n"


def annotations(words: int, *clusters: list[list[int]]) -> str:
    row = {
        "doc": "a",
        "words": words,
        "clusters": clusters,
        "others": [4],
        "sha256": digest("\n".join(WORDS[:words])),
    }
    return json.dumps(row)


def split(word: str) -> list[str]:
    return word.replace("-", " - ").split()


@pytest.mark.parametrize("seed", range(8))
def test_clusters_move_with_the_words(tmp_path: Path, seed: int) -> None:
    (tmp_path / "w.tsv").write_text(ARTICLE)
    (tmp_path / "links.jsonl").write_text(annotations(5, [[0, 2, 1], [3, 4, 3]]) + "\n")
    (text,) = read_worldwide(tmp_path / "w.tsv", split, seed, read_links(tmp_path / "links.jsonl"))
    assert text.clusters is not None
    found = dict(zip(text.words, text.clusters, strict=True))
    assert found["Il-sung" if "Il-sung" in found else "Il"] == found["he"] >= 0
    assert found["left"] not in (found["he"], -1, IGNORE)
    assert found["said"] == -1
    assert found["."] == IGNORE


def test_articles_without_annotation_have_no_clusters(tmp_path: Path) -> None:
    (tmp_path / "w.tsv").write_text(ARTICLE.replace("= a", "= b"))
    (tmp_path / "links.jsonl").write_text(annotations(5, [[0, 2, 1], [3, 4, 3]]))
    (text,) = read_worldwide(tmp_path / "w.tsv", split, 0, read_links(tmp_path / "links.jsonl"))
    assert text.clusters is None


def test_another_text_is_refused() -> None:
    with pytest.raises(ReadError, match="a is not the article that was annotated"):
        links_of({"a": (digest("Kim"), Links(1, (), ()))}, "a", ["Lee"])


def test_every_annotated_mention_lies_in_its_article() -> None:
    rows = read_links()
    assert len(rows) > 400
    for _, links in rows.values():
        heads = [head for cluster in links.clusters for _, _, head in cluster]
        assert len({*heads, *links.others}) == len(heads) + len(links.others)
        for cluster in links.clusters:
            assert len(cluster) > 1
            assert all(0 <= begin <= head < end <= links.words for begin, end, head in cluster)
