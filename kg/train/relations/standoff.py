"""The project's own annotations of corpus articles, kept without their texts.

`python -m kg.train.relations.standoff unpack CORPORA OUT` writes them as a folder of annotated documents (DOC.json
beside DOC.txt), which training and `kg evaluate claims` read; `pack CORPORA FOLDER` goes the other way.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kg.errors import ReadError

FILE: Final = Path(__file__).with_name("annotations.jsonl")


def pack(texts: Mapping[str, str], annotations: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Annotations with character offsets for their evidence, in place of its words.

    Raises:
        ReadError: there is no such text, or the evidence does not stand in it.
    """
    for one in annotations:
        text = _text(texts, one["doc"])
        claims = []
        for claim in one["claims"]:
            begin = text.find(claim["evidence"])
            if begin < 0:
                raise ReadError(
                    f"{one['doc']}: {claim['evidence']!r} is not in the text; copy it to the letter"
                )
            rest = {name: value for name, value in claim.items() if name != "evidence" and value is not None}
            claims.append(rest | {"begin": begin, "end": begin + len(claim["evidence"])})
        yield one | {"sha256": digest(text), "claims": claims}


def unpack(texts: Mapping[str, str], rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Annotations as in the files of annotated documents, each with its text.

    Raises:
        ReadError: there is no such text, or it is not the one that was annotated.
    """
    for row in rows:
        text = _text(texts, row["doc"])
        if digest(text) != row["sha256"]:
            raise ReadError(
                f"{row['doc']} is not the text that was annotated; use the corpora's first versions"
            )
        claims = []
        for claim in row["claims"]:
            rest = {name: value for name, value in claim.items() if name not in ("begin", "end")}
            whole = {"source": None, "title": None, "time": None} | rest
            claims.append(whole | {"evidence": text[claim["begin"] : claim["end"]]})
        yield {name: value for name, value in row.items() if name != "sha256"} | {"claims": claims}, text


def read() -> list[dict[str, Any]]:
    """The rows of the project's file."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def _text(texts: Mapping[str, str], name: str) -> str:
    if name not in texts:
        raise ReadError(
            f"the corpora have no article {name}; name the folder that holds ner/, ud/, attribution/ and relations/"
        )
    return texts[name]


def digest(text: str) -> str:
    """What tells whether a text is the one that was annotated."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def main() -> None:
    """Pack or unpack."""
    parser = argparse.ArgumentParser(prog="python -m kg.train.relations.standoff", description=__doc__)
    parser.add_argument("way", choices=["pack", "unpack"])
    parser.add_argument("corpora", type=Path, help="folder with ner/, ud/, attribution/ and relations/")
    parser.add_argument("folder", type=Path, help="folder of annotated documents")
    args = parser.parse_args()
    from kg.train.relations.articles import articles  # needs the extra `train`

    texts = articles(args.corpora)
    if args.way == "unpack":
        args.folder.mkdir(parents=True, exist_ok=True)
        for annotation, text in unpack(texts, read()):
            path = args.folder / f"{annotation['doc']}.json"
            path.write_text(json.dumps(annotation, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            path.with_suffix(".txt").write_bytes(text.encode("utf-8"))
        return
    paths = sorted(args.folder.glob("*.json"))
    rows = pack(texts, (json.loads(path.read_text(encoding="utf-8")) for path in paths))
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
