"""The predicate-argument layer: what stands at each place of a verb, noun or adjective, whatever the syntax.

Passives, relative clauses, participles, infinitives and coordination are undone here once, so that frames can speak
of subject and object alone. A place is a list of tokens, the heads of the phrases that stand there; coordinated phrases
are spread out later, where entities are looked up.
"""

from __future__ import annotations

from kg.relate import moods
from kg.relate.control import controller
from kg.relate.dependents import Places, add_compound_places, add_oblique, own_places
from kg.relate.occasions import is_occasion, is_shared, takes_place
from kg.relate.tree import Tree
from kg.relate.words import ACCUSE, LIGHT, PASSIVE_LIGHT, TRANSPARENT, word_set

_DEPTH = 12
_INVOLVED = word_set("be enter engage participate take join go remain attend lead put")
_AIMS = word_set("priority goal aim objective task plan job mission intention policy duty ambition")
_INTENDING = word_set("plan prepare plot threaten order")
"""Verbs whose subject is to do what their object names: "is planning an attack on Y"."""
_CHARGES = frozenset({"of", "for", "over", "with"})
"""Between an accusing verb and what the accused is said to have done."""
_TOGETHER = word_set(
    """
    partnership collaboration cooperation co-operation coordination co-ordination alliance
    conjunction association tandem
    """
)


class Arguments:
    """The places of every token of one tree, worked out when first asked for."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._verbs: dict[int, Places] = {}
        self._nouns: dict[int, Places] = {}

    # ---- verbs ----

    def is_passive(self, v: int) -> bool:
        """Whether the verb's surface subject is its logical object."""
        tree = self.tree
        for c in tree.children[v]:
            if tree.dep[c] in ("nsubj:pass", "aux:pass", "obl:agent", "csubj:pass"):
                return True
        if tree.tag[v] == "VBN" and not any(tree.dep[c] in ("aux", "obj") for c in tree.children[v]):
            if tree.dep[v] in ("acl", "advcl", "amod", "parataxis") and tree.child(v, "nsubj") is None:
                return True
            if tree.dep[v] == "conj" and tree.child(v, "nsubj") is None:
                return self.is_passive(tree.head[v])
        return False

    def surface_subject(self, v: int, depth: int = 0) -> int | None:
        """The token that is the grammatical subject, inherited where the clause has none of its own."""
        tree = self.tree
        own = tree.children_by(v, "nsubj", "nsubj:pass", "nsubj:outer")
        if own:
            return max((c for c in own if c < v), default=own[0])  # of two, the nearer is the name of a title
        if depth > _DEPTH or tree.head[v] == v:
            return None
        dep, above = tree.dep[v], tree.head[v]
        if dep == "conj":
            return self.surface_subject(above, depth + 1)
        if dep in ("xcomp", "advcl", "csubj", "ccomp", "parataxis"):
            if dep == "ccomp" and not moods.is_nonfinite(tree, v):
                return None
            if dep == "parataxis" and tree.tag[v] not in ("VBG", "VBN"):
                return None
            controlling = controller(tree, v, self.is_passive(above))
            if controlling is not None:
                return controlling
            if tree.dep[above] == "advmod":
                above = tree.head[above]  # "stopped short of doing it"
            if self._is_clause_head(above):
                return self.surface_subject(above, depth + 1)
            return above if dep == "advcl" and tree.pos[above] in ("NOUN", "PROPN") else None
        if dep == "acl":
            if tree.tag[v] in ("VBN", "VBG") and not tree.mark(v):
                return above
            return self._owner_of_deed(above, depth + 1)
        if dep == "acl:relcl":
            return self._gap(v, above, subject=True)
        if dep == "amod":
            return above
        return None

    def _is_clause_head(self, i: int) -> bool:
        tree = self.tree
        return tree.is_verb(i) or tree.pos[i] in ("ADJ", "AUX") or tree.child(i, "cop", "nsubj") is not None

    def _gap(self, v: int, noun: int, *, subject: bool) -> int | None:
        """The antecedent, where a relative clause without a pronoun leaves the place open."""
        tree = self.tree
        pronoun = any(tree.antecedent(c) is not None for c in tree.children[v])
        if subject:
            return None if pronoun else noun
        return None if pronoun or tree.child(v, "nsubj", "nsubj:pass") is None else noun

    def _owner_of_deed(self, noun: int, depth: int) -> int | None:
        """Whose plan, decision or attempt it is: the possessor, or the subject of the verb that carries the noun."""
        tree = self.tree
        owner = tree.child(noun, "nmod:poss")
        if owner is not None:
            return owner
        for role in ("by", "from"):
            if found := self.noun(noun).get(role):
                return found[0]
        above = tree.head[noun]
        if tree.dep[noun] == "obl" and tree.lemma[above] in ACCUSE and tree.case(noun) in _CHARGES:
            return tree.child(above, "obj", "nsubj:pass")  # "accused X of efforts to do it"
        if tree.dep[noun] in ("obj", "obl", "xcomp") and tree.is_verb(above):
            return self.surface_subject(above, depth + 1)
        if tree.child(noun, "cop") is not None:
            return tree.child(noun, "nsubj")
        return None

    def verb(self, v: int) -> Places:
        """The places of a verb (or of an adjective or noun with a copula)."""
        if v not in self._verbs:
            helps = self.tree.dep[v] in ("aux", "cop")
            self._verbs[v] = self._helped(v) if helps else self._find_verb_places(v)
        return self._verbs[v]

    def _helped(self, v: int) -> Places:
        """A modal's places are those of its verb; a copula has its subject and what stands under a preposition."""
        above = self.tree.head[v]
        places = self.verb(above)
        if self.tree.dep[v] == "aux":
            return places
        case = self.tree.case(above)
        return {"subject": places.get("subject", []), **({case: [above]} if case else {})}

    def _find_verb_places(self, v: int) -> Places:
        tree = self.tree
        places: Places = {}
        passive = self.is_passive(v)
        surface = self.surface_subject(v)
        if surface is not None and tree.lemma[surface] in _AIMS and tree.child(v, "cop") is not None:
            surface = self._owner_of_deed(surface, 0)  # "the club's aim is to build ..."
        objects = tree.children_by(v, "obj")
        for c in tree.children[v]:
            dep = tree.dep[c]
            if dep == "iobj":
                places.setdefault("recipient", []).append(c)
            elif dep == "obl:agent":
                places.setdefault("subject", []).append(c)
            elif dep in ("obl", "obl:unmarked", "nmod", "advmod", "obl:npmod", "obl:tmod"):
                add_oblique(tree, places, c, passive)
            elif dep in ("ccomp", "xcomp"):
                # "vowed not to attack" is no threat
                if not (tree.tag[c] == "VB" and moods.is_negated(tree, c)):
                    places.setdefault("clause", []).append(c)
                if tree.pos[c] in ("NOUN", "PROPN") and dep == "xcomp":
                    places.setdefault("as", []).append(c)
            elif dep in ("advcl", "acl"):
                mark = tree.mark(c)
                if mark:
                    places.setdefault(mark.split()[0], []).append(c)
        if passive:
            if surface is not None:
                places["recipient" if objects else "object"] = [surface]
                if objects:
                    places["object"] = objects
        else:
            if surface is not None:
                places["subject"] = [surface]
            if objects:
                places["object"] = objects
            elif tree.dep[v] == "acl:relcl":
                gap = self._gap(v, tree.head[v], subject=False)
                if gap is not None:
                    places["object"] = [gap]
        if tree.dep[v] == "amod":
            add_compound_places(tree, places, v)
        self._share(places, v)
        return places

    def _share(self, places: Places, v: int) -> None:
        """Coordinated verbs share an object or phrase that follows the last of them ("condemn and reject X")."""
        tree = self.tree
        if "object" in places:
            return
        later = [c for c in tree.children[v] if tree.dep[c] == "conj" and tree.is_verb(c)]
        for c in later[:1]:
            between = [
                j for j in tree.children[v] if v < j < c and tree.dep[j] not in ("cc", "punct", "advmod")
            ]
            obj = tree.child(c, "obj")
            if not between and obj is not None and tree.child(c, "nsubj") is None and not self.is_passive(v):
                places["object"] = [obj]

    # ---- nouns ----

    def noun(self, n: int) -> Places:
        """The places of a noun: possessor, modifier, its prepositions, and those that a light verb lends it."""
        if n not in self._nouns:
            self._nouns[n] = {}  # cuts cycles: owners of deeds ask for the places of nouns
            self._nouns[n] = self._find_noun_places(n)
        return self._nouns[n]

    def _find_noun_places(self, n: int) -> Places:
        tree = self.tree
        places = own_places(tree, n)
        above = tree.head[n]
        if tree.dep[n] == "conj" and "possessor" not in places and above != n:
            shared = own_places(tree, above)
            for role in ("possessor", "by", "modifier"):
                if role in shared and role not in places:
                    places[role] = shared[role]
        for c in tree.children[n]:
            if tree.dep[c] == "conj" and tree.pos[c] == "NOUN":
                for role, tokens in own_places(tree, c).items():
                    if role not in ("possessor", "modifier", "self") and role not in places:
                        places[role] = tokens
        self._add_light_verb(places, n)
        return places

    def _add_light_verb(self, places: Places, n: int) -> None:
        tree = self.tree
        first = tree.first_conjunct(n)
        while (
            tree.dep[first] == "nmod"
            and tree.lemma[tree.head[first]] in TRANSPARENT
            and tree.case(first) == "of"
        ):
            first = tree.head[first]
        if tree.child(n, "cop") is not None and (subject := tree.child(n, "nsubj")) is not None:
            places.setdefault("copula", [subject])
        above, dep = tree.head[first], tree.dep[first]
        if above == first:
            return
        if is_occasion(tree, n, first):
            clause = dep == "obl" or tree.is_verb(above)
            if who := self.verb(above).get("subject") if clause else tree.children_by(above, "nmod:poss"):
                places.setdefault("subject", who)
        if not tree.is_verb(above):
            if dep == "nmod" and tree.case(first) == "in":
                places.setdefault("host", [above])  # "Iraq in the fight against X"
            elif (
                dep == "obl"
                and tree.case(first) == "in"
                and (subject := tree.child(above, "nsubj")) is not None
            ):
                places.setdefault("subject", [subject])  # "steadfast in support of X"
            return
        passive = self.is_passive(above)
        if dep == "nsubj" and takes_place(tree.lemma[above]):
            for role, tokens in self.verb(above).items():
                if role in ("between", "with", "in", "at"):
                    places.setdefault(role, tokens)
            return
        carried = dep == "obj" or (dep == "nsubj:pass" and passive)
        if not carried and not (
            dep == "obl" and tree.case(first) in ("in", "into", "under", "on", "to", "with", "for", "at")
        ):
            return
        verb = self.verb(above)
        lemma = tree.lemma[above]
        if lemma in PASSIVE_LIGHT and "subject" in verb:
            places.setdefault("undergoer", verb["subject"])
            for role in ("from", "by", "over", "for"):
                if role in verb:
                    places.setdefault(role, verb[role])
        elif (carried and (lemma in LIGHT or lemma in _INTENDING)) or (
            dep == "obl"
            and (
                (lemma in _INVOLVED and (tree.case(first) != "for" or is_shared(tree, n)))
                or (tree.lemma[n] in _TOGETHER and tree.case(first) == "in")
            )
        ):
            if "subject" in verb:
                places.setdefault("subject", verb["subject"])
            for role, tokens in verb.items():
                if role not in ("subject", "object", "clause", "recipient") and first not in tokens:
                    places.setdefault(role, tokens)
            if "recipient" in verb:
                places.setdefault("to", verb["recipient"])
