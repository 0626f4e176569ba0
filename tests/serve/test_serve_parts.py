"""The parts of the endpoint by themselves: scanning, negotiation, cutting a text at its marks."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from kg.errors import QueryError
from kg.serve import negotiate
from kg.serve.admission import Admission, Ticket
from kg.serve.limits import Limits
from kg.serve.pages.passages import Mark, cut
from kg.serve.pages.questions import EXAMPLES
from kg.serve.pages.wording import predicate_name, web_link
from kg.serve.presence import Presence
from kg.serve.problems import Problem
from kg.serve.requests import read_body
from kg.serve.scan import check_query, is_volatile, prepare_update, scan

HARMLESS = [
    'SELECT * { ?s rdfs:label "SERVICE" }',
    "SELECT * { ?service ?p ?o }",
    "SELECT * { ?s ex:service ?o . ?s service:x ?o }",
    "SELECT * { ?s ?p <http://x/SERVICE> } # SERVICE <http://y>",
    """SELECT * { ?s ?p '''it's " SERVICE''' , "a\\"SERVICE" }""",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_only_look_like_service(text: str) -> None:
    scan(text, 100)


@given(st.text(alphabet="SERVICE<>{}()[]\"'\\#\n ?:abu0053", max_size=60))
def test_any_text_can_be_scanned(text: str) -> None:
    for look in (lambda: scan(text, 100), lambda: prepare_update(text, 100, ("http://g",))):
        with contextlib.suppress(QueryError):
            look()


@given(st.integers(1, 300), st.sampled_from(["()", "{}", "[]"]), st.integers(1, 200))
def test_nesting_is_counted(depth: int, pair: str, limit: int) -> None:
    text = pair[0] * depth + pair[1] * depth
    if depth > limit:
        with pytest.raises(QueryError, match="nested"):
            scan(text, limit)
    else:
        scan(text, limit)


@given(st.text(alphabet="SeRVICE<>{}([)!- \"'\\#\n?:ſ", max_size=40), st.integers(0, 5))
def test_a_query_is_refused_where_scanning_refuses_it(text: str, limit: int) -> None:
    for form in (text, f"{{ {text} SERVICE <http://x> }}"):
        refused = []
        for look in (scan, check_query):
            try:
                look(form, limit)
            except QueryError as error:
                refused.append(str(error))
            else:
                refused.append("")
        assert refused[0] == refused[1]


async def _waits_for(left: asyncio.Event) -> dict[str, str]:
    await left.wait()
    return {"type": "http.disconnect"}


def test_a_client_that_leaves_ends_the_work_for_it() -> None:
    async def go() -> None:
        left = asyncio.Event()
        presence = Presence(lambda: _waits_for(left))
        asyncio.get_running_loop().call_later(0.01, left.set)
        with pytest.raises(Problem, match="went away"):
            await presence.unless_gone(asyncio.sleep(60))
        assert presence.is_gone
        presence.close()
        await asyncio.sleep(0)  # the cancellation was for the work alone

    asyncio.run(asyncio.wait_for(go(), 10))


def test_work_that_is_cancelled_is_no_client_that_left() -> None:
    async def go() -> None:
        presence = Presence(lambda: _waits_for(asyncio.Event()))
        async with asyncio.timeout(0.01):
            await presence.unless_gone(asyncio.sleep(60))

    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(go(), 10))


def test_datasets_are_noticed() -> None:
    assert scan("SELECT * FROM <http://g> {}", 9).names_dataset
    assert not scan("SELECT ?from { ?from <FROM> 'FROM' }", 9).names_dataset


def test_using_is_put_before_where() -> None:
    given = "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p 2 }"
    done = prepare_update(given, 9, ("http://g",), ("http://n",))
    clause = "USING <http://g> USING NAMED <http://n>"
    assert " ".join(done.split()) == (
        f"INSERT {{ ?s ?p 1 }} {clause} WHERE {{ ?s ?p ?o }} ; DELETE {{ ?s ?p 2 }} {clause} WHERE {{ ?s ?p 2 }}"
    )
    with pytest.raises(QueryError, match="USING"):
        prepare_update("WITH <http://g> DELETE { ?s ?p 1 } WHERE {}", 9, ("http://g",))


def test_silent_loads_are_taken_out() -> None:
    done = prepare_update("LOAD SILENT <http://x> INTO GRAPH <http://y> ; CLEAR ALL", 9)
    assert "LOAD" not in done
    assert done.endswith("; CLEAR ALL")


def test_answers_that_change_by_themselves_are_known() -> None:
    assert is_volatile("SELECT (now() AS ?x) {}")
    assert not is_volatile("SELECT ?now { ?now ?uuid ?rand }")


@given(st.text(max_size=80))
def test_any_accept_header_can_be_read(header: str) -> None:
    assert negotiate.choose(header, negotiate.SOLUTIONS) in (*negotiate.SOLUTIONS, None)


TEXT = "ab\n\u00e9\U0001f600<script> yz" * 3
_marks = st.builds(
    Mark,
    st.integers(0, 50),
    st.integers(0, 60),
    st.one_of(st.none(), st.sampled_from(["/entity/a", "/entity/b"])),
)


@given(st.lists(_marks, max_size=12), st.one_of(st.none(), st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_a_cut_text_is_the_text(marks: list[Mark], hit: tuple[int, int] | None) -> None:
    pieces = cut(TEXT, marks, hit)
    assert "".join(piece.text for piece in pieces) == TEXT
    position = 0
    for piece in pieces:
        covering = [
            m
            for m in marks
            if m.end <= len(TEXT) and m.begin <= position and position + len(piece.text) <= m.end
        ]
        assert piece.is_evidence == any(mark.href is None for mark in covering)
        assert (piece.href is None) == (not any(mark.href for mark in covering))
        position += len(piece.text)


def test_only_the_web_is_linked() -> None:
    assert web_link("https://x/y")
    for iri in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "x"):
        assert web_link(iri) is None


def test_predicates_have_names() -> None:
    assert predicate_name("https://w3id.org/kg/ontology#rejectedProposalOf") == "rejected a proposal of"
    assert predicate_name("http://example.org/hasSoldTo") == "has sold to"


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_queries(name: str) -> None:
    scan(EXAMPLES[name][1], 20)


def _tickets(limits: Limits, arrivals: list[str]) -> tuple[Admission, list[Ticket | int]]:
    """Queries of clients that arrive one after the other: their tickets, or the status with which they fail."""
    queue = Admission(limits)
    tickets: list[Ticket | int] = []
    for client in arrivals:
        try:
            tickets.append(queue.enter(client, running=0))
        except Problem as problem:
            tickets.append(problem.status)
    return queue, tickets


async def _crowd(limits: Limits, arrivals: list[str]) -> list[int]:
    """What becomes of each: 0 if it waits, else the status."""
    _, tickets = _tickets(limits, arrivals)
    ends = []
    for ticket in tickets:
        error = ticket.ready.exception() if isinstance(ticket, Ticket) and ticket.ready.done() else None
        ends.append(error.status if isinstance(error, Problem) else ticket if isinstance(ticket, int) else 0)
    return ends


def test_the_oldest_is_turned_away() -> None:
    limits = Limits(per_client=2, waiting=4)
    assert asyncio.run(_crowd(limits, ["a", "a", "a", "a"])) == [429, 429, 0, 0]
    assert asyncio.run(_crowd(limits, ["a", "b", "c", "d", "e"])) == [503, 0, 0, 0, 0]
    assert asyncio.run(_crowd(Limits(waiting=0), ["a"])) == [503]


def test_the_newest_is_next() -> None:
    async def order() -> list[str]:
        queue, _ = _tickets(Limits(), ["a", "b", "c"])
        return [ticket.client for _ in range(len(queue)) if (ticket := queue.next())]

    assert asyncio.run(order()) == ["c", "b", "a"]


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    request = Request({"type": "http", "method": "POST", "headers": []}, never)  # type: ignore[arg-type]
    with pytest.raises(Problem) as caught:
        asyncio.run(read_body(request, 10, 0.05))
    assert caught.value.status == 408
