"""Role frames of bare names: "Lyon in France", "Austin, Texas", "Danish Interior Ministry"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.records import EntityType, MentionKind
from kg.relate.analysis import Analysis
from kg.relate.dependents import Places
from kg.relate.introductions import Introductions
from kg.relate.reading import Reading
from kg.relate.referents import Referent
from kg.relate.roles import RoleIndex
from kg.relate.words import EMPLOYERS, PARTIES
from kg.resolve.countries import FormKind, countries

_JOINED = frozenset({"memberOf", "holdsPositionIn"})


class NameMatcher:
    """Reads the frames of bare names off one document."""

    def __init__(self, index: RoleIndex, analysis: Analysis) -> None:
        self.index = index
        self.analysis = analysis
        self._by_name = {
            name: entity.id
            for entity in analysis.referents.entities
            if entity.type in (EntityType.COUNTRY, EntityType.ORGANIZATION)
            for name in (entity.name, *entity.aliases)
        }
        self._by_iso = {
            entity.iso: entity.id for entity in analysis.referents.entities if entity.iso is not None
        }

    def readings(self) -> Iterator[Reading]:
        """ "Lyon in France", "Austin, Texas", "Danish Interior Ministry": frames of bare names."""
        referents = self.analysis.referents
        for head, mentions in list(referents.of_head.items()):
            first, last, entity, kind = mentions[0]
            if kind is not MentionKind.NAME:
                continue
            own = Referent(entity, first, last, head)
            places = self._name_places(head, first, last)
            for frame in self.index.of_names:
                for role in frame.whom:
                    found = False
                    for other in self.analysis.resolver.follow(places, role):
                        if not other.exact or not self.analysis.fits(frame, own, other):
                            continue
                        if role in ("modifier", "possessor") and not self._next_to(other, own):
                            continue
                        if frame.predicate == "basedIn" and self._is_organ(head):
                            continue
                        if frame.predicate in _JOINED and (
                            role == "parenthesis" or self._has_members(other, role)
                        ) != (frame.predicate == "memberOf"):
                            continue
                        found = True
                        yield Reading(frame, head, (), own, other, settled=True, places=("self", role))
                    if found:
                        break
            if referents.type(entity) is EntityType.ORGANIZATION:
                yield from self._body_within(own)
        yield from self._introduced()

    def _introduced(self) -> Iterator[Reading]:
        """What the order of words says where the tree gives nothing."""
        frames = {frame.predicate: frame for frame in self.index.of_names}
        for predicate, own, other in Introductions(self.analysis.tree, self.analysis.referents).found():
            frame = frames.get(predicate)
            if frame is not None and self.analysis.fits(frame, own, other):
                yield Reading(frame, own.head, (), own, other, settled=True, places=("self", "beside"))

    def _next_to(self, owner: Referent, own: Referent) -> bool:
        """Whether nothing but a possessive stands between, so that no title takes the owner for itself."""
        between = [
            k
            for k in range(owner.last + 1, own.first)
            if self.analysis.tree.lower[k] not in ("'s", "’s", "'", "’")
        ]
        return owner.last < own.first and not any(self.analysis.tree.tag[k].startswith("NN") for k in between)

    def _is_organ(self, head: int) -> bool:
        """Ministries and the like are part of a state, not merely based in it."""
        return any(
            frame.predicate == "partOf"
            for frame, _ in self.index.by_word.get(self.analysis.tree.lemma[head], ())
        )

    def _has_members(self, body: Referent, role: str) -> bool:
        """Whether people belong to a body rather than work for it, by the words of its names.

        Right before a name only what is called a party has members there: "DSP Lind" is a rank.
        """
        entity = next(e for e in self.analysis.referents.entities if e.id == body.entity)
        words = {word.lower().strip(".,") for name in (entity.name, *entity.aliases) for word in name.split()}
        if role == "modifier":
            return not words.isdisjoint(PARTIES)
        return words.isdisjoint(EMPLOYERS) or not words.isdisjoint(PARTIES - EMPLOYERS)

    def _name_places(self, head: int, first: int, last: int) -> Places:
        tree = self.analysis.tree
        places: Places = {}
        for role, tokens in self.analysis.arguments.noun(head).items():
            outside = [t for t in tokens if not first <= t <= last and self._is_own(t, head)]
            if outside and role not in ("subject", "copula", "undergoer", "clause"):
                places[role] = outside
        after = last + 2
        if (
            after < len(tree)
            and tree.lower[last + 1] in (",", "(")
            and tree.sentence[after] == tree.sentence[head]
        ):
            mention = self.analysis.referents.covering.get(after)
            named = mention is not None and mention[0] == after and mention[3] is MentionKind.NAME
            if mention is not None and named and self._closes(mention[1] + 1):
                places["comma" if tree.lower[last + 1] == "," else "parenthesis"] = [after]
        return places

    def _is_own(self, place: int, name: int) -> bool:
        """Whether what follows a name is not another's: "X and the head of A"."""
        tree, covering = self.analysis.tree, self.analysis.referents.covering
        others = (k for k in tree.children_by(name, "conj") if name < k < place)
        return all(k in covering for k in others)

    def _closes(self, i: int) -> bool:
        """Whether what stands after a comma is no list but an address: it ends there."""
        tree = self.analysis.tree
        if i >= len(tree):
            return True
        return tree.lower[i] not in ("and", "or", "&") and not (
            tree.lower[i] == ","
            and i + 1 < len(tree)
            and i + 1 in self.analysis.referents.covering
            and self._in_list(i + 1)
        )

    def _in_list(self, i: int) -> bool:
        tree = self.analysis.tree
        first, last = self.analysis.referents.covering[i][:2]
        return last + 1 < len(tree) and tree.lower[last + 1] in ("and", "or", ",") and first == i

    def _body_within(self, own: Referent) -> Iterator[Reading]:
        """Ministries, armies and courts whose names begin or end with whose they are."""
        tree = self.analysis.tree
        words = [tree.text[tree.begin[k] : tree.end[k]] for k in range(own.first, own.last + 1)]
        if words and words[0].lower() == "the":
            words = words[1:]
        lemma = tree.lemma[own.head]
        frames = [
            frame
            for frame, rest in self.index.by_word.get(lemma, ())
            if frame.predicate == "partOf" and not rest
        ]
        if len(words) < 2 or not frames:
            return
        options = [words[:n] for n in (3, 2, 1) if n < len(words)]
        if "of" in words:
            options.append([w for w in words[len(words) - words[::-1].index("of") :] if w.lower() != "the"])
        for option in options:
            owner = self._named(" ".join(option))
            if owner is not None:
                other = Referent(owner, own.first, own.last, own.head)
                if self.analysis.fits(frames[0], own, other):
                    yield Reading(
                        frames[0], own.head, (), own, other, settled=True, places=("self", "within")
                    )
                    return

    def _named(self, text: str) -> str | None:
        """The country or body of the text that goes by a name or demonym."""
        if text in self._by_name:
            return self._by_name[text]
        for form in countries().find(text):
            if form.kind is FormKind.SEAT:
                continue
            if form.country.iso is not None and form.country.iso in self._by_iso:
                return self._by_iso[form.country.iso]
        return None
