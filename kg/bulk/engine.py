"""What is done to a batch of documents in whichever process: extraction, and its description as N-Quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.describe import BASE, describe, document_iri
from kg.read import Failure
from kg.records import Document, Extraction, Publication
from kg.resolve import Profile
from kg.store.profiles import profiles_of


@dataclass(frozen=True, slots=True)
class Written:
    """What came of one document."""

    id: str
    """Of the document."""
    quads: bytes
    """Its graph, in N-Quads; empty where the shard alone is wanted."""
    claims: int
    words: int
    profiles: tuple[Profile, ...] | None = None
    """What it says of who its entities are; None where nobody looked."""
    shard: str | None = None
    """The name of the shard that has it too."""


class Engine(Protocol):
    """Reads claims off documents, in batches."""

    signature: str
    """All that the results depend on beside the documents: versions of kg, model, ontology, knowledge base."""

    def write(self, documents: Sequence[Document]) -> list[Written]:
        """The graphs of the documents, in order.

        Raises:
            Exception: anything, if one of them can't be done; the caller tries them one by one.
        """
        ...

    def bare(self, document: Document) -> bytes:
        """The graph of a document without entities and claims, in N-Quads: its text and publications alone."""
        ...


class Recipe(Protocol):
    """What an engine is made from: small, and the same in every process."""

    def engine(self) -> Engine:
        """Makes the engine, loading the model."""
        ...

    def iri(self, document_id: str) -> str:
        """The IRI of a document; needs no model."""
        ...

    def at(self, base: str) -> Recipe:
        """The same for a store with that base."""
        ...

    def __hash__(self) -> int:
        """Equal recipes make equal engines, so that a process needs one."""
        ...


@dataclass(frozen=True, slots=True)
class ExtractorRecipe:
    """The engine of kg itself.

    Args:
        ontology: further ontology files.
        kb: a table of names to link to.
        base: of the data IRIs.
        batch: how many texts the model annotates at a time.
    """

    ontology: tuple[Path, ...] = ()
    kb: Path | None = None
    base: str = BASE
    batch: int = 16

    def engine(self) -> Engine:
        """Makes the engine.

        Raises:
            KgError: the model, the ontology or the knowledge base is missing or broken.
        """
        return ExtractorEngine(self)

    def iri(self, document_id: str) -> str:
        """The IRI of a document."""
        return document_iri(document_id, self.base)

    def at(self, base: str) -> ExtractorRecipe:
        """The same for a store with that base."""
        return replace(self, base=base)


class ExtractorEngine:
    """Extraction by `kg.flow`, description by `kg.describe`."""

    def __init__(self, recipe: ExtractorRecipe) -> None:
        from kg.flow import Extractor

        self._extractor = Extractor(recipe.ontology, recipe.kb)
        self._base = recipe.base
        self._batch = recipe.batch
        signed = hashlib.sha256(repr(self._extractor.provenance).encode())
        for file in (*recipe.ontology, *([recipe.kb] if recipe.kb else [])):
            signed.update(file.read_bytes())
        self.signature = signed.hexdigest()

    def write(self, documents: Sequence[Document]) -> list[Written]:
        """The graphs of the documents, in order."""
        written = []
        with self._extractor.nlp.memory_zone():  # spaCy forgets the words of these texts afterwards
            for extraction in self._extractor.pipe(documents, batch_size=self._batch):
                document = extraction.document
                quads = describe(extraction, self._extractor.schema, self._base)
                words = len(document.text.split())
                who = tuple(profiles_of(quads, self._base))
                written.append(Written(document.id, serialized(quads), len(extraction.claims), words, who))
        return written

    def bare(self, document: Document) -> bytes:
        """The graph of a document without entities and claims."""
        bare = Extraction(document, (), (), self._extractor.provenance)
        return serialized(describe(bare, self._extractor.schema, self._base))


def serialized(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Quads."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert data is not None  # no output was named
    return data


def digest(id: str, publications: tuple[Publication, ...], signature: str) -> str:
    """Of all that a document's graph is made from; a target that has it needs no work on the document."""
    parts = (signature, id, repr(publications))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Parsed:
    """An item that has been read, with the signature by which near-duplicates are found."""

    name: str
    fingerprint: str
    """Of the item as it was found and of the options: the same fingerprint gives the same document."""
    document: Document
    shingles: bytes
    """MinHash of the text; empty for a text too short to compare."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How the graph of a document changes that has appeared elsewhere too."""

    id: str
    minus: bytes
    """N-Quads that are no longer so."""
    plus: bytes
    """N-Quads that are new."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be done; what it is called is up to the one who gave it."""

    id: str
    failure: Failure
