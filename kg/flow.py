"""The rooms in a row: document in, extraction out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import kg.annotate
import kg.relate
import kg.resolve
import kg.schema
from kg.records import Document, Extraction, Provenance

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Extractor:
    """Reads entities and claims from documents; loads the model once, and only when it is first needed.

    Args:
        ontology: further ontology files whose properties and frames are added to kg's own.
        kb: a table of names (TSV or Turtle) to which entities are linked, beside the built-in one of countries.
        nlp: another English pipeline with Universal or ClearNLP dependencies and named entities; None is kg's own.

    Raises:
        SchemaError: an ontology file is broken.
        ReadError: the knowledge base is broken.
        ModelError: the model is missing or broken (when it is first used).
    """

    def __init__(
        self, ontology: Sequence[Path] = (), kb: Path | None = None, nlp: Language | None = None
    ) -> None:
        self.schema = kg.schema.load(*ontology)
        self._kb = kg.resolve.load_kb(kb) if kb else None
        self._relater = kg.relate.Relater(self.schema, kg.relate.load_model())
        self._given = nlp

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline that annotates."""
        return self._given or kg.annotate.load()

    @cached_property
    def provenance(self) -> Provenance:
        """What every extraction of this extractor is signed with."""
        meta = self.nlp.meta
        return Provenance(
            software=f"kg {metadata.version('kg')}",
            model=f"{meta['lang']}_{meta['name']} {meta['version']}",
            ontology=f"{self.schema.iri} {self.schema.version}",
        )

    def extract(self, document: Document) -> Extraction:
        """The entities and claims of one document."""
        return self.read_off(self.nlp(document.text), document)

    def pipe(self, documents: Iterable[Document], batch_size: int = 16) -> Iterator[Extraction]:
        """The same for many, in order, annotated `batch_size` at a time."""
        ours, texts = itertools.tee(documents)
        docs = self.nlp.pipe((document.text for document in texts), batch_size=batch_size)
        for document, doc in zip(ours, docs, strict=True):
            yield self.read_off(doc, document)

    def read_off(self, doc: Doc, document: Document) -> Extraction:
        """The entities and claims of a document that is already annotated."""
        entities = kg.resolve.resolve(doc, document, self._kb)
        claims = self._relater.relate(doc, document, entities)
        return Extraction(document, entities, claims, self.provenance)
