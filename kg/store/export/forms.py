"""Which forms there are, and how a file comes to be whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.export.jsonld import json_ld
from kg.store.export.plain import n_quads, n_triples, rdf_12
from kg.store.export.rdfxml import rdf_xml
from kg.store.export.report import report
from kg.store.export.tables import write_tables
from kg.store.export.turtle import trig, turtle
from kg.store.snapshot import Snapshot

FORMS = {
    "ttl": "Turtle, grouped, with prefixes: the union of all graphs",
    "trig": "TriG: the named graphs",
    "nt": "N-Triples: the union",
    "nq": "N-Quads: the named graphs",
    "rdfxml": "RDF/XML: the union",
    "jsonld": "JSON-LD with a compact context: the union",
    "rdf12": "Turtle of RDF 1.2, where each claim reifies its triple: the union",
    "csv": "nodes.csv and edges.csv in a folder",
    "html": "a report in one file",
}
"""Name and one line about each."""


def export(snapshot: Snapshot, form: str, target: Path | IO[bytes]) -> None:
    """Writes what a snapshot holds.

    Args:
        form: one of `FORMS`.
        target: a file, or for csv a folder, which appears only when it is complete; or an open binary stream.

    Raises:
        StoreError: the form can't hold what the store has, csv has no folder, or the disk is full.
    """
    if form not in FORMS:
        raise StoreError(f"there is no format {form!r}; take one of {', '.join(FORMS)}")
    if form == "csv":
        if not isinstance(target, Path):
            raise StoreError("csv needs a folder for its two files; name one with -o")
        with _whole_folder(target) as folder:
            write_tables(snapshot.store, folder)
    elif isinstance(target, Path):
        with _whole_file(target) as file:
            _write(snapshot, form, file)
    else:
        _write(snapshot, form, target)


def _write(snapshot: Snapshot, form: str, output: IO[bytes]) -> None:
    store, base = snapshot.store, snapshot.base
    match form:
        case "ttl":
            _text(turtle(store, base), output)
        case "trig":
            _text(trig(store, base, _graphs(store)), output)
        case "nt":
            n_triples(store, output)
        case "nq":
            n_quads(store, output, _graphs(store))
        case "rdfxml":
            _text(rdf_xml(store), output)
        case "jsonld":
            _text(json_ld(store), output)
        case "rdf12":
            rdf_12(store, output)
        case _:
            _text(report(store), output)


def _text(pieces: Iterable[str], output: IO[bytes]) -> None:
    for piece in pieces:
        output.write(piece.encode())


def _graphs(store: ox.Store) -> list[ox.NamedNode]:
    graphs = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    return sorted(graphs, key=lambda graph: graph.value)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes its name when all is written; what had the name before stays till then."""
    try:
        handle, new = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise StoreError(f"can't write {path}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(new).chmod(0o666 & ~_umask())
        Path(new).replace(path)
    except OSError as error:
        Path(new).unlink(missing_ok=True)
        raise StoreError(f"can't write {path}: {error.strerror or error}") from error
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _whole_folder(path: Path) -> Iterator[Path]:
    """A folder whose files appear together; files of other names in it stay."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new.", dir=path))
    except OSError as error:
        raise StoreError(f"can't write to {path}: {error.strerror}") from error
    try:
        yield new
        for file in new.iterdir():
            file.replace(path / file.name)
    except OSError as error:
        raise StoreError(f"can't write to {path}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
