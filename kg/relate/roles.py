"""Role frames: nouns that say who one is to the other ("X, the founder of Y", "Polish Prime Minister X")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.records import EntityType
from kg.relate.analysis import Analysis
from kg.relate.dependents import Places
from kg.relate.holders import Holders
from kg.relate.offices import Offices
from kg.relate.reading import Reading
from kg.relate.referents import Referent
from kg.relate.seats import ASSEMBLIES, Seats
from kg.relate.titles import BareTitles, is_former, title_of
from kg.relate.words import FORMER, word_set
from kg.schema.frames import NAME, Frame, FrameKind

_PARTISANS = word_set(
    """
    mp lawmaker legislator parliamentarian senator deputy candidate nominee hopeful politician
    congressman congresswoman representative councillor councilor councilman delegate pollster rep.
    sen. member front-runner frontrunner
    """
)
_SENT = word_set("high special permanent resident chief senior personal country trade")
"""Before "representative": who is it represents a body abroad and is no member of an assembly or party."""
_SEATS = ASSEMBLIES | word_set(
    """
    council committee subcommittee commission court congress board panel tribunal bench ministry
    department embassy agency cabinet secretariat
    """
)


class RoleIndex:
    """The schema's role frames by the last word of their triggers."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.by_word: dict[str, list[tuple[Frame, tuple[str, ...]]]] = defaultdict(list)
        self.of_names: list[Frame] = []
        for frame in frames:
            if frame.kind is not FrameKind.ROLE:
                continue
            for trigger in frame.triggers:
                if trigger == NAME:
                    self.of_names.append(frame)
                else:
                    words = tuple(trigger.lower().split())
                    self.by_word[words[-1]].append((frame, words[:-1]))


class RoleMatcher:
    """Reads role frames off one document."""

    def __init__(self, index: RoleIndex, analysis: Analysis) -> None:
        self.index = index
        self.analysis = analysis
        self._seats = Seats(analysis.tree, analysis.referents)
        self._holders = Holders(analysis.tree, analysis.arguments, analysis.referents)
        self._held: dict[tuple[str, str], str] = {}
        """(person, role noun) → where it was said that he holds it."""
        self._found: dict[tuple[str, int], str] = {}
        """(person, title's token) → where the tree says that he holds it."""
        self._offices: dict[tuple[str, str], set[str]] = defaultdict(set)
        """(title, body or country) → who is said to hold it now."""

    def readings(self) -> Iterator[Reading]:
        """Every role frame that fits, in the order of the text; bare titles come last."""
        tree = self.analysis.tree
        bare: list[tuple[Frame, int, Referent, int | None]] = []
        for i, lemma in enumerate(tree.lemma):
            candidates = self.index.by_word.get(lemma) or self.index.by_word.get(tree.lower[i])
            if not candidates or not (tree.tag[i].startswith("NN") or tree.pos[i] in ("NOUN", "PROPN")):
                continue
            holders, link = self._holders.of(i)
            for frame, rest in candidates:
                if rest and not self._preceded(i, rest):
                    continue
                found = False
                for reading in self._match(frame, i, holders, link):
                    found = True
                    yield reading
                if not found and frame.predicate == "holdsPositionIn":
                    bare += [(frame, i, holder, link) for holder in holders]
        yield from self._beside_names()
        yield from BareTitles(self.analysis, self._held, self._offices).readings(bare)

    def _beside_names(self) -> Iterator[Reading]:
        """Offices that the tree did not give up, by the order of words."""
        for frame, i, holder, other in Offices(
            self.index.by_word, self.analysis.tree, self.analysis.referents
        ).found():
            title = title_of(self.analysis.tree, self.analysis.referents, i)
            if (
                self._found.get((holder.entity, i)) == other.entity
                or not self.analysis.fits(frame, holder, other)
                or self._is_of_party(i, other)
            ):
                continue
            former = is_former(self.analysis.tree, i)
            self._held.setdefault((holder.entity, self.analysis.tree.lemma[i]), other.entity)
            if not former:
                self._offices[title.lower(), other.entity].add(holder.entity)
            yield Reading(
                frame,
                i,
                (i,),
                holder,
                other,
                title=title,
                ended=former,
                settled=True,
                places=("self", "beside"),
            )

    def _preceded(self, n: int, rest: tuple[str, ...]) -> bool:
        tree = self.analysis.tree
        return all(
            n - len(rest) + k >= 0 and tree.lower[n - len(rest) + k] == word for k, word in enumerate(rest)
        )

    def _match(
        self, frame: Frame, i: int, holders: Sequence[Referent], link: int | None
    ) -> Iterator[Reading]:
        tree = self.analysis.tree
        if not holders and frame.predicate != "familyOf":
            return
        places = self._places(i, holders)
        forward = "self" in frame.who
        roles = frame.whom if forward else frame.who
        former = is_former(self.analysis.tree, i)
        for role in roles:
            found = False
            for other in self.analysis.resolver.follow(places, role) or self._beside(frame, i, role, places):
                if any(other.entity == holder.entity for holder in holders):
                    continue  # "the cities of A and B": neither lies in the other
                for holder in holders:
                    subject, object_ = (holder, other) if forward else (other, holder)
                    if not self.analysis.fits(frame, subject, object_) or self._is_foreign_post(
                        i, role, other
                    ):
                        continue
                    if frame.predicate == "holdsPositionIn" and self._is_of_party(i, other):
                        continue
                    if frame.predicate == "memberOf" and (
                        self._is_sent(i) or self._is_seat(subject, i, object_)
                    ):
                        continue
                    found = True
                    self._held.setdefault((holder.entity, tree.lemma[i]), other.entity)
                    self._found[holder.entity, i] = other.entity
                    title = title_of(self.analysis.tree, self.analysis.referents, i)
                    if not former and frame.predicate == "holdsPositionIn":
                        self._offices[title.lower(), other.entity].add(holder.entity)
                    yield Reading(
                        frame,
                        i if link is None else link,
                        (i,),
                        subject,
                        object_,
                        title=title,
                        ended=former,
                        settled=link is None,
                        places=("self", role) if forward else (role, "self"),
                    )
            if found:
                return

    def _beside(self, frame: Frame, i: int, role: str, places: Places) -> tuple[Referent, ...]:
        """What the order of words says where the tree gives nothing: "Navy Capt. X", "managing director of Y"."""
        lemma = self.analysis.tree.lemma[i]
        if role == "modifier" and frame.predicate == "holdsPositionIn" and lemma != "minister":
            body = self._seats.taken_up(i - 1)  # of a minister the field: "Energy Minister"
            if body is not None:
                return (body,)
        if role in places or frame.predicate == "familyOf":
            return ()
        if role == "modifier":
            return self._before(i)
        return self.analysis.resolver.beside(i, role) if role in ("of", "at", "for", "from", "in") else ()

    def _before(self, i: int) -> tuple[Referent, ...]:
        """The body or country right before a title, over the title's own words."""
        tree = self.analysis.tree
        first = tree.bounds[tree.sentence[i]][0]
        for k in range(i - 1, max(first, i - 5) - 1, -1):
            mention = self.analysis.referents.covering.get(k)
            if mention is not None:
                if self.analysis.referents.type(mention[2]) not in (
                    EntityType.ORGANIZATION,
                    EntityType.COUNTRY,
                ):
                    return ()
                return (Referent(mention[2], mention[0], mention[1], k),)
            if tree.tag[k] not in ("NN", "NNP", "JJ", "POS", "HYPH") or tree.lower[k] in FORMER:
                return ()
        return ()

    def _places(self, i: int, holders: Sequence[Referent]) -> Places:
        """The noun's places, and those that the parser hung on the name beside it or on a coordinated title."""
        tree = self.analysis.tree
        places = dict(self.analysis.arguments.noun(i))
        places.pop("subject", None)
        heads = {h.head for h in holders} | ({tree.first_conjunct(i)} if tree.dep[i] == "conj" else set())
        for head in heads - {i}:
            if tree.sentence[head] != tree.sentence[i]:
                continue
            for role, tokens in self.analysis.arguments.noun(head).items():
                before = [t for t in tokens if t < i < head] if role in ("modifier", "possessor") else tokens
                if role == "of":  # "Justice X of the High Court"
                    before = [t for t in tokens if t > max(i, head)]
                if before and role not in places and role not in ("subject", "copula"):
                    places[role] = before
        # "Polish Minister of Defense X": what modifies the noun's own modifiers modifies it too.
        for c in places.get("modifier", []):
            for k in tree.children[c]:
                if tree.dep[k] in ("amod", "compound", "nmod:poss"):
                    places = {**places, "modifier": [*places["modifier"], k]}
        return self._own(i, holders, places)

    def _own(self, i: int, holders: Sequence[Referent], places: Places) -> Places:
        """Without what belongs to the next one's title: "Minister X and the director of Y"."""
        tree, covering = self.analysis.tree, self.analysis.referents.covering
        named = next((h for h in holders if h.first > i), None)
        if named is None or tree.tag[i] in ("NNS", "NNPS"):
            return places
        others = [
            k
            for h in (i, named.head)
            for k in tree.children_by(h, "conj")
            if k > named.last and k not in covering
        ]
        if not others:
            return places
        own = {role: [t for t in tokens if t < min(others)] for role, tokens in places.items()}
        return {role: tokens for role, tokens in own.items() if tokens}

    def _is_foreign_post(self, i: int, role: str, other: Referent) -> bool:
        """ "ambassador to Fiji" is no office of Fiji's."""
        return role == "to" and self.analysis.referents.type(other.entity) is EntityType.COUNTRY

    def _is_of_party(self, i: int, other: Referent) -> bool:
        """A party's lawmaker or candidate is its member; his office is elsewhere."""
        return (
            self.analysis.tree.lemma[i] in _PARTISANS
            and not self._is_sent(i)
            and self.analysis.referents.type(other.entity) is EntityType.ORGANIZATION
            and not self._is_institution(other)
        )

    def _is_sent(self, i: int) -> bool:
        """ "the EU High Representative"."""
        tree = self.analysis.tree
        return i > 0 and tree.lemma[i] == "representative" and tree.lower[i - 1] in _SENT

    def _is_seat(self, member: Referent, i: int, body: Referent) -> bool:
        """Whether a membership is an office: a person's seat on a board."""
        return self.analysis.referents.type(member.entity) is EntityType.PERSON and self._is_institution(body)

    def _is_institution(self, body: Referent) -> bool:
        """Whether those who sit on a body hold an office there rather than merely belong to it."""
        lemma = self.analysis.tree.lemma[body.last if body.head > body.last else body.head]
        return (
            lemma in _SEATS or self.analysis.tree.lemma[body.last] in _SEATS
        ) and self.analysis.referents.type(body.entity) is EntityType.ORGANIZATION
