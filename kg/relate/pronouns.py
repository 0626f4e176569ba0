"""Pronouns that no mention covers: the nearest fitting subject, in the same sentence or the one before.

Coreference proper is the business of kg.resolve; this only catches what it left open, where grammar alone makes one
reading far likelier than any other.
"""

from __future__ import annotations

from kg.records import EntityType, MentionKind
from kg.relate.arguments import Arguments
from kg.relate.referents import Referent, Referents
from kg.relate.titles import title_of
from kg.relate.tree import Tree
from kg.relate.words import word_set

_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_THING = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
_ALLOWED = {
    **{word: frozenset({EntityType.PERSON}) for word in _PERSONAL},
    **{word: frozenset({EntityType.ORGANIZATION, EntityType.COUNTRY}) for word in _THING | _MANY},
}
_BODIES = word_set("alliance organization organisation bloc union agency fund federation club company")


def plain_title(title: str) -> str:
    """A title in one order of words: "Minister of Defense" is "defense minister"."""
    head, _, rest = title.lower().partition(" of ")
    return f"{rest} {head}" if rest else head


class Pronouns:
    """Finds antecedents for uncovered pronouns."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self.offices: dict[str, str] = {}
        """Who holds an office of that title, where the text names one only."""

    def antecedent(self, i: int) -> tuple[Referent, ...]:
        """The entity that the pronoun most likely stands for, as a referent at the pronoun's own place."""
        tree = self.tree
        allowed = _ALLOWED.get(tree.lower[i])
        if allowed is None or i in self.referents.speakers:
            return ()
        if self._has_members(i):
            allowed = allowed & {EntityType.ORGANIZATION}
        if tree.lower[i] in _THING and tree.dep[i] in ("nsubj", "expl") and self._is_expletive(i):
            return ()
        near = [r for r in self._possessor_before(i, allowed) if self.referents.type(r.entity) in allowed]
        if near:
            return (Referent(near[0].entity, i, i, i, exact=False),)
        for subject in self._subjects(i):
            found = [r for r in self.referents.at(subject) if self.referents.type(r.entity) in allowed]
            if found and subject != i:
                if tree.lower[i] not in _MANY and len(found) > 1:
                    return ()
                return tuple(Referent(r.entity, i, i, i, exact=False) for r in found)
        return ()

    def described(self, i: int) -> tuple[Referent, ...]:
        """ "the alliance", "the Polish Prime Minister": the body last named, or the one who holds that office."""
        tree = self.tree
        if tree.lower[i] in _BODIES:
            definite = any(tree.lower[c] in ("the", "this") for c in tree.children[i]) or (
                tree.child(i, "nmod:poss") is not None
            )
            if definite and tree.child(i, "nmod", "acl", "acl:relcl", "appos", "compound") is None:
                return self._body_before(i)
        elif tree.lemma[i] in self.referents.titles and tree.tag[i] in ("NN", "NNP"):
            holder = self.offices.get(plain_title(title_of(tree, self.referents, i)))
            if holder is not None:
                return (Referent(holder, i, i, i, exact=False),)
        return ()

    def _body_before(self, i: int) -> tuple[Referent, ...]:
        """The organization named last, if it is the only one in the two sentences before."""
        tree = self.tree
        named: dict[str, None] = {}
        for k in range(i - 1, -1, -1):
            if tree.sentence[i] - tree.sentence[k] > 2:
                break
            for _, _, entity, kind in self.referents.of_head.get(k, ()):
                if self.referents.type(entity) is EntityType.ORGANIZATION and kind is MentionKind.NAME:
                    named[entity] = None
        return tuple(Referent(entity, i, i, i, exact=False) for entity in named) if len(named) == 1 else ()

    def _possessor_before(self, i: int, allowed: frozenset[EntityType]) -> tuple[Referent, ...]:
        """ "X's condemnation of Y and its praise for Z"; "left the Front and met its leader"."""
        tree = self.tree
        if tree.dep[i] != "nmod:poss":
            return ()
        noun = tree.head[i]
        if (
            tree.dep[noun] == "conj"
            and (owner := tree.child(tree.first_conjunct(noun), "nmod:poss")) is not None
        ):
            return self.referents.at(owner)
        if tree.lower[i] == "its":
            first = tree.bounds[tree.sentence[i]][0]
            for k in range(i - 1, first - 1, -1):
                if k in self.referents.of_head and tree.dep[k] != "nmod:poss":
                    found = self.referents.at(k)
                    if found and self.referents.type(found[0].entity) in allowed and found[0].exact:
                        return found[:1]
        return ()

    def _has_members(self, i: int) -> bool:
        """ "any of its ten member countries": those of a body."""
        tree = self.tree
        noun = tree.head[i]
        if tree.dep[i] != "nmod:poss" or tree.child(noun, "nmod") is not None:
            return False  # "its members of parliament" are a country's
        return tree.lemma[noun] == "member" or any(tree.lower[c] == "member" for c in tree.children[noun])

    def _is_expletive(self, i: int) -> bool:
        """ "it is likely that", "it emerged that"."""
        tree = self.tree
        head = tree.head[i]
        return any(tree.dep[c] in ("ccomp", "csubj", "csubj:pass") for c in tree.children[head]) or (
            tree.pos[head] == "ADJ" and any(tree.dep[c] == "advcl" for c in tree.children[head])
        )

    def _subjects(self, i: int) -> list[int]:
        """Subjects of the clauses above, nearest first; then of the sentence before."""
        tree = self.tree
        found: list[int] = []
        for above in tree.up(i):
            if tree.is_verb(above) or tree.child(above, "cop") is not None:
                subject = self.arguments.surface_subject(above)
                if subject is not None and subject != i and subject < i and subject not in found:
                    found.append(subject)
        sentence = tree.sentence[i]
        if sentence and tree.dep[i] in ("nsubj", "nsubj:pass"):
            first, last = tree.bounds[sentence - 1]
            for k in range(first, last):
                if tree.head[k] == k or (tree.dep[k] == "root"):
                    subject = self.arguments.surface_subject(k)
                    if subject is not None:
                        found.append(subject)
                    break
        return found
