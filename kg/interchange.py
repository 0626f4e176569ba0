"""Extractions as plain JSON: the form in which annotators write claims and scorers read them.

An object a document with `doc`, `entities` and `claims`; each claim carries the words it was read from and their
character offsets, so that it can be checked without this program.
"""

from __future__ import annotations

from typing import Any

from kg.records import Claim, Entity, Extraction


def as_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as an object of strings, numbers, lists and None, ready for `json.dump`."""
    return {
        "doc": extraction.document.id,
        "entities": [_entity(entity) for entity in extraction.entities],
        "claims": [_claim(claim, extraction) for claim in extraction.claims],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "aliases": list(entity.aliases),
    }
    if entity.iso:
        row["iso"] = entity.iso
    if entity.link:
        row["link"] = entity.link
    return row


def _claim(claim: Claim, extraction: Extraction) -> dict[str, Any]:
    return {
        "s": claim.subject,
        "p": claim.predicate,
        "o": claim.object,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "source": claim.source,
        "title": claim.title,
        "ended": claim.ended,
        "time": claim.time.text if claim.time else None,
        "timeValue": claim.time.value if claim.time else None,
        "evidence": extraction.quote(claim),
        "begin": claim.evidence.begin,
        "end": claim.evidence.end,
        "confidence": round(claim.confidence, 4),
        "ploverCategory": claim.plover,
        "madeBy": claim.made_by,
    }
