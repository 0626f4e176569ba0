"""Names introduced by what stands right beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Claim

Reader = Callable[..., dict[tuple[str, str, str], Claim]]


def test_a_place_on_one_side_of_another(read: Reader) -> None:
    claims = read(
        """
        They PRP 2 nsubj
        met VBD 0 root meet
        in IN 4 case
        Velm NNP 2 obl
        , , 7 punct
        southeast JJ 7 amod
        Borduria NNP 2 obl
        . . 2 punct
        """,
        v="Place: Velm",
        b="Country: Borduria",
    )
    assert claims["v", "locatedIn", "b"].is_plain


def test_a_resort_in_a_region(read: Reader) -> None:
    claims = read(
        """
        Velm NNP 8 nsubj
        , , 4 punct
        a DT 4 det
        resort NN 8 dep
        in IN 6 case
        Sorland NNP 8 obl
        , , 8 punct
        burned VBD 0 root burn
        . . 8 punct
        """,
        v="Place: Velm",
        s="Place: Sorland",
    )
    assert claims["v", "locatedIn", "s"].is_plain


def test_places_of_one_list_do_not_lie_in_each_other(read: Reader) -> None:
    claims = read(
        """
        The DT 2 det
        towns NNS 7 nsubj town
        of IN 4 case
        Velm NNP 2 nmod
        and CC 6 cc
        Tarn NNP 4 conj
        burned VBD 0 root burn
        . . 7 punct
        """,
        v="Place: Velm",
        t="Place: Tarn",
    )
    assert not claims


def test_whom_one_apposition_describes_another_may_name(read: Reader) -> None:
    """ "Borduria sacked its envoy, a teacher, Lind"."""
    claims = read(
        """
        Borduria NNP 2 nsubj
        criticised VBD 0 root criticise
        a DT 4 det
        candidate NN 2 obj
        , , 8 punct
        the DT 8 det
        retired JJ 8 amod
        teacher NN 4 appos
        Lind NNP 8 appos
        . . 2 punct
        """,
        p="Person: Lind",
        b="Country: Borduria",
    )
    assert ("b", "criticized", "p") in claims


def test_a_name_hung_on_its_noun_as_another_things_is_its_name(read: Reader) -> None:
    text = """
        Borduria NNP 2 nsubj
        criticised VBD 0 root criticise
        {0} {1} 2 obj
        Tarn NNP 5 compound
        Industries NNPS 3 nmod
        . . 2 punct
        """
    names = {"b": "Country: Borduria", "h": "Organization: Tarn Industries"}
    assert ("b", "criticized", "h") in read(text.format("shipbuilder", "NN"), **names)
    assert ("b", "criticized", "h") not in read(text.format("shipbuilders", "NNS"), **names)


@pytest.mark.parametrize(
    ("body", "predicate"),
    [("Velm University", "holdsPositionIn"), ("Velm Rising", "memberOf"), ("Velm Liberal Party", "memberOf")],
)
def test_of_where_one_works_one_holds_an_office_of_others_one_is_a_member(
    read: Reader, body: str, predicate: str
) -> None:
    first, *_, last = body.split()
    claims = read(
        f"""
        Lind NNP 6 nsubj
        of IN 5 case
        the DT 5 det
        {first} NNP 5 compound
        {last} NNP 1 nmod
        spoke VBD 0 root speak
        . . 6 punct
        """,
        p="Person: Lind",
        o=f"Organization: {first} {last}|{body}",
    )
    assert set(claims) == {("p", predicate, "o")}
