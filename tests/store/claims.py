"""Small graphs of documents, made by hand to the contract of the ontology."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.store import Graphs
from kg.store.graphs import BASE, KG

GRAPHS = Graphs()
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def kg(name: str) -> ox.NamedNode:
    return ox.NamedNode(KG + name)


def node(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


def document(name: str) -> str:
    return f"{BASE}document/{name}"


def quads(name: str, *labels: str) -> list[ox.Quad]:
    """A document that mentions a person for each label."""
    graph = GRAPHS.document(document(name))
    found = [ox.Quad(node(f"document/{name}"), RDF_TYPE, kg("Document"), graph)]
    for label in labels:
        person = node(f"entity/person/{re.sub('[^a-z0-9]+', '-', label.lower())}")
        found += [
            ox.Quad(person, RDF_TYPE, kg("Person"), graph),
            ox.Quad(person, LABEL, ox.Literal(label), graph),
            ox.Quad(person, kg("mentionedIn"), node(f"document/{name}"), graph),
        ]
    return found
