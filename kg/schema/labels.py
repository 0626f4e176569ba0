"""Names in an RDF file: which resource of which class is called what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph

from kg.errors import ReadError

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMES: Final = frozenset(
    (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2004/02/skos/core#altLabel",
        "http://schema.org/name",
        "http://schema.org/alternateName",
        "https://schema.org/name",
        "https://schema.org/alternateName",
        "http://xmlns.com/foaf/0.1/name",
    )
)


def labels(path: Path) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The (IRI, classes, names) of every resource in a Turtle or N-Triples file that has a name, in file order.

    Names are the values of rdfs:label, skos:prefLabel, skos:altLabel, foaf:name and schema.org's name and
    alternateName, in English or without a language.

    Raises:
        ReadError: the file is no RDF or has a broken IRI; the message has the line.
    """
    classes: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    form = pyoxigraph.RdfFormat.N_TRIPLES if path.suffix.lower() == ".nt" else pyoxigraph.RdfFormat.TURTLE
    try:
        for triple in pyoxigraph.parse(path=str(path), format=form):
            if not isinstance(triple.subject, pyoxigraph.NamedNode):
                continue
            if triple.predicate.value == _TYPE and isinstance(triple.object, pyoxigraph.NamedNode):
                classes.setdefault(triple.subject.value, []).append(triple.object.value)
            elif triple.predicate.value in _NAMES and isinstance(triple.object, pyoxigraph.Literal):
                language = triple.object.language or "en"
                if language == "en" or language.startswith("en-"):
                    names.setdefault(triple.subject.value, []).append(triple.object.value)
    except (SyntaxError, ValueError) as error:
        raise ReadError(f"{path} is not valid {form.name}: {error}") from error
    except OSError as error:
        raise ReadError(f"{path} can't be read: {error.strerror or error}") from error
    for iri, found in names.items():
        yield iri, tuple(classes.get(iri, ())), tuple(found)
