"""What the frames of a schema say, looked up by their words; made once, used for many documents."""

from __future__ import annotations

from typing import Protocol

from kg.relate.combine import Predicates
from kg.relate.matching import FrameIndex
from kg.relate.roles import RoleIndex
from kg.schema.frames import Frame, FrameKind


class SchemaLike(Protocol):
    """What is needed of a schema here."""

    @property
    def predicates(self) -> Predicates: ...

    @property
    def frames(self) -> tuple[Frame, ...]: ...


class Grammar:
    """The frames of a schema."""

    def __init__(self, schema: SchemaLike) -> None:
        self.predicates = schema.predicates
        self.events = FrameIndex(schema.frames)
        self.roles = RoleIndex(schema.frames)
        self.titles = frozenset(
            trigger.lower().split()[-1]
            for frame in schema.frames
            if frame.predicate == "holdsPositionIn" and frame.kind is FrameKind.ROLE
            for trigger in frame.triggers
        )
        """Nouns that stand before or after a person's name."""
        self.kinds = frozenset(
            trigger.lower()
            for frame in schema.frames
            if frame.kind is FrameKind.ROLE and frame.predicate in ("basedIn", "partOf", "locatedIn")
            for trigger in frame.triggers
        )
        """Nouns that say what a name is ("the airline ...")."""
        self.put = {
            trigger: frame
            for frame in schema.frames
            if frame.kind is FrameKind.NOUN and frame.predicate in ("requestedFrom", "proposedTo")
            for trigger in frame.triggers
        }
        """What one may put to somebody, with the frame that says so."""
        self.vocabulary = frozenset(
            word
            for frame in schema.frames
            for phrase in (*frame.triggers, *frame.object_noun)
            for word in phrase.lower().split()
        )
        """Every word of the frames."""
