"""Who does what a phrase without a subject of its own says, and deeds that verbs of intending carry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Claim, Modality, Polarity

Reader = Callable[..., dict[tuple[str, str, str], Claim]]


@pytest.mark.parametrize("helping", ["assisted", "joined", "supported"])
def test_whom_one_helps_in_doing_something_does_it(read: Reader, helping: str) -> None:
    claims = read(
        f"""
        Aland NNP 2 nsubj
        {helping} VBD 0 root {helping.removesuffix("ed")}
        Borduria NNP 2 obj
        in IN 5 mark
        bombing VBG 2 advcl bomb
        Carpania NNP 5 obj
        . . 2 punct
        """
    )
    assert claims["b", "attacked", "c"].is_plain
    assert ("a", "attacked", "c") not in claims


def test_what_one_will_be_helped_in_is_yet_to_be_done(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 3 nsubj
        will MD 3 aux
        assist VB 0 root assist
        Borduria NNP 3 obj
        in IN 6 mark
        bombing VBG 3 advcl bomb
        Carpania NNP 6 obj
        . . 3 punct
        """
    )
    assert claims["b", "attacked", "c"].modality is Modality.PLANNED


def test_in_doing_so_is_otherwise_the_subjects(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 nsubj
        lost VBD 0 root lose
        Borduria NNP 2 obj
        in IN 5 mark
        bombing VBG 2 advcl bomb
        Carpania NNP 5 obj
        . . 2 punct
        """
    )
    assert ("b", "attacked", "c") not in claims
    assert ("a", "attacked", "c") in claims


LIES = """
The DT 2 det
blame NN 3 nsubj
lies VBZ 0 root lie
with IN 5 case
Aland NNP 3 obl
for IN 7 mark
starting VBG 3 advcl start
a DT 9 det
war NN 7 obj
against IN 11 case
Borduria NNP 7 obl
. . 3 punct
"""
LAID = """
Lind NNP 2 nsubj
laid VBD 0 root lay
the DT 4 det
responsibility NN 2 obj
on IN 6 case
Aland NNP 2 obl
for IN 8 mark
starting VBG 2 advcl start
a DT 10 det
war NN 8 obj
against IN 12 case
Borduria NNP 8 obl
. . 2 punct
"""


@pytest.mark.parametrize("sentence", [LIES, LAID])
def test_with_whom_the_blame_lies_for_a_deed_did_it(read: Reader, sentence: str) -> None:
    claims = read(sentence)
    assert claims["a", "attacked", "b"].polarity is Polarity.AFFIRMED
    assert ("p", "attacked", "b") not in claims


def test_where_no_guilt_is_spoken_of_the_subject_did_it(read: Reader) -> None:
    claims = read(LAID.replace("responsibility", "wreath"))
    assert ("a", "attacked", "b") not in claims


PREPARES = """
Aland NNP 3 nsubj
is VBZ 3 aux be
preparing VBG 0 root prepare
an DT 5 det
attack NN 3 obj
on IN 7 case
Borduria NNP 5 nmod
. . 3 punct
"""


@pytest.mark.parametrize("verb", ["prepare", "plan", "plot", "threaten", "order"])
def test_whoever_intends_a_deed_is_to_do_it(read: Reader, verb: str) -> None:
    claim = read(PREPARES.replace("VBG 0 root prepare", f"VBG 0 root {verb}"))["a", "attacked", "b"]
    assert (claim.polarity, claim.modality) == (Polarity.AFFIRMED, Modality.PLANNED)


ACTION = """
Aland NNP 3 nsubj
is VBZ 3 aux be
preparing VBG 0 root prepare
{} JJ 5 amod
action NN 3 obj
against IN 7 case
Borduria NNP {} nmod
. . 3 punct
"""


@pytest.mark.parametrize("kind", ["military", "offensive", "armed", "swift"])
def test_action_that_one_state_prepares_against_another_is_force(read: Reader, kind: str) -> None:
    for place in (3, 5):
        claim = read(ACTION.format(kind, place))["a", "attacked", "b"]
        assert claim.modality is Modality.PLANNED


@pytest.mark.parametrize("kind", ["legal", "disciplinary", "trade", "diplomatic"])
def test_unless_its_kind_says_otherwise(read: Reader, kind: str) -> None:
    assert ("a", "attacked", "b") not in read(ACTION.format(kind, 5))


def test_help_in_a_claim_or_right_is_support(read: Reader) -> None:
    sentence = """
    Aland NNP 2 nsubj
    helped VBD 0 root help
    Borduria NNP 2 obj
    in IN 6 case
    its PRP$ 6 nmod:poss
    claim NN 2 obl
    to IN 9 case
    the DT 9 det
    island NN 6 nmod
    . . 2 punct
    """
    names = {"a": "Country: Aland", "b": "Country: Borduria|its*"}
    claims = read(sentence, **names)
    assert claims["a", "supports", "b"].is_plain
    assert ("a", "aided", "b") not in claims
    assert ("a", "aided", "b") in read(sentence.replace("claim", "harvest"), **names)


def test_the_members_it_has_are_those_of_a_body(read: Reader) -> None:
    claims = read(
        """
        The DT 2 det
        Pact NNP 3 nsubj
        says VBZ 0 root say
        that IN 7 mark
        Aland NNP 7 nsubj
        has VBZ 7 aux have
        attacked VBN 3 ccomp attack
        one CD 7 obj
        of IN 12 case
        its PRP$ 12 nmod:poss
        member NN 12 compound
        countries NNS 8 nmod country
        . . 3 punct
        """,
        a="Country: Aland",
        o="Organization: Pact",
    )
    assert claims["a", "attacked", "o"].source == "o"
