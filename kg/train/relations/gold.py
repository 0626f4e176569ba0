"""Annotated documents (score.py's format) to windows with the answers of their pairs."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

import kg.resolve
from kg.annotate.pieces import Pieces
from kg.evaluate.claims import SYMMETRIC
from kg.evaluate.entities import align
from kg.records import Document, Entity, EntityType, Mention, Span
from kg.relate import Relater
from kg.relate.model.documents import Stretch, stretches
from kg.train.relations.examples import Answer, Example

MODALITIES: Final = ("actual", "probable", "possible", "planned")
_FIELDS: Final = ("id", "type", "name", "aliases")


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text, its entities as kg finds them (and those that it misses) and the annotated claims by entity number.

    `entities` are the resolved ones with the pronouns and descriptions that the relation model is told of.
    """

    name: str
    doc: Doc
    resolved: tuple[Entity, ...]
    """The entities as kg resolves them; the frames read these."""
    entities: tuple[Entity, ...]
    found: int
    """So many of the entities are kg's own; those after them are annotated and were missed."""
    stretches: tuple[Stretch, ...]
    claims: tuple[dict[str, Any], ...]
    """As in the file; `s`, `o` and `source` are numbers in `entities`, `source` None for the text's own voice."""
    annotation: dict[str, Any]


def in_fold(number: int, folds: int) -> bool:
    """Whether an item is held out; none is without folds."""
    return folds > 0 and number % folds == 0


def read_gold(
    folders: Iterable[Path], nlp: Language, vocabulary: Pieces, relater: Relater
) -> Iterator[GoldDocument]:
    """The documents of some folders, annotated by the English model and resolved as at run time."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    texts = [path.with_suffix(".txt").read_bytes().decode("utf-8") for path in paths]
    for path, doc in zip(paths, nlp.pipe(texts, batch_size=8), strict=True):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        yield gold_document(path.stem, doc, annotation, vocabulary, relater)


def gold_document(
    name: str, doc: Doc, annotation: dict[str, Any], vocabulary: Pieces, relater: Relater
) -> GoldDocument:
    """Resolve a document, align its entities with the annotated ones and add those that were missed."""
    document = Document(name, doc.text)
    resolved = tuple(kg.resolve.resolve(doc, document, None))
    own = relater.mentioned(doc, document, resolved)
    rows = [{field: getattr(entity, field) for field in _FIELDS} for entity in own]
    places = {entity.id: number for number, entity in enumerate(own)}
    ids = {theirs: places[mine] for mine, theirs in align(annotation["entities"], rows).items()}
    entities = [*own]
    taken = [mention.span for entity in own for mention in entity.mentions]
    for row in annotation["entities"]:
        if row["id"] not in ids:
            ids[row["id"]] = len(entities)
            mentions = tuple(Mention(span) for span in _named(doc.text, row, taken))
            kind = EntityType(row["type"])
            entities.append(Entity(f"missed-{row['id']}", kind, row["name"], tuple(row["aliases"]), mentions))
    claims = tuple(
        claim
        | {
            "s": ids[claim["s"]],
            "o": ids[claim["o"]],
            "source": ids[claim["source"]] if claim["source"] else None,
        }
        for claim in annotation["claims"]
    )
    cut = tuple(stretches(doc, entities, vocabulary))
    return GoldDocument(name, doc, resolved, tuple(entities), len(own), cut, claims, annotation)


def _named(text: str, row: dict[str, Any], taken: Sequence[Span]) -> list[Span]:
    """Where the names of an annotated entity stand, outside mentions that are taken."""
    found: list[Span] = []
    for name in sorted({row["name"], *row["aliases"]}, key=len, reverse=True):
        for match in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text):
            span = Span(*match.span())
            if not any(other.begin < span.end and span.begin < other.end for other in (*taken, *found)):
                found.append(span)
    return sorted(found)


def examples(document: GoldDocument, predicates: Sequence[str]) -> list[Example]:
    """The windows of a document with the answers of all their pairs."""
    stated = _stated(document)
    by_pair: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, claim in enumerate(document.claims):
        by_pair[claim["s"], claim["o"]].append(number)
        if claim["p"] in SYMMETRIC:
            by_pair[claim["o"], claim["s"]].append(number)
    found = []
    for stretch in document.stretches:
        window = stretch.window
        place = {token: word for word, token in enumerate(stretch.tokens)}
        answers = []
        for pair in window.pairs:
            one, two = window.slots[pair.subject].entity, window.slots[pair.object].entity
            sentence = [word for word, number in enumerate(window.sentences) if number == pair.sentence]
            low, high = stretch.tokens[sentence[0]], stretch.tokens[sentence[-1]]
            here, unsure = [], []
            for number in by_pair.get((one, two), ()):
                begin = stated[number]
                if begin is not None and low <= begin[0] <= high:
                    here.append(number)
                else:
                    unsure.append(predicates.index(document.claims[number]["p"]))
            if not here:
                answers.append(Answer(scope=1, unsure=tuple(unsure)))
                continue
            claim = document.claims[here[0]]
            begin_end = stated[here[0]]
            assert begin_end is not None
            evidence = [place[token] for token in range(begin_end[0], begin_end[1] + 1) if token in place]
            evidence = [word for word in evidence if window.sentences[word] == pair.sentence]
            if claim["source"] is None:
                sources: tuple[int, ...] | None = ()
            else:
                sources = (
                    tuple(n for n, slot in enumerate(window.slots) if slot.entity == claim["source"]) or None
                )
            answers.append(
                Answer(
                    predicates=tuple(predicates.index(document.claims[number]["p"]) for number in here),
                    unsure=tuple(unsure),
                    scope=1,
                    denied=int(claim["polarity"] == "denied"),
                    modality=MODALITIES.index(claim["modality"]),
                    sources=sources,
                    evidence=(evidence[0], evidence[-1]) if evidence else None,
                )
            )
        found.append(Example(window, tuple(answers)))
    return found


def _stated(document: GoldDocument) -> list[tuple[int, int] | None]:
    """For each claim the first and last token of its evidence; of several places the one that names most of the two."""
    found: list[tuple[int, int] | None] = []
    doc = document.doc
    for claim in document.claims:
        ends = [document.entities[claim[key]].mentions for key in ("s", "o")]
        best: tuple[int, tuple[int, int] | None] = (-1, None)
        for match in re.finditer(re.escape(claim["evidence"]), doc.text):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            if span is None:
                continue
            sentence = span[0].sent
            low, high = sentence.start_char, sentence.end_char
            score = sum(any(low <= m.span.begin < high for m in mentions) for mentions in ends)
            if score > best[0]:
                best = (score, (span.start, span.end - 1))
        found.append(best[1])
    return found
