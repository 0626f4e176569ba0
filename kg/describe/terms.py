"""The RDF terms that descriptions are made of, each made once."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.records import EntityType, Modality, Polarity
from kg.schema import KG

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF: Final = "http://www.w3.org/2005/11/its/rdf#"
PROV: Final = "http://www.w3.org/ns/prov#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
VOID: Final = "http://rdfs.org/ns/void#"

PREFIXES: Final = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "nif": NIF,
    "itsrdf": ITSRDF,
    "prov": PROV,
    "void": VOID,
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefixes that people know these namespaces by."""

TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL: Final = ox.NamedNode(f"{RDFS}label")
ALT_LABEL: Final = ox.NamedNode(f"{SKOS}altLabel")
SAME_AS: Final = ox.NamedNode(f"{OWL}sameAs")
VERSION_INFO: Final = ox.NamedNode(f"{OWL}versionInfo")

CLAIM: Final = ox.NamedNode(f"{KG}Claim")
DOCUMENT: Final = ox.NamedNode(f"{KG}Document")
PUBLICATION: Final = ox.NamedNode(f"{KG}Publication")
ENTITY_CLASSES: Final = {type: ox.NamedNode(f"{KG}{type}") for type in EntityType}
POLARITIES: Final = {value: ox.NamedNode(f"{KG}{value}") for value in Polarity}
MODALITIES: Final = {value: ox.NamedNode(f"{KG}{value}") for value in Modality}

SUBJECT: Final = ox.NamedNode(f"{KG}subject")
PREDICATE: Final = ox.NamedNode(f"{KG}predicate")
OBJECT: Final = ox.NamedNode(f"{KG}object")
POLARITY: Final = ox.NamedNode(f"{KG}polarity")
MODALITY: Final = ox.NamedNode(f"{KG}modality")
SOURCE: Final = ox.NamedNode(f"{KG}source")
TIME: Final = ox.NamedNode(f"{KG}time")
TIME_TEXT: Final = ox.NamedNode(f"{KG}timeText")
TITLE: Final = ox.NamedNode(f"{KG}title")
ENDED: Final = ox.NamedNode(f"{KG}ended")
CONFIDENCE: Final = ox.NamedNode(f"{KG}confidence")
PLOVER_CATEGORY: Final = ox.NamedNode(f"{KG}ploverCategory")
MADE_BY: Final = ox.NamedNode(f"{KG}madeBy")
EVIDENCE: Final = ox.NamedNode(f"{KG}evidence")
EVIDENCE_CLASS: Final = ox.NamedNode(f"{KG}Evidence")
IN_DOCUMENT: Final = ox.NamedNode(f"{KG}inDocument")
MENTIONED_IN: Final = ox.NamedNode(f"{KG}mentionedIn")
MENTION_KIND: Final = ox.NamedNode(f"{KG}mentionKind")
ISO_CODE: Final = ox.NamedNode(f"{KG}isoCode")
ALSO_PUBLISHED_AS: Final = ox.NamedNode(f"{KG}alsoPublishedAs")

NIF_CONTEXT: Final = ox.NamedNode(f"{NIF}Context")
IS_STRING: Final = ox.NamedNode(f"{NIF}isString")
BEGIN_INDEX: Final = ox.NamedNode(f"{NIF}beginIndex")
END_INDEX: Final = ox.NamedNode(f"{NIF}endIndex")
ANCHOR_OF: Final = ox.NamedNode(f"{NIF}anchorOf")
REFERS_TO: Final = ox.NamedNode(f"{ITSRDF}taIdentRef")

DC_TITLE: Final = ox.NamedNode(f"{DCTERMS}title")
DC_ISSUED: Final = ox.NamedNode(f"{DCTERMS}issued")
DC_PUBLISHER: Final = ox.NamedNode(f"{DCTERMS}publisher")
DC_SOURCE: Final = ox.NamedNode(f"{DCTERMS}source")
DC_CREATOR: Final = ox.NamedNode(f"{DCTERMS}creator")
DC_LANGUAGE: Final = ox.NamedNode(f"{DCTERMS}language")
DC_IDENTIFIER: Final = ox.NamedNode(f"{DCTERMS}identifier")

ACTIVITY: Final = ox.NamedNode(f"{PROV}Activity")
SOFTWARE_AGENT: Final = ox.NamedNode(f"{PROV}SoftwareAgent")
USED: Final = ox.NamedNode(f"{PROV}used")
WAS_ASSOCIATED_WITH: Final = ox.NamedNode(f"{PROV}wasAssociatedWith")
WAS_GENERATED_BY: Final = ox.NamedNode(f"{PROV}wasGeneratedBy")

INTEGER: Final = ox.NamedNode(f"{XSD}integer")
"""NIF would have xsd:nonNegativeInteger, which Oxigraph keeps as an integer and gives back as xsd:integer."""
DECIMAL: Final = ox.NamedNode(f"{XSD}decimal")
DATE: Final = ox.NamedNode(f"{XSD}date")
TRUE: Final = ox.Literal(True)
