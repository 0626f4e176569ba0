"""Titles: whose they are where the text does not say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Claim, Span
from kg.relate.homes import at_home
from kg.relate.model.candidates import Candidate

Reader = Callable[..., dict[tuple[str, str, str], Claim]]

HOME = """
Carpania NNP 4 nmod:poss
's POS 1 case
new JJ 4 amod
budget NN 5 nsubj
passed VBD 0 root pass
. . 5 punct
"""
TRIP = """
Minister NNP 2 nmod:desc
Lind NNP 3 nsubj
flew VBD 0 root fly
to IN 5 case
Aland NNP 3 obl
and CC 7 cc
Borduria NNP 5 conj
. . 3 punct
"""


def test_a_bare_title_belongs_to_the_country_that_the_text_is_at_home_in(read: Reader) -> None:
    claims = read(HOME, TRIP)
    assert claims["p", "holdsPositionIn", "c"].title == "Minister"
    assert not any(key[1] == "holdsPositionIn" and key[2] != "c" for key in claims)


SENT_FROM = """
{place} NNP 0 root
— : 1 punct
"""
BOTH = """
Aland NNP 4 nsubj
and CC 3 cc
{other} NNP 1 conj
agree VBP 0 root agree
. . 4 punct
"""
SPOKE = """
Minister NNP 2 nmod:desc
Lind NNP 3 nsubj
spoke VBD 0 root speak
. . 3 punct
"""


@pytest.mark.parametrize("place", ["Norway", "OSLO"])
def test_a_report_is_at_home_where_it_was_sent_from(read: Reader, place: str) -> None:
    sentences = BOTH.format(other="Norway"), SPOKE
    names = {"p": "Person: Lind", "a": "Country: Aland", "n": "Country: Norway"}
    assert read(*sentences, **names)["p", "holdsPositionIn", "a"].title == "Minister"
    sent = read(SENT_FROM.format(place=place), *sentences, isos={"n": "NO"}, **names)
    assert sent["p", "holdsPositionIn", "n"].title == "Minister"


def test_where_a_sentence_with_a_dash_happens_is_no_place_of_sending(read: Reader) -> None:
    stays = """
    Norway NNP 2 nsubj
    stays VBZ 0 root stay
    — : 2 punct
    """
    names = {"p": "Person: Lind", "a": "Country: Aland", "n": "Country: Norway"}
    assert ("p", "holdsPositionIn", "a") in read(BOTH.format(other="Norway"), stays, SPOKE, **names)


@pytest.mark.parametrize("title", ["chief justice", "attorney general", "crown prince"])
def test_titles_of_two_words_that_only_states_give(read: Reader, title: str) -> None:
    first, second = title.split()
    named = f"""
    {first} JJ 2 amod
    {second} NN 3 nmod:desc
    Lind NNP 4 nsubj
    spoke VBD 0 root speak
    . . 4 punct
    """
    assert read(HOME, named)["p", "holdsPositionIn", "c"].title == title


def test_a_title_before_a_name_whatever_the_tree(read: Reader) -> None:
    """The parser hung the name on the verb beside the title's body."""
    claims = read(
        """
        The DT 2 det
        director NN 8 nsubj
        of IN 5 case
        the DT 5 det
        Institute NNP 2 nmod
        , , 8 punct
        Lind NNP 8 obl
        spoke VBD 0 root speak
        . . 8 punct
        """,
        p="Person: Lind",
        i="Organization: Institute",
    )
    assert claims["p", "holdsPositionIn", "i"].title == "director"


def test_two_titles_after_a_name(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 12 nsubj
        , , 3 punct
        head NN 1 appos
        of IN 5 case
        Institute NNP 3 nmod
        and CC 7 cc
        editor NN 12 dep
        of IN 9 case
        Herald NNP 12 dep
        , , 12 punct
        has VBZ 12 aux have
        left VBN 0 root leave
        . . 12 punct
        """,
        p="Person: Lind",
        i="Organization: Institute",
        h="Organization: Herald",
    )
    assert claims["p", "holdsPositionIn", "i"].title == "head"
    assert claims["p", "holdsPositionIn", "h"].title == "editor"


def test_somebody_else_beside_him_does_not_hold_his_office(read: Reader) -> None:
    claims = read(
        """
        They PRP 3 nsubj:pass
        were VBD 3 aux:pass be
        told VBN 0 root tell
        by IN 6 case
        commander NN 6 nmod:desc
        Lind NNP 3 obl:agent
        and CC 11 cc
        by IN 11 case
        the DT 11 det
        Alandic JJ 11 amod
        ambassador NN 6 conj
        . . 3 punct
        """,
        p="Person: Lind",
        a="Country: Alandic",
    )
    assert ("p", "holdsPositionIn", "a") not in claims


def test_a_title_goes_on_after_its_body(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 10 nsubj
        , , 3 punct
        Commissioner NNP 1 appos commissioner
        of IN 6 case
        the DT 6 det
        League NNP 3 nmod
        for IN 8 case
        Energy NNP 6 nmod
        , , 3 punct
        left VBD 0 root leave
        . . 10 punct
        """,
        p="Person: Lind",
        n="Organization: League",
    )
    assert claims["p", "holdsPositionIn", "n"].title == "Commissioner of the League for Energy"


def test_the_model_has_a_say_in_whose_office_it_is() -> None:
    def office(place: str) -> Claim:
        return Claim("p", "holdsPositionIn", place, Span(0, 4))

    def seen(place: str, likelihood: float) -> Candidate:
        span = Span(0, 4)
        return Candidate(
            "p", place, span, span, {"holdsPositionIn": likelihood}, 0.0, {"actual": 1.0}, {}, {None: 1.0}
        )

    moved = {("p", "holdsPositionIn", "c"): {"c": 1.0, "b": 0.5}}
    (claim,) = at_home([office("c")], moved, [seen("c", 0.01), seen("b", 0.01), seen("b", 0.6)])
    assert claim.object == "b"
    (claim,) = at_home([office("c")], moved, [seen("c", 0.5), seen("b", 0.6)])
    assert claim.object == "c"
    (claim,) = at_home([office("c")], moved, [])
    assert claim.object == "c"
    (claim,) = at_home([office("c")], {}, [seen("b", 0.99)])
    assert claim.object == "c"
    assert at_home([office("c"), office("b")], moved, [seen("b", 0.99)]) == [office("b")]


def test_who_represents_a_body_abroad_is_no_member_of_it(read: Reader) -> None:
    text = """
        The DT 4 det
        Union NNP 4 compound
        {0} JJ 4 amod
        Representative NNP 5 nmod:desc representative
        Lind NNP 6 nsubj
        spoke VBD 0 root speak
        . . 6 punct
        """
    union = {"p": "Person: Lind", "u": "Organization: Union"}
    assert set(read(text.format("High"), **union)) == {("p", "holdsPositionIn", "u")}
    assert set(read(text.format("Young"), **union)) == {("p", "memberOf", "u")}


THE_OTHERS = """
They PRP 2 nsubj
met VBD 0 root meet
{minister}
Lind NNP 2 obj
{comma}and CC {k} cc
the DT {k} det
director NN 4 conj
of IN {i} case
Institute NNP {k} nmod
. . 2 punct
"""


def test_the_title_after_and_is_the_next_ones(read: Reader) -> None:
    names = {"p": "Person: Lind", "i": "Organization: Institute"}
    rows = THE_OTHERS.format(minister="Minister NNP 4 nmod:desc", comma="", k=7, i=9)
    assert ("p", "holdsPositionIn", "i") not in read(rows, **names)
    rows = THE_OTHERS.format(minister="Minister NNP 4 nmod:desc", comma=", , 8 punct\n", k=8, i=10)
    assert ("p", "holdsPositionIn", "i") not in read(rows, **names)


def test_the_title_right_before_a_name_is_not_the_one_befores(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 8 nsubj
        , , 3 punct
        head NN 1 appos
        of IN 5 case
        Institute NNP 3 nmod
        Bo NNP 5 flat
        , , 8 punct
        left VBD 0 root leave
        . . 8 punct
        """,
        p="Person: Lind",
        b="Person: Bo",
        i="Organization: Institute",
    )
    assert ("p", "holdsPositionIn", "i") not in claims
