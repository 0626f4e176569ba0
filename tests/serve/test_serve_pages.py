"""The pages as HTML: what they show, that they escape, and that every claim leads to its sentence."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import httpx
import pytest

from . import sample
from .conftest import Server

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def _page(server: Server, path: str, status: int = 200, **query: str) -> str:
    with server.client() as client:
        answer = client.get(path, params=query or None, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def _links(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', html)]


def _entity(server: Server, name: str) -> str:
    found = [link for link in _links(_page(server, "/search", q=name)) if link.startswith("/entity/")]
    return found[0]


def test_overview(server: Server) -> None:
    html = _page(server, "/")
    assert "Ada Quill" in html
    assert "rejected a proposal of" in html
    assert "Port Elm talks end" in html


def test_search(server: Server) -> None:
    assert "Harbour Union" in _page(server, "/search", q="harb UNI")
    assert "Harbour Union" not in _page(server, "/search", q="harbour", type="Person")
    assert "Nothing is called so" in _page(server, "/search", q="zzz'\"\\")
    _page(server, "/search", status=400, type="Nonsense")


def test_entity(server: Server) -> None:
    html = _page(server, _entity(server, "Quill"))
    for words in (
        "Offices",
        "foreign minister",
        "What it did",
        "rejected a proposal of",
        "What it says",
        "denied",
    ):
        assert words in html
    html = _page(server, _entity(server, "Otto"))
    assert "What was done to it" in html
    assert "former" in html


@pytest.mark.parametrize("start", ["/graph", "/entity", "/claim", "/document/first"])
def test_every_claim_leads_to_its_sentence(server: Server, start: str) -> None:
    if start == "/entity":
        start = _entity(server, "Quill")
    elif start == "/claim":
        start = next(link for link in _links(_page(server, "/graph")) if link.startswith("/claim/"))
    html = _page(server, start)
    places = [link for link in _links(html) if "?at=" in link]
    assert places
    for place in places:
        parts = urlsplit(place)
        target = _page(server, f"{parts.path}?{parts.query}")
        assert f'id="{parts.fragment}"' in target
        hit = "".join(re.findall(r'<mark class="hit">(.*?)</mark>', target))
        assert re.sub(r"<[^>]*>", "", hit).strip()


def test_who_did_what_is_filtered(server: Server) -> None:
    def claims(**query: str) -> int:
        return _page(server, "/graph", **query).count('<li class="claim">')

    assert claims() >= 8
    assert claims(polarity="denied") == 1
    assert claims(predicate="rejectedProposalOf") == 2
    assert claims(source="Harbour Union") == 2
    assert claims(either="Borland") == 3
    assert claims(since="2027") == 1
    assert claims(until="2026-03") < claims()
    assert claims(modality="possible", polarity="affirmed") == 1
    assert "No claim is like that" in _page(server, "/graph", since="2040")
    _page(server, "/graph", status=400, since="yesterday")
    _page(server, "/graph", status=404, either="nobody at all")
    _page(server, "/graph", status=400, predicate="a:> } DROP ALL")


def test_document(server: Server) -> None:
    html = _page(server, "/document/first")
    assert "The Elm Courier" in html
    assert '<a class="mention" href="/entity/' in html
    text = re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)
    assert text
    assert unescape(re.sub(r"<[^>]*>", "", text[1])) == sample.FIRST
    _page(server, "/document/none", status=404)


def test_asking(server: Server) -> None:
    html = _page(server, "/query", query="SELECT ?who { ?who a kg:Person }")
    assert "2 rows" in html or re.search(r"\d+ rows", html)
    assert "/entity/ada-quill" in html
    assert "Yes" in _page(server, "/query", query="ASK {}")
    graph = _page(server, "/query", query="CONSTRUCT WHERE { ?s kg:metWith ?o }")
    assert "data-elements" in graph
    assert "malformed" in _page(server, "/query", status=400, query="SELECT")
    for name in ("rejected", "denied", "offices", "graph", "sources"):
        text = unescape(
            re.search(r"<textarea[^>]*>(.*?)</textarea>", _page(server, "/query", example=name), re.S)[1]
        )  # type: ignore[index]
        assert "<td>" in _page(server, "/query", query=text)


def test_downloads(server: Server) -> None:
    with server.client() as client:
        for name, query in (
            ("csv", "SELECT * { ?s a kg:Person }"),
            ("ttl", "CONSTRUCT WHERE { ?s a kg:Person }"),
        ):
            answer = client.get("/query/download", params={"as": name, "query": query})
            assert answer.status_code == 200
            assert f'filename="result.{name}"' in answer.headers["content-disposition"]
        assert client.get("/query/download", params={"as": "exe", "query": "ASK {}"}).status_code == 400


def test_what_texts_say_is_escaped(server: Server) -> None:
    pages = [
        "/", "/documents", "/search?q=Evil", "/graph", "/document/%3Cb%3E%22x%22", _entity(server, "Evil"),
        _entity(server, "onerror"), "/query?query=SELECT * { ?s rdfs:label ?o }",
        f"/search?q={sample.HOSTILE}", f"/query?query={sample.HOSTILE}", f"/graph?either={sample.HOSTILE}",
        f"/entity/{sample.HOSTILE}",
    ]  # fmt: skip
    pages += [link for link in _links(_page(server, "/graph?either=Evil")) if link.startswith("/claim/")]
    with server.client() as client:
        for path in pages:
            answer = client.get(path, headers=HTML)
            html = answer.text
            assert answer.status_code < 500
            assert "<script>" not in html
            assert "<img src=x" not in html
            assert not re.search(r'(href|src|action)="\s*javascript:', html, re.I)
            assert " onerror=alert" not in re.sub(r">[^<]*<", "><", re.sub(r'"[^"]*"', '""', html))


def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(server: Server) -> None:
    for path in ("/", "/graph", "/query", "/document/first"):
        html = _page(server, path)
        assert not re.search(r'<(script|link|img)[^>]+(src|href)="(https?:)?//', html)
        assert not re.search(r"<script(?![^>]*src=)", html)
        assert not re.search(r'\s(style|on\w+)="', html)
        for asset in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
            with server.client() as client:
                assert client.get(asset).status_code == 200
    with server.client() as client:
        assert client.get("/static/../../app.py").status_code == 404
        assert client.get("/static/%2e%2e/routes.py").status_code == 404


def test_iris_serve_people_pages_and_programs_data(server: Server) -> None:
    path = _entity(server, "Quill")
    with server.client() as client:
        assert client.get(path).headers["content-type"].startswith("text/turtle")
        assert client.get(path, headers=HTML).headers["content-type"].startswith("text/html")
        assert client.get(path, headers=HTML).headers["vary"] == "Accept"


def test_a_page_of_problems_has_the_status(server: Server) -> None:
    with server.client() as client:
        answer: httpx.Response = client.get("/entity/nobody", headers=HTML)
    assert answer.status_code == 404
    assert "nothing is known" in answer.text
