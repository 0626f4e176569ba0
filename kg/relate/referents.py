"""Whom a phrase stands for: who is mentioned there, groups that act for somebody, relative pronouns, lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.records import Entity, EntityType
from kg.relate.mentions import Mentions
from kg.relate.tree import Tree
from kg.relate.words import GROUPS, GROUPS_IN, NEGATIONS, ONE_PERSON, SPOKESPEOPLE, word_set

_PARTS = word_set(
    """
    some one many most all several few both either neither none each any member members majority
    dozens hundreds thousands number group handful lot half part parts rest remainder two three four
    five outskirts center centre suburbs kind pair couple series body
    """
)
_PAIRED = word_set(
    """
    nation country side neighbour neighbor leader government party man woman state ally president
    minister team
    """
)
_FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
_COUNTS = frozenset({"nummod", "det", "cc:preconj", "advmod"})
_FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
# What excludes a member of a list; in "neither A nor B" the verb is turned round already.
_EXCLUDING = (NEGATIONS - {"nor"}) | word_set("rather instead")
_FLAT = frozenset({"flat", "compound", "nmod:desc", "appos"})
_GROUP_PLACES = ("nmod:poss", "amod", "compound", "nmod", "nmod:desc", "nmod:unmarked")


@dataclass(frozen=True, slots=True)
class Referent:
    """An entity at a place of the tree."""

    entity: str
    first: int
    """First and last token of the words that say so."""
    last: int
    head: int
    exact: bool = True
    """Whether the words are the entity's own, not those of a group that acts for it."""
    negated: bool = False
    """Whether the list that it stands in excludes it ("but not Italy")."""


class Referents(Mentions):
    """Looks entities up at tokens, beyond the words that name them.

    Args:
        tree: the document's tree.
        entities: the document's entities with their mentions.
    """

    def __init__(
        self,
        tree: Tree,
        entities: Sequence[Entity],
        titles: frozenset[str] = frozenset(),
        roles: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(tree, entities)
        self.titles = titles
        """Nouns that stand before or after a person's name."""
        self.roles = roles
        """Nouns that say what a name is ("the airline ...")."""
        self.pronoun: Callable[[int], tuple[Referent, ...]] | None = None
        """What looks up pronouns that no mention covers."""
        self.description: Callable[[int], tuple[Referent, ...]] | None = None
        """What looks up descriptions that no mention covers."""
        self.speakers: dict[int, str] = {}
        """Who speaks at a token within quotation marks; set once attribution is known."""
        self.bodies: dict[str, str] = {}
        """What a person speaks for: whom his "we" means."""
        self.issuer: str | None = None
        """Whose statement the text is: whom "we" means where nobody is quoted."""
        self._memo: dict[int, tuple[Referent, ...]] = {}

    def at(self, i: int) -> tuple[Referent, ...]:
        """The entities that the phrase headed by the token stands for, lists spread out."""
        if i not in self._memo:
            self._memo[i] = ()
            self._memo[i] = self._find(i)
        return self._memo[i]

    def forget(self) -> None:
        """Makes later look-ups start afresh, once speakers are known."""
        self._memo.clear()

    def owner_of(self, i: int, deps: Sequence[str] = _GROUP_PLACES) -> tuple[Referent, ...]:
        """The entities whose possessors, demonyms and "of" phrases modify a noun."""
        tree = self.tree
        found: list[Referent] = []
        for c in tree.children[i]:
            if tree.dep[c] not in deps or tree.is_prefixed(c):
                continue
            if tree.dep[c] == "nmod" and tree.case(c).split(" ")[0] not in ("of", "from", "by", ""):
                continue
            found += self.at(c)
        return _unique(found)

    # ---- one phrase ----

    def _find(self, i: int) -> tuple[Referent, ...]:
        tree = self.tree
        antecedent = tree.antecedent(i)
        if antecedent is not None:
            return self.at(antecedent)
        if tree.tag[i] in ("WP", "WDT") and tree.lower[i] in ("who", "which"):
            return self._just_before(i)
        found = list(self._alone(i))
        for c in tree.children[i]:
            if (
                tree.dep[c] == "conj"
                and not tree.is_verb(c)
                and tree.child(c, "nsubj", "cop") is None
                and not self._begins_a_clause(c)
            ):
                negated = any(tree.lower[k] in _EXCLUDING for k in tree.children[c])
                if any(tree.lower[k] == "but" for k in tree.children[c]) and self._is_not_it(i):
                    found = [replace(r, negated=True) for r in found]
                found += [replace(r, negated=True) if negated else r for r in self.at(c)]
            elif tree.dep[c] == "nmod" and tree.case(c) in (
                "including",
                "as well as",
                "along with",
                "such as",
                "like",
            ):
                found += self.at(c)
        return _unique(found)

    def _begins_a_clause(self, c: int) -> bool:
        """ "A met B and C left": whom a finite verb without a subject of its own follows right away is its subject."""
        tree = self.tree
        end = self.covering[c][1] if c in self.covering else c
        verb = end + 1
        return (
            verb < len(tree)
            and tree.tag[verb] in ("VBD", "VBZ", "VBP")
            and tree.dep[verb] in ("conj", "parataxis")
            and tree.head[verb] < c
            and tree.child(verb, "nsubj", "nsubj:pass") is None
        )

    def _is_not_it(self, i: int) -> bool:
        """ "not A but B"."""
        tree = self.tree
        return any(
            tree.lower[c] == "not" and c < i and tree.lower[c + 1] not in ("only", "just", "merely")
            for c in tree.children[i]
        )

    def _just_before(self, i: int) -> tuple[Referent, ...]:
        """The name that a relative pronoun follows, where the parser did not see the clause as relative."""
        k = i - 1
        if k > 0 and self.tree.lower[k] == ",":
            k -= 1
        mention = self.covering.get(k)
        return (
            (Referent(mention[2], mention[0], mention[1], k),)
            if mention is not None and mention[1] == k
            else ()
        )

    def _alone(self, i: int) -> tuple[Referent, ...]:
        tree = self.tree
        mention = self.mention_at(i)
        if mention is not None:
            first, last, entity, _ = mention
            return (Referent(entity, first, last, i),)
        if i in self.speakers:
            if tree.lower[i] in _FIRST_SINGULAR:
                return (Referent(self.speakers[i], i, i, i),)
            if tree.lower[i] in _FIRST_PLURAL:
                speaker = self.speakers[i]
                return (Referent(self.bodies.get(speaker, speaker), i, i, i),)
        elif self.issuer is not None and tree.lower[i] in _FIRST_PLURAL:
            return (Referent(self.issuer, i, i, i),)
        if tree.tag[i] in ("PRP", "PRP$") and self.pronoun is not None:
            return self.pronoun(i)
        if tree.pos[i] not in ("NOUN", "PROPN", "NUM", "DET", "PRON", "ADJ"):
            return ()
        if self._is_pair(i) and (pair := self._pair_before(i)):
            return pair
        named = self._named_by_apposition(i)
        if named:
            return named
        if tree.lemma[i] in _PARTS or tree.lower[i] in _PARTS:
            for c in tree.children_by(i, "nmod"):
                if tree.case(c) in ("of", "among") and (found := self.at(c)):
                    return found
        if tree.lemma[i] in self.titles and self.description is not None and (holder := self.description(i)):
            return holder
        if tree.lemma[i] in GROUPS or tree.lower[i] in GROUPS:
            grouped = self._group(i)
            if grouped:
                return grouped
        return self.description(i) if self.description is not None else ()

    def _is_pair(self, i: int) -> bool:
        """ "both", "the two", "the two countries"."""
        tree = self.tree
        if tree.lower[i] in ("both", "two", "pair"):
            return tree.child(i, "nmod") is None and tree.dep[i] not in _COUNTS
        return tree.lemma[i] in _PAIRED and any(tree.lower[c] in ("both", "two") for c in tree.children[i])

    def _pair_before(self, i: int) -> tuple[Referent, ...]:
        """The two entities that were last named together, in this sentence or the two before."""
        tree = self.tree
        for k in range(i - 1, -1, -1):
            if tree.sentence[i] - tree.sentence[k] > 2:
                return ()
            if (
                k in self.of_head
                and tree.dep[k] != "conj"
                and any(tree.dep[c] == "conj" and c in self.of_head for c in tree.children[k])
            ):
                found = self.at(k)
                if len(found) == 2 and found[1].last < i:
                    return tuple(Referent(r.entity, i, i, i, exact=False) for r in found)
        return ()

    def _named_by_apposition(self, i: int) -> tuple[Referent, ...]:
        """ "the president, Joe Biden" and titles that the parser made the head of the name."""
        tree = self.tree
        for c in tree.children[i]:
            if c > i and self._names(c, i) and not tree.case(c):
                mention = self.mention_at(c)
                if mention is None and tree.dep[c] == "appos" and (found := self._named_by_apposition(c)):
                    return found  # "a candidate, the retired teacher X"
                if mention is not None and (
                    self.type(mention[2]) is not EntityType.PLACE or tree.dep[c] != "compound"
                ):
                    return self._with_conjuncts(i, Referent(mention[2], mention[0], mention[1], c))
        if (tree.lemma[i] in self.titles or self._is_before_name(i)) and (
            following := self.name_beside(i) or self.name_after(i, self.titles)
        ) is not None:
            first, last, entity, _ = following
            return (Referent(entity, first, last, i),)
        return ()

    def _names(self, c: int, noun: int) -> bool:
        """Whether what depends on a noun may be its name: "the airline Blue Wing" even where it hangs as another's."""
        tree = self.tree
        if tree.dep[c] in _FLAT:
            return True
        mention = self.covering.get(c)
        beside = mention is not None and mention[0] == noun + 1 and tree.tag[noun] == "NN"
        return beside and tree.dep[c] in ("nmod", "nmod:unmarked")

    def _with_conjuncts(self, i: int, named: Referent) -> tuple[Referent, ...]:
        """The others too where the noun is a plural: "the former presidents X and Y"."""
        tree = self.tree
        if tree.tag[i] not in ("NNS", "NNPS"):
            return (named,)
        others = [self.mention_at(c) for c in tree.children_by(named.head, "conj")]
        return _unique([named, *(Referent(m[2], m[0], m[1], named.head) for m in others if m is not None)])

    def _is_before_name(self, i: int) -> bool:
        """ "the airline Blue Wing": a noun for what the name is, right before it."""
        return self.tree.tag[i] == "NN" and self.tree.lemma[i] in self.roles and i + 1 in self.covering

    def _group(self, i: int) -> tuple[Referent, ...]:
        tree = self.tree
        if tree.lower[i] in ONE_PERSON and any(
            tree.lower[c] in ("the", "'s", "’s") for c in tree.children[i]
        ):
            return ()  # somebody in particular, whoever he is
        for c in tree.children[i]:
            dep = tree.dep[c]
            if dep not in _GROUP_PLACES or tree.is_prefixed(c):
                continue
            case = tree.case(c)
            if (
                dep == "nmod"
                and case not in ("of", "from", "")
                and not (case == "in" and tree.lemma[i] in GROUPS_IN)
                and not (case == "for" and tree.lower[i] in SPOKESPEOPLE)
            ):
                continue
            owners = [
                r
                for r in self.at(c)
                if self.type(r.entity) in (EntityType.COUNTRY, EntityType.ORGANIZATION)
                or (
                    self.type(r.entity) is EntityType.PERSON
                    and tree.lemma[i] in ("government", "administration", "regime")
                )
            ]
            if owners:
                return tuple(
                    Referent(r.entity, min(r.first, i), max(r.last, i), i, exact=False, negated=r.negated)
                    if len(owners) == 1
                    else replace(r, exact=False)
                    for r in owners
                )
        return ()


def _unique(found: Sequence[Referent]) -> tuple[Referent, ...]:
    seen: dict[str, Referent] = {}
    for referent in found:
        seen.setdefault(referent.entity, referent)
    return tuple(seen.values())
