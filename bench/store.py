"""The store with a million claims: loading, publishing, replacing, exporting; seconds, and memory at its peak.

The claims are made up, in the shape that kg writes: ten a document, with entities that documents share.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.describe import BASE
from kg.schema import KG
from kg.store import GraphStore, Load, Snapshot, export

CLAIMS_IN_A_DOCUMENT = 10
ENTITIES = 20_000
FORMS = ("nt", "nq", "ttl", "trig", "rdfxml", "jsonld", "rdf12", "csv", "html")

_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def document_lines(number: int) -> list[str]:
    """The triples of a document, in the order that kg.describe writes them."""
    document = f"<{BASE}document/{number:08d}>"
    text = (
        f"Document {number}. " + "Somebody said something about somebody else, somewhere, at some time. " * 20
    )
    lines = [
        f"{document} {_TYPE} <{KG}Document>",
        f"{document} {_TYPE} <{_NIF}Context>",
        f'{document} <{_NIF}isString> "{text}"',
        f'{document} <http://purl.org/dc/terms/title> "Title {number}"',
        f'{document} <http://purl.org/dc/terms/issued> "2024-05-{number % 28 + 1:02d}"^^<{_XSD}date>',
    ]
    for place in range(CLAIMS_IN_A_DOCUMENT):
        subject, object = ((number * 31 + place * 7 + k * 13) % ENTITIES for k in (0, 1))
        for entity in (subject, object):
            node = f"<{BASE}entity/e{entity}>"
            lines += [
                f"{node} {_TYPE} <{KG}Organization>",
                f'{node} {_LABEL} "Entity {entity}"',
                f"{node} <{KG}mentionedIn> {document}",
            ]
        claim = f"<{BASE}claim/{number:016x}{place:08x}>"
        span = f"{document[:-1]}#char={place * 70},{place * 70 + 60}>"
        lines += [
            f"{claim} {_TYPE} <{KG}Claim>",
            f"{claim} <{KG}subject> <{BASE}entity/e{subject}>",
            f"{claim} <{KG}predicate> <{KG}accused>",
            f"{claim} <{KG}object> <{BASE}entity/e{object}>",
            f"{claim} <{KG}polarity> <{KG}affirmed>",
            f"{claim} <{KG}modality> <{KG}actual>",
            f'{claim} <{KG}confidence> "0.{place + 80}"^^<{_XSD}decimal>',
            f'{claim} <{KG}madeBy> "frame:accused/accuse-v"',
            f"{claim} <{KG}evidence> {span}",
            f"{span} <{KG}inDocument> {document}",
            f'{span} <{_NIF}beginIndex> "{place * 70}"^^<{_XSD}nonNegativeInteger>',
            f'{span} <{_NIF}endIndex> "{place * 70 + 60}"^^<{_XSD}nonNegativeInteger>',
            f'{span} <{_NIF}anchorOf> "{text[place * 70 : place * 70 + 60]}"',
            f"<{BASE}entity/e{subject}> <{KG}accused> <{BASE}entity/e{object}>",
        ]
    return lines


def loads(documents: int) -> Iterator[Load]:
    """The documents as N-Quads."""
    for number in range(documents):
        graph = f"<{BASE}graph/document/{number:08d}>"
        content = "".join(f"{line} {graph} .\n" for line in dict.fromkeys(document_lines(number)))
        yield Load(f"{BASE}document/{number:08d}", content.encode(), "digest")


def kept(shard: Path) -> Iterator[Load]:
    """Documents from a file, as workers leave them: to make them up is no part of loading them."""
    with shard.open("rb") as file, contextlib.suppress(EOFError):
        while True:
            yield pickle.load(file)


def memory() -> float:
    """The most that this process has held at once, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def processor() -> float:
    """Seconds of processor time that this process has used, on all cores; what other processes do plays no part."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def build(directory: Path, documents: int) -> None:
    """Loads, publishes, and replaces a few hundred documents of the full store."""
    shard = directory.with_name("shard")
    with shard.open("wb") as file:
        for load in loads(documents):
            pickle.dump(load, file)
    with GraphStore.open(directory, create=True) as store:
        started, used = time.perf_counter(), processor()
        store.load(kept(shard))
        loading, spent = time.perf_counter() - started, processor() - used
        shard.unlink()
        claims = f"{documents * CLAIMS_IN_A_DOCUMENT:,} claims"
        print(f"loaded {claims} in {loading:.0f} s ({spent:.0f} s of processor time), {memory():.0f} MiB")
        started = time.perf_counter()
        store.publish()
        print(f"published in {time.perf_counter() - started:.2f} s")
        again = [
            (load.iri, list(ox.parse(load.quads, ox.RdfFormat.N_QUADS)))
            for load in loads(min(200, documents))
        ]
        for what, digest in (("replaced by the same", "digest"), ("replaced by another", "new")):
            started, used = time.perf_counter(), processor()
            for iri, quads in again:
                store.replace(iri, quads if digest == "digest" else quads[:-40], digest=digest)
            each, cpu = (
                1000 * spent / len(again) for spent in (time.perf_counter() - started, processor() - used)
            )
            print(f"{what}: {each:.1f} ms a document ({cpu:.1f} of processor time)")
    size = sum(path.stat().st_size for path in (directory / "data").rglob("*") if path.is_file())
    print(f"{size / documents / CLAIMS_IN_A_DOCUMENT:.0f} bytes a claim on disk")


def write(directory: Path, form: str) -> None:
    """Exports once, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=directory.parent) as folder, Snapshot.latest(directory) as snapshot:
        target = Path(folder) / "out"
        started, used = time.perf_counter(), processor()
        export(snapshot, form, target)
        seconds, spent = time.perf_counter() - started, processor() - used
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    cost = f"{seconds:4.0f} s ({spent:4.0f} s of processor time)"
    print(f"exported {form:<7} in {cost}, {size / 1e6:6.0f} MB, {memory():.0f} MiB")


def main() -> None:
    """Runs all, or one step in the process that was started for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--forms", nargs="*", default=FORMS, choices=FORMS)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--directory", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    documents = options.claims // CLAIMS_IN_A_DOCUMENT
    if options.step == "build":
        build(options.directory, documents)
    elif options.step:
        write(options.directory, options.step)
    else:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        with tempfile.TemporaryDirectory() as folder:
            for step in ("build", *options.forms):
                words = ["--claims", str(options.claims), "--step", step, "--directory", f"{folder}/store"]
                subprocess.run([sys.executable, "-m", "bench.store", *words], check=True)


if __name__ == "__main__":
    main()
