"""Whose proposal, plan or request it is that somebody rejects."""

from __future__ import annotations

from collections.abc import Callable

from kg.records import Claim

Reader = Callable[..., dict[tuple[str, str, str], Claim]]


def test_the_author_of_a_rejected_request(read: Reader) -> None:
    claims = read(
        """
        Lind NNP 3 nsubj
        has VBZ 3 aux have
        rejected VBN 0 root reject
        Borduria NNP 6 nmod:poss
        's POS 4 case
        request NN 3 obj request
        . . 3 punct
        """,
    )
    assert claims["p", "rejectedProposalOf", "b"].is_plain


def test_the_author_of_a_proposal_named_a_sentence_before(read: Reader) -> None:
    claims = read(
        """
        Borduria NNP 2 nsubj
        floated VBD 0 root float
        the DT 4 det
        idea NN 2 obj idea
        . . 2 punct
        """,
        """
        Lind NNP 2 nsubj
        turned VBD 0 root turn
        the DT 4 det
        proposal NN 2 obj proposal
        down RP 2 compound:prt
        . . 2 punct
        """,
    )
    claim = claims["p", "rejectedProposalOf", "b"]
    assert claim.is_plain
    assert claim.made_by == "frame:rejectedProposalOf/reject-v3"


def test_put_forward_by_two(read: Reader) -> None:
    claims = read(
        """
        Aland NNP 2 nsubj
        vetoed VBD 0 root veto
        a DT 4 det
        plan NN 2 obj plan
        put VBN 4 acl put
        forward RB 5 advmod
        by IN 8 case
        Borduria NNP 5 obl:agent
        and CC 10 cc
        Carpania NNP 8 conj
        . . 2 punct
        """,
    )
    assert claims["a", "rejectedProposalOf", "b"].is_plain
    assert claims["a", "rejectedProposalOf", "c"].is_plain
