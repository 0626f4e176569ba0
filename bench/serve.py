"""Queries over HTTP, beside pyoxigraph called directly on the same store and rdflib's in-memory store; then a flood.

`python -m bench.serve [--triples 1000000] [--repeats 5] [--no-rdflib]`. The graph is made up, in the shape of kg's:
claims with subject, predicate, object, polarity, modality, source, confidence and evidence. Each query is asked
by turns; the best of the repeats counts. The flood is 50 queries without end at once, while /health and an
ordinary query are asked again and again.
"""

from __future__ import annotations

import argparse
import http.client
import math
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import rdflib

from kg.describe import PREFIXES
from kg.store import GraphStore, Snapshot

KG = PREFIXES["kg"]
BASE = "https://w3id.org/kg/id/"
PREDICATES = (
    "rejectedProposalOf",
    "attacked",
    "metWith",
    "criticized",
    "holdsPositionIn",
    "supports",
    "partOf",
)
PER_CLAIM = 12

QUERIES = {
    "claims of one entity": """SELECT ?c ?p ?o ?n WHERE {
      ?s rdfs:label "Name 77" . ?c kg:subject ?s ; kg:predicate ?p ; kg:object ?o . ?o rdfs:label ?n }""",
    "who rejected whose proposal": """SELECT ?a ?b ?conf WHERE {
      ?c kg:predicate kg:rejectedProposalOf ; kg:polarity kg:affirmed ; kg:subject/rdfs:label ?a ;
         kg:object/rdfs:label ?b ; kg:confidence ?conf } LIMIT 5000""",
    "denials with their words": """SELECT ?c ?quote WHERE {
      ?c kg:polarity kg:denied ; kg:evidence ?e . ?e nif:anchorOf ?quote } LIMIT 5000""",
    "claims by predicate": "SELECT ?p (COUNT(?c) AS ?n) WHERE { ?c kg:predicate ?p } GROUP BY ?p",
    "most quoted": """SELECT ?name (COUNT(?c) AS ?n) WHERE { ?c kg:source/rdfs:label ?name }
      GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT 20""",
    "confident claims": "SELECT ?c ?x WHERE { ?c kg:confidence ?x FILTER(?x > 0.95) }",
    "names": "SELECT ?e ?n WHERE { ?e rdfs:label ?n FILTER(CONTAINS(?n, '99')) }",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HEADER = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()) + "\n"


def triples(number: int) -> Iterator[ox.Triple]:
    """About so many triples, the same at each call."""
    dice = random.Random(7)
    claims = number // PER_CLAIM
    entities = max(100, claims // 10)

    def kg(name: str) -> ox.NamedNode:
        return ox.NamedNode(KG + name)

    entity = [ox.NamedNode(f"{BASE}entity/e{i}") for i in range(entities)]
    label, anchor = ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.NamedNode(PREFIXES["nif"] + "anchorOf")
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    for i, node in enumerate(entity):
        yield ox.Triple(node, kind, kg("Person"))
        yield ox.Triple(node, label, ox.Literal(f"Name {i}"))
    for i in range(claims):
        claim, place = (
            ox.NamedNode(f"{BASE}claim/c{i}"),
            ox.NamedNode(f"{BASE}document/d{i // 20}#char={i},{i + 9}"),
        )
        yield ox.Triple(claim, kind, kg("Claim"))
        yield ox.Triple(claim, kg("subject"), dice.choice(entity))
        yield ox.Triple(claim, kg("predicate"), kg(dice.choice(PREDICATES)))
        yield ox.Triple(claim, kg("object"), dice.choice(entity))
        yield ox.Triple(claim, kg("polarity"), kg("denied" if dice.random() < 0.1 else "affirmed"))
        yield ox.Triple(claim, kg("modality"), kg("actual"))
        yield ox.Triple(claim, kg("source"), dice.choice(entity[:200]))
        yield ox.Triple(claim, kg("confidence"), ox.Literal(round(dice.random(), 4)))
        yield ox.Triple(claim, kg("evidence"), place)
        yield ox.Triple(place, kg("inDocument"), ox.NamedNode(f"{BASE}document/d{i // 20}"))
        yield ox.Triple(place, anchor, ox.Literal(f"the words that claim {i} was read from"))


def build(directory: Path, number: int) -> int:
    """A store of that many triples, as kg keeps them; gives how many there are."""
    with GraphStore.open(directory, create=True) as store:
        graph = ox.NamedNode(f"{BASE}graph/document/all")
        made = list(triples(number))
        store.database.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in made)
        store.database.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in made)
        store.database.optimize()
        store.publish()
    return len(made)


class Served:
    """kg serve on a store, in a process of its own."""

    def __init__(self, store: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-c",
            "from kg.cli.main import main; main()",
            "serve",
            "--quiet",
            "--time",
            "10",
        ]
        environment = {k: v for k, v in os.environ.items() if k != "KG_TOKEN"}
        options = ["--store", str(store), "--port", str(self.port)]
        self.process = subprocess.Popen([*command, *options], env=environment)
        while True:
            try:
                if self.get(self.connect(), "/ready")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
        connection.request("GET", path, headers={"Accept": "application/sparql-results+json"})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def memory(self) -> int:
        """Resident bytes of the server and its workers."""
        pids = [str(self.process.pid)]
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            pids += (task / "children").read_text().split()
        total = 0
        for pid in pids:
            try:
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            except OSError:
                continue
        return total

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def best(ways: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """The shortest time of each way, asked by turns."""
    times = dict.fromkeys(ways, math.inf)
    for _ in range(repeats):
        for name, ask in ways.items():
            begin = time.perf_counter()
            ask()
            times[name] = min(times[name], time.perf_counter() - begin)
    return times


def compare(served: Served, store: ox.Store, peer: rdflib.Graph | None, repeats: int) -> None:
    """Prints milliseconds and ratios for each query, and the geometric means of the ratios."""
    ratios: list[float] = []
    gains: list[float] = []
    print(f"{'query':32} {'direct':>9} {'HTTP':>9} {'ratio':>6} {'rdflib':>10} {'gain':>6}")
    for name, text in QUERIES.items():
        query = HEADER + text
        path = f"/sparql?query={quote(query)}"
        connection = served.connect()

        def direct(query: str = query) -> bytes:
            return store.query(query).serialize(format=ox.QueryResultsFormat.JSON) or b""

        def over_http(path: str = path, connection: http.client.HTTPConnection = connection) -> bytes:
            status, body = served.get(connection, path)
            assert status == 200, body[:200]
            return body

        times = best({"direct": direct, "HTTP": over_http}, repeats)
        ratios.append(times["HTTP"] / times["direct"])
        line = f"{name:32} {times['direct'] * 1e3:8.1f}m {times['HTTP'] * 1e3:8.1f}m {ratios[-1]:6.2f}"
        if peer is not None:

            def in_memory(query: str = query, graph: rdflib.Graph = peer) -> bytes | None:
                return graph.query(query).serialize(format="json")

            slow = best({"rdflib": in_memory}, 1)["rdflib"]
            gains.append(slow / times["HTTP"])
            line += f" {slow * 1e3:9.1f}m {gains[-1]:6.1f}"
        print(line, flush=True)
    print(
        f"geometric mean: HTTP takes {_mean(ratios):.2f} times as long as pyoxigraph called directly (goal: 1.3)"
    )
    if gains:
        print(f"geometric mean: {_mean(gains):.1f} times rdflib's throughput (goal: 5)")


def flood(served: Served, runaways: int = 50, seconds: float = 12) -> None:
    """Prints how /health and an ordinary query fare while queries without end are running."""
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(served.get(served.connect(), f"/sparql?query={quote(RUNAWAY)}")[0])

    threads = [threading.Thread(target=ask) for _ in range(runaways)]
    before = served.memory()
    for thread in threads:
        thread.start()
    health, ordinary, refused, most = [], [], 0, before
    end = time.perf_counter() + seconds
    path = f"/sparql?query={quote(HEADER + QUERIES['claims of one entity'])}"
    while time.perf_counter() < end:
        begin = time.perf_counter()
        served.get(served.connect(), "/health")
        health.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        status, _ = served.get(served.connect(), path)
        if status == 200:
            ordinary.append(time.perf_counter() - begin)
        else:
            refused += 1
        most = max(most, served.memory())
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    counted = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(f"{runaways} runaway queries ended with {counted}")
    print(f"/health: {len(health)} times, at most {max(health) * 1e3:.0f} ms (goal: under 1000)")
    if ordinary:
        print(
            f"ordinary query: {len(ordinary)} answered, {refused} refused, at most {max(ordinary) * 1e3:.0f} ms"
        )
    print(f"memory of the server and its workers: {before >> 20} MiB before, at most {most >> 20} MiB")


def _mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values))


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-rdflib", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        directory = Path(folder) / "store"
        number = build(directory, options.triples)
        print(f"{number} triples")
        peer = None
        if not options.no_rdflib:
            begin = time.perf_counter()
            peer = rdflib.Graph()
            data = ox.serialize(triples(options.triples), format=ox.RdfFormat.N_TRIPLES)
            peer.parse(data=data, format="nt")
            print(f"rdflib has them in memory after {time.perf_counter() - begin:.0f} s")
        served = Served(directory)
        try:
            with Snapshot.latest(directory) as snapshot:
                compare(served, snapshot.store, peer, options.repeats)
            flood(served)
        finally:
            served.stop()


if __name__ == "__main__":
    main()
