"""Which country a noun without a name means."""

from __future__ import annotations

from .builders import entities, parsed, words_of


def test_the_government_is_that_of_the_country_the_text_is_about() -> None:
    rows = """
    Norway PROPN 1 nsubj
    left VERB 1 ROOT
    Norway PROPN 1 obj
    . PUNCT 1 punct

    Italy PROPN 5 nsubj
    knows VERB 5 ROOT
    . PUNCT 5 punct

    The DET 8 det
    government NOUN 9 nsubj
    said VERB 9 ROOT
    . PUNCT 9 punct
    """
    doc = parsed(rows, [(0, 1, "GPE"), (2, 3, "GPE"), (4, 5, "GPE")])
    assert words_of(entities(doc)["Norway"], doc) == ["Norway", "Norway", "The government"]


def test_a_kingdom_is_one_by_name_and_a_city_has_its_own_government() -> None:
    rows = """
    Norway PROPN 1 nsubj
    met VERB 1 ROOT
    Italy PROPN 1 obj
    . PUNCT 1 punct

    The DET 5 det
    kingdom NOUN 6 nsubj
    left VERB 6 ROOT
    . PUNCT 6 punct

    The DET 10 det
    city NOUN 10 compound
    government NOUN 11 nsubj
    said VERB 11 ROOT
    """
    doc = parsed(rows, [(0, 1, "GPE"), (2, 3, "GPE")])
    assert words_of(entities(doc)["Norway"], doc) == ["Norway", "The kingdom"]
    assert words_of(entities(doc)["Italy"], doc) == ["Italy"]


def test_our_country_is_that_of_the_text_and_his_that_of_his_office() -> None:
    rows = """
    Norway PROPN 1 nsubj
    left VERB 1 ROOT
    . PUNCT 1 punct

    Peruvian ADJ 5 amod
    President PROPN 5 nmod:desc
    Luna PROPN 6 nsubj
    praised VERB 6 ROOT
    his PRON 8 nmod:poss
    country NOUN 6 obj
    . PUNCT 6 punct

    Norway PROPN 11 nsubj
    left VERB 11 ROOT
    . PUNCT 11 punct

    Our PRON 14 nmod:poss
    country NOUN 15 nsubj
    left VERB 15 ROOT
    """
    doc = parsed(rows, [(0, 1, "GPE"), (3, 4, "NORP"), (5, 6, "PERSON"), (10, 11, "GPE")])
    assert words_of(entities(doc)["Peru"], doc) == ["Peruvian", "country"]
    assert words_of(entities(doc)["Norway"], doc) == ["Norway", "Norway", "Our country"]
