"""Who says so: the subject of a verb of saying, "according to", whoever is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.records import EntityType, MentionKind
from kg.relate import words as w
from kg.relate.certainty import State
from kg.relate.quotes import Quotes
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree

_SOURCES = frozenset(
    {"according to", "in the view of", "in the opinion of", "in the words of", "citing", "per"}
)
_SPEAKING = (EntityType.PERSON, EntityType.ORGANIZATION)
_NOUN_SOURCES = frozenset({"view", "opinion", "word", "eye", "account", "report"})


class Attribution:
    """Finds the sources of claims in one document."""

    def __init__(self, tree: Tree, referents: Referents, quotes: Quotes) -> None:
        self.tree = tree
        self.referents = referents
        self.quotes = quotes

    def to(self, cue: int, state: State, owners: Mapping[str, Sequence[int]] | None = None) -> None:
        """Whoever utters the cue is the source, unless somebody nearer to the claim is.

        Args:
            cue: a verb or noun of saying.
            state: of the claim.
            owners: the places of what he mentions: whoever speaks of what his own country or body does, does it.
        """
        if state.source is not None:
            return
        speakers = self.quotes.speakers_of(cue) or self.quotes.just_before(cue)
        if speakers and owners is not None and self._speaks_for(speakers[0], owners):
            return
        if speakers:
            state.source = speakers[0]

    def _speaks_for(self, speaker: Referent, owners: Mapping[str, Sequence[int]]) -> bool:
        """Whether what is mentioned is of the country or body in which the speaker holds office."""
        body = self.referents.bodies.get(speaker.entity)
        return body is not None and any(
            found.entity == body
            for role in ("possessor", "modifier", "of", "by")
            for token in owners.get(role, ())
            for found in self.referents.at(token)
        )

    def from_below(self, node: int, trigger: int, state: State) -> None:
        """ "..., X said" and "according to X" hang below what they attribute."""
        tree = self.tree
        if state.source is not None:
            return
        subjects = tree.children_by(node, "nsubj", "nsubj:pass")
        near = [c for subject in subjects for c in self._hung_on(subject)]
        for c in (*tree.children[node], *near):
            if c == trigger:
                continue
            if tree.lemma[c] in w.REPORT and tree.is_verb(c) and self._is_inserted(c):
                self.to(c, state)
            elif tree.dep[c] in ("obl", "advmod", "nmod", "advcl", "parataxis"):
                case = tree.case(c)
                if case in _SOURCES or case.startswith("according"):
                    self._say(c, state)
                elif tree.lemma[c] in _NOUN_SOURCES and case in ("in", "by", "from"):
                    for k in tree.children_by(c, "nmod", "nmod:poss"):
                        self._say(k, state)
                elif tree.dep[c] == "advcl" and tree.mark(c) == "as" and self._is_bare_report(c, trigger):
                    self.to(c, state)

    def _hung_on(self, subject: int) -> list[int]:
        """What is inserted after a subject, which the parser may hang on that: "troops, according to X, burned"."""
        tree = self.tree
        phrase = (subject, *tree.children_by(subject, "appos"))
        return [
            c
            for part in phrase
            for c in tree.children_by(part, "nmod", "acl:relcl", "parataxis")
            if tree.case(c).startswith("according") or (tree.lemma[c] in w.REPORT and tree.dep[c] != "nmod")
        ]

    def at_colon(self, trigger: int, state: State) -> None:
        """Headlines: "Chile attacked Peru: UN report" has no full stop, "Pentagon: Iran shipped drones" may have."""
        tree = self.tree
        if state.source is not None:
            return
        first, last = tree.bounds[tree.sentence[trigger]]
        ending, opening = self.referents.covering.get(last - 1), self.referents.covering.get(first)
        for mention, colon in (
            (ending, ending[0] - 1 if ending else -1),
            (opening, opening[1] + 1 if opening else -1),
        ):
            if mention is None or not first < colon < last - 1 or tree.lower[colon] != ":":
                continue
            if mention[3] is MentionKind.NAME and self.referents.types[mention[2]] in _SPEAKING:
                state.source = Referent(mention[2], mention[0], mention[1], mention[0])
                return

    def _is_bare_report(self, cue: int, trigger: int) -> bool:
        """ "as Lind says": not "as she opened a school", nor what is said within that clause."""
        tree = self.tree
        if tree.lemma[cue] not in w.REPORT or cue in tree.up(trigger):
            return False
        return tree.child(cue, "obj", "ccomp", "xcomp") is None

    def _is_inserted(self, cue: int) -> bool:
        """Whether a verb of saying has its own subject and nothing said below it: "..., X reported, ..."."""
        tree = self.tree
        if tree.dep[cue] not in ("parataxis", "conj", "advcl", "ccomp", "acl:relcl", "dep"):
            return False
        if tree.child(cue, "ccomp", "obj") is not None or tree.mark(cue):
            return False
        subject = tree.child(cue, "nsubj", "nsubj:pass")
        if subject is None:
            return bool(self.quotes.just_before(cue))
        if tree.antecedent(subject) is not None:
            return False
        if tree.dep[cue] == "conj" and (joining := tree.child(cue, "cc")) is not None:
            return tree.lower[joining : joining + 2] == ("or", "so")
        first = min(tree.subtree(subject)[0], cue)
        return tree.dep[cue] == "parataxis" or (
            first > 0 and tree.lower[first - 1] in (",", "”", '"', "''", "—", "–")
        )

    def _say(self, token: int, state: State) -> None:
        found = self.referents.at(token) or self.quotes.publisher(token)
        if found and state.source is None:
            state.source = found[0]
