"""Node and edge lists in CSV: Gephi opens them as they are, Neo4j by LOAD CSV, pandas by read_csv."""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox

from kg.store import reading

NODES = "nodes.csv"
EDGES = "edges.csv"

NODE_COLUMNS = ("Id", "Label", "Kind", "IsoCode", "Links", "Aliases", "Documents")
EDGE_COLUMNS = (
    "Source",
    "Target",
    "Type",
    "Id",
    "Label",
    "Polarity",
    "Modality",
    "SaidBy",
    "Time",
    "TimeText",
    "Title",
    "Ended",
    "Plain",
    "Plover",
    "Confidence",
    "Weight",
    "Documents",
    "Quote",
)
"""Gephi wants Source, Target and Type (Directed); SaidBy is kg:source; Weight counts the documents."""

SEPARATOR = "; "


def write_tables(store: ox.Store, directory: Path) -> None:
    """Writes nodes.csv (entities) and edges.csv (claims, the denied and the hedged too) into a directory."""
    with (directory / NODES).open("w", encoding="utf-8", newline="") as file:
        nodes = csv.writer(file, lineterminator="\n")
        nodes.writerow(NODE_COLUMNS)
        for entity in reading.entities(store):
            nodes.writerow(
                (
                    entity.iri,
                    entity.name,
                    entity.type,
                    entity.iso or "",
                    SEPARATOR.join(entity.links),
                    SEPARATOR.join(entity.aliases),
                    len(entity.documents),
                )
            )
    with (directory / EDGES).open("w", encoding="utf-8", newline="") as file:
        edges = csv.writer(file, lineterminator="\n")
        edges.writerow(EDGE_COLUMNS)
        for claim in reading.claims(store):
            edges.writerow(_edge(claim))


def _edge(claim: reading.StoredClaim) -> tuple[str | float, ...]:
    documents = sorted({evidence.document for evidence in claim.evidence})
    return (
        claim.subject,
        claim.object,
        "Directed",
        claim.iri,
        reading.local_name(claim.predicate),
        claim.polarity,
        claim.modality,
        claim.source or "",
        SEPARATOR.join(claim.times),
        SEPARATOR.join(claim.time_texts),
        SEPARATOR.join(claim.titles),
        str(claim.ended).lower(),
        str(claim.is_plain).lower(),
        SEPARATOR.join(claim.plover),
        claim.confidence,
        len(documents),
        SEPARATOR.join(documents),
        SEPARATOR.join(evidence.quote for evidence in claim.evidence),
    )
