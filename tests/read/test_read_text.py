"""Plain texts: untouched, or refused in one line."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import Failure, Form, Item, Options, document_id, items, parse, read
from kg.read.identity import document
from kg.read.plain import decode
from kg.read.sources import Source
from kg.records import Document, Publication

ENGLISH = "The minister said on Tuesday that the government had turned down the offer of its neighbour.\n"
GERMAN = "Der Minister sagte am Dienstag, die Regierung habe das Angebot des Nachbarlandes abgelehnt.\n"


def _one(path) -> Document | Failure:
    (outcome,) = read([str(path)])
    return outcome


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_text_is_untouched_to_the_character(text):
    if not text.strip():
        with pytest.raises(ReadError):
            decode(text.encode())
        return
    outcome = parse(Item("x.txt", Form.TEXT, text.encode()), Options(language=None))
    if isinstance(outcome, Document):
        assert outcome.text == text.removeprefix("\ufeff")
    else:
        assert (
            "binary" in outcome.reason
            or "not a text" in outcome.reason
            or "not valid utf-16" in outcome.reason
        )


@pytest.mark.parametrize(
    "text", [ENGLISH, "  \r\nA said so.\r\n\r\n\tB did.\x0c\n \u2028 “no” \u00a0 e\u0301\n\n"]
)
def test_line_ends_and_spaces_stay(tmp_path, text):
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    assert _one(file).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path, encoding):
    file = tmp_path / "a.txt"
    file.write_bytes(ENGLISH.encode(encoding))
    assert _one(file).text == ENGLISH


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "only white space"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG picture"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 50, "zip archive"),
        (b"The minister\x00said", "NUL"),
        (bytes(range(1, 32)) * 40, "binary"),
        (b"The Polish city of \xa3\xf3d\xbc refused.", "byte 19 is 0xa3"),
        (b"\xff\xfeT\x00h\x00e", "utf-16-le"),
        (GERMAN.encode(), "not in English but in German"),
        ("Министр отверг предложение соседней страны.".encode(), "not in English"),
        (b"a" * 4_000_001, "too big"),
        (b"word " * 300_000, "too long"),
    ],
    ids=[
        "empty",
        "blank",
        "png",
        "pdf",
        "zip",
        "nul",
        "controls",
        "latin2",
        "utf16",
        "german",
        "russian",
        "line",
        "long",
    ],
)
def test_bad_texts_are_named_and_the_rest_goes_on(tmp_path, content, reason):
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(content)
    good.write_text(ENGLISH)
    failure, document = read([str(bad), str(good)])
    assert isinstance(failure, Failure)
    assert failure.name == str(bad)
    assert reason in failure.reason
    assert "\n" not in str(failure)
    assert not failure.skipped
    assert document.text == ENGLISH


def test_a_line_of_50_megabytes_is_refused_without_being_held(tmp_path):
    file = tmp_path / "long.txt"
    with file.open("wb") as out:
        for _ in range(50):
            out.write(b"x" * 1_000_000)
    assert "too big" in _one(file).reason


def test_short_texts_are_not_guessed_at(tmp_path):
    for text in ("NATO", "Yes.", "Sund met Brenner in Oslo."):
        file = tmp_path / "short.txt"
        file.write_text(text)
        assert _one(file).text == text


def test_any_language_is_read_on_request():
    document = parse(Item("x.txt", Form.TEXT, GERMAN.encode()), Options(language=None))
    assert document.text == GERMAN


def test_gzip_is_undone_and_its_ending_ignored(tmp_path):
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress(ENGLISH.encode()))
    assert _one(file).text == ENGLISH


def test_broken_gzip_is_named(tmp_path):
    cut, broken, double = tmp_path / "cut.txt.gz", tmp_path / "broken.txt.gz", tmp_path / "double.txt.gz"
    cut.write_bytes(gzip.compress(ENGLISH.encode() * 99)[:-20])
    broken.write_bytes(b"\x1f\x8bnonsense that is no gzip")
    double.write_bytes(gzip.compress(gzip.compress(ENGLISH.encode())))
    assert "cut off" in _one(cut).reason
    assert "gzip file is broken" in _one(broken).reason
    assert "gzip inside gzip" in _one(double).reason


@pytest.mark.parametrize("ending", ["txt", "html", "json", "jsonl", "csv", "xml"])
def test_a_gzip_bomb_is_refused(tmp_path, ending):
    file = tmp_path / f"bomb.{ending}.gz"
    with gzip.open(file, "wb", 9) as out:
        for _ in range(110):
            out.write(b" " * 1_000_000)
    outcomes = list(read([str(file)]))
    assert outcomes
    assert all(isinstance(outcome, Failure) and outcome.name.startswith(str(file)) for outcome in outcomes)


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    (document,) = read(["-"])
    assert document.text == ENGLISH


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "nothing").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    paths = [tmp_path / "missing.txt", tmp_path / "nothing", tmp_path / "link.txt", tmp_path / "*.warc"]
    reasons = [outcome.reason for outcome in read([str(path) for path in paths])]
    assert reasons == [
        "no such file or folder",
        "there are no files in this folder",
        "a link that leads nowhere",
        "no file matches this pattern",
    ]


def test_folders_and_patterns_each_file_once(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden.txt").write_text("secret")
    for name in ("b.txt", "a.txt", "sub/c.md"):
        (tmp_path / name).write_text(f"{ENGLISH} {name}")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")
    (tmp_path / "query.rq").write_text("SELECT * WHERE { ?s ?p ?o }")
    (tmp_path / "labels.json").write_text('{"doc": "a", "claims": []}')
    (tmp_path / "answers.csv").write_text("person,title,body\nSund,Premier,Westmark\n")
    (tmp_path / "core.bin").write_bytes(b"\x00\x01\x02")
    outcomes = list(read([str(tmp_path), str(tmp_path / "*.txt")]))
    names = [
        each.publication.path.removeprefix(str(tmp_path)) for each in outcomes if isinstance(each, Document)
    ]
    assert names == ["/a.txt", "/b.txt", "/sub/c.md"]
    failures = {
        failure.name.rpartition("/")[2]: failure for failure in outcomes if isinstance(failure, Failure)
    }
    assert {name for name, failure in failures.items() if failure.skipped} == {
        "picture.png",
        "query.rq",
        "labels.json",
        "answers.csv",
    }
    assert "binary" in failures["core.bin"].reason


def test_the_id_comes_of_the_text_alone(tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(ENGLISH)
    other.write_text(ENGLISH)
    first, second = read([str(one), str(other)])
    assert first.id == second.id == document_id(ENGLISH)
    assert document_id(ENGLISH) != document_id(ENGLISH + " ")
    assert first.id.startswith("the-minister-said-on-tuesday-that-")


def test_publications_have_one_order():
    early = Publication(url="https://b.example/1", issued=dt.date(2024, 1, 1))
    late, undated = Publication(url="https://a.example/1", issued=dt.date(2024, 1, 2)), Publication(title="A")
    documents = {document("x", order) for order in ((early, late, undated), (undated, late, early, early))}
    assert len(documents) == 1
    assert documents.pop().issued == dt.date(2024, 1, 1)


def test_markdown_is_read_as_it_is_seen(tmp_path):
    file = tmp_path / "a.md"
    file.write_text(
        "---\ntitle: No deal\ndate: 2024-03-01\n---\n# No deal\n\nThe **minister** [said](https://x.example) that the\n"
        "offer was *not* accepted.\n\n- Oslo\n- Bergen\n\n```\ncode\n```\n"
    )
    document = _one(file)
    assert document.text == "No deal\n\nThe minister said that the\noffer was not accepted.\n\nOslo\n\nBergen"
    assert (document.title, str(document.issued)) == ("No deal", "2024-03-01")
    file.write_text(ENGLISH + "\n" + ENGLISH)
    assert _one(file).text == ENGLISH + "\n" + ENGLISH


def test_items_are_small_and_cheap(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(ENGLISH)
    (item,) = items(Source(str(file), "file"), Options())
    assert pickle.loads(pickle.dumps(item)) == item
    assert pickle.loads(pickle.dumps(Options())) == Options()
