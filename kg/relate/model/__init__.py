"""The learned relation model: pairs of entities in, how likely each predicate is, with factuality, source, evidence."""

from __future__ import annotations

from kg.relate.model.candidates import Candidate
from kg.relate.model.runner import RelationModel, load

__all__ = ["Candidate", "RelationModel", "load"]
