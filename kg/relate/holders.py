"""Who has the role that a noun names: "X, the founder", "Prime Minister X", "X was elected president"."""

from __future__ import annotations

from kg.records import EntityType, MentionKind
from kg.relate.arguments import Arguments
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.relate.words import HONORIFICS, PLACE_NOUNS, RANKS, word_set

_NAME_DEPS = frozenset({"nmod:desc", "compound", "flat", "amod", "nmod", "nsubj", "obj", "dep"})
_OPEN = frozenset({"of", "for", "the", "a", "an", "his", "her", "their", "its"})
"""Words that a title does not end with."""
_BECOME = word_set(
    """
    become remain stay serve act work name appoint elect re-elect nominate designate install
    continue return make
    """
)


class Holders:
    """Finds whom the role nouns of one document describe."""

    def __init__(self, tree: Tree, arguments: Arguments, referents: Referents) -> None:
        self.tree = tree
        self.arguments = arguments
        self.referents = referents

    def of(self, i: int) -> tuple[tuple[Referent, ...], int | None]:
        """Whom the noun describes, and the verb or noun by which it does, if any."""
        tree, referents = self.tree, self.referents
        mention = next(
            (
                m
                for m in referents.of_head.get(i, ())
                if m[1] == i or tree.head[i] not in range(m[0], m[1] + 1)
            ),
            None,
        )
        if mention is not None:
            first, last, entity, kind = mention
            if kind is MentionKind.DESCRIPTION or referents.type(entity) is not EntityType.PERSON:
                return (Referent(entity, first, last, i),), None
        if i in referents.covering:
            return (), None
        for c in tree.children_by(i, "nmod"):  # "the city of Turku in Finland"
            mention = referents.of_head.get(c, [None])[0]
            if (
                (
                    tree.case(c) == "of"
                    and mention is not None
                    and referents.type(mention[2]) is EntityType.PLACE
                )
                and mention[3] is MentionKind.NAME
                and tree.lemma[i] in PLACE_NOUNS
            ):
                listed = [r for r in referents.at(c) if referents.type(r.entity) is EntityType.PLACE]
                return tuple(listed), None
        dep, above = tree.dep[i], tree.head[i]
        following = self._name_after(i)
        if following is not None:
            return self._persons(following, i), None
        if self._end_of_title(i) > i and (following := self._name_after(i, comma=True)) is not None:
            return self._persons(following, i), None
        if dep == "conj" and any(tree.dep[c] == "case" for c in tree.children[i]):
            return (), None  # "by Lind as well as by the ambassador": somebody else
        if dep == "conj":  # "Mayor and Party Leader X"
            for c in tree.children[i]:
                if tree.dep[c] in ("appos", "flat") and (found := self._persons(c, i)):
                    return found, None
            if tree.pos[above] in ("NOUN", "PROPN") and above not in referents.covering:
                return self.of(above)
        for c in tree.children[i]:
            if tree.dep[c] in ("appos", "flat", "nmod:desc") and c > i and (found := self._persons(c, i)):
                return found, None
        if dep in _NAME_DEPS and above > i and above in referents.covering and self._adjacent(i, above):
            return self._persons(above, i), None
        if dep in ("appos", "parataxis", "nmod:desc", "list") and (found := self._persons(above, i)):
            return found, None
        if dep == "conj" and (found := self._persons(above, i)):
            return (), None
        following = self._name_after(i, comma=True)
        if following is not None:
            return self._persons(following, i), None
        subject = tree.child(i, "nsubj", "nsubj:outer")
        if (copula := tree.child(i, "cop")) is not None:
            if subject is None and tree.tag[copula] in ("VB", "VBG", "VBN"):  # "denied being a member"
                subject = self.arguments.surface_subject(i)
            if subject is not None:
                return self.referents.at(subject), i
        if dep in ("xcomp", "obj", "obl") and tree.is_verb(above) and tree.lemma[above] in _BECOME:
            if dep == "obl" and tree.case(i) != "as":
                return (), None
            places = self.arguments.verb(above)
            role = (
                "object"
                if self.arguments.is_passive(above) or (dep in ("xcomp", "obl") and "object" in places)
                else "subject"
            )
            for token in places.get(role, ()):
                if token != i and (found := self.referents.at(token)):
                    return found, above
        if dep == "nmod" and tree.case(i) == "as":
            return self.referents.owner_of(above), above
        return (), None

    def _persons(self, name: int, title: int) -> tuple[Referent, ...]:
        """The person, or all that are coordinated with him where the title is a plural before them."""
        found = self.referents.at(name)
        if len(found) > 1 and not (self.tree.tag[title] in ("NNS", "NNPS") and title < name):
            own = [r for r in found if r.first <= name <= r.last]
            return tuple(own[:1]) or found[:1]
        return found

    def _adjacent(self, i: int, name: int) -> bool:
        """Whether a title stands right before a name, but for other titles."""
        tree = self.tree
        return not any(tree.lower[k] in (",", ";", "of", "'s", "’s") for k in range(i + 1, name))

    def _name_after(self, i: int, comma: bool = False) -> int | None:
        """The head of a person's name that follows right after, whatever the parser made of it."""
        tree = self.tree
        k, skipped = i + 1, HONORIFICS  # "Secretary General X": the rank belongs to the office
        if comma:  # "the Minister of Tourism, Dr. X"
            end = self._end_of_title(i) + 1
            if end < len(tree) and tree.lower[end] == ",":
                end += 1
                skipped = HONORIFICS | RANKS
            k = end
        while k < len(tree) and tree.lower[k] in skipped and k not in self.referents.covering:
            k += 1
        if k < len(tree) and tree.sentence[k] == tree.sentence[i] and k in self.referents.covering:
            first, last, entity, kind = self.referents.covering[k]
            if first == k and self.referents.type(entity) is EntityType.PERSON and kind is MentionKind.NAME:
                return next((j for j in range(first, last + 1) if not first <= tree.head[j] <= last), first)
        return None

    def _end_of_title(self, i: int) -> int:
        """The last token of the noun's own "of" and "for" phrases."""
        tree = self.tree
        last = i
        for c in tree.children[i]:
            if c == last + 2 or (c > i and tree.dep[c] == "nmod" and tree.case(c) in ("of", "for")):
                if tree.dep[c] != "nmod":
                    continue
                inside = [k for k in tree.subtree(c) if k > last]
                for k in inside:
                    if tree.lower[k] == "," or (tree.dep[k] in ("appos", "acl:relcl", "acl")):
                        break
                    if k == last + 1 and not self._is_person(k):
                        last = k
        while last > i and tree.lower[last] in _OPEN:  # "a critic of X": whoever follows is not the critic
            last -= 1
        return last

    def _is_person(self, k: int) -> bool:
        mention = self.referents.covering.get(k)
        return mention is not None and self.referents.type(mention[2]) is EntityType.PERSON
