"""Whom the text names as the source of a claim."""

from __future__ import annotations

from collections.abc import Callable

from kg.records import Claim

Reader = Callable[..., dict[tuple[str, str, str], Claim]]

INVADED = """
Aland NNP 2 nsubj
invaded VBD 0 root invade
Borduria NNP 2 obj
. . 2 punct
"""
SAID = """
Lind NNP 2 nsubj
said VBD 0 root say
: : 2 punct
¶ _SP 2 dep
"""


def test_paragraphs_after_a_colon_are_the_speakers(read: Reader) -> None:
    claims = read(SAID, INVADED + "¶ _SP 2 dep", INVADED.replace("Aland", "Carpania"))
    assert claims["a", "attacked", "b"].source == "p"
    assert claims["c", "attacked", "b"].source == "p"


def test_until_the_text_speaks_of_the_speaker(read: Reader) -> None:
    claims = read(
        SAID,
        INVADED,
        """
        ¶ _SP 3 dep
        Lind NNP 3 nsubj
        left VBD 0 root leave
        . . 3 punct
        """,
        INVADED.replace("Aland", "Carpania"),
    )
    assert claims["a", "attacked", "b"].source == "p"
    assert claims["c", "attacked", "b"].source is None


def test_a_statement_in_the_first_person(read: Reader) -> None:
    claims = read(
        """
        Statement NN 0 root
        by IN 3 case
        Lind NNP 1 nmod
        ¶ _SP 1 dep
        """,
        """
        I PRP 2 nsubj
        grieve VBP 0 root
        . . 2 punct
        """,
        INVADED,
    )
    assert claims["a", "attacked", "b"].source == "p"


def test_he_who_goes_on_speaking_is_the_one_named_before(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        Tarn NNP 4 nsubj
        left VBD 2 ccomp leave
        . . 2 punct
        """,
        """
        He PRP 2 nsubj
        added VBD 0 root add
        that IN 5 mark
        Aland NNP 5 nsubj
        invaded VBD 2 ccomp invade
        Borduria NNP 5 obj
        . . 2 punct
        """,
        a="Country: Aland",
        b="Country: Borduria",
        p="Person: Ada Lind|Lind",
        q="Person: Tarn|He*",
    )
    assert claims["a", "attacked", "b"].source == "p"


def test_what_somebody_mentions(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        reaffirmed VBD 0 root reaffirm
        Aland NNP 5 nmod:poss
        's POS 3 case
        support NN 2 obj
        for IN 7 case
        Borduria NNP 5 nmod
        . . 2 punct
        """,
    )
    assert claims["a", "supports", "b"].source == "p"


def test_a_statement_says_what_its_author_says(read: Reader) -> None:
    claims = read(
        """
        A DT 3 det
        Carpania NNP 3 compound
        report NN 4 nsubj
        said VBD 0 root say
        Aland NNP 6 nsubj
        invaded VBD 4 ccomp invade
        Borduria NNP 6 obj
        . . 4 punct
        """,
        a="Country: Aland",
        b="Country: Borduria",
        c="Organization: Carpania",
    )
    assert claims["a", "attacked", "b"].source == "c"


def test_offices_are_taken_for_granted_by_whoever_speaks(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        Aland NNP 4 compound
        President NN 5 compound president
        Tarn NNP 6 nsubj
        left VBD 2 ccomp leave
        . . 2 punct
        """,
        a="Country: Aland",
        p="Person: Ada Lind|Lind",
        q="Person: Tarn",
    )
    assert claims["q", "holdsPositionIn", "a"].source is None


def test_a_name_before_an_inserted_verb_of_saying(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 nsubj
        invaded VBD 0 root invade
        Borduria NNP 2 obj
        , , 3 punct
        the DT 6 det
        charity NN 3 appos
        Hill NNP 6 appos
        reported VBD 2 parataxis report
        . . 2 punct
        """,
        a="Country: Aland",
        b="Country: Borduria",
        h="Organization: Hill",
    )
    assert claims["a", "attacked", "b"].source == "h"


def test_where_one_is_based_is_taken_for_granted_by_whoever_speaks(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        Hill NNP 8 nsubj
        , , 3 punct
        based VBN 3 acl base
        in IN 7 case
        Aland NNP 5 obl
        left VBD 2 ccomp leave
        . . 2 punct
        """,
        a="Country: Aland",
        h="Organization: Hill",
        p="Person: Ada Lind|Lind",
    )
    assert claims["h", "basedIn", "a"].source is None


def test_places_within_quotations_are_the_speakers(read: Reader) -> None:
    claims = read(
        """
        “ `` 5 punct
        They PRP 3 nsubj
        reached VBD 0 root reach
        Dorn NNP 3 obj
        , , 4 punct
        Aland NNP 4 appos
        ” '' 3 punct
        , , 3 punct
        Lind NNP 10 nsubj
        said VBD 3 parataxis say
        . . 3 punct
        """,
        a="Country: Aland",
        d="Place: Dorn",
        p="Person: Ada Lind|Lind",
    )
    assert claims["d", "locatedIn", "a"].source == "p"


def test_as_he_held_office_is_no_verb_of_saying(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 nsubj
        invaded VBD 0 root invade
        Borduria NNP 2 obj
        as IN 6 mark
        Lind NNP 6 nsubj
        held VBD 2 advcl hold
        office NN 6 obj
        . . 2 punct
        """,
    )
    assert claims["a", "attacked", "b"].source is None


def test_whoever_speaks_for_his_country_does_what_he_says_it_does(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 compound
        President NNP 3 compound president
        Lind NNP 4 nsubj
        reiterated VBD 0 root reiterate
        Aland NNP 7 nmod:poss
        's POS 5 case
        support NN 4 obj
        for IN 9 case
        Borduria NNP 7 nmod
        . . 4 punct
        """,
    )
    assert claims["a", "supports", "b"].source is None


def test_a_comma_within_the_marks_says_that_who_speaks_is_still_to_come(read: Reader) -> None:
    """The parser may part the sentence there all the same."""
    quoted = """
    “ `` 3 punct
    Aland NNP 3 nsubj
    invaded VBD 0 root invade
    Borduria NNP 3 obj
    yesterday RB 3 advmod
    {} , 3 punct
    ” '' 3 punct
    """
    said = """
    Lind NNP 3 nsubj:pass
    was VBD 3 aux:pass be
    quoted VBN 0 root quote
    as IN 5 mark
    saying VBG 3 advcl say
    . . 3 punct
    """
    assert read(quoted.format(","), said)["a", "attacked", "b"].source == "p"
    assert read(quoted.format("."), said)["a", "attacked", "b"].source is None


def test_a_second_that_clause_is_said_too(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        said VBD 0 root say
        that IN 5 mark
        it PRP 5 nsubj
        rained VBD 2 ccomp rain
        and CC 9 cc
        that IN 9 mark
        Aland NNP 9 nsubj
        invaded VBD 2 conj invade
        Borduria NNP 9 obj
        . . 2 punct
        """
    )
    assert claims["a", "attacked", "b"].source == "p"


def test_what_we_do_by_saying_so_needs_no_source(read: Reader) -> None:
    holds = """
    Pact NNP 2 compound
    Chairwoman NN 3 compound chairwoman
    Lind NNP 4 nsubj
    spoke VBD 0 root speak
    . . 4 punct
    """
    said = """
    “ `` 3 punct
    We PRP 3 nsubj
    {} 0 root support
    Borduria NNP 3 obj
    in IN 6 case
    this DT 3 obl
    , , 3 punct
    ” '' 3 punct
    Lind NNP 10 nsubj
    said VBD 3 parataxis say
    . . 3 punct
    """
    names = {"p": "Person: Lind", "o": "Organization: Pact", "b": "Country: Borduria"}
    assert read(holds, said.format("support VBP"), **names)["o", "supports", "b"].is_plain
    assert read(holds, said.format("supported VBD"), **names)["o", "supports", "b"].source == "p"
