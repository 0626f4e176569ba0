"""What a clause says beside its verb: whom its subject met meanwhile, what its speaker asks or holds against others."""

from __future__ import annotations

from collections.abc import Callable

from kg.records import Claim, Polarity

Reader = Callable[..., dict[tuple[str, str, str], Claim]]


def test_whoever_says_it_in_an_interview_gave_it(read: Reader) -> None:
    claims = read(
        """
        In IN 3 case
        an DT 3 det
        interview NN 7 obl
        with IN 5 case
        Teletext NNP 3 nmod
        Lind NNP 7 nsubj
        resigned VBD 0 root resign
        . . 7 punct
        """,
        p="Person: Lind",
        t="Organization: Teletext",
    )
    assert claims["p", "metWith", "t"].is_plain


def test_whoever_does_it_on_a_visit_is_the_visitor(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        smiled VBD 0 root smile
        during IN 5 case
        a DT 5 det
        visit NN 2 obl
        to IN 7 case
        Borduria NNP 5 nmod
        . . 2 punct
        """,
    )
    assert claims["p", "visited", "b"].is_plain


def test_remarks_after_talks_with_somebody(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 3 nmod:poss
        's POS 1 case
        remarks NNS 8 nsubj remark
        after IN 5 case
        talks NNS 3 nmod talk
        with IN 7 case
        Borduria NNP 5 nmod
        surprised VBD 0 root surprise
        . . 8 punct
        """,
    )
    assert claims["p", "metWith", "b"].is_plain


def test_an_attack_is_no_occasion(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 nsubj
        suffered VBD 0 root suffer
        during IN 5 case
        an DT 5 det
        attack NN 2 obl
        on IN 7 case
        Borduria NNP 5 nmod
        . . 2 punct
        """,
    )
    assert not any(predicate == "attacked" for _, predicate, _ in claims)


def test_who_is_in_a_place_is_there(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 5 nsubj
        was VBD 5 cop be
        not RB 5 advmod
        in IN 5 case
        Turku NNP 0 root
        . . 5 punct
        """,
        p="Person: Lind",
        t="Place: Turku",
    )
    assert claims["p", "visited", "t"].polarity is Polarity.DENIED


def test_what_somebody_is_somewhere_is_no_visit(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 4 nsubj
        was VBD 4 cop be
        a DT 4 det
        legend NN 0 root
        in IN 6 case
        Turku NNP 4 nmod
        . . 4 punct
        """,
        p="Person: Lind",
        t="Place: Turku",
    )
    assert ("p", "visited", "t") not in claims


def _demand(*words: str) -> str:
    return "\n".join(("Lind NNP 2 nsubj", "said VBD 0 root say", *words, ". . 2 punct"))


def test_whoever_says_what_another_must_do_asks_it_of_him(read: Reader) -> None:
    claims = read(_demand("Borduria NNP 5 nsubj", "must MD 5 aux", "act VB 2 ccomp"))
    assert claims["p", "requestedFrom", "b"].is_plain


def test_what_one_should_have_done_is_asked_of_nobody(read: Reader) -> None:
    claims = read(
        _demand("Borduria NNP 6 nsubj", "should MD 6 aux", "have VB 6 aux", "acted VBN 2 ccomp act")
    )
    assert not any(predicate == "requestedFrom" for _, predicate, _ in claims)


def test_what_ones_own_country_must_do(read: Reader) -> None:
    claims = read(_demand("our PRP$ 4 nmod:poss", "Borduria NNP 6 nsubj", "must MD 6 aux", "act VB 2 ccomp"))
    assert not any(predicate == "requestedFrom" for _, predicate, _ in claims)


def test_whoever_says_that_another_did_wrong_accuses_him(read: Reader) -> None:
    claims = read(_demand("Borduria NNP 4 nsubj", "lied VBD 2 ccomp lie"))
    assert claims["p", "accused", "b"].is_plain


def test_a_wrong_that_is_denied_is_no_reproach(read: Reader) -> None:
    claims = read(_demand("Borduria NNP 6 nsubj", "did VBD 6 aux do", "not RB 6 advmod", "lie VB 2 ccomp"))
    assert not any(predicate == "accused" for _, predicate, _ in claims)


def test_whoever_calls_anothers_deeds_unfair_criticizes_him(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        called VBD 0 root call
        Borduria NNP 5 nmod:poss
        's POS 3 case
        decision NN 2 obj
        unfair JJ 2 xcomp
        . . 2 punct
        """,
    )
    assert claims["p", "criticized", "b"].is_plain
    claims = read(
        """
        Borduria NNP 3 nmod:poss
        's POS 1 case
        decision NN 5 nsubj
        is VBZ 5 cop be
        unfair JJ 8 ccomp
        , , 5 punct
        Lind NNP 8 nsubj
        said VBD 0 root say
        . . 8 punct
        """,
    )
    assert claims["p", "criticized", "b"].is_plain


def test_according_to_is_not_to(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 2 nsubj
        confirmed VBD 0 root confirm
        it PRP 2 obj
        according VBG 6 case accord
        to IN 4 fixed
        Teletext NNP 2 obl
        . . 2 punct
        """,
        p="Person: Lind",
        t="Organization: Teletext",
    )
    assert ("p", "metWith", "t") not in claims


def test_the_name_at_the_end_of_a_long_title(read: Reader) -> None:
    sentence = """
    Aland NNP 2 nsubj
    met VBD 0 root meet
    minister NN 2 obj
    for IN 5 case
    roads NNS 3 nmod road
    and CC 7 cc
    harbours NNS 5 conj harbour
    Lind NNP {}
    . . 2 punct
    """
    claims = read(sentence.format("7 flat"))
    assert claims["a", "metWith", "p"].is_plain


def test_a_second_title_holds_the_name_itself(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 nsubj
        met VBD 0 root meet
        advisers NNS 2 obj adviser
        to IN 6 case
        minister NN 6 compound
        Lind NNP 3 nmod
        . . 2 punct
        """,
    )
    assert ("a", "metWith", "p") not in claims


def test_what_two_do_together(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 4 nsubj
        and CC 3 cc
        Borduria NNP 1 conj
        built VBD 0 root build
        it PRP 4 obj
        together RB 4 advmod
        . . 4 punct
        """,
    )
    assert claims["a", "cooperatesWith", "b"].is_plain


def test_of_many_at_a_meeting_nobody_met_each_other(read: Reader) -> None:
    names = {letter: f"Country: {letter.upper()}land" for letter in "abcde"}
    lines = ["Aland NNP 10 nsubj"]
    for number, letter in enumerate("BCDE"):
        lines += [f"and CC {2 * number + 3} cc", f"{letter}land NNP 1 conj"]
    claims = read("\n".join((*lines, "met VBD 0 root meet", ". . 10 punct")), **names)
    assert not any(predicate == "metWith" for _, predicate, _ in claims)


def test_what_is_said_by_the_way_is_no_criticism(read: Reader) -> None:
    claims = read(
        """
        “ `` 5 punct
        Brutal JJ 4 amod
        Borduria NNP 4 compound
        regime NN 5 nsubj
        fell VBD 9 ccomp fall
        today RB 5 advmod
        ” '' 5 punct
        Lind NNP 9 nsubj
        said VBD 0 root say
        . . 9 punct
        """,
    )
    assert not any(predicate == "criticized" for _, predicate, _ in claims)
