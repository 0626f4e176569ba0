"""The suites, which test is run how, and the known failures with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.serve.conformance.endpoint import Endpoint, served
from kg.serve.conformance.evaluation import run_query_test, run_syntax_test, run_update_test
from kg.serve.conformance.exchanges import run_exchange
from kg.serve.conformance.manifest import Case, cases

_QUERY = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping",
    "json-res", "negation", "project-expression", "property-path", "subquery",
)  # fmt: skip
_UPDATE = (
    "add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop",
    "move", "update-silent",
)  # fmt: skip
_SYNTAX = ("syntax-query", "syntax-update-1", "syntax-update-2")

_LANGUAGE = (
    "the engine keeps the language that all parts of a GROUP_CONCAT share, as SPARQL 1.2 drafts have it"
)
_UNBOUND = "the engine leaves the variable of GRAPH unbound where the pattern inside matches without touching the graph"
_ABSENT = "the engine finds a path of length zero only from terms that are in the graph"
_SPELLING = "the engine keeps the value of a number, not its spelling or derived type"
_LOAD = "the update is refused with 400, as it should be, but for its LOAD, before its syntax is looked at"

KNOWN: dict[str, str] = {
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "aggregates/agg-empty-group-count-graph": _UNBOUND,
    "bindings/graph": _UNBOUND,
    "negation/graph-minus": _UNBOUND,
    "csv-tsv-res/tsv03": _SPELLING,
    "csv-tsv-res/csv03": _SPELLING,
    "functions/bnode01": "the engine makes BNODE of one string the same node in all solutions, not in each its own",
    "property-path/zero_or_more_set_start": _ABSENT,
    "property-path/zero_or_more_set_end": _ABSENT,
    "property-path/zero_or_one_set_start": _ABSENT,
    "property-path/zero_or_one_set_end": _ABSENT,
    "syntax-update-1/test_41": _LOAD,
    "syntax-update-1/test_47": _LOAD,
    "syntax-update-1/test_48": _LOAD,
    "syntax-update-1/test_49": _LOAD,
}
"""Failures that are understood: the test's name, and why it fails; all but LOAD are the engine's (pyoxigraph 0.5)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went."""

    suite: str
    name: str
    problem: str | None
    """None if it passed."""

    @property
    def reason(self) -> str | None:
        """Why it fails, where that is known."""
        return KNOWN.get(self.name)


Run = Callable[[Case, Endpoint], "str | None"]


def _typed(
    folders: Sequence[str], types: Sequence[str], run: Run
) -> Callable[[Path], Iterator[tuple[Case, Run]]]:
    """Tests of certain types in certain folders."""

    def find(folder: Path) -> Iterator[tuple[Case, Run]]:
        for name in folders:
            for case in cases(folder, name):
                if case.is_a(*types):
                    yield case, run

    return find


def _graph_store(folder: Path) -> Iterator[tuple[Case, Run]]:
    for manifest in ("manifest-direct.ttl", "manifest-indirect.ttl"):
        for case in cases(folder, "graph-store-protocol", manifest):
            yield case, run_exchange


def _service_description(folder: Path) -> Iterator[tuple[Case, Run]]:
    checks: dict[str, Run] = {
        "returns-rdf": lambda case, endpoint: None if _description(endpoint) else "no RDF",
        "has-endpoint-triple": _has_endpoint,
        "conforms-to-schema": _conforms,
    }
    for case in cases(folder, "service-description"):
        yield case, checks[case.name.rpartition("/")[2]]


SUITES: dict[str, Callable[[Path], Iterator[tuple[Case, Run]]]] = {
    "protocol": _typed(("protocol",), ("ProtocolTest",), run_exchange),
    "graph-store": _graph_store,
    "service-description": _service_description,
    "query": _typed(_QUERY, ("QueryEvaluationTest",), run_query_test),
    "csv": _typed(("csv-tsv-res",), ("CSVResultFormatTest",), run_query_test),
    "update": _typed(_UPDATE, ("UpdateEvaluationTest",), run_update_test),
    "query-syntax": _typed(_SYNTAX[:1], ("PositiveSyntaxTest11", "NegativeSyntaxTest11"), run_syntax_test),
    "update-syntax": _typed(
        _SYNTAX[1:], ("PositiveUpdateSyntaxTest11", "NegativeUpdateSyntaxTest11"), run_syntax_test
    ),
}
"""Name of each suite, and its tests in a folder."""


def run_suites(folder: Path, names: Sequence[str] = ()) -> Iterator[Outcome]:
    """Runs suites against a server of their own, one test after the other.

    Args:
        folder: sparql11 of the W3C's rdf-tests.
        names: of suites; all if empty.

    Raises:
        KgError: the folder is another, or the server does not start.
    """
    with served() as endpoint:
        for name in names or SUITES:
            for case, run in SUITES[name](folder):
                try:
                    problem = run(case, endpoint)
                except (KgError, OSError, HTTPException, SyntaxError, ValueError) as error:
                    problem = f"{type(error).__name__}: {error}"
                yield Outcome(name, case.name, problem)


_SD = "http://www.w3.org/ns/sparql-service-description#"


def _description(endpoint: Endpoint) -> list[ox.Quad]:
    answer = endpoint.send("GET", "/sparql", {"accept": "text/turtle"})
    if answer.status != 200 or answer.media_type != "text/turtle":
        raise KgError(f"status {answer.status}, {answer.media_type}")
    return list(ox.parse(answer.body, format=ox.RdfFormat.TURTLE))


def _has_endpoint(case: Case, endpoint: Endpoint) -> str | None:
    here = ox.NamedNode("http://www.example/sparql")
    found = [quad.object for quad in _description(endpoint) if quad.predicate.value == f"{_SD}endpoint"]
    return None if found == [here] else f"sd:endpoint is {found}"


def _conforms(case: Case, endpoint: Endpoint) -> str | None:
    """The vocabulary's own rules: one service, IRIs where it wants them, nothing that it does not define."""
    quads = _description(endpoint)
    services = [quad.subject for quad in quads if quad.object == ox.NamedNode(f"{_SD}Service")]
    if len(services) != 1:
        return f"{len(services)} services"
    defined = {
        "endpoint", "supportedLanguage", "resultFormat", "inputFormat", "feature", "defaultDataset", "defaultGraph",
        "namedGraph", "name", "graph", "extensionFunction", "languageExtension", "availableGraphs",
    }  # fmt: skip
    for quad in quads:
        name = quad.predicate.value.removeprefix(_SD)
        if name == quad.predicate.value:
            continue
        if name not in defined:
            return f"sd:{name} is not in the vocabulary"
        if isinstance(quad.object, ox.Literal):
            return f"sd:{name} has a literal"
    datasets = {quad.object for quad in quads if quad.predicate.value == f"{_SD}defaultDataset"}
    types = {(quad.subject, quad.object) for quad in quads if quad.predicate.value.endswith("#type")}
    missing = [node for node in datasets if (node, ox.NamedNode(f"{_SD}Dataset")) not in types]
    return "the default dataset is no sd:Dataset" if missing or not datasets else None
