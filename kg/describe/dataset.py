"""The dataset as a whole, described in VoID: how much of what it holds, by which ontology, under which licence."""

from __future__ import annotations

import pyoxigraph as ox

from kg.describe import identity
from kg.describe import terms as t
from kg.describe.identity import BASE
from kg.describe.text import iri
from kg.errors import KgError
from kg.schema import KG, Schema

_COUNTED = ("Person", "Organization", "Country", "Place", "Document", "Claim")


def describe_dataset(
    store: ox.Store, schema: Schema, base: str = BASE, *, license: str | None = None
) -> list[ox.Triple]:
    """A VoID description of what a store's named graphs hold, without blank nodes and without the time of day.

    Args:
        store: is only read; quads count once for each named graph, classes and properties once for each node or pair.
        schema: names the vocabulary and the predicates.
        base: of the data IRIs.
        license: IRI of the licence of the data, if its maker gives one; kg claims none for what others wrote.

    Raises:
        KgError: the licence is not an absolute IRI.
    """
    node = ox.NamedNode(identity.dataset_iri(base))
    skip = {identity.description_graph(base)}
    graphs = [g for g in store.named_graphs() if g.value not in skip]
    documents = sum(1 for g in graphs if identity.document_of(g.value))
    triples = sum(1 for g in graphs for _ in store.quads_for_pattern(None, None, None, g))
    described = [
        ox.Triple(node, t.TYPE, _void("Dataset")),
        ox.Triple(node, ox.NamedNode(f"{t.DCTERMS}title"), ox.Literal("Claims in the news")),
        ox.Triple(node, _void("uriSpace"), ox.Literal(base)),
        ox.Triple(node, _void("vocabulary"), ox.NamedNode(schema.iri)),
        ox.Triple(node, t.VERSION_INFO, ox.Literal(schema.version)),
        ox.Triple(node, _void("triples"), _integer(triples)),
        ox.Triple(node, _void("documents"), _integer(documents)),
    ]
    if license is not None:
        term = iri(license)
        if term is None:
            raise KgError(
                f"licence {license!r} is not an absolute IRI, such as https://creativecommons.org/licenses/by/4.0/"
            )
        described.append(ox.Triple(node, ox.NamedNode(f"{t.DCTERMS}license"), term))
    entities = 0
    for name in _COUNTED:
        term = ox.NamedNode(f"{KG}{name}")
        nodes = {quad.subject for quad in store.quads_for_pattern(None, t.TYPE, term, None)}
        if name not in ("Document", "Claim"):
            entities += len(nodes)
        described += _part(node, "class", term, name, "entities", len(nodes))
    described.append(ox.Triple(node, _void("entities"), _integer(entities)))
    for name, predicate in sorted(schema.predicates.items()):
        term = ox.NamedNode(predicate.iri)
        pairs = {(quad.subject, quad.object) for quad in store.quads_for_pattern(None, term, None, None)}
        if pairs:
            described += _part(node, "property", term, name, "triples", len(pairs))
    return described


def _part(
    dataset: ox.NamedNode, kind: str, term: ox.NamedNode, name: str, unit: str, number: int
) -> list[ox.Triple]:
    """A class or property partition, which says how much there is of one class or property."""
    part = ox.NamedNode(f"{dataset.value}#{kind}-{name}")
    return [
        ox.Triple(dataset, _void(f"{kind}Partition"), part),
        ox.Triple(part, _void(kind), term),
        ox.Triple(part, _void(unit), _integer(number)),
    ]


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{t.VOID}{name}")


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=t.INTEGER)
