"""The page with the SPARQL editor: examples, results as a table or a drawing, downloads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.serve import negotiate
from kg.serve.pages.questions import EXAMPLES
from kg.serve.pages.rendering import Renderer
from kg.serve.pages.wording import local_name, web_link
from kg.serve.problems import Problem
from kg.serve.requests import client_of
from kg.serve.resources import path_of
from kg.serve.service import Row, Service
from kg.serve.wire import Content

SHOWN = 500
"""Rows of a result that the page shows; downloads have all."""

READ = 4 << 20
"""Bytes of a result that the page takes in."""

DOWNLOADS = {
    format.suffix: format
    for format in (
        *negotiate.SOLUTIONS,
        negotiate.TURTLE,
        negotiate.N_TRIPLES,
        negotiate.JSON_LD,
        negotiate.RDF_XML,
    )
}


NAMES = {
    "srj": "JSON", "srx": "XML", "csv": "CSV", "tsv": "TSV", "ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a result."""

    text: str
    href: str | None = None
    note: str = ""
    """Language or datatype."""


@dataclass(frozen=True, slots=True)
class Table:
    """A result to be shown."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell | None]]
    is_cut: bool
    elements: str
    """What can be drawn, as JSON; empty if nothing can."""
    is_graph: bool
    boolean: bool | None = None


class Asking:
    """The page of one service."""

    def __init__(self, service: Service, render: Renderer) -> None:
        self._service = service
        self._render = render

    async def show(self, request: Request) -> Response:
        """The editor, with the result of the query in the URL, if there is one."""
        text = request.query_params.get("query", "")
        example = request.query_params.get("example", "")
        if not text and example in EXAMPLES:
            text = EXAMPLES[example][1]
        table, problem, status = None, "", 200
        if "query" in request.query_params and text.strip():
            try:
                table = await self._run(request, text)
            except Problem as found:
                problem, status = found.detail, found.status
        formats = negotiate.GRAPHS[:4] if table and table.is_graph else negotiate.SOLUTIONS
        return self._render.page(
            request, "query.html", status, query=text or EXAMPLES["rejected"][1], examples=EXAMPLES, table=table,
            problem=problem, formats=[(f.suffix, NAMES[f.suffix], f.media_type) for f in formats], shown=SHOWN,
        )  # fmt: skip

    async def download(self, request: Request) -> Response:
        """The whole result as a file.

        Raises:
            Problem: as for queries.
        """
        format = DOWNLOADS.get(request.query_params.get("as", ""))
        if format is None:
            raise Problem(400, f"as is one of {', '.join(DOWNLOADS)}")
        job = {**_job(request.query_params.get("query", "")), "accept": format.media_type}
        response = await self._service.answer(request, job)
        response.headers["Content-Disposition"] = f'attachment; filename="result.{format.suffix}"'
        return response

    async def _run(self, request: Request, text: str) -> Table:
        accept = f"{negotiate.JSON.media_type}, {negotiate.N_TRIPLES.media_type};q=0.9"
        job = {**_job(text), "accept": accept, "gzip": False, "head": False}
        with self._service.metrics.query():
            reply = await self._service.pool.run(job, client_of(request))
        pieces, size = [], 0
        try:
            async for piece in reply.pieces():
                pieces.append(piece)
                size += len(piece)
                if size > READ:
                    raise Problem(422, "the result is too large for this page; add a LIMIT, or download it")
        finally:
            reply.close()
        data = b"".join(pieces)
        return await run_in_threadpool(self._read, data, text, reply.header.get("form") == "graph")

    def _read(self, data: bytes, text: str, is_graph: bool) -> Table:
        if is_graph:
            return self._graph_table(data)
        content = json.loads(data)
        if "boolean" in content:
            return Table((), (), False, "", False, content["boolean"])
        columns = sorted(content["head"]["vars"], key=lambda name: text.find(f"?{name}") % (len(text) + 1))
        return self._table(columns, content["results"]["bindings"])

    def _table(self, columns: list[str], rows: list[Row]) -> Table:
        shown = rows[:SHOWN]
        ends = [c for c in columns if any(r.get(c, {}).get("type") == "uri" for r in shown)]
        edges = [
            (row[ends[0]]["value"], "", row[ends[1]]["value"])
            for row in shown
            if len(ends) >= 2 and all(row.get(c, {}).get("type") == "uri" for c in ends[:2])
        ]
        cells = [[self._cell(row.get(column)) for column in columns] for row in shown]
        return Table(columns, cells, len(rows) > SHOWN, self._drawing(edges), False)

    def _graph_table(self, data: bytes) -> Table:
        triples = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
        edges = [
            (t.subject.value, local_name(t.predicate.value), t.object.value)
            for t in triples
            if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
        ]
        rows = [[self._term(term) for term in (t.subject, t.predicate, t.object)] for t in triples[:SHOWN]]
        is_cut = len(triples) > SHOWN
        return Table(("subject", "predicate", "object"), rows, is_cut, self._drawing(edges[:SHOWN]), True)

    def _drawing(self, edges: Sequence[tuple[str, str, str]]) -> str:
        if not edges:
            return ""
        nodes = dict.fromkeys(node for s, _, o in edges for node in (s, o))
        elements: list[dict[str, object]] = [
            {"data": {"id": n, "label": local_name(n)[:60], "href": path_of(self._service, n) or ""}}
            for n in nodes
        ]
        for i, (s, p, o) in enumerate(edges):
            elements.append(
                {"data": {"id": f"edge{i}", "source": s, "target": o, "label": p, "href": "", "kind": ""}}
            )
        return json.dumps(elements)

    def _cell(self, value: Mapping[str, str] | None) -> Cell | None:
        if value is None:
            return None
        text = value["value"]
        if value["type"] == "uri":
            return Cell(text, path_of(self._service, text) or web_link(text))
        if not isinstance(text, str):
            return Cell(json.dumps(text))
        return Cell(text, None, value.get("xml:lang") or local_name(value.get("datatype", "")))

    def _term(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Cell:
        if isinstance(term, ox.NamedNode):
            return Cell(term.value, path_of(self._service, term.value) or web_link(term.value))
        return Cell(term.value) if isinstance(term, ox.Literal) else Cell(str(term))


def _job(text: str) -> Content:
    return {"op": "query", "text": text, "base": None, "default_graphs": [], "named_graphs": []}
