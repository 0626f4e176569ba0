"""Templates to HTML; everything from texts is escaped."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.serve.pages import wording
from kg.serve.problems import Problem
from kg.serve.service import Service


class Renderer:
    """Fills in templates."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.globals |= {
            "types": wording.TYPES,
            "predicate_name": wording.predicate_name,
            "local_name": wording.local_name,
            "web_link": wording.web_link,
        }

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from a template."""

        def here(**changes: object) -> str:
            """This page with other parameters; empty ones are left out."""
            parameters = {**request.query_params, **changes}
            return "?" + urlencode({k: v for k, v in parameters.items() if v not in ("", None)})

        html = self._environment.get_template(template).render(
            path=request.url.path, parameters=request.query_params, here=here, **values
        )
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        return HTMLResponse(html, status, headers)

    def problem(self, request: Request, problem: Problem) -> HTMLResponse:
        """A page that says what went wrong."""
        title = HTTPStatus(problem.status).phrase
        response = self.page(request, "problem.html", problem.status, title=title, detail=problem.detail)
        response.headers.update(problem.headers)
        return response
