"""The runner of the W3C's suites: it tells a right answer from a wrong one."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.serve.conformance import comparison, run_suites, suites

PREFIXES = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix ut: <http://www.w3.org/2009/sparql/tests/test-update#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ht: <http://www.w3.org/2011/http#> .
@prefix hts: <http://www.w3.org/2011/http-statusCodes#> .
@prefix : <http://t/manifest#> .
"""


def _suite(folder: Path, name: str, entries: str = "", tests: str = "") -> None:
    (folder / name).mkdir()
    text = f"{PREFIXES}<> mf:entries ({entries}) .\n{tests}"
    (folder / name / "manifest.ttl").write_text(text, encoding="utf-8")


def test_right_and_wrong_answers_are_told_apart(tmp_path: Path) -> None:
    for name in {*suites._QUERY, *suites._UPDATE} - {"bind", "add"}:
        _suite(tmp_path, name)
    query = "a mf:QueryEvaluationTest ; mf:action [ qt:query <q.rq> ; qt:data <d.ttl> ] ; mf:result"
    _suite(tmp_path, "bind", ":right :wrong", f":right {query} <right.tsv> . :wrong {query} <wrong.tsv> .")
    (tmp_path / "bind" / "q.rq").write_text("SELECT ?o { <s> ?p ?o }")
    (tmp_path / "bind" / "d.ttl").write_text("<s> <p> 1.50, [] .")
    (tmp_path / "bind" / "right.tsv").write_text("?o\n1.5\n_:x\n")
    (tmp_path / "bind" / "wrong.tsv").write_text("?o\n1.5\n1.5\n")
    action = "mf:action [ ut:request <u.ru> ; ut:data <d.ttl> ]"
    _suite(
        tmp_path, "add", ":right :wrong",
        f":right a mf:UpdateEvaluationTest ; {action} ; mf:result [ ut:graphData [ ut:graph <d.ttl> ; "
        "rdfs:label 'http://g' ] ] ."
        f":wrong a mf:UpdateEvaluationTest ; {action} ; mf:result [ ut:data <d.ttl> ] .",
    )  # fmt: skip
    (tmp_path / "add" / "u.ru").write_text("MOVE DEFAULT TO <http://g>")
    (tmp_path / "add" / "d.ttl").write_text("<http://s> <http://p> 1 .")
    request = 'ht:methodName "GET" ; ht:absolutePath "/sparql/?query=ASK%7B%7D" ; ht:resp'
    _suite(
        tmp_path, "protocol", ":right :wrong",
        f":right a mf:ProtocolTest ; mf:action [ ht:requests ([ {request} "
        "[ mf:expectedStatus hts:StatusCode2xx ; mf:expectedBoolean true ] ]) ] ."
        f":wrong a mf:ProtocolTest ; mf:action [ ht:requests ([ {request} "
        "[ mf:expectedStatus hts:StatusCode4xx ] ]) ] .",
    )  # fmt: skip
    outcomes = {o.name: o.problem for o in run_suites(tmp_path, ["query", "update", "protocol"])}
    assert [name for name, problem in outcomes.items() if problem is None] == [
        "bind/right", "add/right", "protocol/right",
    ]  # fmt: skip
    assert len(outcomes) == 6
    assert "status 200" in (outcomes["protocol/wrong"] or "")


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="rdf-tests"):
        list(run_suites(tmp_path, ["protocol"]))


def test_blank_nodes_may_have_any_name() -> None:
    def table(*rows: str) -> bool | comparison.Table:
        return comparison.read_results("\n".join(["?a\t?b", *rows, ""]).encode(), ox.QueryResultsFormat.TSV)

    assert comparison.same_results(table("_:x\t1", "_:x\t2"), table("_:y\t2.0", "_:y\t1")) is False
    assert comparison.same_results(table("_:x\t1", "_:x\t2"), table("_:y\t2", "_:y\t1"))
    assert not comparison.same_results(table("_:x\t1", "_:x\t2"), table("_:y\t2", "_:z\t1"))
    assert not comparison.same_results(table("_:x\t1", "_:x\t1"), table("_:y\t1"))
    assert not comparison.same_results(True, table())
