"""Annotated training texts, whatever corpus they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

IGNORE = -100


@dataclass(slots=True)
class Text:
    """Consecutive words with the labels that their corpus carries.

    `starts` are the word indices at which a window may begin (sentence or paragraph starts, the first is 0);
    `breaks` holds a break class for each word (see `kg.annotate.shapes`); `labels` maps a task to one string for
    each word, None where it is not annotated. `heads` are absolute word indices, a root points to itself.
    """

    name: str
    corpus: str
    words: list[str]
    starts: list[int]
    breaks: list[int]
    labels: dict[str, list[str | None]] = field(default_factory=dict)
    heads: list[int] | None = None
    clusters: list[int] | None = None


def bilou(tags: Iterable[str]) -> list[str]:
    """Turn IOB1, IOB2 or BIOES tags into BILOU."""
    return spans_to_bilou(*tags_to_spans(list(tags)))


def tags_to_spans(tags: list[str]) -> tuple[list[tuple[int, int, str]], int]:
    """The (begin, end, label) spans of IOB1, IOB2, BIOES or BILOU tags, and the number of tags."""
    spans: list[tuple[int, int, str]] = []
    begin, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, kind = tag.partition("-")
        if label and (prefix in "OBSU" or kind != label):
            spans.append((begin, index, label))
            label = ""
        if prefix != "O" and not label:
            begin, label = index, kind
    return spans, len(tags)


def spans_to_bilou(spans: Iterable[tuple[int, int, str]], length: int) -> list[str]:
    """BILOU tags of non-overlapping spans."""
    tags = ["O"] * length
    for begin, end, label in spans:
        if end - begin == 1:
            tags[begin] = f"U-{label}"
        else:
            tags[begin] = f"B-{label}"
            tags[end - 1] = f"L-{label}"
            for index in range(begin + 1, end - 1):
                tags[index] = f"I-{label}"
    return tags
