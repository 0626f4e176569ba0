"""What parsers take for something else is put right before it is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.records import Claim
from kg.relate.mending import mended
from kg.relate.tree import tree_of

Reader = Callable[..., dict[tuple[str, str, str], Claim]]

CONDEMNED = """
Lind NNP 2 nsubj:pass
condemned VBN 0 root condemn
Borduria NNP 2 obj
. . 2 punct
"""
SAID_AND_URGED = """
Lind NNP 2 nsubj
said VBD 0 root say
that IN 6 mark
the DT 5 det
{subject} NN 6 nsubj
failed VBD 2 ccomp fail
and CC 8 cc
accused VBD 6 conj accuse
{object}
of IN 11 case
fraud NN 8 obl
. . 2 punct
"""
ABOUT_BORDURIA = "Borduria NNP 8 obj"
ABOUT_IT = "it PRP 8 obj"


def test_what_is_taken_for_a_participle_but_has_an_object_is_active(read: Reader) -> None:
    assert ("p", "criticized", "b") in read(CONDEMNED)


@pytest.mark.parametrize("more", ["was VBD 2 aux:pass be", "by IN 5 case\nBorduria NNP 2 obl:agent"])
def test_a_participle_with_its_helper_or_agent_stays_passive(doc_of: Callable[..., Doc], more: str) -> None:
    rows = f"Lind NNP 2 nsubj:pass\ndenied VBN 0 root deny\nentry NN 2 obj\n{more}"
    parse = tree_of(doc_of(rows))
    assert mended(parse) is parse


def test_calling_on_somebody_is_active_without_an_object(read: Reader) -> None:
    called = """
    Lind NNP 2 nsubj:pass
    called VBN 0 root call
    on IN 4 case
    Borduria NNP 2 obl
    to TO 6 mark
    withdraw VB 2 xcomp
    . . 2 punct
    """
    assert ("p", "requestedFrom", "b") in read(called)


def test_what_is_done_by_speaking_is_done_by_who_spoke(read: Reader) -> None:
    """The talks don't accuse anybody: the second verb stands beside the one of saying."""
    claims = read(SAID_AND_URGED.format(subject="truce", object=ABOUT_BORDURIA))
    assert ("p", "accused", "b") in claims


@pytest.mark.parametrize("subject", ["minister", "army", "policeman"])
def test_whoever_can_speak_keeps_what_he_did(read: Reader, subject: str) -> None:
    claims = read(SAID_AND_URGED.format(subject=subject, object=ABOUT_BORDURIA))
    assert ("p", "accused", "b") not in claims


def test_nobody_accuses_himself_by_a_plain_pronoun(doc_of: Callable[..., Doc]) -> None:
    text = SAID_AND_URGED.replace("{subject} NN", "Borduria NNP")
    tree = tree_of(doc_of(text.format(object=ABOUT_IT)))
    assert tree.head[7] == 5
    moved = mended(tree)
    assert moved.head[7] == 1
    assert 7 in moved.children[1]
    assert 7 not in moved.children[5]
    kept = tree_of(doc_of(text.format(object="Aland NNP 8 obj")))
    assert mended(kept) is kept
