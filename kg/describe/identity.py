"""What things are called: IRIs as pure functions of content, the same in any order and on any machine.

entity/ada-lind-k3v5q2nd4a            a person: name, and a hash of type and normalised name
entity/country-ad                     a country by its ISO code
entity/organization-q7184-2x7e5m3q6k  something known to a knowledge base: the name plays no part
document/ID                           a text
document/ID#char=10,24                a span of it (RFC 5147): evidence and mentions
claim/HASH                            subject, predicate, object, polarity, modality, source, and whether it ended
graph/document/ID                     the named graph of what one document says
run/HASH                              the activity that read a document
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

from kg.describe.text import iri, segment
from kg.errors import KgError
from kg.records import Entity, EntityType, Modality, Polarity, Provenance, Span

BASE = "https://w3id.org/kg/id/"
"""What data IRIs begin with, unless the user says otherwise."""

_SLUG_LENGTH = 48
_ENTITY_HASH, _CLAIM_HASH = 10, 24
"""Characters of base 32, five bits each: 50 bits beside a readable name, 120 bits alone."""

_LATIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
    }
)
"""Letters of Latin scripts that Unicode does not take apart into a base letter and a mark (after casefolding)."""

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´ʻ′", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


def check_base(base: str) -> str:
    """The base as it is, if data IRIs can be made with it.

    Raises:
        KgError: it is not an absolute http or https IRI that ends with / and has no query or fragment.
    """
    node = iri(base)
    if node is None or node.value != base or not base.startswith(("http://", "https://")):
        raise KgError(f"base {base!r} is not an absolute http or https IRI, such as {BASE}")
    if not base.endswith("/") or "#" in base or "?" in base:  # spans of a document have a # of their own
        raise KgError(f"base {base!r} must end with / and have no # or ? in it, as in {BASE}")
    return base


def normal_name(name: str) -> str:
    """The form in which names are compared: no case, no accents on Latin letters, one kind of dash and apostrophe.

    >>> normal_name("  JOSÉ  Müller–Łódzki ")
    'jose muller-lodzki'
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_PUNCTUATION)
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", folded):
        on_latin = bool(letters) and letters[-1].isascii()
        if not (unicodedata.combining(char) and on_latin):  # marks on other scripts tell letters apart
            letters.append(char)
    text = unicodedata.normalize("NFC", "".join(letters)).translate(_LATIN)
    return " ".join(text.split())


def entity_iri(entity: Entity, base: str = BASE) -> str:
    """The IRI of an entity: by its ISO code, else its link, else its normalised name, each with its type.

    Only `qualifier` parts two entities of one type and name.

    Raises:
        KgError: the name is empty.
    """
    type, qualifier = entity.type, entity.qualifier or ""
    if entity.iso and type is EntityType.COUNTRY:
        code = entity.iso.lower()
        if not re.fullmatch("[a-z]{2}", code):
            raise KgError(f"entity {entity.name!r}: {entity.iso!r} is not an ISO 3166-1 alpha-2 code")
        if not qualifier:
            return f"{base}entity/country-{code}"
        return f"{base}entity/country-{code}-{_hash(type, code, qualifier, length=_ENTITY_HASH)}"
    if entity.link:
        last = re.split(r"[/#:]", entity.link.rstrip("/#"))[-1]
        name = _slug(f"{type} {last}")
        return f"{base}entity/{name}-{_hash(type, 'link', entity.link, qualifier, length=_ENTITY_HASH)}"
    normal = normal_name(entity.name)
    if not normal:
        raise KgError(f"an entity of type {type} has the empty name {entity.name!r}")
    name = _slug(normal) or type.lower()
    return f"{base}entity/{name}-{_hash(type, normal, '', qualifier, length=_ENTITY_HASH)}"


def claim_iri(
    subject: str,
    predicate: str,
    object: str,
    polarity: Polarity,
    modality: Modality,
    source: str | None = None,
    ended: bool = False,
    base: str = BASE,
) -> str:
    """The IRI of a claim; the same claim in two documents has one.

    Args:
        subject: IRI of an entity, as are object and source.
        predicate: IRI of the predicate.
        ended: a former office is another claim than a present one.
    """
    parts = (subject, predicate, object, polarity, modality, source or "", "ended" if ended else "")
    return f"{base}claim/{_hash(*parts, length=_CLAIM_HASH)}"


def document_iri(id: str, base: str = BASE) -> str:
    """The IRI of the document of that id.

    Raises:
        KgError: the id is empty.
    """
    if not id:
        raise KgError("a document needs an id that is not empty")
    return f"{base}document/{segment(id)}"


def document_graph(document: str) -> str:
    """The IRI of the named graph that holds what a document (an IRI) says.

    Raises:
        ValueError: the IRI is not one of `document_iri`.
    """
    base, found, id = document.rpartition("document/")
    if not found or not id:
        raise ValueError(f"{document} is not the IRI of a document")
    return f"{base}graph/document/{id}"


def document_of(graph: str) -> str | None:
    """The document (an IRI) whose named graph this is; None if it is no document's."""
    base, found, id = graph.rpartition("graph/document/")
    return f"{base}document/{id}" if found and id else None


def inferences_graph(base: str = BASE) -> str:
    """The IRI of the named graph that holds what was inferred."""
    return f"{base}graph/inferences"


def description_graph(base: str = BASE) -> str:
    """The IRI of the named graph that describes the dataset as a whole."""
    return f"{base}graph/description"


def dataset_iri(base: str = BASE) -> str:
    """The IRI of the dataset as a whole."""
    return f"{base}dataset"


def span_iri(document: str, span: Span) -> str:
    """The IRI of some characters of a document, as RFC 5147 and NIF write it."""
    return f"{document}#char={span.begin},{span.end}"


def run_iri(document: str, provenance: Provenance, base: str = BASE) -> str:
    """The IRI of the activity that read a document; no time is in it, so building twice gives the same graph."""
    parts = (document, provenance.software, provenance.model, provenance.ontology)
    return f"{base}run/{_hash(*parts, length=_CLAIM_HASH)}"


def software_iri(provenance: Provenance, base: str = BASE) -> str:
    """The IRI of a version of kg with its model."""
    name = f"{provenance.software} {provenance.model}"
    return f"{base}software/{_slug(normal_name(name))}-{_hash(name, length=_ENTITY_HASH)}"


def _hash(*parts: str, length: int) -> str:
    text = "\n".join(part.replace("\\", "\\\\").replace("\n", "\\n") for part in parts)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def _slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return words[:_SLUG_LENGTH].rstrip("-")
