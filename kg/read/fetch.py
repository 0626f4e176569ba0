"""Answers from the web: to a limit of bytes and seconds, redirects checked, robots.txt and pauses respected."""

from __future__ import annotations

import email.utils
import time
import zlib
from dataclasses import dataclass
from importlib import metadata
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from protego import Protego

from kg.errors import ReadError
from kg.read.addresses import checked_address
from kg.read.options import Options

AGENT = "kg"
_REDIRECTS = 10
_SECONDS = 60.0
"""For one answer, all redirects included."""
_TIMEOUT = httpx.Timeout(20.0)
_PAUSE = 1.0
"""Seconds between two requests to one host, where its robots.txt doesn't ask for more."""
_LONGEST_PAUSE = 30.0
_ROBOTS_LIVE = 24 * 3600.0
_ROBOTS_LIMIT = 500_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    url: str
    """After redirects."""
    status: int
    body: bytes
    kind: str = ""
    """Media type, lower case, without parameters."""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: float | None = None
    """Seconds after which to ask again, if the server said."""


@dataclass(slots=True)
class _Host:
    robots: Protego | None
    """None: it can't be had, so nothing is fetched."""
    until: float
    last: float = 0.0


class Fetcher:
    """Fetches pages; keeps connections, and what robots.txt says, between requests.

    Proxies in the environment are not used: they would undo the check of addresses.
    """

    def __init__(self, options: Options, *, pause: float = _PAUSE, seconds: float = _SECONDS) -> None:
        self._options = options
        self._pause = pause
        self._seconds = seconds
        self._hosts: dict[str, _Host] = {}
        self._client = httpx.Client(
            timeout=_TIMEOUT,
            trust_env=False,
            follow_redirects=False,
            headers={
                "User-Agent": f"{AGENT}/{metadata.version('kg')} (news reader; reads robots.txt as {AGENT!r})",
                "Accept-Encoding": "gzip",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(
        self, url: str, *, etag: str | None = None, modified: str | None = None, robots: bool = True
    ) -> Answer:
        """The answer to a GET, after redirects; a status of 304 where nothing has changed since `etag` or `modified`.

        Args:
            robots: keep to the host's robots.txt and pause between requests to it.

        Raises:
            ReadError: refused address, robots.txt, too many redirects, too slow, too big, no connection.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        deadline = time.monotonic() + self._seconds
        seen: set[str] = set()
        while True:
            if url in seen:
                raise ReadError(f"redirects in a circle, back to {url}")
            if len(seen) > _REDIRECTS:
                raise ReadError(f"redirects more than {_REDIRECTS} times")
            seen.add(url)
            if robots:
                checked_address(url, private=self._options.private)  # a refusal is said of the page itself
                self._keep_to_robots(url)
            answer, target = self._once(
                url,
                {name: value for name, value in headers.items() if value},
                deadline,
                self._options.limits.download,
            )
            if target is None:
                return answer
            url = urljoin(url, target)

    def _once(
        self, url: str, headers: dict[str, str], deadline: float, limit: int
    ) -> tuple[Answer, str | None]:
        """One request; the target where the answer is a redirect."""
        address = checked_address(url, private=self._options.private)
        parts = urlsplit(url)
        host = f"[{address}]" if address.version == 6 else str(address)
        direct = urlunsplit(
            parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host, fragment="")
        )
        named = parts.netloc.rpartition("@")[2]
        try:
            with self._client.stream(
                "GET",
                direct,
                headers={**headers, "Host": named},
                extensions={"sni_hostname": parts.hostname or ""},
            ) as response:
                if response.has_redirect_location:
                    return Answer(url, response.status_code, b""), response.headers["location"]
                body = self._body(response, deadline, limit)
                return _answer(url, response, body), None
        except httpx.TimeoutException:
            raise ReadError("the server takes too long to answer") from None
        except httpx.InvalidURL as error:
            raise ReadError(f"not a valid URL: {error}") from None
        except (httpx.HTTPError, zlib.error) as error:
            raise ReadError(
                f"can't be fetched: {' '.join(str(error).split()) or type(error).__name__}"
            ) from None

    @staticmethod
    def _body(response: httpx.Response, deadline: float, limit: int) -> bytes:
        said = response.headers.get("content-length", "")
        if said.isdigit() and int(said) > limit:
            raise ReadError(f"too big: the server announces {int(said):,} bytes, and the limit is {limit:,}")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit:
                raise ReadError(f"too big: more than {limit:,} bytes")
            if time.monotonic() > deadline:
                raise ReadError("the server takes too long to send its answer")
        return bytes(body)

    def _keep_to_robots(self, url: str) -> None:
        """Waits as long as the host wants between requests.

        Raises:
            ReadError: its robots.txt doesn't allow this page, or can't be had.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        host = self._hosts.get(origin)
        if host is None or time.monotonic() > host.until:
            host = self._hosts[origin] = _Host(self._robots(origin), time.monotonic() + _ROBOTS_LIVE)
        if host.robots is None:
            host.until = time.monotonic() + 600
            raise ReadError(f"{origin}/robots.txt can't be had, so nothing is fetched there for now")
        if not host.robots.can_fetch(url, AGENT):
            raise ReadError("its robots.txt doesn't allow us to fetch it")
        pause = max(self._pause, float(host.robots.crawl_delay(AGENT) or 0))
        time.sleep(max(0.0, min(pause, _LONGEST_PAUSE) - (time.monotonic() - host.last)))
        host.last = time.monotonic()

    def _robots(self, origin: str) -> Protego | None:
        """The rules of a host: all is allowed where there are none, nothing where the server fails (RFC 9309)."""
        url = f"{origin}/robots.txt"
        deadline = time.monotonic() + self._seconds
        try:
            for _ in range(5):
                answer, target = self._once(url, {}, deadline, _ROBOTS_LIMIT)
                if target is None:
                    break
                url = urljoin(url, target)
            else:
                return Protego.parse("")
        except ReadError as error:
            if str(error).startswith("too big"):
                return Protego.parse("")
            return None
        if answer.status >= 500 or answer.status == 429:
            return None
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        return Protego.parse(text)


def _answer(url: str, response: httpx.Response, body: bytes) -> Answer:
    return Answer(
        url,
        response.status_code,
        body,
        response.headers.get("content-type", "").partition(";")[0].strip().lower(),
        response.charset_encoding,
        response.headers.get("etag"),
        response.headers.get("last-modified"),
        _seconds_of(response.headers.get("retry-after")),
    )


def _seconds_of(retry_after: str | None) -> float | None:
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
