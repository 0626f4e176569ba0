"""The ASGI application: routes, security headers, CORS, access log, health and metrics."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve import metrics
from kg.serve.graphs import GraphStoreEndpoint
from kg.serve.problems import Problem, answer_problem
from kg.serve.resources import KINDS, describe_resource, prefixes_of, wants_page
from kg.serve.service import Service
from kg.serve.sparql import SparqlEndpoint

access = logging.getLogger("kg.access")
log = logging.getLogger("kg.serve")

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
"""On every answer; pages load nothing from elsewhere and run no inline script or style."""

METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"


def create_app(service: Service) -> Starlette:
    """The application of a service; it starts and stops the service's processes with itself."""
    sparql, graphs = SparqlEndpoint(service), GraphStoreEndpoint(service)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await service.start()
        for line in service.missing:
            log.warning("not enforced on this system: %s", line)
        try:
            yield
        finally:
            await service.stop()

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        if not service.pool.is_ready:
            raise Problem(503, "no worker is ready", {"Retry-After": "1"})
        snapshot = service.snapshots.refresh()
        return JSONResponse({"status": "ready", "snapshot": snapshot.number})

    async def measure(request: Request) -> Response:
        return Response(service.metrics.text(), headers={"Content-Type": metrics.CONTENT_TYPE})

    routes: list[BaseRoute] = [
        Route("/health", health),
        Route("/ready", ready),
        Route("/metrics", measure),
        *(Route(path, sparql.get, methods=["GET"]) for path in ("/sparql", "/sparql/")),
        *(Route(path, sparql.post, methods=["POST"]) for path in ("/sparql", "/sparql/")),
        *(Route(path, graphs.read, methods=["GET"]) for path in ("/gsp", "/gsp/{name:path}")),
        *(
            Route(path, graphs.write, methods=["PUT", "POST", "DELETE"])
            for path in ("/gsp", "/gsp/{name:path}")
        ),
    ]
    routes += _resource_routes(service)
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={Problem: answer_problem, HTTPException: answer_problem},
    )
    app.state.has_pages = has_pages()
    app.add_middleware(Outermost, service=service)
    return app


def has_pages() -> bool:
    """Whether the extra that the pages need is installed."""
    return importlib.util.find_spec("jinja2") is not None


def _resource_routes(service: Service) -> list[BaseRoute]:
    """Entities, claims and documents, as RDF or, where there are pages, as pages; and the pages."""
    routes: list[BaseRoute] = []
    views: dict[str, Callable[[Request], Awaitable[Response]]] = {}
    if has_pages():
        from kg.serve.pages import labels, page_routes

        routes, views = page_routes(service)

        threading.Thread(target=labels, daemon=True).start()  # read ahead, beside the event loop

    def resource(kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            if kind in views and wants_page(request):
                return await views[kind](request)
            return await describe_resource(service, request)

        return answer

    for prefix in prefixes_of(service):
        routes += [Route(f"{prefix}/{kind}/{{id:path}}", resource(kind)) for kind in KINDS]
    return routes


class Outermost:
    """Adds headers to every answer, answers preflight requests, counts and logs."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service
        self._headers = [(k.lower().encode(), v.encode()) for k, v in SECURITY.items()]
        cors = service.settings.cors
        self._cors = (
            [
                (b"access-control-allow-origin", cors.encode()),
                (b"access-control-expose-headers", b"ETag, Location, Retry-After"),
            ]
            if cors
            else []
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status, size = time.perf_counter(), 500, 0

        async def send_more(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                extra = [pair for pair in self._headers if pair[0] not in present]
                message = {**message, "headers": [*message["headers"], *extra, *self._cors]}
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            if scope["method"] == "OPTIONS":
                await self._preflight()(scope, receive, send_more)
            else:
                await self._app(scope, receive, send_more)
        finally:
            seconds = time.perf_counter() - begin
            route = scope.get("route")
            self._service.metrics.request(getattr(route, "path", "other"), scope["method"], status, size)
            client = scope["client"][0] if scope.get("client") else "-"
            path = scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "backslashreplace")
            access.info(
                "%s %s %s %d %d %.0fms", client, scope["method"], path[:200], status, size, seconds * 1000
            )

    def _preflight(self) -> Response:
        headers = {"Allow": METHODS}
        if self._cors:
            headers |= {
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
                "Access-Control-Max-Age": "86400",
            }
        return Response(status_code=204, headers=headers)
