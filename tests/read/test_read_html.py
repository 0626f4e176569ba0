"""The article of a page, and nothing else of it."""

from __future__ import annotations

import collections
import datetime as dt
import re

import pytest

from kg.read import Failure, Form, Item, Options, parse, read
from kg.read.html import decoded, fragment_text
from kg.records import Document

from . import news_pages as news

SENTENCE = (
    "<p>The minister of trade said on Monday that the government would not accept the offer at all.</p>"
)


def _words(text: str) -> collections.Counter[str]:
    return collections.Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("page", news.pages(), ids=lambda page: page.name)
def test_a_page_keeps_its_article_and_loses_its_chrome(page, tmp_path):
    file = tmp_path / f"{page.name}.html"
    file.write_text(page.html, encoding="utf-8")
    (document,) = read([str(file)])
    assert isinstance(document, Document)
    wanted, got = _words(" ".join(news.PARAGRAPHS)), _words(document.text)
    kept = sum((wanted & got).values()) / sum(wanted.values())
    assert kept >= 0.95
    assert [phrase for phrase in news.CHROME if phrase in document.text] == []
    assert sum((got - wanted - _words(news.TITLE)).values()) <= 5
    publication = document.publication
    assert (publication.title, publication.issued) == (news.TITLE, dt.date.fromisoformat(news.DATE))
    assert publication.authors == (news.AUTHOR,)
    assert publication.publisher


def test_a_date_in_the_text_is_no_date_of_publication():
    article = f"<article><p>OSLO, May 3, 2021.</p>{SENTENCE * 8}</article>"
    page = f"<html><head><title>x</title></head><body>{article}</body></html>"
    document = parse(Item("x.html", Form.HTML, page.encode()), Options())
    assert isinstance(document, Document)
    assert document.issued is None
    assert parse(
        Item("x.html", Form.HTML, page.encode()), Options(date=dt.date(2020, 1, 2))
    ).issued == dt.date(2020, 1, 2)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "there is no article"),
        ("<html></html>", "there is no article"),
        ("<html>\x00\x01</html>", "NUL"),
        ("<html><script>" + "x" * 100_000, "there is no article"),
        ("<html><body>" + "<div>" * 90_000 + SENTENCE, "there is no article"),
        ("<html><body>" + "<a href=x>y</a>" * 60_000, "too many tags"),
        ("<html><body " + " ".join(f"a{n}=1" for n in range(6000)) + ">" + SENTENCE, "attributes"),
        ("<html><body>" + " " * 10_000_000, "too big"),
    ],
    ids=["empty", "bare", "nul", "script", "deep", "tags", "attributes", "big"],
)
def test_hostile_pages_are_refused_in_one_line(html, reason):
    outcome = parse(Item("bad.html", Form.HTML, html.encode()), Options())
    assert isinstance(outcome, Failure)
    assert reason in outcome.reason
    assert "\n" not in str(outcome)


def test_broken_html_still_gives_its_article():
    page = f"<html><body><article><p>{SENTENCE * 6}<table><tr><td><p><<<<>></b></i></article><div"
    document = parse(Item("broken.html", Form.HTML, page.encode()), Options())
    assert isinstance(document, Document)
    assert document.text.count("minister of trade") >= 1


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("<p>Łódź</p>".encode(), None, "<p>Łódź</p>"),
        ("\ufeff<p>Łódź</p>".encode(), "iso-8859-1", "<p>Łódź</p>"),
        ("<p>Łódź</p>".encode("iso-8859-2"), "ISO-8859-2", "<p>Łódź</p>"),
        (
            "<meta charset='windows-1250'><p>Łódź</p>".encode("cp1250"),
            None,
            "<meta charset='windows-1250'><p>Łódź</p>",
        ),
        ("<p>“no”</p>".encode("cp1252"), None, "<p>“no”</p>"),
        ("<p>“no”</p>".encode("cp1252"), "latin-1", "<p>“no”</p>"),
        ("<p>é</p>".encode(), "no-such-charset", "<p>é</p>"),
        ("<p>é</p>".encode("utf-16"), None, "<p>é</p>"),
    ],
)
def test_the_encoding_is_found_as_browsers_do(data, charset, text):
    assert decoded(data, charset) == text


def test_fragments_lose_their_tags_and_keep_their_paragraphs():
    assert fragment_text("A &amp; B <b>said</b> no.") == "A & B said no."
    assert fragment_text("<p>One.</p><p>Two,<br>three</p><script>x()</script>") == "One.\n\nTwo,\n\nthree"
    assert fragment_text("  ") == ""
