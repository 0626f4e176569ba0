"""Places that frames name beyond subject and object: who speaks, whose treaty it is, what a noun is said of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.records import Claim, Document, Entity, Modality, Polarity
from kg.relate import Relater

Reader = Callable[..., dict[tuple[str, str, str], Claim]]


def test_whoever_calls_somebody_guilty_accuses_him(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        Aland NNP 6 nsubj
        was VBD 6 cop be
        not RB 6 advmod
        guilty JJ 2 ccomp
        but CC 9 cc
        Borduria NNP 9 nsubj
        bore VBD 6 conj bear
        responsibility NN 9 obj
        . . 2 punct
        """,
    )
    assert claims["p", "accused", "b"].is_plain
    denied = claims["p", "accused", "a"]
    assert (denied.polarity, denied.source) == (Polarity.DENIED, None)


def test_nobody_accuses_where_nobody_speaks(read: Reader) -> None:
    claims = read(
        """
        Borduria NNP 2 nsubj
        bore VBD 0 root bear
        responsibility NN 2 obj
        . . 2 punct
        """,
    )
    assert not any(predicate == "accused" for _, predicate, _ in claims)


def test_the_body_under_whose_treaty_talks_are_asked_for(read: Reader) -> None:
    stated = """
    Article NN 6 nsubj
    7 CD 1 nummod
    of IN 5 case
    League NNP 5 compound
    charter NN 1 nmod
    matters VBZ 0 root matter
    . . 6 punct
    """
    asked = """
    Aland NNP 2 nsubj
    triggered VBD 0 root trigger
    Article NN 5 compound
    7 CD 3 nummod
    consultations NNS 2 obj consultation
    . . 2 punct
    """
    claims = read(stated, asked, a="Country: Aland", n="Organization: League")
    assert claims["a", "requestedFrom", "n"].is_plain


def test_a_blast_that_was_an_attack(read: Reader) -> None:
    claims = read(
        """
        The DT 2 det
        blast NN 8 nsubj
        in IN 4 case
        Borduria NNP 2 nmod
        was VBD 8 cop be
        not RB 8 advmod
        an DT 8 det
        attack NN 0 root
        by IN 10 case
        Aland NNP 8 nmod
        . . 8 punct
        """,
    )
    assert claims["a", "attacked", "b"].polarity is Polarity.DENIED


def test_an_agreement_is_dated_by_its_own_clause(read: Reader) -> None:
    claims = read(
        """
        The DT 2 det
        agreement NN 12 nsubj
        between IN 4 case
        Aland NNP 2 nmod
        and CC 6 cc
        Borduria NNP 4 conj
        that WDT 8 nsubj:pass
        signed VBN 2 acl:relcl sign
        on IN 11 case
        July NNP 11 nmod:unmarked
        8 CD 8 obl
        matters VBZ 0 root matter
        . . 12 punct
        """,
    )
    time = claims["a", "agreedWith", "b"].time
    assert time is not None
    assert time.text == "July 8"


def test_done_and_merely_possible_are_two_claims(
    relater: Relater, doc_of: Callable[..., Doc], entities_of: Callable[..., tuple[Entity, ...]]
) -> None:
    doc = doc_of(
        """
        Aland NNP 2 nsubj
        attacked VBD 0 root attack
        Borduria NNP 2 obj
        . . 2 punct
        """,
        """
        Aland NNP 3 nsubj
        might MD 3 aux
        attack VB 0 root attack
        Borduria NNP 3 obj
        . . 3 punct
        """,
    )
    entities = entities_of(doc, a="Country: Aland", b="Country: Borduria")
    found = relater.relate(doc, Document("d", doc.text), entities)
    assert [claim.modality for claim in found] == [Modality.ACTUAL, Modality.POSSIBLE]


def test_on_whom_the_blame_is_put(read: Reader) -> None:
    """The parser hangs him on what he is blamed for."""
    claims = read(
        """
        Lind NNP 2 nsubj
        blamed VBD 0 root blame
        the DT 4 det
        delay NN 2 obj
        on IN 6 case
        Borduria NNP 4 nmod
        . . 2 punct
        """
    )
    assert ("p", "accused", "b") in claims


@pytest.mark.parametrize(("noun", "visited"), [("headquarters", True), ("plant", True), ("results", False)])
def test_who_visits_a_bodys_premises_visits_it(read: Reader, noun: str, visited: bool) -> None:
    claims = read(
        f"""
        Lind NNP 2 nsubj
        toured VBD 0 root tour
        the DT 4 det
        {noun} NN 2 obj
        of IN 6 case
        Ferrum NNP 4 nmod
        . . 2 punct
        """,
        p="Person: Lind",
        f="Organization: Ferrum",
    )
    assert (("p", "visited", "f") in claims) is visited


@pytest.mark.parametrize(("body", "met"), [("Herald", True), ("Court", False), ("Parliament", False)])
def test_whoever_is_told_meets_but_courts_and_assemblies_are_addressed(
    read: Reader, body: str, met: bool
) -> None:
    claims = read(
        f"""
        Lind NNP 2 nsubj
        told VBD 0 root tell
        the DT 4 det
        {body} NNP 2 obj
        . . 2 punct
        """,
        p="Person: Lind",
        o=f"Organization: {body}",
    )
    assert (("p", "metWith", "o") in claims) is met
