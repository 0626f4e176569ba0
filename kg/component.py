"""The spaCy component `kg_claims`: behind any English pipeline with dependencies and entities, it reads off claims.

    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("kg_claims")
    doc = nlp("France has rejected a request from Brazil.")
    for claim in doc._.claims:
        print(claim.subject.name, claim.predicate, claim.object.name, claim.evidence)

The dependencies may be Universal ones or ClearNLP's, as spaCy's own pipelines have; kg's own pipeline scores best.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.clearnlp import is_clearnlp, to_universal
from kg.display import claims_html
from kg.errors import ModelError
from kg.flow import Extractor
from kg.records import Claim, Document, Entity, Extraction, Publication

NAME = "kg_claims"


@dataclass(frozen=True)
class DocClaim:
    """A claim in a `Doc`: the entities themselves in the place of their ids, and the evidence as a spaCy span."""

    subject: Entity
    predicate: str
    object: Entity
    source: Entity | None
    """Who says so; None is the text's own voice."""
    evidence: Span
    """The tokens that the claim was read from."""
    record: Claim
    """Polarity, modality, time, title, confidence: all that kg knows of it."""

    def __str__(self) -> str:
        said = f"{self.source.name} says: " if self.source else ""
        return f"{said}{self.subject.name} {self.predicate} {self.object.name} ({self.record.polarity})"


class DocClaims(tuple[DocClaim, ...]):
    """The claims of a `Doc`, shown as a table in a notebook."""

    def _repr_html_(self) -> str:
        return claims_html(self[0].evidence.doc._.kg_extraction) if self else "<p>no claims</p>"


class ClaimsComponent:
    """Sets `doc._.kg_extraction`; `doc._.claims` and `doc._.kg_entities` are read from it.

    Args:
        nlp: the pipeline that it stands in.
        ontology: further ontology files.
        kb: a table of names to link to.
    """

    def __init__(self, nlp: Language, ontology: Sequence[str] = (), kb: str | None = None) -> None:
        self._extractor = Extractor([Path(file) for file in ontology], Path(kb) if kb else None, nlp=nlp)
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Reads off the claims of an annotated text.

        Raises:
            ModelError: it has no dependencies: no parser stands before the component.
        """
        if len(doc) and not doc.has_annotation("DEP"):
            raise ModelError(
                f"{NAME} needs dependencies and entities: add it behind a parser and an entity recognizer"
            )
        document = Document(doc._.kg_id or "text", doc.text, Publication(issued=doc._.kg_issued))
        universal = to_universal(doc) if is_clearnlp(doc) else doc
        doc._.kg_extraction = self._extractor.read_off(universal, document)
        return doc


@Language.factory(NAME, assigns=["doc._.claims", "doc._.kg_entities"], requires=["token.dep", "doc.ents"])
def make_claims(
    nlp: Language, name: str, ontology: Sequence[str] = (), kb: str | None = None
) -> ClaimsComponent:
    """What spaCy calls to make the component.

    Args:
        ontology: paths of further ontology files.
        kb: path of a table of names to link to.
    """
    return ClaimsComponent(nlp, ontology, kb)


def set_extensions() -> None:
    """Registers what the component adds to spaCy's `Doc`."""
    if not Doc.has_extension("kg_extraction"):
        Doc.set_extension("kg_extraction", default=None)
        Doc.set_extension("kg_id", default=None)
        Doc.set_extension("kg_issued", default=None)
        Doc.set_extension("claims", getter=doc_claims)
        Doc.set_extension(
            "kg_entities", getter=lambda doc: doc._.kg_extraction.entities if doc._.kg_extraction else ()
        )


def doc_claims(doc: Doc) -> DocClaims:
    """The claims that the component read off, in the order of their evidence."""
    extraction: Extraction | None = doc._.kg_extraction
    if extraction is None:
        return DocClaims()
    entities = {entity.id: entity for entity in extraction.entities}

    def bound(claim: Claim) -> DocClaim:
        evidence = doc.char_span(claim.evidence.begin, claim.evidence.end, alignment_mode="expand")
        assert evidence is not None  # evidence lies within the text
        return DocClaim(
            entities[claim.subject],
            claim.predicate,
            entities[claim.object],
            entities[claim.source] if claim.source else None,
            evidence,
            claim,
        )

    return DocClaims(bound(claim) for claim in sorted(extraction.claims, key=lambda claim: claim.evidence))


def issued_on(doc: Doc, date: dt.date) -> Doc:
    """The same document with its date of publication, from which "Tuesday" is reckoned; before the pipeline runs."""
    set_extensions()
    doc._.kg_issued = date
    return doc
