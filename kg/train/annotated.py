"""Names from the project's own annotations of claims (`kg/train/relations/annotations.jsonl`), as training texts.

They list the entities of a text with their names, not every span, and know neither groups nor facilities. So only
what they surely say is a label, in the worldwide corpus's convention; the other words have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.language import blank
from kg.annotate.shapes import BREAK_BLANK, BREAK_NONE
from kg.train.names import TITLES
from kg.train.relations.standoff import read, unpack
from kg.train.texts import Text, spans_to_bilou, tags_to_spans

_KINDS: Final = {"Person": "PERSON", "Organization": "ORG", "Country": "LOC", "Place": "LOC"}
_SURE: Final = frozenset({"Person", "Organization"})
_LEFT_OUT: Final = ("ww-", "gum-")
"""Articles that a corpus of names or of coreference has already."""
TASK: Final = "ner_worldwide"


def read_annotated(corpora: Path, gold: Iterable[Text]) -> list[Text]:
    """The annotated texts; `gold` are the worldwide corpus's, whose kind of a name goes before the annotation's."""
    from kg.train.relations.articles import articles  # needs the extra `train`

    known = usual_kinds(gold)
    rows = [row for row in read() if not row["doc"].startswith(_LEFT_OUT)]
    nlp = blank()
    return [
        annotated_text(nlp, row["doc"], text, row["entities"], known)
        for row, text in unpack(articles(corpora), rows)
    ]


def usual_kinds(texts: Iterable[Text]) -> dict[str, str]:
    """The kind that each name has most often."""
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        for begin, end, kind in tags_to_spans([tag or "O" for tag in text.labels[TASK]])[0]:
            counts.setdefault(" ".join(text.words[begin:end]), Counter())[kind] += 1
    return {name: kinds.most_common(1)[0][0] for name, kinds in counts.items()}


def annotated_text(
    nlp: Language, name: str, text: str, entities: Iterable[Mapping[str, Any]], known: Mapping[str, str]
) -> Text:
    """One text: its names where `known` names have the same kind, and `O` for small words and titles beside them."""
    doc = nlp.make_doc(text)
    words = [token for token in doc if not token.is_space]
    place = {token.i: number for number, token in enumerate(words)}
    spans = [
        (place[span[0].i], place[span[-1].i] + 1, kind)
        for span, kind in _spans(nlp, doc, entities)
        if _agrees(" ".join(token.text for token in span), kind, known)
    ]
    tags: list[str | None] = [None] * len(words)
    kinds = [(begin, end, _KINDS[kind]) for begin, end, kind in spans]
    for index, tag in enumerate(spans_to_bilou(kinds, len(words))):
        if tag != "O":
            tags[index] = tag
    for begin, end, _ in spans:
        for beside in (begin - 1, end):
            if 0 <= beside < len(words) and tags[beside] is None and _is_small(words[beside]):
                tags[beside] = "O"
    made = Text(name, "annotated", [token.text for token in words], [], [])
    starts: list[str | None] = []
    for index, token in enumerate(words):
        opens = index == 0 or "\n\n" in doc[token.i - 1].text
        made.breaks.append(BREAK_BLANK if opens else BREAK_NONE)
        starts.append("B" if opens else None)
        if opens:
            made.starts.append(index)
    made.labels = {TASK: tags, "sent": starts}
    return made


def _spans(
    nlp: Language, doc: Doc, entities: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[list[Token], str]]:
    """The tokens of each name wherever it stands, longer names first, without overlaps."""
    kinds = {name: one["type"] for one in entities for name in (one["name"], *one["aliases"])}
    words = [token.text for token in doc]
    taken: set[int] = set()
    for name in sorted(kinds, key=len, reverse=True):
        parts = [token.text for token in nlp.make_doc(name)]
        for begin in range(len(words) - len(parts) + 1):
            span = range(begin, begin + len(parts))
            if words[begin : begin + len(parts)] == parts and taken.isdisjoint(span):
                taken.update(span)
                yield [doc[index] for index in span], kinds[name]


def _agrees(name: str, kind: str, known: Mapping[str, str]) -> bool:
    if name.partition(" ")[0].lower() in TITLES:
        return False
    return known[name] == _KINDS[kind] if name in known else kind in _SURE


def _is_small(token: Token) -> bool:
    return (token.is_lower and token.is_alpha) or token.lower_ in TITLES
