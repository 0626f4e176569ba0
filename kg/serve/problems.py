"""Errors of the HTTP interface: a status and one line that says what is wrong and what to do (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Problem(Exception):
    """A request that is not answered as asked."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}

    def response(self) -> Response:
        """As application/problem+json."""
        content = {"status": self.status, "title": HTTPStatus(self.status).phrase, "detail": self.detail}
        return JSONResponse(content, self.status, self.headers, media_type="application/problem+json")


async def answer_problem(request: Request, error: Exception) -> Response:
    """Starlette's handler of problems and of its own errors, such as an unknown path or method."""
    if isinstance(error, HTTPException):
        error = Problem(error.status_code, error.detail, dict(error.headers or {}))
    assert isinstance(error, Problem)
    return error.response()
