"""Titles: whose they are where the text does not say."""

from __future__ import annotations

from collections.abc import Callable

from kg.records import Claim

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
