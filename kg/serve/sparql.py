"""The SPARQL 1.1 Protocol: queries by GET and both forms of POST, updates by both forms of POST."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.description import describe_service
from kg.serve.problems import Problem
from kg.serve.requests import (
    Parameters,
    absolute_url,
    media_type,
    query_parameters,
    read_body,
    require_token,
    text_of,
)
from kg.serve.service import Service

QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"


class SparqlEndpoint:
    """Answers at one URL."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def get(self, request: Request) -> Response:
        """A query in the URL; without one, the description of the service.

        Raises:
            Problem: see `Service.answer`; or the parameters are wrong.
        """
        parameters = query_parameters(request)
        if "update" in parameters:
            raise Problem(405, "updates are sent by POST", {"Allow": "GET, HEAD, POST, OPTIONS"})
        text = parameters.one("query")
        if text is None:
            return await describe_service(self._service, request)
        return await self._query(request, text, parameters)

    async def post(self, request: Request) -> Response:
        """A query or an update, as a form or as it is.

        Raises:
            Problem: as for `get`; or the media type is wrong, or writing is not allowed.
        """
        kind = media_type(request)
        limits = self._service.limits
        parameters = query_parameters(request)
        if kind == UPDATE_TYPE:
            require_token(request, self._service.settings.token)
            body = await read_body(request, limits.upload, limits.body_time)
            if "query" in parameters or "update" in parameters:
                raise Problem(400, "the body is an update; query and update don't belong in the URL")
            return await self._update(request, text_of(body), parameters)
        if kind == QUERY_TYPE:
            text = text_of(await read_body(request, limits.body, limits.body_time))
            if "query" in parameters or "update" in parameters:
                raise Problem(400, "the body is a query; query and update don't belong in the URL")
            return await self._query(request, text, parameters)
        if kind == FORM_TYPE:
            form = Parameters(await read_body(request, limits.body, limits.body_time))
            return await self._form(request, form, parameters + form)
        await read_body(request, limits.body, limits.body_time)
        raise Problem(415, f"{kind or 'no media type'}: send {QUERY_TYPE}, {UPDATE_TYPE} or {FORM_TYPE}")

    async def _form(self, request: Request, form: Parameters, parameters: Parameters) -> Response:
        if "query" in parameters and "update" in parameters:
            raise Problem(400, "a request is one query or one update, not both")
        query, update = parameters.one("query"), form.one("update")
        if update is not None:
            require_token(request, self._service.settings.token)
            return await self._update(request, update, parameters)
        if query is None:
            raise Problem(400, "the form has neither query nor update")
        return await self._query(request, query, parameters)

    async def _query(self, request: Request, text: str, parameters: Parameters) -> Response:
        if "using-graph-uri" in parameters or "using-named-graph-uri" in parameters:
            raise Problem(400, "using-graph-uri and using-named-graph-uri are for updates")
        default, named = parameters.all("default-graph-uri"), parameters.all("named-graph-uri")
        if len(text.encode("utf-8", "replace")) > self._service.limits.body:
            raise Problem(413, f"the query is longer than {self._service.limits.body} bytes")
        job = {
            "op": "query",
            "text": text,
            "base": absolute_url(request),
            "default_graphs": default,
            "named_graphs": named,
        }
        cacheable = "\n".join([text, "", *default, "", *named]) if request.method != "POST" else None
        return await self._service.answer(request, job, cacheable=cacheable)

    async def _update(self, request: Request, text: str, parameters: Parameters) -> Response:
        if "default-graph-uri" in parameters or "named-graph-uri" in parameters:
            raise Problem(400, "default-graph-uri and named-graph-uri are for queries")
        job = {
            "op": "update",
            "base": absolute_url(request),
            "using": parameters.all("using-graph-uri"),
            "using_named": parameters.all("using-named-graph-uri"),
        }
        assert self._service.writer is not None  # there is a token
        status = await self._service.writer.write(job, text.encode())
        self._service.snapshots.refresh()
        return Response(status_code=status)
