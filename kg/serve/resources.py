"""Dereferencing: the IRIs of entities, claims and documents answer under this server, as RDF or as pages."""

from __future__ import annotations

from urllib.parse import urlsplit

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.serve import negotiate
from kg.serve.problems import Problem
from kg.serve.service import Service
from kg.serve.wire import Content

KINDS = ("entity", "claim", "document")

_DESCRIPTION = """CONSTRUCT { ?s ?p ?o } WHERE {
  { BIND(IRI AS ?s) ?s ?p ?o }
  UNION { IRI kg:evidence ?s . ?s ?p ?o }
  UNION { VALUES ?role { kg:subject kg:object kg:source } ?s ?role IRI ; a kg:Claim ; ?p ?o }
  UNION { ?s kg:inDocument IRI ; ?p ?o }
}"""
"""All about a resource: its own triples, a claim's evidence, the claims of an entity, the spans of a document."""


def prefixes_of(service: Service) -> tuple[str, ...]:
    """Paths under which resources answer: the root, and the path of the store's base."""
    path = urlsplit(service.snapshots.base).path.rstrip("/")
    return ("", path) if path else ("",)


def iri_of(service: Service, request: Request) -> str:
    """The IRI of the resource that a request's URL stands for.

    Raises:
        Problem: no IRI can be made of it.
    """
    path = request.scope["raw_path"].partition(b"?")[0].decode("ascii", "replace")
    for prefix in reversed(prefixes_of(service)):
        rest = path.removeprefix(f"{prefix}/")
        if rest != path and rest.startswith(KINDS):
            try:
                return ox.NamedNode(service.snapshots.base + rest).value
            except ValueError as error:
                raise Problem(404, "there is no such thing here") from error
    raise Problem(404, "there is no such thing here")


def path_of(service: Service, iri: str) -> str | None:
    """The path under which a resource of this store answers; None for other IRIs."""
    rest = iri.removeprefix(service.snapshots.base)
    return f"/{rest}" if rest != iri and rest.startswith(tuple(f"{kind}/" for kind in KINDS)) else None


def wants_page(request: Request) -> bool:
    """Whether the client would rather have HTML than RDF."""
    return (
        negotiate.choose(request.headers.get("accept"), (*negotiate.GRAPHS, negotiate.HTML)) is negotiate.HTML
    )


async def check_exists(service: Service, iri: str) -> None:
    """Makes sure that the store knows something of an IRI.

    Raises:
        Problem: it does not.
    """
    if not await service.select(f"SELECT ?p {{ {ox.NamedNode(iri)} ?p ?o }} LIMIT 1"):
        raise Problem(404, f"nothing is known of {iri}")


async def describe_resource(service: Service, request: Request) -> Response:
    """All about a resource, as RDF.

    Raises:
        Problem: it is unknown, or can't be sent in an acceptable format.
    """
    iri = iri_of(service, request)
    await check_exists(service, iri)
    text = _DESCRIPTION.replace("IRI", str(ox.NamedNode(iri)))
    job: Content = {"op": "query", "text": text, "base": None, "default_graphs": [], "named_graphs": []}
    response = await service.answer(request, job, cacheable=text)
    response.headers["Link"] = f'<{iri}>; rel="canonical"'
    return response
