"""Puts the parts together: frames and names in, claims out."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.records import Claim, Document, Entity
from kg.relate.claims import in_order
from kg.relate.grammar import Grammar, SchemaLike
from kg.relate.judging import Judge
from kg.relate.model import RelationModel
from kg.relate.session import Session


class Relater:
    """Relates entities by the frames of a schema; made once, used for many documents.

    Args:
        schema: predicates and frames.
        model: the relation model that judges what the frames find and adds what they miss; without it the frames
            speak alone.
    """

    def __init__(self, schema: SchemaLike, model: RelationModel | None = None) -> None:
        self._grammar = Grammar(schema)
        self._judge = Judge(model, schema.predicates) if model is not None else None

    def relate(self, doc: Doc, document: Document, entities: Sequence[Entity]) -> tuple[Claim, ...]:
        """The claims of a document, in the order of the text.

        Args:
            doc: the annotated text, with Universal Dependencies.
            document: the same text with its date.
            entities: who and what is named in it, with their mentions.

        Raises:
            ModelError: there is a model, and its file is missing or broken.
        """
        session = Session(self._grammar, doc, document, entities)
        found = session.claims()
        if self._judge is None:
            return found
        return in_order(self._judge.claims(doc, session, found))

    def mentioned(self, doc: Doc, document: Document, entities: Sequence[Entity]) -> tuple[Entity, ...]:
        """The entities with the pronouns and descriptions that the grammar resolves: what the relation model reads."""
        session = Session(self._grammar, doc, document, entities)
        session.readings()
        return session.mentioned()
