"""Reading HTTP requests strictly: parameters, bodies, who asks, and what the token allows."""

from __future__ import annotations

import asyncio
import hmac
import re
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.serve.problems import Problem

FIELDS = 1000
"""Parameters of one request."""

_HOST = re.compile(r"[A-Za-z0-9.-]{1,255}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


class Parameters:
    """The parameters of a query string or a form, in order, with repetitions."""

    def __init__(self, encoded: bytes) -> None:
        try:
            text = encoded.decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
        except UnicodeDecodeError as error:
            raise Problem(400, "the parameters are not valid UTF-8, percent-encoded") from error
        except ValueError as error:
            raise Problem(400, f"more than {FIELDS} parameters") from error
        self._pairs = pairs

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self._pairs)

    def all(self, name: str) -> list[str]:
        """All values of a name."""
        return [value for key, value in self._pairs if key == name]

    def one(self, name: str) -> str | None:
        """The value of a name that may be given once.

        Raises:
            Problem: it is given more than once.
        """
        values = self.all(name)
        if len(values) > 1:
            raise Problem(400, f"{name} is given {len(values)} times; give it once")
        return values[0] if values else None

    def __add__(self, other: Parameters) -> Parameters:
        both = Parameters(b"")
        both._pairs = self._pairs + other._pairs
        return both


def query_parameters(request: Request) -> Parameters:
    """The parameters in the URL."""
    return Parameters(request.scope["query_string"])


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """The whole body.

    Raises:
        Problem: it is larger than `most` bytes, or not there within `seconds`.
    """
    declared = request.headers.get("content-length", "0")
    pieces, size = [], 0
    try:
        if declared.isdigit() and int(declared) > most:
            raise Problem(413, f"the body is larger than {most} bytes", {"Connection": "close"})
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise Problem(413, f"the body is larger than {most} bytes", {"Connection": "close"})
                pieces.append(piece)
    except TimeoutError as error:
        raise Problem(
            408, f"the body did not arrive within {seconds:g} seconds", {"Connection": "close"}
        ) from error
    except ClientDisconnect as error:
        raise Problem(400, "the body ended too early") from error
    return b"".join(pieces)


def text_of(body: bytes) -> str:
    """A body of SPARQL as text.

    Raises:
        Problem: it is not UTF-8.
    """
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, "the body is not valid UTF-8") from error


def media_type(request: Request) -> str:
    """The media type of the body, lower case, without parameters; empty if none is given.

    Raises:
        Problem: its charset is not UTF-8.
    """
    name, _, parameters = request.headers.get("content-type", "").partition(";")
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset" and value.strip(" \"'").lower() not in ("utf-8", "utf8"):
            raise Problem(415, "send SPARQL and forms in UTF-8")
    return name.strip().lower()


def client_of(request: Request) -> str:
    """Who asks, for limits and the access log: the address."""
    return request.client.host if request.client else "unknown"


def absolute_url(request: Request) -> str:
    """The URL of the request without its query, for use as an IRI.

    Raises:
        Problem: its Host header is none.
    """
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise Problem(400, "the Host header is missing or malformed")
    path = request.scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace")
    return f"{request.scope['scheme']}://{host}{path}"


def require_token(request: Request, token: str | None) -> None:
    """Lets only those through who send the server's token, as `Authorization: Bearer ...`.

    Raises:
        Problem: writing is off, or the token is missing or another.
    """
    if token is None:
        raise Problem(
            403, "this endpoint is read-only; start it with KG_TOKEN in its environment to allow writing"
        )
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    if scheme.lower() != "bearer" or not same:
        raise Problem(
            401, "writing needs the server's token: Authorization: Bearer ...", {"WWW-Authenticate": "Bearer"}
        )
