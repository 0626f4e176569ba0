"""From readings to claims: what the text makes of each, and one claim of those that say the same."""

from __future__ import annotations

from collections.abc import Iterable

from kg.records import Claim, Modality, Polarity
from kg.relate.combine import Predicates
from kg.relate.evidence import evidence
from kg.relate.reading import Reading
from kg.relate.referents import Referent
from kg.relate.stance import Stance, Stances
from kg.relate.times import Times
from kg.relate.tree import Tree
from kg.relate.words import ACCUSE, AVOWED, CLEAR, PURSUE, UTTERED, word_set
from kg.schema.frames import FrameKind

_SPEECH_ACTS = word_set(
    """
    accused criticized rejectedProposalOf acceptedProposalOf requestedFrom proposedTo opposes
    threatened supports protestedAgainst
    """
)
# One has them by trying, committing himself or working for them: "an effort to help Y", "took to the streets to
# protest".
_ATTITUDES = word_set("supports opposes protestedAgainst")
# What nouns say of these holds whatever is done there.
_STANDING = word_set("basedIn locatedIn")
# What is fought with words, money or in court.
_FIGHTS = word_set("war battle fight attack assault offensive clash duel feud blitz")
_OF_TRADE = word_set(
    """
    trade trading price tariff fare bidding commercial economic currency legal judicial court courtroom custody takeover
    boardroom culture cultural turf ratings propaganda information media publicity advertising charm verbal
    rhetorical diplomatic electoral election political personal title patent copyright heart panic
    """
)
_OF_WORDS = word_set("word nerve will idea")
# Who is the object of these need not have done what he is said to have.
_TRIED = ACCUSE | PURSUE | CLEAR
Key = tuple[str, str, str, Polarity, Modality]
"""What makes two claims one: subject, predicate, object, polarity and modality."""


def is_performed(predicate: str, modality: Modality) -> bool:
    """Whether one does it by speaking, so that his saying so is no source: "I reject the plan, X said".

    What he only considers or may do is still his word.
    """
    return modality is Modality.ACTUAL and predicate in _SPEECH_ACTS


def modality_of(predicate: str, stance: Stance) -> Modality:
    """The modality of a claim: who only aims at a deed that would show an attitude has it already."""
    had = predicate in _ATTITUDES and stance.aimed and stance.modality is Modality.PLANNED
    return Modality.ACTUAL if had else stance.modality


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims in the order of the text."""
    return tuple(
        sorted(claims, key=lambda c: (c.evidence.begin, c.evidence.end, c.predicate, c.subject, c.object))
    )


def _contradict(claim: Claim, denial: Claim) -> bool:
    """Whether a claim says again, of the same words, what another denies ("cancelled his visit")."""
    same = (claim.subject, claim.predicate, claim.object) == (denial.subject, denial.predicate, denial.object)
    return (
        same
        and claim.polarity is Polarity.AFFIRMED
        and claim.evidence.begin < denial.evidence.end
        and denial.evidence.begin < claim.evidence.end
    )


class Claims:
    """Makes the claims of one document."""

    def __init__(self, tree: Tree, stances: Stances, times: Times, predicates: Predicates) -> None:
        self._tree = tree
        self._stances = stances
        self._times = times
        self._predicates = predicates

    def of(self, readings: Iterable[Reading]) -> tuple[Claim, ...]:
        """One claim for each triple, polarity and modality, at its clearest place."""
        best: dict[Key, tuple[tuple[float, ...], Claim]] = {}
        for reading in readings:
            if not reading.settled and self._stances.of(reading.trigger, self._is_noun(reading)).requested:
                continue  # that somebody asks for it is said by the request itself
            claim, rank = self._claim(reading)
            if self._is_unsaid(reading, claim):
                continue
            key = self._key(claim)
            held = best.get(key)
            if held is None or rank > held[0]:
                best[key] = (rank, claim)
        claims = [claim for _, claim in best.values()]
        denials = [claim for claim in claims if claim.polarity is Polarity.DENIED]
        return in_order(claim for claim in claims if not any(_contradict(claim, one) for one in denials))

    def _is_unsaid(self, reading: Reading, claim: Claim) -> bool:
        """Whether it is a figure of speech, or a deed that would be a reproach is itself denied or open.

        "X said that Y should stop lying".
        """
        if self._is_figurative(reading):
            return True
        return (
            reading.places[0] == "speaker"
            and reading.frame.kind is FrameKind.VERB
            and (claim.polarity, claim.modality) != (Polarity.AFFIRMED, Modality.ACTUAL)
        )

    def _is_figurative(self, reading: Reading) -> bool:
        """ "a trade war with", "a legal battle", "a war of words": nobody is attacked."""
        tree = self._tree
        if self._predicates[reading.frame.predicate].plover != "ASSAULT":
            return False
        return any(
            tree.lemma[noun] in _FIGHTS
            and any(
                tree.lower[c] in _OF_TRADE
                if tree.dep[c] in ("amod", "compound")
                else tree.lemma[c] in _OF_WORDS
                for c in tree.children_by(noun, "amod", "compound", "nmod")
            )
            for noun in (reading.trigger, *tree.children_by(reading.trigger, "obj", "obl"))
        )

    def _key(self, claim: Claim) -> Key:
        s, o = claim.subject, claim.object
        if self._predicates[claim.predicate].symmetric and o < s:
            s, o = o, s
        return s, claim.predicate, o, claim.polarity, claim.modality

    def _claim(self, reading: Reading) -> tuple[Claim, tuple[float, ...]]:
        frame = reading.frame
        stance = self._stance(reading)
        polarity = stance.polarity
        modality = modality_of(frame.predicate, stance)
        if frame.polarity is Polarity.DENIED:
            polarity = polarity.turned
        if reading.subject.negated != reading.object.negated:
            polarity = polarity.turned
        if frame.modality is not Modality.ACTUAL and modality is Modality.ACTUAL:
            modality = frame.modality
        if modality is Modality.ACTUAL and not reading.settled and self._is_suspected(reading.subject):
            modality = Modality.PROBABLE
        source = stance.source.entity if stance.source is not None else None
        if is_performed(frame.predicate, modality) and (
            (source == reading.subject.entity and not self._is_recalled(reading)) or self._utters(reading)
        ):
            source = None
        claim = Claim(
            subject=reading.subject.entity,
            predicate=frame.predicate,
            object=reading.object.entity,
            evidence=evidence(self._tree, reading),
            polarity=polarity,
            modality=modality,
            source=source,
            time=None if reading.settled else self._times.of(reading.trigger),
            title=reading.title if frame.predicate == "holdsPositionIn" else None,
            ended=reading.ended,
            plover=self._predicates[frame.predicate].plover,
            made_by=f"frame:{frame.name}",
        )
        length = claim.evidence.end - claim.evidence.begin
        rank = (
            float(modality is Modality.ACTUAL),
            float(source is None),
            float(reading.subject.exact) + float(reading.object.exact),
            -float(length),
        )
        return claim, rank

    def _is_recalled(self, reading: Reading) -> bool:
        """ "he told reporters that he had instructed her": what he did by speaking elsewhere is his word here."""
        asked = reading.frame.predicate == "requestedFrom"
        return asked and self._tree.tag[reading.trigger] in ("VBD", "VBN")

    def _utters(self, reading: Reading) -> bool:
        """ "we condemn ...": whoever speaks does it for his country or body by saying so, now."""
        tree, subject = self._tree, reading.subject
        return (
            subject.first == subject.last
            and tree.lower[subject.first] == "we"
            and tree.lemma[reading.trigger] in UTTERED | AVOWED
            and tree.tag[reading.trigger] in ("VBP", "VB")
        )

    def _is_suspected(self, referent: Referent) -> bool:
        """ "suspected rebels killed ..."."""
        tree = self._tree
        return any(
            tree.lower[c] in ("suspected", "alleged", "presumed", "apparent")
            for c in tree.children[referent.head]
            if c < referent.head
        )

    def _stance(self, reading: Reading) -> Stance:
        if reading.settled:
            return self._stances.settled(reading.trigger)
        if self._is_noun(reading) and reading.frame.predicate in _STANDING:
            return self._stances.settled(reading.trigger)  # "meets them at the headquarters in Y"
        role = not self._predicates[reading.frame.predicate].plover and not self._is_noun(reading)
        stance = self._stances.of(reading.trigger, self._is_noun(reading), role)
        if reading.places[0].startswith("object") and self._tree.lemma[reading.trigger] in _TRIED:
            return self._stances.accused(reading.trigger, stance)  # "accused X of an attack on Y"
        return stance

    def _is_noun(self, reading: Reading) -> bool:
        return reading.frame.kind is FrameKind.NOUN
