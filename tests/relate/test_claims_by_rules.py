"""Claims read off hand-made parses: who did what to whom, denied or not, how sure, who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kg.records import Claim, Modality, Polarity

Claims = dict[tuple[str, str, str], Claim]
Reader = Callable[..., Claims]


ATTACK = """
Aland NNP 2 nsubj
attacked VBD 0 root attack
Borduria NNP 2 obj
. . 2 punct
"""


def test_a_plain_fact(read: Reader) -> None:
    claims = read(ATTACK)
    claim = claims["a", "attacked", "b"]
    assert claim.is_plain
    assert claim.made_by == "frame:attacked/attack-v"


@pytest.mark.parametrize(
    "sentence",
    [
        """
            Borduria NNP 3 nsubj:pass
            was VBD 3 aux:pass be
            invaded VBN 0 root invade
            by IN 5 case
            Aland NNP 3 obl:agent
            . . 3 punct
        """,
        """
            Aland NNP 3 nmod:poss
            's POS 1 case
            invasion NN 6 nsubj invasion
            of IN 5 case
            Borduria NNP 3 nmod
            shocked VBD 0 root shock
            Carpania NNP 6 obj
            . . 6 punct
        """,
    ],
    ids=["a passive", "a noun"],
)
def test_other_words_for_a_plain_fact(read: Reader, sentence: str) -> None:
    claims = read(sentence)
    assert claims["a", "attacked", "b"].is_plain
    assert ("b", "attacked", "a") not in claims


@pytest.mark.parametrize(
    "sentence",
    [
        """
            Aland NNP 4 nsubj
            did VBD 4 aux do
            not RB 4 advmod
            attack VB 0 root attack
            Borduria NNP 4 obj
            . . 4 punct
        """,
        """
            There EX 2 expl
            is VBZ 0 root be
            no DT 4 det
            evidence NN 2 nsubj evidence
            that IN 7 mark
            Aland NNP 7 nsubj
            attacked VBD 4 acl attack
            Borduria NNP 7 obj
            . . 2 punct
        """,
    ],
    ids=["by a verb's not", "by the lack of evidence"],
)
def test_denied(read: Reader, sentence: str) -> None:
    assert read(sentence)["a", "attacked", "b"].polarity is Polarity.DENIED


def test_believed_not_to_be_so(read: Reader) -> None:
    """ "does not believe that" denies what is believed, in the words of whoever believes."""
    claims = read(
        """
        Lind NNP 4 nsubj
        does VBZ 4 aux do
        not RB 4 advmod
        believe VB 0 root believe
        that IN 8 mark
        Aland NNP 8 nsubj
        has VBZ 8 aux have
        attacked VBN 4 ccomp attack
        Borduria NNP 8 obj
        . . 4 punct
        """,
    )
    claim = claims["a", "attacked", "b"]
    assert (claim.polarity, claim.source) == (Polarity.DENIED, "p")
    assert not claim.is_plain


@pytest.mark.parametrize(
    ("helper", "modality"),
    [("might", Modality.POSSIBLE), ("could", Modality.POSSIBLE), ("will", Modality.PLANNED)],
)
def test_helpers_weaken(read: Reader, helper: str, modality: Modality) -> None:
    claims = read(
        f"""
        Aland NNP 3 nsubj
        {helper} MD 3 aux
        attack VB 0 root attack
        Borduria NNP 3 obj
        . . 3 punct
        """,
    )
    assert claims["a", "attacked", "b"].modality is modality


@pytest.mark.parametrize(
    ("verb", "lemma", "polarity", "modality"),
    [
        ("planned", "plan", Polarity.AFFIRMED, Modality.PLANNED),
        ("refused", "refuse", Polarity.DENIED, Modality.ACTUAL),
        ("failed", "fail", Polarity.DENIED, Modality.ACTUAL),
        ("managed", "manage", Polarity.AFFIRMED, Modality.ACTUAL),
    ],
)
def test_plans_refusals_and_doubts(
    read: Reader, verb: str, lemma: str, polarity: Polarity, modality: Modality
) -> None:
    claim = read(
        f"""
        Aland NNP 2 nsubj
        {verb} VBD 0 root {lemma}
        to TO 4 mark
        visit VB 2 xcomp visit
        Borduria NNP 4 obj
        . . 2 punct
        """,
        a="Person: Aland",
        b="Country: Borduria",
    )["a", "visited", "b"]
    assert (claim.polarity, claim.modality) == (polarity, modality)


def test_who_says_so(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        Aland NNP 4 nsubj
        invaded VBD 2 ccomp invade
        Borduria NNP 4 obj
        . . 2 punct
        """,
    )
    assert claims["a", "attacked", "b"].source == "p"


def test_what_one_does_by_speaking_is_the_texts_word(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        she PRP 4 nsubj
        condemned VBD 2 ccomp condemn
        Borduria NNP 4 obj
        . . 2 punct
        """,
        b="Country: Borduria",
        p="Person: Lind|she*",
    )
    assert claims["p", "criticized", "b"].source is None


def test_an_office_its_title_and_its_country(read: Reader) -> None:
    claims = read(
        """
        Former JJ 4 amod former
        Bordurian JJ 4 amod
        foreign JJ 4 amod
        minister NN 5 nmod:desc minister
        Ada NNP 7 nsubj
        Lind NNP 5 flat
        visited VBD 0 root visit
        Aland NNP 7 obj
        on IN 10 case
        Tuesday NNP 7 obl
        . . 7 punct
        """,
        issued=dt.date(2024, 7, 18),
        a="Country: Aland",
        b="Country: Borduria|Bordurian",
        p="Person: Ada Lind",
    )
    office = claims["p", "holdsPositionIn", "b"]
    assert (office.title, office.ended) == ("foreign minister", True)
    visit = claims["p", "visited", "a"]
    assert visit.time is not None
    assert (visit.time.text, visit.time.value, visit.time.datatype) == ("Tuesday", "2024-07-16", "date")


def test_groups_act_for_their_country(read: Reader) -> None:
    claims = read(
        """
        Bordurian JJ 2 amod
        troops NNS 3 nsubj troop
        shelled VBD 0 root shell
        Aland NNP 3 obj
        . . 3 punct
        """,
        a="Country: Aland",
        b="Country: Borduria|Bordurian",
    )
    assert claims["b", "attacked", "a"].is_plain


def test_lists_are_spread_out_and_exceptions_denied(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 6 nsubj
        but CC 4 cc
        not RB 4 advmod
        Carpania NNP 1 conj
        , , 4 punct
        supports VBZ 0 root support
        Borduria NNP 6 obj
        . . 6 punct
        """,
    )
    assert claims["a", "supports", "b"].is_plain
    assert claims["c", "supports", "b"].polarity is Polarity.DENIED


def test_nothing_to_say(read: Reader) -> None:
    assert read("") == {}
