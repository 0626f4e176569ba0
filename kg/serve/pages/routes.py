"""Which page is where."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.serve.pages.asking import Asking
from kg.serve.pages.browsing import Browsing
from kg.serve.pages.rendering import Renderer
from kg.serve.problems import Problem
from kg.serve.service import Service

_STATIC = Path(__file__).parent / "static"

View = Callable[[Request], Awaitable[Response]]


def page_routes(service: Service) -> tuple[list[BaseRoute], dict[str, View]]:
    """The routes of the pages, and the views of resources by kind: entity, claim, document."""
    render = Renderer(service)
    browsing, asking = Browsing(service, render), Asking(service, render)

    def page(view: View) -> View:
        async def shown(request: Request) -> Response:
            try:
                return await view(request)
            except Problem as problem:
                return render.problem(request, problem)

        return shown

    routes: list[BaseRoute] = [
        Route("/", page(browsing.overview)),
        Route("/search", page(browsing.search)),
        Route("/documents", page(browsing.documents)),
        Route("/graph", page(browsing.graph)),
        Route("/query", page(asking.show)),
        Route("/query/download", page(asking.download)),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    views = {"entity": browsing.entity, "claim": browsing.claim, "document": browsing.document}
    return routes, {kind: page(view) for kind, view in views.items()}
