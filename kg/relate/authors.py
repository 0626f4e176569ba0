"""Who made the proposal, request or claim that a noun or pronoun names, if need be earlier in the text."""

from __future__ import annotations

from bisect import bisect_left

from kg.relate.arguments import Arguments
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import word_set

PROPOSALS = word_set(
    """
    proposal plan request demand offer bid appeal plea call invitation petition application
    initiative suggestion idea motion draft condition wish recommendation overture ultimatum
    settlement compromise scheme version amendment permission
    """
)
CLAIMS = word_set(
    """
    claim allegation accusation charge report assertion statement rumour rumor story account
    criticism argument remark comment finding complaint
    """
)
_MAKING = word_set(
    """
    propose suggest offer request ask demand urge appeal pitch float table submit invite seek
    petition plead beg
    """
)
_PUTTING = word_set(
    """
    put make present lodge file issue introduce send extend bring advance back draft
    """
)
_CLAIMING = word_set("accuse allege claim blame sue charge")
_PRONOUNS = frozenset({"it", "this", "that", "them", "these", "both", "one", "so"})
_REACH = 12
"""How many sentences back an author is looked for."""


class Authors:
    """Remembers who put what forward, in the order of the text."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self._made = self._remember(PROPOSALS, _MAKING)
        self._claimed = self._remember(CLAIMS, _CLAIMING)

    def of(self, token: int) -> tuple[Referent, ...]:
        """The authors of what the token names."""
        tree = self.tree
        own = self.explicit(token)
        if own:
            return own
        possessor = tree.child(token, "nmod:poss")
        named_by_noun = possessor is not None and tree.tag[possessor] != "PRP$"
        if (named_by_noun or tree.child(token, "acl", "acl:relcl") is not None) and (
            tree.lower[token] not in _PRONOUNS
        ):
            return ()
        if any(tree.lower[c] in ("a", "an", "any", "no", "another") for c in tree.children[token]):
            return ()
        if tree.lemma[token] in CLAIMS:
            return self._before(self._claimed, token, "")
        if tree.lemma[token] in PROPOSALS:
            return self._before(self._made, token, tree.lemma[token])
        if tree.lower[token] in _PRONOUNS or tree.antecedent(token) is not None:
            recent = self._before(self._made, token, "", reach=2)
            return recent or self._before(self._claimed, token, "", reach=1)
        return ()

    def explicit(self, token: int) -> tuple[Referent, ...]:
        """The authors that the noun phrase itself names."""
        places = self.arguments.noun(token)
        found: list[Referent] = []
        for role in ("possessor", "by", "from", "modifier"):
            for place in places.get(role, ()):
                found += self.referents.at(place)
            if found:
                return tuple(dict.fromkeys(found))
        found += self._maker_after(token)
        if self.tree.lemma[token] in CLAIMS:
            for place in places.get("in", ()):
                found += self.referents.at(place)
        for place in places.get("of", ()) if not found else ():
            found += [r for r in self.referents.at(place) if self.tree.lemma[token] not in ("offer",)]
        return tuple(dict.fromkeys(found))

    def _maker_after(self, token: int) -> tuple[Referent, ...]:
        """ "a plan, put forward by X", "an offer of help made by X", wherever the parser hung the participle."""
        tree = self.tree
        for k in range(token + 1, min(len(tree), token + 6)):
            if tree.sentence[k] != tree.sentence[token] or tree.pos[k] == "AUX":
                return ()
            if tree.is_verb(k):
                if tree.tag[k] not in ("VBN", "VBD") or tree.lemma[k] not in _MAKING | _PUTTING:
                    return ()
                agents = [c for c in tree.children[k] if tree.case(c) == "by"]
                return tuple(r for c in agents for r in self.referents.at(c))
        return ()

    def _remember(
        self, nouns: frozenset[str], verbs: frozenset[str]
    ) -> list[tuple[int, str, tuple[Referent, ...]]]:
        tree = self.tree
        made = []
        for i, lemma in enumerate(tree.lemma):
            if lemma in nouns and tree.pos[i] in ("NOUN", "PROPN"):
                found = self.explicit(i) or self._put_forward(i)
                if found:
                    made.append((i, lemma, found))
            elif lemma in verbs and tree.is_verb(i):
                subjects = [
                    r for s in self.arguments.verb(i).get("subject", ()) for r in self.referents.at(s)
                ]
                if subjects:
                    made.append((i, "", tuple(subjects)))
        return made

    def _put_forward(self, noun: int) -> tuple[Referent, ...]:
        """ "X put the plan forward", "the plan was floated by X"."""
        tree = self.tree
        above = tree.head[noun]
        if tree.dep[noun] not in ("obj", "nsubj:pass") or not tree.is_verb(above):
            return ()
        if tree.lemma[above] not in _MAKING | {
            "put",
            "make",
            "present",
            "lodge",
            "file",
            "issue",
            "introduce",
            "send",
            "extend",
        }:
            return ()
        return tuple(r for s in self.arguments.verb(above).get("subject", ()) for r in self.referents.at(s))

    def _before(
        self, made: list[tuple[int, str, tuple[Referent, ...]]], token: int, lemma: str, reach: int = _REACH
    ) -> tuple[Referent, ...]:
        """The nearest earlier one, of the same noun if there is one."""
        sentence = self.tree.sentence[token]
        end = bisect_left(made, token, key=lambda entry: entry[0])
        near = [
            entry
            for entry in made[max(0, end - 40) : end]
            if sentence - self.tree.sentence[entry[0]] <= reach
        ]
        if not near:
            return ()
        return near[-1][2]
