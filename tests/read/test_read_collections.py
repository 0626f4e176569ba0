"""Many texts in one file: rows, WARC records, entries of feeds."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.read import Failure, Options, read
from kg.read.dates import date_of
from kg.records import Document

ENGLISH = "The minister said on Tuesday that the government had turned down the offer of its neighbour."
FRENCH = "Le ministre a déclaré mardi que le gouvernement avait rejeté l'offre du pays voisin."


def _read(path, **options):
    outcomes = list(read([str(path)], Options(**options)))
    documents = [outcome for outcome in outcomes if isinstance(outcome, Document)]
    return documents, [outcome for outcome in outcomes if isinstance(outcome, Failure)]


def test_json_lines_line_by_line(tmp_path):
    file = tmp_path / "news.jsonl"
    rows = [
        {"text": ENGLISH, "title": "No deal", "date": "2024-03-01T10:00:00Z", "url": "https://a.example/1",
         "source": {"name": "Post"}, "authors": ["A. B.", {"name": "C. D."}]},
        "just a string",
        {"title": "no text"},
        {"text": 7},
        {"text": ""},
        {"text": FRENCH},
        {"text": "half \ud800 of it"},
        {"body": ENGLISH + " Twice."},
    ]  # fmt: skip
    lines = [json.dumps(row).encode() for row in rows]
    lines[2:2] = [b"{not json", b"", b'{"text": "\xff"}', b"[" * 100_000]
    file.write_bytes(b"\n".join(lines))
    documents, failures = _read(file)
    assert [document.text for document in documents] == [ENGLISH, ENGLISH + " Twice."]
    first = documents[0].publication
    assert (first.title, first.issued, first.url) == ("No deal", dt.date(2024, 3, 1), "https://a.example/1")
    assert (first.publisher, first.authors, first.path) == ("Post", ("A. B.", "C. D."), str(file))
    found = {int(failure.name.rpartition(":")[2]): (failure.reason, failure.skipped) for failure in failures}
    assert set(found) == {2, 3, 5, 6, 7, 8, 9, 10, 11}
    assert "not a JSON object but a string" in found[2][0]
    assert "not valid JSON" in found[3][0]
    assert "not valid UTF-8" in found[5][0]
    assert "nested too deeply" in found[6][0] or "not valid JSON" in found[6][0]
    assert "no column for the text; the columns are 'title'" in found[7][0]
    assert "holds a number" in found[8][0]
    assert "empty" in found[9][0]
    assert found[10] == ("the text is not in English but in French", True)
    assert "surrogate" in found[11][0]


def test_a_line_beyond_the_limit_is_one_failure(tmp_path):
    file = tmp_path / "news.jsonl"
    with file.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(20):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n' + json.dumps({"text": ENGLISH}).encode())
    documents, failures = _read(file)
    assert len(documents) == 1
    assert [failure.name for failure in failures] == [f"{file}:1"]


@pytest.mark.parametrize(
    "content",
    [{"text": ENGLISH}, [{"text": ENGLISH}], {"status": "ok", "articles": [{"content": ENGLISH}]}],
    ids=["object", "list", "list-in-object"],
)
def test_json_files(tmp_path, content):
    file = tmp_path / "news.json"
    file.write_text(json.dumps(content))
    (document,), failures = _read(file)
    assert document.text == ENGLISH
    assert failures == []


@pytest.mark.parametrize("content", ["{", "7", "[1, 2]", '{"doc": 1}', '[{"doc": 1}]', "[]", "[" * 99999])
def test_json_files_without_texts(tmp_path, content):
    file = tmp_path / "labels.json"
    file.write_text(content)
    documents, (failure,) = _read(file)
    assert documents == []
    assert failure.name == str(file)
    assert not failure.skipped
    _, (failure,) = _read(tmp_path)
    assert failure.skipped == (content not in ("{", "[" * 99999))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_named_columns(tmp_path, delimiter):
    file = tmp_path / "news.csv"
    quoted = f'"{ENGLISH}\r\nAnd ""no"" again."'
    rows = [("id", "Story", "Day"), ("1", quoted, "2024-03-01"), ("2", "", "x"), ("3",)]
    file.write_bytes("\ufeff".encode() + "\r\n".join(delimiter.join(row) for row in rows).encode())
    documents, failures = _read(file, columns={"text": "story", "date": "day"})
    assert [document.text for document in documents] == [f'{ENGLISH}\r\nAnd "no" again.']
    assert documents[0].issued == dt.date(2024, 3, 1)
    assert [failure.name for failure in failures] == [f"{file}:2", f"{file}:3"]


def test_csv_that_is_none(tmp_path):
    file = tmp_path / "news.csv"
    for content, reason in (
        (b"title,day\na,b\n", "no column for the text; the columns are 'title', 'day'"),
        (b"\n", "empty"),
        (b'text\n"' + b"x" * 17_000_000, "broken"),
    ):
        file.write_bytes(content)
        documents, (failure,) = _read(file)
        assert documents == []
        assert reason in failure.reason
    file.write_bytes(f"text\n{ENGLISH}\nThe \xff minister said.\n".encode("latin-1"))
    documents, failures = _read(file)
    assert len(documents) == 1
    assert ["UTF-8" in failure.reason for failure in failures] == [True]


def _warc(pages, *, packed=True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, body, kind, status in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=headers)
        )
    return out.getvalue()


def _page(number: int) -> bytes:
    text = "".join(f"<p>{ENGLISH} This is part {part} of story {number}.</p>" for part in range(6))
    return f"<html><head><title>Story {number}</title></head><body><article>{text}</article></body></html>".encode()


PAGES = [
    *(
        (f"https://a.example/{number}", _page(number), "text/html; charset=utf-8", "200 OK")
        for number in range(4)
    ),
    ("https://a.example/robots.txt", b"User-agent: *", "application/octet-stream", "200 OK"),
    ("https://a.example/gone", b"<html>gone</html>", "text/html", "404 Not Found"),
    ("https://a.example/empty", b"", "text/html", "200 OK"),
    (
        "https://a.example/fr",
        f"<html><body><p>{FRENCH * 4}</p></body></html>".encode(),
        "text/html",
        "200 OK",
    ),
]


@pytest.mark.parametrize("packed", [True, False])
def test_warc(tmp_path, packed):
    file = tmp_path / f"news.warc{'.gz' if packed else ''}"
    file.write_bytes(_warc(PAGES, packed=packed))
    documents, failures = _read(file)
    assert [document.publication.url for document in documents] == [
        f"https://a.example/{n}" for n in range(4)
    ]
    assert [document.title for document in documents] == [f"Story {n}" for n in range(4)]
    assert documents[0].issued is None  # the day of the crawl is no date of publication
    assert [(failure.name.rpartition("/")[2], failure.skipped) for failure in failures] == [
        ("empty", False),
        ("fr", True),
    ]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_warc_cut_off_in_mid_record(tmp_path, packed, share):
    whole = _warc(PAGES[:4], packed=packed)
    file = tmp_path / f"cut.warc{'.gz' if packed else ''}"
    file.write_bytes(whole[: int(len(whole) * share)])
    documents, failures = _read(file)
    assert len(documents) == int(4 * share)
    assert [document.text.count("part 5") for document in documents] == [1] * len(documents)
    assert len(failures) == 1
    assert str(file) in failures[0].name
    assert "cut off" in failures[0].reason or "broken" in failures[0].reason


def test_no_warc_at_all(tmp_path):
    file = tmp_path / "no.warc.gz"
    for content in (b"", b"nonsense", gzip.compress(b"nonsense"), b"\x1f\x8bnonsense"):
        file.write_bytes(content)
        documents, (failure,) = _read(file)
        assert documents == []
        assert failure.name == str(file)


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Post &amp; Herald</title><item><title>No &lt;b&gt;deal&lt;/b&gt;</title><link>https://a.example/1</link>
<pubDate>Fri, 01 Mar 2024 23:30:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{ENGLISH}</p><p>{ENGLISH} Again.</p>]]></content:encoded></item>
<item><title>Only a link</title><link>https://a.example/2</link></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry>
<title>No deal</title><link href="https://a.example/3"/><updated>2024-03-02T01:00:00Z</updated>
<author><name>A. B.</name></author><summary>{ENGLISH}</summary></entry></feed>"""


def test_feeds(tmp_path):
    rss, atom = tmp_path / "a.rss", tmp_path / "b.xml"
    rss.write_text(RSS)
    atom.write_text(ATOM)
    (document,), (failure,) = _read(rss)
    assert document.text == f"{ENGLISH}\n\n{ENGLISH} Again."
    publication = document.publication
    assert (publication.title, publication.publisher) == ("No deal", "Post & Herald")
    assert (publication.url, publication.issued) == ("https://a.example/1", dt.date(2024, 3, 1))
    assert (failure.skipped, "only a link" in failure.reason) == (True, True)
    (document,), failures = _read(atom)
    assert (document.text, document.publication.authors, failures) == (ENGLISH, ("A. B.",), [])


def test_feeds_that_are_none(tmp_path):
    file = tmp_path / "x.xml"
    for content in (b"<html>", b"<?xml version='1.0'?><a/>", b"\x00\x01", b"<rss><channel></channel></rss>"):
        file.write_bytes(content)
        documents, (failure,) = _read(file)
        assert documents == []
        assert failure.name == str(file)


def test_entities_of_xml_do_not_explode_nor_read_files(tmp_path):
    file = tmp_path / "bomb.xml"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        f"<rss version='2.0'><channel><title>t</title><item><title>x</title><description>{ENGLISH} &file; &l8;"
        "</description></item></channel></rss>"
    )
    documents, _ = _read(file)
    assert all(len(document.text) < 1000 for document in documents)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-01T23:59:59-08:00", "2024-03-01"),
        ("20240301", "2024-03-01"),
        ("2024/03/01 10:00", "2024-03-01"),
        ("Fri, 01 Mar 2024 10:00:00 GMT", "2024-03-01"),
        (1709251200, "2024-03-01"),
        ("1709251200000", "2024-03-01"),
        ("03/04/2024", None),
        ("2024-13-01", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        (1e300, None),
    ],
)
def test_dates_are_read_or_left_out(value, date):
    assert date_of(value) == (dt.date.fromisoformat(date) if date else None)
