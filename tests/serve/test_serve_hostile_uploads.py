"""Uploads that mean harm: refused or taken, the server alive, nothing read or fetched for them."""

from __future__ import annotations

import pytest

from .conftest import Server

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(12))
    + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://s"><e:p>&m;</e:p></rdf:Description></rdf:RDF>'
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "IRI">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://s"><e:p>&a;</e:p></rdf:Description></rdf:RDF>'
)


def test_billion_laughs(writable: Server) -> None:
    assert writable.put("application/rdf+xml", LAUGHS.encode()).status_code in (400, 500, 504, 507)
    assert writable.is_well()


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://127.0.0.1:PORT/x"])
def test_external_entities_are_not_read(writable: Server, trap: tuple[int, list[str]], iri: str) -> None:
    port, calls = trap
    answer = writable.put(
        "application/rdf+xml", EXTERNAL.replace("IRI", iri.replace("PORT", str(port))).encode()
    )
    assert answer.status_code == 400
    assert not calls


def test_remote_contexts_are_not_fetched(writable: Server, trap: tuple[int, list[str]]) -> None:
    port, calls = trap
    body = f'{{"@context": "http://127.0.0.1:{port}/c", "@id": "http://s", "name": "x"}}'
    assert writable.put("application/ld+json", body.encode()).status_code == 400
    assert not calls


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/ld+json", b"[" * 50_000 + b"]" * 50_000),
        ("application/ld+json", b'{"@id":"http://s","http://p":' * 20_000 + b"1" + b"}" * 20_000),
        ("text/turtle", b"<http://s> <http://p> " + b"(" * 10_000 + b")" * 10_000 + b" ."),
        (
            "text/turtle",
            b"<http://s> <http://p> " + b"[ <http://p> " * 10_000 + b"1" + b"]" * 10_000 + b" .",
        ),
        ("text/turtle", b'<http://s> <http://p> "\xff" .'),
        ("application/trig", b"<http://g> { <http://s> <http://p> 1 }"),
        ("text/html", b"<p>"),
    ],
)
def test_hostile_uploads(writable: Server, kind: str, body: bytes) -> None:
    assert writable.put(kind, body).status_code in (201, 204, 400, 415, 500, 504, 507)
    assert writable.is_well()
