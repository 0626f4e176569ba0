"""The SPARQL behind the pages, and examples for the editor.

Values go in as pyoxigraph terms, which quote themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

PAGE = 50
"""Claims, entities or documents on one page."""

_ENTITY_TYPES = "VALUES ?type { kg:Person kg:Organization kg:Country kg:Place }"

COUNTS = """SELECT ?what (COUNT(DISTINCT ?x) AS ?n) {
  VALUES ?what { kg:Document kg:Person kg:Organization kg:Country kg:Place kg:Claim } ?x a ?what
} GROUP BY ?what"""

POLARITIES = """SELECT ?polarity ?modality (COUNT(?c) AS ?n) {
  ?c a kg:Claim ; kg:polarity ?polarity ; kg:modality ?modality
} GROUP BY ?polarity ?modality"""

PREDICATES = (
    "SELECT ?predicate (COUNT(?c) AS ?n) { ?c kg:predicate ?predicate } GROUP BY ?predicate ORDER BY DESC(?n)"
)

_TITLE = """OPTIONAL { ?document dcterms:title ?given } OPTIONAL { ?document nif:isString ?text }
  BIND(COALESCE(?given, CONCAT(SUBSTR(?text, 1, 70), "…")) AS ?t)"""
"""What a document is called: its title, or else how it begins."""


def documents(offset: int = 0, most: int = PAGE) -> str:
    """Documents, the newest first; one more than `most`."""
    return f"""SELECT ?document (SAMPLE(?t) AS ?title) (MAX(?i) AS ?issued) (SAMPLE(?p) AS ?publisher) {{
  {{ SELECT ?document (MAX(?day) AS ?newest) {{
    ?document a kg:Document OPTIONAL {{ ?document dcterms:issued ?day }}
  }} GROUP BY ?document ORDER BY DESC(?newest) ?document LIMIT {most + 1} OFFSET {offset} }}
  {_TITLE} OPTIONAL {{ ?document dcterms:issued ?i }} OPTIONAL {{ ?document dcterms:publisher ?p }}
}} GROUP BY ?document ORDER BY DESC(?issued) ?document"""


def entities(words: str, type: str, offset: int, most: int = PAGE) -> str:
    """Entities whose names contain all of the words, those in most documents first."""
    tests = "".join(f" && CONTAINS(?folded, {ox.Literal(word.lower())})" for word in words.split())
    names = (
        f"?entity rdfs:label|skos:altLabel ?name BIND(LCASE(?name) AS ?folded) FILTER(true{tests})"
        if tests
        else ""
    )
    types = f"VALUES ?type {{ kg:{type} }}" if type else _ENTITY_TYPES
    return f"""SELECT ?entity (SAMPLE(?type) AS ?kind) (MIN(?label) AS ?title) (COUNT(DISTINCT ?d) AS ?n) {{
  {types} ?entity a ?type ; rdfs:label ?label ; kg:mentionedIn ?d . {names}
}} GROUP BY ?entity ORDER BY DESC(?n) ?title LIMIT {most + 1} OFFSET {offset}"""


def entity(iri: str) -> str:
    """Names, types and links of an entity."""
    return f"""SELECT ?p ?o {{
  VALUES ?p {{ rdf:type rdfs:label skos:altLabel kg:isoCode owl:sameAs kg:mentionedIn }} {ox.NamedNode(iri)} ?p ?o
}} ORDER BY ?p ?o LIMIT 1000"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims to show; empty fields allow all. IRIs are in full."""

    claim: str = ""
    subject: str = ""
    object: str = ""
    source: str = ""
    either: str = ""
    """An entity that is subject or object."""
    document: str = ""
    predicate: str = ""
    polarity: str = ""
    modality: str = ""
    since: str = ""
    until: str = ""
    office: bool | None = None
    """Only offices, or all but them."""

    def pattern(self) -> str:
        """As a pattern for ?claim."""
        lines = ["?claim a kg:Claim ."]
        if self.claim:
            lines.insert(0, f"VALUES ?claim {{ {ox.NamedNode(self.claim)} }}")
        for role in ("subject", "object", "source", "predicate", "polarity", "modality"):
            if value := getattr(self, role):
                lines.append(f"?claim kg:{role} {ox.NamedNode(value)} .")
        if self.either:
            node = ox.NamedNode(self.either)
            lines.append(f"{{ ?claim kg:subject {node} }} UNION {{ ?claim kg:object {node} }}")
        if self.document:
            lines.append(f"?claim kg:evidence/kg:inDocument {ox.NamedNode(self.document)} .")
        if self.office is not None:
            lines.append(f"{'' if self.office else 'MINUS'} {{ ?claim kg:predicate kg:holdsPositionIn }}")
        if self.since or self.until:
            lines.append("?claim kg:evidence/kg:inDocument ?paper . OPTIONAL { ?claim kg:time ?at }")
            lines.append(
                "OPTIONAL { ?paper dcterms:issued ?issued } BIND(STR(COALESCE(?at, ?issued)) AS ?when)"
            )
            if self.since:
                lines.append(f"FILTER(?when >= {ox.Literal(self.since)})")
            if self.until:
                lines.append(f"FILTER(SUBSTR(?when, 1, {len(self.until)}) <= {ox.Literal(self.until)})")
        return "\n  ".join(lines)


def claims(which: Filter, offset: int = 0, most: int = PAGE) -> str:
    """Claims with all that a line about them says, the most confident first; one more than `most`."""
    return f"""SELECT ?claim (SAMPLE(?s) AS ?subject) (MIN(?sl) AS ?subjectName) (SAMPLE(?p) AS ?predicate)
  (SAMPLE(?o) AS ?object) (MIN(?ol) AS ?objectName) (SAMPLE(?pol) AS ?polarity) (SAMPLE(?mod) AS ?modality)
  (SAMPLE(?src) AS ?source) (MIN(?srcl) AS ?sourceName) (MAX(?conf) AS ?confidence) (SAMPLE(?ti) AS ?title)
  (SAMPLE(?tt) AS ?timeText) (SAMPLE(?tv) AS ?time) (SAMPLE(?en) AS ?ended) (SAMPLE(?pc) AS ?plover)
  (SAMPLE(?mb) AS ?madeBy) {{
  {{ SELECT DISTINCT ?claim ?rank {{
  {which.pattern()}
  OPTIONAL {{ ?claim kg:confidence ?rank }}
  }} ORDER BY DESC(?rank) ?claim LIMIT {most + 1} OFFSET {offset} }}
  ?claim kg:subject ?s ; kg:predicate ?p ; kg:object ?o ; kg:polarity ?pol ; kg:modality ?mod .
  OPTIONAL {{ ?s rdfs:label ?sl }} OPTIONAL {{ ?o rdfs:label ?ol }}
  OPTIONAL {{ ?claim kg:source ?src OPTIONAL {{ ?src rdfs:label ?srcl }} }}
  OPTIONAL {{ ?claim kg:confidence ?conf }} OPTIONAL {{ ?claim kg:title ?ti }} OPTIONAL {{ ?claim kg:ended ?en }}
  OPTIONAL {{ ?claim kg:timeText ?tt }} OPTIONAL {{ ?claim kg:time ?tv }} OPTIONAL {{ ?claim kg:ploverCategory ?pc }}
  OPTIONAL {{ ?claim kg:madeBy ?mb }}
}} GROUP BY ?claim ORDER BY DESC(?confidence) ?claim"""


def evidence(claims: Iterable[str]) -> str:
    """The evidence of claims, with the documents that it is in."""
    values = " ".join(str(ox.NamedNode(claim)) for claim in claims)
    return f"""SELECT ?claim ?document ?begin ?end ?words (SAMPLE(?t) AS ?title) (SAMPLE(?p) AS ?publisher)
  (SAMPLE(?i) AS ?issued) {{
  VALUES ?claim {{ {values} }} ?claim kg:evidence ?e .
  ?e kg:inDocument ?document ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words .
  {_TITLE} OPTIONAL {{ ?document dcterms:publisher ?p }} OPTIONAL {{ ?document dcterms:issued ?i }}
}} GROUP BY ?claim ?document ?begin ?end ?words ORDER BY ?claim ?document ?begin LIMIT 2000"""


def titles(iris: Iterable[str]) -> str:
    """What documents are called."""
    values = " ".join(str(ox.NamedNode(iri)) for iri in iris)
    return f"SELECT ?document (SAMPLE(?t) AS ?title) {{ VALUES ?document {{ {values} }} {_TITLE} }} GROUP BY ?document"


def document(iri: str) -> str:
    """What is known of a document itself, its text too."""
    return f"""SELECT ?p ?o {{ VALUES ?p {{ dcterms:title dcterms:issued dcterms:publisher dcterms:source
  dcterms:creator dcterms:identifier nif:isString }} {ox.NamedNode(iri)} ?p ?o }}"""


def mentions(iri: str) -> str:
    """Where a document mentions which entity."""
    return f"""SELECT DISTINCT ?begin ?end ?entity {{ ?m kg:inDocument {ox.NamedNode(iri)} ; itsrdf:taIdentRef ?entity ;
  nif:beginIndex ?begin ; nif:endIndex ?end }} ORDER BY ?begin LIMIT 20000"""


EXAMPLES: dict[str, tuple[str, str]] = {
    "rejected": (
        "Whose proposals were rejected, by whom, and where does it say so?",
        """SELECT ?who ?whose ?saidBy ?quote ?document WHERE {
  ?claim kg:predicate kg:rejectedProposalOf ;
         kg:polarity kg:affirmed ;
         kg:subject/rdfs:label ?who ;
         kg:object/rdfs:label ?whose ;
         kg:evidence ?evidence .
  ?evidence nif:anchorOf ?quote ; kg:inDocument ?document .
  OPTIONAL { ?claim kg:source/rdfs:label ?saidBy }
}
LIMIT 100""",
    ),
    "denied": (
        "What is denied?",
        """SELECT ?subject ?predicate ?object ?saidBy WHERE {
  ?claim kg:polarity kg:denied ;
         kg:subject/rdfs:label ?subject ;
         kg:predicate ?predicate ;
         kg:object/rdfs:label ?object .
  OPTIONAL { ?claim kg:source/rdfs:label ?saidBy }
}
LIMIT 100""",
    ),
    "offices": (
        "Who holds which office, and who held it?",
        """SELECT ?person ?office ?body ?ended WHERE {
  ?claim kg:predicate kg:holdsPositionIn ;
         kg:subject/rdfs:label ?person ;
         kg:object/rdfs:label ?body .
  OPTIONAL { ?claim kg:title ?office }
  OPTIONAL { ?claim kg:ended ?ended }
}
ORDER BY ?body ?person
LIMIT 100""",
    ),
    "graph": (
        "Which entities are related without doubt? (a graph)",
        """CONSTRUCT { ?s ?p ?o } WHERE {
  ?claim kg:subject ?s ; kg:predicate ?p ; kg:object ?o .
  ?s ?p ?o .
}
LIMIT 200""",
    ),
    "sources": (
        "Who is quoted most?",
        """SELECT ?source (COUNT(?claim) AS ?claims) WHERE {
  ?claim kg:source/rdfs:label ?source
}
GROUP BY ?source
ORDER BY DESC(?claims)
LIMIT 20""",
    ),
}
"""Name of each example, what it asks, and how."""
