"""From what a person types to the one entity or claim that is meant."""

from __future__ import annotations

import pyoxigraph as ox

from kg.describe import terms as t
from kg.errors import CurationError
from kg.store import reading
from kg.store.reading import UNION, StoredEntity


def find_entity(store: ox.Store, text: str, base: str) -> str:
    """The IRI of an entity, given as such, by the end of its IRI (`country-pl`), or by a name that is its alone.

    Raises:
        CurationError: nothing or more than one thing is meant.
    """
    for iri in (text, f"{base}entity/{text.removeprefix('entity/')}"):
        if _is_iri(iri) and reading.entity(store, iri) is not None:
            return iri
    found: list[StoredEntity] = []
    for predicate in (t.LABEL, t.ALT_LABEL):
        quads = store.quads_for_pattern(None, predicate, ox.Literal(text), UNION)
        iris = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        found = [entity for iri in sorted(iris) if (entity := reading.entity(store, iri)) is not None]
        if found:
            break
    if not found:
        raise CurationError(f"there is no entity {text!r}; kg entities list --find shows what there is")
    if len(found) > 1:
        which = ", ".join(
            f"{reading.local_name(entity.iri)} ({entity.type} {entity.name})" for entity in found[:5]
        )
        raise CurationError(f"{text!r} may be {len(found)} entities; say which: {which}")
    return found[0].iri


def find_claim(text: str, base: str) -> str:
    """The IRI of a claim, given as such or by the end of it.

    Raises:
        CurationError: it can't be one.
    """
    iri = text if text.startswith(base) else f"{base}claim/{text.removeprefix('claim/')}"
    if not _is_iri(iri):
        raise CurationError(f"{text!r} is no claim; kg claims list shows them")
    return iri


def find_document(store: ox.Store, text: str, base: str) -> str:
    """The IRI of a document, given as such or by its id.

    Raises:
        CurationError: the store does not have it.
    """
    for iri in (text, f"{base}document/{text.removeprefix('document/')}"):
        if _is_iri(iri) and reading.document(store, iri) is not None:
            return iri
    for quad in store.quads_for_pattern(None, t.DC_IDENTIFIER, ox.Literal(text), UNION):
        if isinstance(quad.subject, ox.NamedNode):
            return quad.subject.value
    raise CurationError(f"there is no document {text!r} in this store")


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
