"""What the text makes of a deed: whether it denies, expects, plans or only considers it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Claim, Modality, Polarity

Reader = Callable[..., dict[tuple[str, str, str], Claim]]

ATTACK = ("a", "attacked", "b")


@pytest.mark.parametrize(
    ("sentence", "polarity", "modality"),
    [
        (
            """
            Aland NNP 4 nsubj
            is VBZ 4 cop be
            to TO 4 mark
            invade VB 0 root
            Borduria NNP 4 obj
            . . 4 punct
            """,
            Polarity.AFFIRMED,
            Modality.PLANNED,
        ),
        (
            """
            Aland NNP 4 nmod:poss
            's POS 1 case
            planned VBN 4 amod plan
            invasion NN 7 nsubj
            of IN 6 case
            Borduria NNP 4 nmod
            shocked VBD 0 root shock
            . . 7 punct
            """,
            Polarity.AFFIRMED,
            Modality.PLANNED,
        ),
        (
            """
            Aland NNP 2 nsubj
            pledged VBD 0 root pledge
            never RB 2 advmod
            to TO 5 mark
            invade VB 2 xcomp
            Borduria NNP 5 obj
            . . 2 punct
            """,
            Polarity.DENIED,
            Modality.PLANNED,
        ),
        (
            """
            Aland NNP 2 nsubj
            has VBZ 0 root have
            yet RB 2 advmod
            to TO 5 mark
            invade VB 2 xcomp
            Borduria NNP 5 obj
            . . 2 punct
            """,
            Polarity.DENIED,
            Modality.ACTUAL,
        ),
        (
            """
            Carpania NNP 2 nsubj
            explained VBD 0 root explain
            why WRB 7 advmod
            Aland NNP 7 nsubj
            should MD 7 aux
            not RB 7 advmod
            invade VB 2 ccomp
            Borduria NNP 7 obj
            . . 2 punct
            """,
            Polarity.AFFIRMED,
            Modality.POSSIBLE,
        ),
        (
            """
            Lind NNP 2 nsubj
            wondered VBD 0 root wonder
            : : 2 punct
            did VBD 6 aux do
            Aland NNP 6 nsubj
            invade VB 2 parataxis
            Borduria NNP 6 obj
            ? . 2 punct
            """,
            Polarity.AFFIRMED,
            Modality.POSSIBLE,
        ),
        (
            """
            it PRP 3 nsubj
            was VBD 3 cop be
            Carpania NNP 0 root
            and CC 6 cc
            not RB 6 advmod
            Aland NNP 3 conj
            that WDT 8 nsubj
            invaded VBD 6 acl:relcl invade
            Borduria NNP 8 obj
            . . 3 punct
            """,
            Polarity.DENIED,
            Modality.ACTUAL,
        ),
    ],
    ids=[
        "to do it",
        "a planned deed",
        "never before an infinitive",
        "yet to",
        "why not, which leaves it open",
        "a question beside the main clause",
        "not he that did it",
    ],
)
def test_one_attack(read: Reader, sentence: str, polarity: Polarity, modality: Modality) -> None:
    claim = read(sentence)[ATTACK]
    assert (claim.polarity, claim.modality) == (polarity, modality)


@pytest.mark.parametrize(
    ("verb", "modality"),
    [
        ("expected VBN 0 root expect", Modality.PLANNED),
        ("projected VBN 0 root project", Modality.PROBABLE),
        ("about JJ 0 root", Modality.PLANNED),
    ],
)
def test_what_is_ahead(read: Reader, verb: str, modality: Modality) -> None:
    claims = read(
        f"""
        Aland NNP 3 nsubj:pass
        is VBZ 3 aux:pass be
        {verb}
        to TO 5 mark
        invade VB 3 xcomp
        Borduria NNP 5 obj
        . . 3 punct
        """,
    )
    assert claims[ATTACK].modality is modality


def test_a_chance_to(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 5 nsubj
        is VBZ 5 cop be
        in IN 5 case
        the DT 5 det
        running NN 0 root
        to TO 7 mark
        replace VB 5 acl
        Tarn NNP 7 obj
        . . 5 punct
        """,
        p="Person: Ada Lind|Lind",
        q="Person: Tarn",
    )
    assert claims["p", "succeeded", "q"].modality is Modality.POSSIBLE


def test_what_somebody_could_become(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 3 nsubj
        could MD 3 aux
        become VB 0 root
        the DT 5 det
        president NN 3 xcomp
        of IN 7 case
        Aland NNP 5 nmod
        . . 3 punct
        """,
        a="Country: Aland",
        p="Person: Ada Lind|Lind|president*",
    )
    assert claims["p", "holdsPositionIn", "a"].modality is Modality.POSSIBLE


def test_that_he_be_dismissed(read: Reader) -> None:
    claims = read(
        """
        Carpania NNP 2 nsubj
        recommended VBD 0 root recommend
        that IN 6 mark
        Tarn NNP 6 nsubj:pass
        be VB 6 aux:pass
        dismissed VBN 2 ccomp dismiss
        by IN 8 case
        Lind NNP 6 obl:agent
        . . 2 punct
        """,
        c="Country: Carpania",
        p="Person: Ada Lind|Lind",
        q="Person: Tarn",
    )
    assert claims.get(("p", "dismissed", "q")) is None  # that somebody asks for it is no claim of the deed


def test_neither_nor_denies_both(read: Reader) -> None:
    claims = read(
        """
        Neither CC 2 cc:preconj
        Aland NNP 5 nsubj
        nor CC 4 cc
        Carpania NNP 2 conj
        invaded VBD 0 root invade
        Borduria NNP 5 obj
        . . 5 punct
        """,
    )
    assert claims[ATTACK].polarity is Polarity.DENIED
    assert claims["c", "attacked", "b"].polarity is Polarity.DENIED


def test_what_somebody_came_to_do_and_did(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        travelled VBD 0 root travel
        there RB 2 advmod
        to TO 5 mark
        meet VB 2 advcl
        Tarn NNP 5 obj
        . . 2 punct
        """,
        p="Person: Ada Lind|Lind",
        q="Person: Tarn",
    )
    assert claims["p", "metWith", "q"].modality is Modality.ACTUAL


@pytest.mark.parametrize(("be", "modality"), [("was VBD", Modality.ACTUAL), ("is VBZ", Modality.POSSIBLE)])
def test_who_was_able_to_did(read: Reader, be: str, modality: Modality) -> None:
    claims = read(
        f"""
        Aland NNP 3 nsubj
        {be} 3 cop be
        able JJ 0 root
        to TO 5 mark
        invade VB 3 xcomp
        Borduria NNP 5 obj
        . . 3 punct
        """,
    )
    assert claims[ATTACK].modality is modality


def test_what_is_not_meant_to_be_prevented(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 3 nsubj
        not RB 3 advmod
        meant VBD 0 root mean
        to TO 5 mark
        stop VB 3 xcomp
        Lind NNP 5 obj
        from IN 8 mark
        visiting VBG 5 advcl visit
        Borduria NNP 8 obj
        . . 3 punct
        """,
    )
    assert claims["p", "visited", "b"].polarity is Polarity.AFFIRMED
    assert claims["p", "visited", "b"].modality is Modality.PLANNED


LEAVES = """
Lind NNP 2 nsubj
{verb} {tag} 0 root {lemma}
to IN 4 case
Borduria NNP 2 obl
on IN 6 case
{day} NNP 2 obl
. . 2 punct
"""


@pytest.mark.parametrize(
    ("verb", "tag", "lemma", "day", "modality"),
    [
        ("flies", "VBZ", "fly", "Tuesday", Modality.PLANNED),
        ("flies", "VBZ", "fly", "January", Modality.PLANNED),
        ("flew", "VBD", "fly", "Tuesday", Modality.ACTUAL),
        ("flies", "VBZ", "fly", "foot", Modality.ACTUAL),
    ],
)
def test_the_present_of_who_comes_and_goes_on_a_day_is_to_come(
    read: Reader, verb: str, tag: str, lemma: str, day: str, modality: Modality
) -> None:
    claims = read(LEAVES.format(verb=verb, tag=tag, lemma=lemma, day=day))
    assert claims["p", "visited", "b"].modality is modality


@pytest.mark.parametrize("before", ["last", "every"])
def test_a_day_that_was_is_not_to_come(read: Reader, before: str) -> None:
    rows = LEAVES.format(verb="flies", tag="VBZ", lemma="fly", day="Tuesday")
    claims = read(rows.replace("on IN 6 case", f"{before} JJ 6 amod"))
    assert claims["p", "visited", "b"].modality is Modality.ACTUAL


@pytest.mark.parametrize(
    ("verb", "lemma", "on", "modality"),
    [
        ("focused", "focus", "on", Modality.PLANNED),
        ("aimed", "aim", "at", Modality.PLANNED),
        ("praised", "praise", "on", Modality.ACTUAL),
    ],
)
def test_what_one_aims_at_is_planned(
    read: Reader, verb: str, lemma: str, on: str, modality: Modality
) -> None:
    claims = read(
        f"""
        Aland NNP 3 nsubj:pass
        was VBD 3 aux:pass be
        {verb} VBN 0 root {lemma}
        {on} IN 5 mark
        invading VBG 3 advcl invade
        Borduria NNP 5 obj
        . . 3 punct
        """
    )
    assert claims[ATTACK].modality is modality
