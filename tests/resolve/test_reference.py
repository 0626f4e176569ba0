"""Pronouns and descriptions."""

from __future__ import annotations

import pytest

from kg.records import MentionKind

from .builders import entities, marked, parsed, words_of

SPOKE = """
Larsen PROPN 1 nsubj
spoke VERB 1 ROOT
. PUNCT 1 punct

He PRON 4 nsubj
met VERB 4 ROOT
her PRON 4 obj
. PUNCT 4 punct
"""


def test_a_cluster_gives_its_pronouns_to_the_name_in_it() -> None:
    doc = parsed(SPOKE, [(0, 1, "PERSON")], clusters=[[(0, 1), (3, 4)]])
    larsen = entities(doc)["Larsen"]
    assert words_of(larsen, doc) == ["Larsen", "He"]
    assert larsen.mentions[1].kind is MentionKind.PRONOUN


def test_a_cluster_with_two_names_equally_often_decides_nothing() -> None:
    rows = """
    Larsen PROPN 1 nsubj
    met VERB 1 ROOT
    Holm PROPN 1 obj
    . PUNCT 1 punct

    They PRON 5 nsubj
    left VERB 5 ROOT
    """
    doc = parsed(rows, [(0, 1, "PERSON"), (2, 3, "PERSON")], clusters=[[(0, 1), (2, 3), (4, 5)]])
    assert all(len(entity.mentions) == 1 for entity in entities(doc).values())


def test_a_pronoun_never_means_what_it_does_not_fit() -> None:
    rows = SPOKE.replace("He", "It")
    doc = parsed(rows, [(0, 1, "PERSON")], clusters=[[(0, 1), (3, 4)]])
    assert "It" not in words_of(entities(doc)["Larsen"], doc)


def test_he_is_the_subject_of_the_sentence_before_and_her_is_not() -> None:
    doc = parsed(SPOKE, [(0, 1, "PERSON")])
    assert words_of(entities(doc)["Larsen"], doc) == ["Larsen", "He"]


def test_titles_tell_he_from_she() -> None:
    doc = parsed(
        """
        Mrs. PROPN 1 nmod:desc
        Larsen PROPN 2 nsubj
        spoke VERB 2 ROOT
        . PUNCT 2 punct

        He PRON 5 nsubj
        left VERB 5 ROOT
        """,
        [(1, 2, "PERSON")],
    )
    assert words_of(entities(doc)["Larsen"], doc) == ["Larsen"]


def test_with_two_subjects_before_it_nobody_is_he() -> None:
    doc = parsed(
        """
        Larsen PROPN 1 nsubj
        spoke VERB 1 ROOT
        and CCONJ 4 cc
        Holm PROPN 4 nsubj
        answered VERB 1 conj
        . PUNCT 1 punct

        Nobody PRON 7 nsubj
        knew VERB 7 ROOT
        him PRON 7 obj
        """,
        [(0, 1, "PERSON"), (3, 4, "PERSON")],
    )
    found = entities(doc)
    assert "him" not in words_of(found["Holm"], doc)


def test_its_is_the_subjects_own() -> None:
    doc = parsed(
        """
        Poland PROPN 1 nsubj
        recalled VERB 1 ROOT
        its PRON 3 nmod:poss
        ambassador NOUN 1 obj
        """
    )
    assert words_of(entities(doc)["Poland"], doc) == ["Poland", "its"]


def test_i_in_a_quote_is_who_says_it() -> None:
    doc = parsed(
        """
        “ PUNCT 2 punct
        I PRON 2 nsubj
        agree VERB 6 ccomp
        , PUNCT 2 punct
        ” PUNCT 2 punct
        Larsen PROPN 6 nsubj
        said VERB 6 ROOT
        """,
        [(5, 6, "PERSON")],
    )
    assert words_of(entities(doc)["Larsen"], doc) == ["I", "Larsen"]


def test_the_alliance_takes_up_the_one_body_that_is_known_as_one() -> None:
    rows = """
    NATO PROPN 1 nsubj
    met VERB 1 ROOT
    . PUNCT 1 punct

    The DET 4 det
    alliance NOUN 5 nsubj
    agreed VERB 5 ROOT
    """
    doc = parsed(rows)
    nato = entities(doc)["NATO"]
    assert words_of(nato, doc) == ["NATO", "The alliance"]
    assert nato.mentions[1].kind is MentionKind.DESCRIPTION
    other = parsed(rows.replace("alliance", "court"))
    assert words_of(entities(other)["NATO"], other) == ["NATO"]


def test_a_noun_of_the_bodys_own_name() -> None:
    doc = parsed(
        """
        Grain PROPN 1 compound
        Ministry PROPN 2 nsubj
        paid VERB 2 ROOT
        . PUNCT 2 punct

        The DET 5 det
        ministry NOUN 6 nsubj
        said VERB 6 ROOT
        """,
        [(0, 2, "ORG")],
    )
    assert words_of(entities(doc)["Grain Ministry"], doc) == ["Grain Ministry", "The ministry"]


def test_the_one_holder_of_a_title() -> None:
    rows = """
    Prime PROPN 1 amod
    Minister PROPN 2 nmod:desc
    Berg PROPN 3 nsubj
    came VERB 3 ROOT
    . PUNCT 3 punct

    The DET 7 det
    prime ADJ 7 amod
    minister NOUN 8 nsubj
    spoke VERB 8 ROOT
    """
    doc = parsed(rows, [(2, 3, "PERSON")])
    assert words_of(entities(doc)["Berg"], doc) == ["Berg", "The prime minister"]


def test_of_two_holders_named_together_neither_is_meant() -> None:
    rows = """
    Minister PROPN 1 nmod:desc
    Berg PROPN 2 nsubj
    met VERB 2 ROOT
    Minister PROPN 4 nmod:desc
    Holm PROPN 2 obj
    . PUNCT 2 punct

    The DET 7 det
    minister NOUN 8 nsubj
    spoke VERB 8 ROOT
    """
    doc = parsed(rows, [(1, 2, "PERSON"), (4, 5, "PERSON")])
    assert all(len(entity.mentions) == 1 for entity in entities(doc).values())


def test_without_a_parse_only_names_are_mentions() -> None:
    doc = marked("[Jens Larsen|PERSON] said that he left.")
    assert len(entities(doc)["Jens Larsen"].mentions) == 1


def test_the_leader_of_a_country_is_who_holds_its_office() -> None:
    rows = """
    Danish ADJ 2 amod
    President PROPN 2 nmod:desc
    Berg PROPN 3 nsubj
    met VERB 3 ROOT
    Peruvian ADJ 6 amod
    President PROPN 6 nmod:desc
    Luna PROPN 3 obj
    . PUNCT 3 punct

    The DET 10 det
    Peruvian ADJ 10 amod
    leader NOUN 11 nsubj
    left VERB 11 ROOT
    """
    doc = parsed(rows, [(0, 1, "NORP"), (2, 3, "PERSON"), (4, 5, "NORP"), (6, 7, "PERSON")])
    assert words_of(entities(doc)["Luna"], doc) == ["Luna", "leader"]
    assert words_of(entities(doc)["Berg"], doc) == ["Berg"]


def test_an_office_as_such_is_nobody() -> None:
    rows = """
    President PROPN 1 nmod:desc
    Berg PROPN 2 nsubj
    died VERB 2 ROOT
    . PUNCT 2 punct

    Luna PROPN 5 nsubj
    serves VERB 5 ROOT
    as ADP 8 case
    the DET 8 det
    president NOUN 5 obl
    """
    doc = parsed(rows, [(1, 2, "PERSON"), (4, 5, "PERSON")])
    assert words_of(entities(doc)["Berg"], doc) == ["Berg"]


def test_the_ruling_party_is_the_one_called_so() -> None:
    rows = """
    The DET 3 det
    ruling VERB 3 amod
    Dawn PROPN 3 compound
    Party PROPN 4 nsubj
    met VERB 4 ROOT
    the DET 7 det
    Unity PROPN 7 compound
    Party PROPN 4 obj
    . PUNCT 4 punct

    The DET 11 det
    ruling VERB 11 amod
    party NOUN 12 nsubj
    left VERB 12 ROOT
    . PUNCT 12 punct

    The DET 15 det
    party NOUN 16 nsubj
    left VERB 16 ROOT
    """
    found = entities(doc := parsed(rows, [(2, 4, "ORG"), (6, 8, "ORG")]))
    assert words_of(found["Dawn Party"], doc) == ["Dawn Party", "The ruling party"]
    assert words_of(found["Unity Party"], doc) == ["Unity Party"]


def test_no_other_word_of_a_name_takes_it_up() -> None:
    rows = """
    World PROPN 1 compound
    Council PROPN 2 nsubj
    left VERB 2 ROOT
    . PUNCT 2 punct

    The DET 5 det
    world NOUN 6 nsubj
    knows VERB 6 ROOT
    . PUNCT 6 punct

    The DET 9 det
    council NOUN 10 nsubj
    left VERB 10 ROOT
    """
    doc = parsed(rows, [(0, 2, "ORG")])
    assert words_of(entities(doc)["World Council"], doc) == ["World Council", "The council"]


def far_country(sentences: int) -> list[str]:
    """What is said of France where a cluster joins it to "the country", so many sentences before."""
    rows = ["France PROPN 1 nsubj", "waited VERB 1 ROOT", ". PUNCT 1 punct"]
    for _ in range(sentences - 1):
        at = len(rows)
        rows += [f"Nobody PRON {at + 1} nsubj", f"knew VERB {at + 1} ROOT", f". PUNCT {at + 1} punct"]
    at = len(rows)
    last = """
    Larsen 1 PROPN nsubj
    left 1 VERB ROOT
    Peru 1 PROPN obj
    and 4 CCONJ cc
    praised 1 VERB conj
    the 6 DET det
    country 4 NOUN obj
    and 9 CCONJ cc
    its 9 PRON nmod:poss
    army 6 NOUN conj
    . 1 PUNCT punct
    """
    for line in last.strip().splitlines():
        word, head, pos, dep = line.split()
        rows.append(f"{word} {pos} {at + int(head)} {dep}")
    doc = parsed(
        "\n".join(rows),
        [(0, 1, "LOC"), (at, at + 1, "PERSON"), (at + 2, at + 3, "LOC")],
        clusters=[[(0, 1), (at + 5, at + 7), (at + 8, at + 9)]],
    )
    return words_of(entities(doc)["France"], doc)


def test_a_noun_far_behind_its_cluster_is_left_to_the_rules_with_its_pronouns() -> None:
    assert far_country(sentences=2) == ["France", "the country", "its"]
    assert far_country(sentences=3) == ["France"]


AGED = """
Larsen PROPN 1 nsubj
spoke VERB 1 ROOT
. PUNCT 1 punct

Police NOUN 4 nsubj
held VERB 4 ROOT
the DET 10 det
54 NUM 8 nummod
- PUNCT 6 punct
year NOUN 10 compound
- PUNCT 8 punct
old NOUN 4 obj
. PUNCT 4 punct
"""


def test_the_so_many_year_old_is_whoever_was_spoken_of() -> None:
    doc = parsed(AGED, [(0, 1, "PERSON")])
    assert words_of(entities(doc)["Larsen"], doc) == ["Larsen", "the 54 - year - old"]


def test_the_one_who_is_aged_is_not_who_holds_him() -> None:
    rows = AGED.replace("Police NOUN", "Holm PROPN")
    doc = parsed(rows, [(0, 1, "PERSON"), (3, 4, "PERSON")])
    assert words_of(entities(doc)["Larsen"], doc) == ["Larsen", "the 54 - year - old"]


def test_an_age_before_a_noun_is_nobody() -> None:
    rows = AGED.replace("old NOUN 4 obj", "old ADJ 11 amod\nbanker NOUN 4 obj")
    doc = parsed(rows, [(0, 1, "PERSON")])
    assert all(len(entity.mentions) == 1 for entity in entities(doc).values())


DONE_TO = """
Larsen PROPN 1 nsubj
spoke VERB 1 ROOT
. PUNCT 1 punct

Holm PROPN 4 nsubj
{verb} VERB 4 ROOT
{object}
. PUNCT 4 punct
"""


@pytest.mark.parametrize(
    "object_", ["him PRON 4 obj", "to ADP 6 case\nhim PRON 4 obl", "against ADP 6 case\nhim PRON 4 obl"]
)
def test_nobody_does_it_to_him_who_is_himself(object_: str) -> None:
    """Principle B: the cluster of "him" with the subject of its own verb is not believed."""
    at = 3 + object_.count("\n") + 2
    rows = DONE_TO.format(verb="answered", object=object_)
    doc = parsed(rows, [(0, 1, "PERSON"), (3, 4, "PERSON")], clusters=[[(3, 4), (at, at + 1)]])
    assert "him" not in words_of(entities(doc)["Holm"], doc)


@pytest.mark.parametrize("object_", ["himself PRON 4 obj", "with ADP 6 case\nhim PRON 4 obl"])
def test_but_a_reflexive_and_what_stands_beside_him_may(object_: str) -> None:
    at = 3 + object_.count("\n") + 2
    rows = DONE_TO.format(verb="brought", object=object_)
    doc = parsed(rows, [(0, 1, "PERSON"), (3, 4, "PERSON")], clusters=[[(3, 4), (at, at + 1)]])
    assert len(entities(doc)["Holm"].mentions) == 2


def test_whom_one_is_asked_to_call_is_not_the_one_asked() -> None:
    rows = """
    Larsen PROPN 1 nsubj
    asked VERB 1 ROOT
    Holm PROPN 1 obj
    to PART 4 mark
    call VERB 1 xcomp
    him PRON 4 obj
    . PUNCT 1 punct
    """
    names = [(0, 1, "PERSON"), (2, 3, "PERSON")]
    doc = parsed(rows, names, clusters=[[(2, 3), (5, 6)]])
    assert words_of(entities(doc)["Holm"], doc) == ["Holm"]
    doc = parsed(rows, names, clusters=[[(0, 1), (5, 6)]])
    assert words_of(entities(doc)["Larsen"], doc) == ["Larsen", "him"]


REPORTED = """
Larsen PROPN 1 nsubj
met VERB 1 ROOT
Holm PROPN 1 obj
. PUNCT 1 punct

Holm PROPN 5 nsubj
said VERB 5 ROOT
he PRON 7 nsubj
agreed VERB 5 ccomp
. PUNCT 5 punct
"""


def test_he_in_what_somebody_says_is_who_says_it() -> None:
    names = [(0, 1, "PERSON"), (2, 3, "PERSON"), (4, 5, "PERSON")]
    doc = parsed(REPORTED, names, clusters=[[(0, 1), (6, 7)]])
    found = entities(doc)
    assert "he" in words_of(found["Holm"], doc)
    assert "he" not in words_of(found["Larsen"], doc)


def test_unless_he_who_says_it_is_a_she() -> None:
    rows = REPORTED.replace("Holm PROPN 5 nsubj", "Mrs. PROPN 5 nmod:desc\nHolm PROPN 6 nsubj")
    rows = rows.replace("said VERB 5", "said VERB 6").replace("he PRON 7", "he PRON 8")
    rows = rows.replace("agreed VERB 5", "agreed VERB 6").replace(". PUNCT 5", ". PUNCT 6")
    names = [(0, 1, "PERSON"), (2, 3, "PERSON"), (5, 6, "PERSON")]
    doc = parsed(rows, names, clusters=[[(0, 1), (7, 8)]])
    assert "he" in words_of(entities(doc)["Larsen"], doc)


ITS_CHAIRMAN = """
Dawn PROPN 1 compound
League PROPN 2 nsubj
sued VERB 2 ROOT
Grain PROPN 4 compound
Board PROPN 2 obj
. PUNCT 2 punct

Its PRON 7 nmod:poss
{noun} NOUN 8 nsubj
spoke VERB 8 ROOT
. PUNCT 8 punct
"""


def test_its_chairman_that_opens_a_sentence_is_the_subjects() -> None:
    names = [(0, 2, "ORG"), (3, 5, "ORG")]
    board = [[(3, 5), (6, 7)]]
    doc = parsed(ITS_CHAIRMAN.format(noun="chairman"), names, clusters=board)
    assert words_of(entities(doc)["Dawn League"], doc)[:2] == ["Dawn League", "Its"]
    doc = parsed(ITS_CHAIRMAN.format(noun="chairman"), names)
    assert words_of(entities(doc)["Dawn League"], doc)[:2] == ["Dawn League", "Its"]
    doc = parsed(ITS_CHAIRMAN.format(noun="barn"), names, clusters=board)
    assert words_of(entities(doc)["Grain Board"], doc) == ["Grain Board", "Its"]
