"""Pages that show what is there: overview, search, entities, claims, documents, and who did what to whom."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.pages import questions, wording
from kg.serve.pages.passages import Mark, cut
from kg.serve.pages.questions import PAGE, Filter
from kg.serve.pages.rendering import Renderer
from kg.serve.pages.wording import ClaimLine, get, local_name, thing
from kg.serve.problems import Problem
from kg.serve.requests import client_of
from kg.serve.resources import check_exists, iri_of
from kg.serve.service import Row, Service

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
DRAWN = 150
"""Claims in one drawing."""


class Browsing:
    """The pages of one service."""

    def __init__(self, service: Service, render: Renderer) -> None:
        self._service = service
        self._render = render
        self._overview: tuple[str, dict[str, Sequence[Row]]] = ("", {})

    async def overview(self, request: Request) -> Response:
        """Counts, the newest documents, the entities in most documents."""
        version = self._service.snapshots.version(self._service.snapshots.refresh())
        if self._overview[0] != version:
            rows: dict[str, Sequence[Row]] = {
                "counts": await self._ask(request, questions.COUNTS),
                "polarities": await self._ask(request, questions.POLARITIES),
                "predicates": await self._ask(request, questions.PREDICATES),
                "documents": await self._ask(request, questions.documents(0, 8)),
                "entities": await self._ask(request, questions.entities("", "", 0, 11)),
            }
            self._overview = (version, rows)
        found = self._overview[1]
        counts = {local_name(get(row, "what")): int(get(row, "n")) for row in found["counts"]}
        kinds: dict[str, int] = {}
        for row in found["polarities"]:
            denied = local_name(get(row, "polarity")) == "denied"
            name = "denied" if denied else local_name(get(row, "modality"))
            kinds[name] = kinds.get(name, 0) + int(get(row, "n"))
        return self._render.page(
            request, "overview.html", counts=counts, kinds=kinds, predicates=found["predicates"],
            documents=self._documents(found["documents"][:8]), entities=self._entities(found["entities"]),
        )  # fmt: skip

    async def search(self, request: Request) -> Response:
        """Entities by name."""
        words, type = request.query_params.get("q", "")[:200], request.query_params.get("type", "")
        if type and type not in wording.TYPES:
            raise Problem(400, f"there is no type {type[:50]!r}; there are {', '.join(wording.TYPES)}")
        offset = _offset(request)
        rows = await self._ask(request, questions.entities(words, type, offset))
        return self._render.page(
            request, "search.html", q=words, type=type, entities=self._entities(rows[:PAGE]), offset=offset,
            next=offset + PAGE if len(rows) > PAGE else None, page_size=PAGE,
        )  # fmt: skip

    async def documents(self, request: Request) -> Response:
        """All documents, the newest first."""
        offset = _offset(request)
        rows = await self._ask(request, questions.documents(offset))
        return self._render.page(
            request, "documents.html", documents=self._documents(rows[:PAGE]), offset=offset,
            next=offset + PAGE if len(rows) > PAGE else None, page_size=PAGE,
        )  # fmt: skip

    async def entity(self, request: Request) -> Response:
        """One entity: its names, offices, and the claims about it, by it and from it as source."""
        iri = iri_of(self._service, request)
        await check_exists(self._service, iri)
        known = defaultdict[str, list[str]](list)
        for row in await self._ask(request, questions.entity(iri)):
            known[local_name(get(row, "p"))].append(get(row, "o"))
        sections = []
        for title, which in (
            ("Offices", Filter(either=iri, office=True)),
            ("What it did", Filter(subject=iri, office=False)),
            ("What was done to it", Filter(object=iri, office=False)),
            ("What it says", Filter(source=iri)),
        ):
            lines, more = await self._claims(request, which)
            role = "source" if which.source else "either"
            sections.append((title, lines, f"/graph?{role}={quote(iri, safe='')}" if more else None))
        names = known["label"] or [local_name(iri)]
        others = sorted({*names[1:], *known["altLabel"]} - {names[0]})
        kinds = [local_name(type) for type in known["type"] if local_name(type) in wording.TYPES]
        documents = [thing(self._service, document) for document in known["mentionedIn"][:PAGE]]
        titles = await self._ask(request, questions.titles(document.iri for document in documents))
        called = {get(row, "document"): get(row, "title") for row in titles}
        documents = [replace(d, name=called.get(d.iri) or d.name) for d in documents]
        return self._render.page(
            request, "entity.html", iri=iri, name=names[0], others=others, kinds=kinds,
            codes=known["isoCode"], links=known["sameAs"], sections=sections, documents=documents,
        )  # fmt: skip

    async def claim(self, request: Request) -> Response:
        """One claim with all its evidence."""
        iri = iri_of(self._service, request)
        await check_exists(self._service, iri)
        rows = await self._ask(request, questions.claims(Filter(claim=iri)))
        if not rows:
            raise Problem(404, f"{iri} is no claim")
        evidence = await self._ask(request, questions.evidence([iri]))
        line = wording.claim_lines(self._service, rows[:1], evidence)[0]
        return self._render.page(request, "claim.html", claim=line)

    async def document(self, request: Request) -> Response:
        """A document's text with mentions and evidence highlighted, and its claims."""
        iri = iri_of(self._service, request)
        await check_exists(self._service, iri)
        known = defaultdict[str, list[str]](list)
        for row in await self._ask(request, questions.document(iri)):
            known[local_name(get(row, "p"))].append(get(row, "o"))
        lines, more = await self._claims(request, Filter(document=iri), most=200)
        marks = [
            Mark(
                int(get(row, "begin")),
                int(get(row, "end")),
                thing(self._service, get(row, "entity")).href or "#",
            )
            for row in await self._ask(request, questions.mentions(iri))
        ]
        for line in lines:
            for place in line.evidence:
                if place.document.iri == iri:
                    marks.append(Mark(place.begin, place.end))
        at = _SPAN.fullmatch(request.query_params.get("at", ""))
        hit = (int(at[1]), int(at[2])) if at else None
        pieces = await run_in_threadpool(cut, "".join(known["isString"][:1]), marks, hit)
        return await run_in_threadpool(
            self._render.page, request, "document.html", iri=iri, known=known, claims=lines, more=more,
            title=next(filter(None, [*known["title"], _beginning(known["isString"]), local_name(iri)])), pieces=pieces,
        )  # fmt: skip

    async def graph(self, request: Request) -> Response:
        """Who did what to whom, filtered, drawn and listed."""
        get_parameter = request.query_params.get
        fields = {
            name: get_parameter(name, "").strip()
            for name in ("predicate", "polarity", "modality", "since", "until")
        }
        for name in ("since", "until"):
            if fields[name] and not _DATE.fullmatch(fields[name]):
                raise Problem(400, f"{name} is a year, a month or a day, such as 2026, 2026-03 or 2026-03-10")
        for name in ("predicate", "polarity", "modality"):
            if fields[name] and ":" not in fields[name]:
                fields[name] = wording.KG + fields[name]
        roles = {name: await self._entity_of(request, name) for name in ("either", "source")}
        try:
            named = {name: found.iri for name, found in roles.items() if found}
            which = Filter(
                either=named.get("either", ""), source=named.get("source", ""), predicate=fields["predicate"],
                polarity=fields["polarity"], modality=fields["modality"], since=fields["since"],
                until=fields["until"],
            )  # fmt: skip
            lines, more = await self._claims(request, which, offset=_offset(request), most=DRAWN)
        except ValueError as error:
            raise Problem(400, f"a filter is no IRI: {error}") from error
        predicates = await self._ask(request, questions.PREDICATES)
        return self._render.page(
            request, "graph.html", claims=lines, elements=json.dumps(_elements(lines)), which=which,
            predicates=predicates, roles=roles, offset=_offset(request),
            next=_offset(request) + DRAWN if more else None, page_size=DRAWN,
        )  # fmt: skip

    async def _entity_of(self, request: Request, name: str) -> wording.Thing | None:
        """The entity that a parameter gives by IRI or by name."""
        value = request.query_params.get(name, "").strip()[:500]
        if not value:
            return None
        if value.startswith(self._service.snapshots.base):
            try:
                rows = await self._ask(
                    request, f"SELECT (MIN(?n) AS ?name) {{ {ox.NamedNode(value)} rdfs:label ?n }}"
                )
            except ValueError as error:
                raise Problem(400, f"{value!r} is no IRI") from error
            return thing(self._service, value, get(rows[0], "name") if rows else None)
        rows = await self._ask(request, questions.entities(value, "", 0, 1))
        if not rows:
            raise Problem(404, f"no entity is called {value[:100]!r}; look it up under Entities")
        return thing(self._service, get(rows[0], "entity"), get(rows[0], "title"))

    async def _claims(
        self, request: Request, which: Filter, offset: int = 0, most: int = PAGE
    ) -> tuple[list[ClaimLine], bool]:
        """Claims, and whether there are more."""
        rows = await self._ask(request, questions.claims(which, offset, most))
        shown = rows[:most]
        evidence = (
            await self._ask(request, questions.evidence(get(row, "claim") for row in shown)) if shown else []
        )
        return wording.claim_lines(self._service, shown, evidence), len(rows) > most

    async def _ask(self, request: Request, text: str) -> list[Row]:
        return await self._service.select(text, client_of(request))

    def _entities(self, rows: Sequence[Row]) -> list[tuple[wording.Thing, str, int]]:
        return [
            (
                thing(self._service, get(r, "entity"), get(r, "title")),
                local_name(get(r, "kind")),
                int(get(r, "n")),
            )
            for r in rows
            if "entity" in r
        ]

    def _documents(self, rows: Sequence[Row]) -> list[tuple[wording.Thing, str, str]]:
        return [
            (
                thing(self._service, get(r, "document"), get(r, "title") or None),
                get(r, "publisher"),
                get(r, "issued"),
            )
            for r in rows
            if "document" in r
        ]


def _beginning(texts: Sequence[str]) -> str:
    """How a text without a title begins."""
    words = " ".join("".join(texts[:1])[:200].split())
    return words if len(words) <= 70 else f"{words[:70].rsplit(' ', 1)[0]} …"


def _offset(request: Request) -> int:
    value = request.query_params.get("offset", "0")
    return int(value) if value.isdecimal() and len(value) < 8 else 0


def _elements(lines: Sequence[ClaimLine]) -> list[dict[str, object]]:
    """A drawing's nodes and edges."""
    nodes = {t.iri: t for line in lines for t in (line.subject, line.object)}
    drawn: list[dict[str, object]] = [
        {"data": {"id": t.iri, "label": t.name[:60], "href": t.href or ""}} for t in nodes.values()
    ]
    for line in lines:
        data = {
            "id": line.iri, "source": line.subject.iri, "target": line.object.iri, "label": line.predicate,
            "href": line.href, "kind": "denied" if line.polarity == "denied" else line.modality,
        }  # fmt: skip
        drawn.append({"data": data})
    return drawn
