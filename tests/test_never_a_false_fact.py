"""What a text denies, doubts, plans or leaves to somebody's word is never given out as a fact."""

from __future__ import annotations

import pytest

import kg
from kg.records import Claim, Modality, Polarity

DENIED = """
Norway did not attack Finland.
Norway denied attacking Finland.
Norway denies that it attacked Finland.
There is no evidence that Norway attacked Finland.
It is not true that Norway attacked Finland.
Rumours that Norway attacked Finland are false.
The claim that Norway attacked Finland is baseless.
Reports of a Norwegian attack on Finland proved false.
Nobody believes that Norway attacked Finland.
Norway was wrongly said to have attacked Finland.
Sweden falsely claimed that Norway attacked Finland.
Norway failed to attack Finland.
Norway nearly attacked Finland.
Norway has yet to attack Finland.
Norway avoided attacking Finland.
Norway refrained from attacking Finland.
Norway was prevented from attacking Finland.
Norway ruled out attacking Finland.
Norway gave up attacking Finland.
Norway held off attacking Finland.
Norway was cleared of attacking Finland.
Norway was acquitted of attacking Finland.
Instead of attacking Finland, Norway met Sweden.
Rather than attack Finland, Norway met Sweden.
Norway neither attacked Finland nor met Sweden.
No Norwegian troops attacked Finland.
Few Norwegian troops attacked Finland.
At no time did Norway attack Finland.
Sweden dissuaded Norway from attacking Finland.
Sweden talked Norway out of attacking Finland.
Norway disputed that it attacked Finland.
Norway's foiled attack on Finland shocked Sweden.
There is no evidence of a Norwegian attack on Finland.
Norway denies having attacked Finland.
Norway came close to attacking Finland.
Norway stopped short of attacking Finland.
"""
OPEN = """
Sweden would respond if Norway attacked Finland.
Had Norway attacked Finland, Sweden would have helped.
Should Norway attack Finland, Sweden will respond.
Were Norway to attack Finland, Sweden would respond.
Unless Norway attacks Finland, Sweden will not act.
In the event of a Norwegian attack on Finland, Sweden will act.
Sweden simulated a Norwegian attack on Finland.
Sweden fears a Norwegian attack on Finland.
Did Norway attack Finland?
Norway could have attacked Finland.
Norway allegedly attacked Finland.
Norway is believed to have attacked Finland.
Norway is said to have attacked Finland.
Norway is rumoured to have attacked Finland.
Rumours of a Norwegian attack on Finland spread.
Sweden is investigating whether Norway attacked Finland.
Norway threatened to attack Finland.
Norway intends to attack Finland.
Norway was about to attack Finland.
Sweden opposes attacking Finland.
Norway is suspected of attacking Finland.
Norway was not cleared of attacking Finland.
Norway has been accused of attacking Finland.
Norway has been blamed for attacking Finland.
Norway passed a law to attack Finland.
Norway sent troops to Sweden to attack Finland.
Sweden must act before Norway attacks Finland.
When Norway attacks Finland, Sweden will help.
An attack on Finland by Norway would be a mistake.
A Norwegian attack on Finland is unlikely.
Sweden prepared for Norway's attack on Finland.
In the film, Norway attacks Finland.
Under the plan, Norway attacks Finland.
Provided that Norway attacks Finland, Sweden will help.
Sweden allowed Norway to attack Finland.
Norway is close to attacking Finland.
"""
TOLD = """
Norwegian forces attacked Finland in March: Amnesty International
Pentagon: Norway attacked Finland in March
Norwegian troops, according to Amnesty International, attacked Finland.
Norway attacked Finland, its lawyer, Maria Silva, told a court.
Sweden accused Norway of having attacked Finland.
Sweden accused Norway of efforts to attack Finland.
Norway rejects the claim by Swedish lawmaker Erik Hansen that it attacked Finland.
The European Court of Justice ruled that Norway attacked Finland.
Sweden accused Norway of attacking Finland.
Sweden blamed Norway for attacking Finland.
Sweden accused Norway of an attack on Finland.
Sweden blamed Norway for the attack on Finland.
Sweden says that Norway attacked Finland.
According to Sweden, Norway attacked Finland.
A spokeswoman for Sweden said that Norway attacked Finland.
Norway, reports Amnesty International, attacked Finland.
Norway attacked Finland, or so Sweden says.
"""


def attacks(text: str) -> list[Claim]:
    found = kg.extract(text)
    names = {entity.id: entity.name for entity in found.entities}
    ends = {("Norway", "Finland"), ("Sweden", "Finland"), ("Norway", "Sweden"), ("Sweden", "Norway")}
    return [
        claim
        for claim in found.claims
        if claim.predicate == "attacked" and (names[claim.subject], names[claim.object]) in ends
    ]


@pytest.mark.parametrize("sentence", DENIED.strip().splitlines())
def test_what_is_denied_is_no_fact(sentence: str) -> None:
    assert {claim.polarity for claim in attacks(sentence)} == {Polarity.DENIED}


@pytest.mark.parametrize("sentence", OPEN.strip().splitlines())
def test_what_is_open_is_no_fact(sentence: str) -> None:
    modalities = {claim.modality for claim in attacks(sentence)}
    assert modalities
    assert Modality.ACTUAL not in modalities


@pytest.mark.parametrize("sentence", TOLD.strip().splitlines())
def test_what_somebody_says_is_his_word(sentence: str) -> None:
    (claim,) = attacks(sentence)
    assert claim.source is not None
    assert claim.polarity is Polarity.AFFIRMED


@pytest.mark.parametrize(
    ("sentence", "predicate", "stance"),
    [
        ("Kenya applied to join the African Union.", "memberOf", "affirmed planned"),
        ("Finland, not a member of OPEC, supports Sweden.", "memberOf", "denied actual"),
        (
            "Erik Hansen, an alleged member of the Red Brigades, was arrested.",
            "memberOf",
            "affirmed probable",
        ),
        ("A meeting between Maria Silva and John Carter would help.", "metWith", "affirmed planned"),
        ("The meeting between Maria Silva and John Carter may help.", "metWith", "affirmed actual"),
        ("John Carter's visit to Kenya was postponed.", "visited", "affirmed planned"),
        ("John Carter postponed his visit to Kenya.", "visited", "denied actual"),
        ("Norway's appointment of Maria Silva was cancelled.", "appointed", "denied actual"),
        ("Sweden called for Norway's withdrawal from Finland.", "withdrewFrom", "affirmed planned"),
        ("Norway lifted its sanctions on Kenya.", "sanctioned", "denied actual"),
        ("Norway ended its support for Kenya.", "supports", "denied actual"),
        ("Norway suspended its cooperation with Kenya.", "cooperatesWith", "denied actual"),
        ("Norway has not ended its support for Kenya.", "supports", "affirmed actual"),
        ("Erik Hansen is wanted for the murder of Maria Silva.", "killed", "affirmed probable"),
        ("Erik Hansen went on trial for the killing of Maria Silva.", "killed", "affirmed probable"),
        ("Police arrested Erik Hansen for the murder of Maria Silva.", "killed", "affirmed probable"),
        ("Erik Hansen was acquitted of the murder of Maria Silva.", "killed", "denied actual"),
        ("Erik Hansen was convicted of the murder of Maria Silva.", "killed", "affirmed actual"),
        ("Maria Silva came out of a meeting with John Carter.", "metWith", "affirmed actual"),
        ("Erik Hansen was not acquitted of the murder of Maria Silva.", "killed", "affirmed probable"),
        ("Norway is steering clear of talks with Kenya.", "metWith", "denied actual"),
        ("Norwegian diplomats are shying away from meetings with Senegal.", "metWith", "denied actual"),
        ("Norway stayed away from the talks with Kenya.", "metWith", "denied actual"),
        ("Maria Silva, the presumptive Labour nominee, spoke in Lima.", "appointed", "affirmed probable"),
        ("Kenya asked Norway for help to achieve its admission to OPEC.", "memberOf", "affirmed planned"),
        (
            "Maria Silva, the presumptive chairwoman of Nokia, spoke in Lima.",
            "holdsPositionIn",
            "affirmed probable",
        ),
        (
            "The UN praised Norway and not the Kenyan president, Erik Hansen.",
            "holdsPositionIn",
            "affirmed actual",
        ),
        ("Erik Hansen, not the president of Kenya, met Maria Silva.", "holdsPositionIn", "denied actual"),
        ("Norway denied accusations by Kenya that it had bombed a port.", "accused", "affirmed actual"),
        ("Norway dropped its demands to Kenya.", "requestedFrom", "denied actual"),
        ("Norway pledged to support Kenya.", "supports", "affirmed actual"),
        ("Norway is accused of an effort to support Kenya.", "supports", "affirmed probable"),
        ("Norway will support Kenya.", "supports", "affirmed planned"),
        ("Norwegians took to the streets to protest against Kenya.", "protestedAgainst", "affirmed actual"),
        ("Norway's efforts to help Kenya were praised.", "aided", "affirmed planned"),
        ("Maria Silva went on to beat John Carter in the run-off.", "defeated", "affirmed actual"),
        ("Maria Silva used the opportunity to meet John Carter.", "metWith", "affirmed actual"),
        ("John Carter flies to Havana next Monday.", "visited", "affirmed planned"),
        ("Norway and Kenya are due to sign an agreement in May.", "agreedWith", "affirmed planned"),
        ("Norway has almost certainly attacked Finland.", "attacked", "affirmed probable"),
        ("Norway has found nothing to suggest that Finland attacked Kenya.", "attacked", "denied actual"),
        (
            "In the first episode of the series, Norwegian troops attack Finland.",
            "attacked",
            "affirmed possible",
        ),
        ("Norway has ordered two battalions to Kenya.", "deployedForcesTo", "affirmed planned"),
        ("Norway took care not to blame Finland.", "accused", "denied actual"),
        ("Erik Hansen denied ever having been a member of the Red Brigades.", "memberOf", "denied actual"),
        ("Erik Hansen is accused of being a member of the Red Brigades.", "memberOf", "affirmed probable"),
        ("Norway pledged shells worth 90 million kroner to Kenya.", "aided", "affirmed planned"),
    ],
)
def test_other_deeds_and_states(sentence: str, predicate: str, stance: str) -> None:
    (claim,) = (one for one in kg.extract(sentence).claims if one.predicate == predicate)
    assert f"{claim.polarity} {claim.modality}" == stance


@pytest.mark.parametrize(
    ("sentence", "times", "predicate"),
    [
        ("Erik Hansen, the chairman of Nokia, was freed.", 1, "holdsPositionIn"),
        ("Erik Hansen, a friend of the chairman of Nokia, was freed.", 0, "holdsPositionIn"),
        ("Maria Silva, the wife of the president of Chile, left.", 0, "holdsPositionIn"),
        ("The UN criticised Maria Silva.", 1, "criticized"),
        ("The UN criticised the dismissal of Maria Silva.", 0, "criticized"),
        ("Norwegian forces attacked Kenya.", 1, "attacked"),
        ("Norwegian snipers attacked Kenya.", 1, "attacked"),
        ("Anti-Norwegian forces attacked Kenya.", 0, "attacked"),
        ("Norway imposed sanctions on Kenya.", 1, "sanctioned"),
        ("Norway threatened Kenya with sanctions.", 0, "sanctioned"),
        ("Calls for Norway to attack Finland grew.", 0, "attacked"),
        ("Finland was accused by Norway.", 1, "accused"),
        ("Norway went for talks with Kenya.", 1, "metWith"),
        ("Erik Hansen pleaded not guilty to the murder of Maria Silva.", 0, "killed"),
        ("Norway's war with Kenya went on.", 1, "attacked"),
        ("Norway's price war with Kenya went on.", 0, "attacked"),
        ("The war of words between Norway and Kenya went on.", 0, "attacked"),
        ("Norway targets bases in Kenya.", 1, "attacked"),
        ("Nokia targets the market in Kenya.", 0, "attacked"),
        ("Norway pinned the blame on Kenya.", 1, "accused"),
        ("Norway pinned its hopes on Kenya.", 0, "accused"),
        ("Norway charged Erik Hansen with murder.", 1, "detained"),
        ("Norway charged Erik Hansen with the murder of Maria Silva.", 1, "accused"),
        ("Norway charged Erik Hansen 400 euros.", 0, "detained"),
        ("Norway withdrew from the World Bank.", 1, "withdrewFrom"),
        ("Norway withdrew money from the World Bank.", 0, "withdrewFrom"),
        ("Norway, whose plan Kenya had rejected, left.", 1, "rejectedProposalOf"),
        ("Norway, whose plan Kenya had seen, left.", 0, "rejectedProposalOf"),
        ("Norway lent Kenya a billion dollars.", 1, "aided"),
        ("Norway offered Kenya a billion dollars.", 0, "aided"),
        ("Norway offered Kenya a billion dollars.", 1, "proposedTo"),
    ],
)
def test_what_is_not_said_is_not_claimed(sentence: str, times: int, predicate: str) -> None:
    assert sum(claim.predicate == predicate for claim in kg.extract(sentence).claims) == times


@pytest.mark.parametrize(
    "sentence", ["Norway attacked Sweden rather than Finland.", "Norway attacked not Finland but Sweden."]
)
def test_of_two_only_the_one_that_is_meant(sentence: str) -> None:
    found = kg.extract(sentence)
    names = {entity.id: entity.name for entity in found.entities}
    polarity = {names[c.object]: c.polarity for c in found.claims if c.predicate == "attacked"}
    assert polarity == {"Finland": Polarity.DENIED, "Sweden": Polarity.AFFIRMED}


def test_neither_of_two() -> None:
    found = kg.extract("Norway cooperates with neither Sweden nor Finland.").claims
    assert [(claim.predicate, claim.polarity) for claim in found] == [("cooperatesWith", Polarity.DENIED)] * 2


def test_two_clauses_are_no_list() -> None:
    assert not any(c.is_plain for c in attacks("Norway attacked Kenya and Finland attacked Brazil."))


def test_the_bare_sentence_is_a_fact() -> None:
    (claim,) = attacks("Norway attacked Finland.")
    assert claim.is_plain


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Erik Hansen said that he urged Nokia to leave Chile.", True),
        ("Erik Hansen urged Nokia to leave Chile.", False),
        ("“I ask Nokia to leave,” Erik Hansen said.", False),
    ],
)
def test_what_somebody_asked_elsewhere_is_his_word(sentence: str, told: bool) -> None:
    (claim,) = (one for one in kg.extract(sentence).claims if one.predicate == "requestedFrom")
    assert (claim.source is not None) is told
