"""`kg explain`: where a claim comes from, down to the words and the parse that it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pyoxigraph as ox
from spacy import displacy
from spacy.tokens import Doc, Span

import kg.annotate
import kg.schema
from kg.cli.wording import sentence
from kg.errors import QueryError
from kg.records import Modality, Polarity
from kg.store import Snapshot, rows, run_query

_HASH = re.compile(r"[a-z2-7]+")
_CLAIM = """
SELECT ?subject ?predicate ?label ?object ?polarity ?modality ?source
       ?plover ?madeBy ?confidence ?time ?title ?ended WHERE {
  <CLAIM> kg:subject/rdfs:label ?subject ; kg:predicate ?predicate ; kg:object/rdfs:label ?object ;
          kg:polarity ?polarity ; kg:modality ?modality .
  OPTIONAL { ?predicate rdfs:label ?label }
  OPTIONAL { <CLAIM> kg:source/rdfs:label ?source }
  OPTIONAL { <CLAIM> kg:ploverCategory ?plover }
  OPTIONAL { <CLAIM> kg:madeBy ?madeBy }
  OPTIONAL { <CLAIM> kg:confidence ?confidence }
  OPTIONAL { <CLAIM> kg:timeText ?time }
  OPTIONAL { <CLAIM> kg:title ?title }
  OPTIONAL { <CLAIM> kg:ended ?ended }
} LIMIT 1
"""
_EVIDENCE = """
SELECT ?document ?begin ?end ?text ?name ?publisher ?issued ?url WHERE {
  <CLAIM> kg:evidence ?place .
  ?place kg:inDocument ?document ; nif:beginIndex ?begin ; nif:endIndex ?end .
  ?document nif:isString ?text .
  OPTIONAL { ?document dcterms:title ?name }
  OPTIONAL { ?document dcterms:publisher ?publisher }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?document dcterms:source ?url }
} ORDER BY ?document ?begin
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One evidence of a claim."""

    document: str
    begin: int
    end: int
    text: str
    about: str
    """Title, publisher, date and address, as far as known."""


@click.command(no_args_is_help=True)
@click.argument("claim", metavar="CLAIM")
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the parses as drawings to this file instead of printing them.",
)
@click.option("-q", "--quiet", is_flag=True, help="No parse: only claim, sentences and sources.")
def explain(claim: str, store: Path, html: Path | None, quiet: bool) -> None:
    """Show why the store holds a claim: sentence, evidence, frame or model, parse, and sources.

    CLAIM is the IRI of a claim or its last part, as `kg claims` and the pages of `kg serve` show it.
    """
    with Snapshot.latest(store) as snapshot:
        iri = _iri(claim, snapshot.base)
        said = _said(snapshot.store, iri)
        places = _places(snapshot.store, iri)
    click.echo(said)
    parses = [] if quiet or not places else _parses(places)
    for number, place in enumerate(places):
        click.echo(f"\n{place.document}" + (f" ({place.about})" if place.about else ""))
        click.echo(f"  {place.begin}-{place.end}: {_marked(place)}")
        if parses and html is None:
            click.echo("\n" + "\n".join(_drawn(parses[number], place)))
    if html is not None:
        html.write_text(_page(said, places, parses or _parses(places)), encoding="utf-8")
        click.echo(f"\nparses drawn in {html}")


def _iri(claim: str, base: str) -> str:
    if _HASH.fullmatch(claim):
        return f"{base}claim/{claim}"
    if re.search(r"[\s<>\"{}|\\^`]", claim) or ":" not in claim:
        raise QueryError(f"{claim!r} is no claim; give its IRI or the last part of it")
    return claim


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else ""


def _solutions(store: ox.Store, query: str, iri: str) -> list[ox.QuerySolution]:
    result = run_query(store, query.replace("<CLAIM>", f"<{iri}>"))
    assert isinstance(result, ox.QuerySolutions)
    return list(rows(result))


def _said(store: ox.Store, iri: str) -> str:
    """The claim in words, with what made it."""
    found = _solutions(store, _CLAIM, iri)
    if not found:
        raise QueryError(f"the store has no claim {iri}; `kg claims` lists those that it has")
    row = found[0]
    name = re.split(r"[/#]", _value(row["predicate"]))[-1]
    line = sentence(
        subject=_value(row["subject"]),
        predicate=_value(row["label"]) or name,
        object=_value(row["object"]),
        polarity=Polarity(re.split(r"[/#]", _value(row["polarity"]))[-1]),
        modality=Modality(re.split(r"[/#]", _value(row["modality"]))[-1]),
        source=_value(row["source"]) or None,
        title=_value(row["title"]) or None,
        time=_value(row["time"]) or None,
        ended=_value(row["ended"]) == "true",
    )
    made, sure = _value(row["madeBy"]), _value(row["confidence"])
    lines = [line, f"claim: {iri}"]
    if category := _value(row["plover"]):
        lines.append(f"PLOVER category: {category}")
    if made:
        lines.append(f"made by: {made}" + _frame(made))
    if sure:
        lines.append(f"confidence: {float(sure):.2f}")
    return "\n".join(lines)


def _frame(made_by: str) -> str:
    """What the ontology's frame of that name asks for, if it is still there."""
    name = made_by.removeprefix("frame:")
    for frame in kg.schema.load().frames:
        if frame.name == name:
            words = ", ".join(frame.triggers[:6]) + (" ..." if len(frame.triggers) > 6 else "")
            return f" ({frame.kind} {words}; who: {', '.join(frame.who)}; whom: {', '.join(frame.whom)})"
    return ""


def _places(store: ox.Store, iri: str) -> list[Place]:
    places: dict[tuple[str, int, int], Place] = {}
    for row in _solutions(store, _EVIDENCE, iri):
        document, begin, end = _value(row["document"]), int(_value(row["begin"])), int(_value(row["end"]))
        about = ", ".join(filter(None, (_value(row[key]) for key in ("name", "publisher", "issued", "url"))))
        places.setdefault((document, begin, end), Place(document, begin, end, _value(row["text"]), about))
    return list(places.values())


def _marked(place: Place) -> str:
    """The lines around the evidence in one, the evidence between brackets."""
    text = place.text
    first = max(text.rfind("\n", 0, place.begin) + 1, place.begin - 200)
    last = text.find("\n", place.end)
    last = min(len(text) if last < 0 else last, place.end + 200)
    marked = f"{text[first : place.begin]}[{text[place.begin : place.end]}]{text[place.end : last]}"
    return " ".join(marked.split())


def _parses(places: Sequence[Place]) -> list[Span]:
    """The parsed sentence of each evidence; each text is annotated once."""
    nlp = kg.annotate.load()
    docs: dict[str, Doc] = {}
    found = []
    for place in places:
        if place.document not in docs:
            docs[place.document] = nlp(place.text)
        doc = docs[place.document]
        inside = [token.i for token in doc if token.idx < place.end and token.idx + len(token) > place.begin]
        found.append(doc[inside[0] : inside[-1] + 1].sent)
    return found


def _drawn(sent: Span, place: Place) -> list[str]:
    """The parse as text: each word with its tag, relation and head; words of the evidence are starred."""
    lines = []
    for token in sent:
        if token.is_space:
            continue
        star = "*" if token.idx < place.end and token.idx + len(token) > place.begin else " "
        lines.append(f"  {star} {token.text:<20} {token.tag_:<5} {token.dep_:<14} {token.head.text}")
    return lines


def _page(said: str, places: Sequence[Place], parses: Sequence[Span]) -> str:
    """displaCy's drawings of all parses, in one page."""
    drawings = [
        displacy.render(sent, style="dep", page=False, options={"compact": True, "distance": 90})
        for sent in parses
    ]
    title = said.splitlines()[0]
    parts = [
        f"<section><h2>{_escaped(place.document)}</h2><p>{_escaped(_marked(place))}</p>{drawing}</section>"
        for place, drawing in zip(places, drawings, strict=True)
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{_escaped(title)}</title></head>'
        f"<body><h1>{_escaped(title)}</h1><pre>{_escaped(said)}</pre>{''.join(parts)}</body></html>\n"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
