"""The SPARQL 1.1 Graph Store HTTP Protocol: reading for all, writing with the token.

A graph is named in the query (`?graph=IRI`, `?default`) or directly, by a URL below the endpoint.
"""

from __future__ import annotations

import uuid

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.problems import Problem
from kg.serve.requests import absolute_url, query_parameters, read_body, require_token
from kg.serve.service import Service

_OPERATIONS = {"PUT": "put", "POST": "post", "DELETE": "delete"}


class GraphStoreEndpoint:
    """Answers at one URL and all below it."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def read(self, request: Request) -> Response:
        """A graph, by GET or HEAD.

        Raises:
            Problem: none is named, or there is none of that name.
        """
        graph = _graph(request)
        job = {"op": "graph", "graph": graph}
        return await self._service.answer(request, job, cacheable=f"graph {graph}")

    async def write(self, request: Request) -> Response:
        """PUT replaces a graph, POST adds to it, DELETE removes it.

        Raises:
            Problem: not allowed, no graph is named, or the body is not RDF.
        """
        require_token(request, self._service.settings.token)
        limits = self._service.limits
        created = None
        if (
            request.method == "POST"
            and not request.scope["query_string"]
            and not request.path_params.get("name")
        ):
            created = f"{absolute_url(request).rstrip('/')}/{uuid.uuid4()}"
        graph = created or _graph(request)
        body = await read_body(request, limits.upload, limits.body_time)
        job = {
            "op": _OPERATIONS[request.method],
            "graph": graph,
            "content_type": request.headers.get("content-type", ""),
            "base": graph or absolute_url(request),
        }
        assert self._service.writer is not None  # there is a token
        status = await self._service.writer.write(job, body)
        self._service.snapshots.refresh()
        return Response(status_code=status, headers={"Location": created} if created else None)


def _graph(request: Request) -> str | None:
    """The IRI of the graph that is meant; None for the default graph."""
    if request.path_params.get("name"):
        if request.scope["query_string"]:
            raise Problem(400, "the URL names a graph already; leave its parameters out")
        return absolute_url(request)
    parameters = query_parameters(request)
    graph = parameters.one("graph")
    if (graph is None) == ("default" not in parameters):
        raise Problem(400, "name one graph: ?graph=IRI or ?default")
    return graph
