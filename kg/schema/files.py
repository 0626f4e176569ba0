"""Finds the ontology files and reads them into one rdflib graph."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.errors import SchemaError

OWN_FILES = ("kg.ttl", "frames.ttl")

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.N3,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@cache
def ontology_dir() -> Path:
    """The folder of kg's ontology: inside the package when it is installed, beside it in a checkout.

    Raises:
        SchemaError: it is in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "ontology", package.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise SchemaError(f"kg.ttl is neither in {package} nor beside it; install kg again")


def parse(path: Path) -> list[ox.Triple]:
    """The triples of an ontology file; its ending says the format.

    Raises:
        SchemaError: it is missing, of an unknown format, or has a syntax error; the message has the line.
    """
    format = _FORMATS.get(path.suffix.lower())
    if format is None:
        raise SchemaError(f"{path}: an ontology file must end in {', '.join(_FORMATS)}")
    try:
        quads = list(ox.parse(path=str(path), format=format, base_iri=path.resolve().as_uri()))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{path}, line {line}" if line else f"{path}"
        raise SchemaError(f"{place}: syntax error: {' '.join(str(error).split())}") from None
    except OSError as error:
        raise SchemaError(f"{path}: can't be read: {error.strerror or error}") from None
    return [quad.triple for quad in quads]


def to_rdflib(triples: list[ox.Triple], *graphs: rdflib.Graph) -> None:
    """Adds the triples to each of some rdflib graphs."""
    for triple in triples:
        added = _term(triple.subject), _term(triple.predicate), _term(triple.object)
        for graph in graphs:
            graph.add(added)


def _term(term: object) -> rdflib.term.Node:
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            return rdflib.Literal(
                term.value,
                datatype=None if term.datatype == _STRING else rdflib.URIRef(term.datatype.value),
            )
    raise SchemaError(f"{term} is no term of RDF 1.1, which ontologies are written in")


_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
