"""Whom "we" means in a statement that quotes nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Claim

Reader = Callable[..., dict[tuple[str, str, str], Claim]]

STAND = """
Aland NNP 2 nsubj
{verb} {tag} 0 root {lemma}
the DT 4 det
attack NN 2 obj
. . 2 punct
"""
WE = """
We PRP 2 nsubj
urge VBP 0 root urge
Borduria NNP 2 obj
to TO 5 mark
leave VB 2 xcomp
. . 2 punct
"""
ASKED = ("a", "requestedFrom", "b")
CONDEMNS = STAND.format(verb="condemns", tag="VBZ", lemma="condemn")


def test_we_is_who_takes_a_stand_in_its_statement(read: Reader) -> None:
    assert read(CONDEMNS, WE)[ASKED].is_plain


@pytest.mark.parametrize(
    ("verb", "tag", "lemma"), [("condemned", "VBD", "condemn"), ("faces", "VBZ", "face")]
)
def test_a_report_of_what_one_did_or_met_with_is_no_statement(
    read: Reader, verb: str, tag: str, lemma: str
) -> None:
    assert ASKED not in read(STAND.format(verb=verb, tag=tag, lemma=lemma), WE)


def test_of_two_who_take_one_it_is_neither(read: Reader) -> None:
    assert ASKED not in read(CONDEMNS, CONDEMNS.replace("Aland", "Carpania"), WE)


def test_what_is_quoted_is_its_speakers(read: Reader) -> None:
    said = """
    “ `` 3 punct
    We PRP 3 nsubj
    urge VBP 7 ccomp urge
    Borduria NNP 3 obj
    ” '' 3 punct
    Lind NNP 7 nsubj
    said VBD 0 root say
    . . 7 punct
    """
    assert ASKED not in read(CONDEMNS, said, WE)
