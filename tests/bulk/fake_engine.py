"""An engine for tests of the bulk room: reads "claims" off texts in a few lines, and misbehaves on request."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.bulk import Tally, Written
from kg.bulk.engine import serialized
from kg.describe import BASE, describe, document_iri
from kg.read import Failure
from kg.records import Claim, Document, Entity, EntityType, Extraction, Mention, Span
from kg.schema import Schema, load


@dataclass(frozen=True)
class FakeRecipe:
    """Makes `FakeEngine`.

    Args:
        log: every document that is read off is noted there, a line each.
        slow: seconds for each document.
    """

    log: Path | None = None
    slow: float = 0.0
    version: str = "1"
    base: str = BASE

    def engine(self) -> FakeEngine:
        return FakeEngine(self, load())

    def iri(self, document_id: str) -> str:
        return document_iri(document_id, self.base)

    def at(self, base: str) -> FakeRecipe:
        return replace(self, base=base)


class FakeEngine:
    """Finds one entity, the first word, and says that it attacked the last."""

    def __init__(self, recipe: FakeRecipe, schema: Schema) -> None:
        self.signature = f"fake {recipe.version}"
        self._recipe = recipe
        self._schema = schema

    def write(self, documents: Sequence[Document]) -> list[Written]:
        return [self._one(document) for document in documents]

    def bare(self, document: Document) -> bytes:
        return serialized(describe(Extraction(document), self._schema, self._recipe.base))

    def _one(self, document: Document) -> Written:
        if "CRASH" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in document.text:
            time.sleep(600)
        if "RAISE" in document.text:
            raise ValueError("this text is\nmore than I can bear")
        if self._recipe.slow:
            time.sleep(self._recipe.slow)
        if self._recipe.log:
            with self._recipe.log.open("a") as log:
                log.write(f"{document.id} {document.issued}\n")
        words = document.text.split()
        end = document.text.rindex(words[-1])
        spans = Span(0, len(words[0])), Span(end, end + len(words[-1]))
        entities = tuple(
            Entity(f"e{number}", EntityType.COUNTRY, span.of(document.text), mentions=(Mention(span),))
            for number, span in enumerate(spans, start=1)
        )
        claim = Claim("e1", "attacked", "e2", Span(0, end + len(words[-1])))
        extraction = Extraction(document, entities, (claim,))
        return Written(
            document.id, serialized(describe(extraction, self._schema, self._recipe.base)), 1, len(words)
        )


class Heard:
    """A sink that remembers what failed."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []

    def failure(self, failure: Failure) -> None:
        self.failures.append(failure)

    def progress(self, tally: Tally) -> None:
        pass
