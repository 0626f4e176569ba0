"""The frozen records of the schema: classes, properties, and the predicates that the extractor looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.records import EntityType
from kg.schema.frames import Frame

KG = "https://w3id.org/kg/ontology#"
"""Namespace of kg's own terms."""


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """A named class."""

    name: str
    iri: str
    label: str
    definition: str
    ancestors: frozenset[str]
    """IRIs of all its named super-classes, itself left out."""


@dataclass(frozen=True, slots=True)
class Property:
    """A relation between entities, with the axioms that reasoning needs; all references are IRIs."""

    name: str
    iri: str
    label: str
    definition: str
    parents: tuple[str, ...]
    """Direct super-properties, sorted."""
    domain: tuple[str, ...]
    """Its own rdfs:domain, named classes only; those of super-properties hold too."""
    range: tuple[str, ...]
    inverse: str | None
    symmetric: bool
    transitive: bool
    chains: tuple[tuple[str, ...], ...]
    """Property chains that imply it."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation that texts are searched for and that claims are made of."""

    name: str
    """Local name of the IRI, unique in the schema."""
    iri: str
    label: str
    """Reads between subject and object: "rejected a proposal of"."""
    definition: str
    domain: frozenset[EntityType]
    """Types that a subject can have: the domains of the property and of its super-properties, met with each other."""
    range: frozenset[EntityType]
    symmetric: bool
    transitive: bool
    inverse: str | None
    """Name of the inverse property, such as hadProposalRejectedBy."""
    parents: tuple[str, ...]
    """Names of all super-properties, nearest first."""
    plover: str | None
    """Root category of PLOVER, such as REJECT; None for a relation that is no event."""
    family: str
    """Name of the super-property just below kg:relation, such as verbalConflict; empty if it has none."""
    is_own: bool
    """Whether kg's ontology has it, not only a user's file."""


@dataclass(frozen=True)
class Schema:
    """The ontology as the rest of kg uses it; equal for equal files, and fit to be pickled."""

    iri: str
    version: str
    predicates: Mapping[str, Predicate]
    """By name."""
    properties: Mapping[str, Property]
    """All relations between entities by IRI: predicates, their categories, inverses, and inferred properties."""
    classes: Mapping[str, OntologyClass]
    """By IRI."""
    frames: tuple[Frame, ...]
    files: tuple[Path, ...]
    """What it was loaded from, kg's own files first."""

    def __post_init__(self) -> None:
        for name in ("predicates", "properties", "classes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __reduce__(self) -> tuple[Any, ...]:
        maps = dict(self.predicates), dict(self.properties), dict(self.classes)
        return Schema, (self.iri, self.version, *maps, self.frames, self.files)
