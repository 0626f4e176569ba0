"""RDF/XML, a node at a time.

pyoxigraph's own writer leaves carriage returns bare, which XML readers take for line feeds, and writes properties that
have no XML name; both would come back as something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.describe import PREFIXES
from kg.describe import terms as t
from kg.errors import StoreError
from kg.store.export.turtle import grouped
from kg.store.reading import UNION

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPES = {"\r": "&#13;"}
_NAME = re.compile(r"[^\W\d][\w.-]*$")


def rdf_xml(store: ox.Store) -> Iterator[str]:
    """The union of all graphs.

    Raises:
        StoreError: XML can't hold the name of a property, or a character.
    """
    known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for namespace, prefix in known.items():
        yield f"\n    xmlns:{prefix}={quoteattr(namespace)}"
    yield ">\n"
    for subject, quads in grouped(store.quads_for_pattern(None, None, None, UNION)):
        yield f"<rdf:Description rdf:about={quoteattr(subject.value)}>\n"
        for quad in quads:
            yield f"    {_property(quad, known)}\n"
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _property(quad: ox.Quad, known: dict[str, str]) -> str:
    name = _NAME.search(quad.predicate.value)
    if name is None:
        raise StoreError(f"RDF/XML can't write the property {quad.predicate.value}; use another format")
    namespace = quad.predicate.value[: name.start()]
    prefix = known.get(namespace)
    tag = f"{prefix}:{name[0]}" if prefix else name[0]
    start = tag if prefix else f"{tag} xmlns={quoteattr(namespace)}"
    value = quad.object
    if isinstance(value, ox.NamedNode):
        return f"<{start} rdf:resource={quoteattr(value.value)}/>"
    if not isinstance(value, ox.Literal):
        raise StoreError(f"RDF/XML can't write the value {value} of {quad.subject}; use another format")
    if _NO_XML.search(value.value):
        raise StoreError(
            f"RDF/XML can't write a control character in a value of {quad.subject}; use another format"
        )
    if value.language:
        start += f" xml:lang={quoteattr(value.language)}"
    elif value.datatype.value != f"{t.XSD}string":
        start += f" rdf:datatype={quoteattr(value.datatype.value)}"
    return f"<{start}>{escape(value.value, _ESCAPES)}</{tag}>"
