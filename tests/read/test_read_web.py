"""The web: what is fetched, what is refused; against a server of our own on this machine."""

from __future__ import annotations

import gzip
import http.server
import ipaddress
import threading
import time

import pytest

from kg.errors import ReadError
from kg.read import Failure, Limits, Options, read
from kg.read.addresses import checked_address, is_public
from kg.read.fetch import Fetcher
from kg.records import Document

from . import news_pages as news

ENGLISH = "The minister said on Tuesday that the government had turned down the offer of its neighbour."
LOCAL = Options(private=True, limits=Limits(download=200_000))


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves `routes` of its server: a path to status, headers and body, or to a function of the handler."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        route = self.server.routes.get(self.path, (404, {}, b""))
        if callable(route):
            route(self)
            return
        status, headers, body = route
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.routes, server.asked = {}, []
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _get(url, options=LOCAL, **how):
    with Fetcher(options, pause=0, seconds=3) as fetcher:
        return fetcher.get(url, **how)


def test_a_page(site):
    page = news.pages()[0]
    site.routes["/story"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page.html.encode())
    (document,) = read([f"{site.url}/story"], LOCAL)
    assert isinstance(document, Document)
    assert news.PARAGRAPHS[3] in document.text
    assert document.publication.url == f"{site.url}/story"
    assert site.asked[0][1]["Host"] == site.url.removeprefix("http://")


def test_a_feed_and_the_pages_it_links_to(site):
    page = news.pages()[1]
    entries = "".join(f"<item><title>{n}</title><link>{site.url}/{n}</link></item>" for n in range(3))
    feed = f"<rss version='2.0'><channel><title>Post</title>{entries}</channel></rss>"
    site.routes["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
    site.routes["/0"] = (200, {"Content-Type": "text/html"}, page.html.encode())
    site.routes["/1"] = (500, {}, b"")
    site.routes["/robots.txt"] = (200, {}, b"User-agent: kg\nDisallow: /2\n")
    document, *failures = read([f"{site.url}/feed"], LOCAL)
    assert document.publication.publisher == "Post"
    assert [(failure.name, failure.reason) for failure in failures] == [
        (f"{site.url}/1", "the server answers with status 500"),
        (f"{site.url}/2", "its robots.txt doesn't allow us to fetch it"),
    ]


def test_rows_behind_a_url_packed(site):
    body = gzip.compress(f"text,title\n{ENGLISH},One\n".encode())
    site.routes["/rows.csv.gz"] = (200, {"Content-Type": "application/gzip"}, body)
    (document,) = read([f"{site.url}/rows.csv.gz"], LOCAL)
    assert (document.text, document.title) == (ENGLISH, "One")


def test_addresses_that_are_not_public_are_refused(site):
    (failure,) = read([f"{site.url}/story"])
    assert isinstance(failure, Failure)
    assert "not public" in failure.reason
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_which_addresses_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_which_addresses_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://user:secret@8.8.8.8/", "ftp://8.8.8.8/", "file:///etc/passwd", "http:///x",
        "http://no-such-host.invalid/", "http://[::1", "gopher://8.8.8.8", "http://8.8.8.8:999999/", "http://a..b/",
    ],
)  # fmt: skip
def test_spellings_of_what_is_refused(url):
    with pytest.raises(ReadError) as caught:
        checked_address(url, private=False)
    assert "\n" not in str(caught.value)


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch):
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda *_, **__: [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.7", 80))],
    )
    with pytest.raises(ReadError, match=r"10\.0\.0\.7"):
        checked_address("http://rebinding.example/", private=False)


def test_redirects_are_checked_again(site, monkeypatch):
    real = checked_address
    monkeypatch.setattr(
        "kg.read.fetch.checked_address",
        lambda url, *, private: real(
            url, private=":" + str(site.server_port) in url and "/inside" not in url
        ),
    )
    site.routes["/out"] = (302, {"Location": "/inside"}, b"")
    site.routes["/inside"] = (200, {}, b"secret")
    with pytest.raises(ReadError, match="not public"):
        _get(f"{site.url}/out")
    assert [path for path, _ in site.asked if path == "/inside"] == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/x", "http://169.254.169.254/latest"]
)
def test_redirects_out_of_the_web(site, target):
    site.routes["/x"] = (302, {"Location": target}, b"")
    with pytest.raises(ReadError):
        _get(f"{site.url}/x", Options(private=not target.startswith("http:")), robots=False)


def test_redirects_without_end(site):
    site.routes["/a"] = (301, {"Location": "/b"}, b"")
    site.routes["/b"] = (301, {"Location": "/a"}, b"")
    with pytest.raises(ReadError, match="in a circle"):
        _get(f"{site.url}/a")

    def onwards(handler):
        handler.send_response(302)
        handler.send_header("Location", handler.path + "x")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.routes.update({"/on" + "x" * n: onwards for n in range(30)})
    with pytest.raises(ReadError, match="more than 10 times"):
        _get(f"{site.url}/on")


def _endless(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        for _ in range(100_000):
            handler.wfile.write(b"x" * 10_000)
            handler.server.sent += 10_000
    except OSError:
        pass


def _dripping(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        pass


def test_giant_answers_are_cut_short(site):
    site.sent = 0
    site.routes["/endless"] = _endless
    site.routes["/announced"] = (200, {"Content-Length": "1000000000"}, b"")
    site.routes["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 50_000_000))
    for path in ("/endless", "/announced", "/bomb"):
        with pytest.raises(ReadError, match="too big"):
            _get(site.url + path)
    assert site.sent < 100_000_000


def test_slow_answers_are_given_up(site):
    site.routes["/slow"] = _dripping
    with pytest.raises(ReadError, match="too long"):
        _get(f"{site.url}/slow", robots=False)


def test_unchanged_answers_and_when_to_come_back(site):
    def route(handler):
        handler.send_response(304 if handler.headers["If-None-Match"] == '"1"' else 200)
        handler.send_header("ETag", '"1"')
        handler.send_header("Retry-After", "120")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.routes["/feed"] = route
    first = _get(f"{site.url}/feed")
    assert (first.status, first.etag, first.retry_after) == (200, '"1"', 120.0)
    assert _get(f"{site.url}/feed", etag=first.etag).status == 304


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ((404, {}, b""), True),
        ((200, {}, b"User-agent: *\nDisallow: /private\n"), True),
        ((200, {}, b"User-agent: *\nDisallow: /\n"), False),
        ((200, {}, b"User-agent: *\nDisallow: /\n\nUser-agent: kg\nAllow: /\n"), True),
        ((503, {}, b""), False),
        ((302, {"Location": "/robots.txt"}, b""), True),
        ((200, {}, b"\xff\xfe\x00nonsense"), True),
    ],
    ids=["none", "elsewhere", "all", "us", "down", "circle", "garbage"],
)
def test_robots(site, robots, allowed):
    site.routes["/robots.txt"] = robots
    site.routes["/x"] = (200, {}, b"x")
    if allowed:
        assert _get(f"{site.url}/x").body == b"x"
    else:
        with pytest.raises(ReadError, match=r"robots\.txt"):
            _get(f"{site.url}/x")


def test_pauses_between_requests_to_a_host(site):
    site.routes["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.4\n")
    with Fetcher(LOCAL, pause=0) as fetcher:
        started = time.monotonic()
        for _ in range(3):
            fetcher.get(f"{site.url}/x")
    assert time.monotonic() - started >= 0.8


def test_a_server_that_is_not_there():
    (failure,) = read(["http://127.0.0.1:9/"], LOCAL)
    assert "can't be fetched" in failure.reason
