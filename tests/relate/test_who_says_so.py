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
