"""Role frames: nouns that say who one is to the other ("X, the founder of Y", "Polish Prime Minister X")."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kg.records import EntityType, MentionKind
from kg.relate.arguments import Arguments, Places
from kg.relate.matching import Fits
from kg.relate.places import Resolver
from kg.relate.reading import Reading
from kg.relate.referents import Referent, Referents
from kg.relate.tree import Tree
from kg.resolve.countries import FormKind, countries
from kg.relate.words import FORMER, GROUPS, TITLES_OF, word_set
from kg.schema.frames import NAME, Frame, FrameKind

_NAME_DEPS = frozenset({"nmod:desc", "compound", "flat", "amod", "nmod", "nsubj", "obj", "dep"})
_BECOME = word_set("become remain stay serve act work name appoint elect re-elect nominate designate install continue return make")
_TITLE_PARTS = frozenset({"amod", "compound", "nmod:desc", "flat", "nummod", "advmod", "nmod:unmarked"})
_NOT_TITLE = FORMER | frozenset(
    "new newly current incumbent long-time longtime late first second third embattled outspoken powerful influential popular "
    "own re-elected elected recently ruling veteran senior young older younger eldest then-".split()
)
_SENIOR = frozenset({"senior", "chief", "deputy", "acting", "vice", "assistant", "interim", "general"})
_NATIONAL = word_set(
    """president vice-president premier minister chancellor king queen emir amir sultan emperor empress pm vp speaker senator
    congressman congresswoman lawmaker legislator parliamentarian mp envoy secretary judge general spokesman prince princess
    magistrate justice ex-president ex-minister ex-premier admiral sheikh consul deputy"""
)
# Titles that say little of themselves: not added where the text gives the person a better one.
_WEAK = word_set("general judge justice spokesman envoy deputy magistrate admiral sheikh prince secretary consul")
_LEGISLATORS = word_set("mp lawmaker legislator parliamentarian speaker senator deputy ex-mp")
_ASSEMBLIES = word_set("parliament assembly senate congress legislature house knesset duma sejm bundestag diet majlis")
_PORTFOLIOS = word_set("minister secretary undersecretary under-secretary vice-minister ex-minister")
_PARTISANS = word_set(
    """mp lawmaker legislator parliamentarian senator deputy candidate nominee hopeful politician congressman congresswoman
    representative councillor councilor councilman delegate pollster rep. sen. member front-runner frontrunner"""
)
_HONORIFICS = word_set("dr dr. mr mr. mrs mrs. ms ms. sir justice sheikh prof prof. hh hrh he eng eng. gen. gen lt. lt col. col")


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

    def __init__(
        self, index: RoleIndex, tree: Tree, arguments: Arguments, referents: Referents, resolver: Resolver, fits: Fits
    ) -> None:
        self.index = index
        self.tree = tree
        self.arguments = arguments
        self.referents = referents
        self.resolver = resolver
        self.fits = fits
        self._by_name = {
            name: entity.id
            for entity in referents.entities
            if entity.type in (EntityType.COUNTRY, EntityType.ORGANIZATION)
            for name in (entity.name, *entity.aliases)
        }
        self._by_iso = {entity.iso: entity.id for entity in referents.entities if entity.iso is not None}
        self._held: dict[tuple[str, str], str] = {}
        """(person, role noun) → where it was said that he holds it."""

    def readings(self) -> Iterator[Reading]:
        """Every role frame that fits, in the order of the text; bare titles come last."""
        tree = self.tree
        bare: list[tuple[Frame, int, Referent, int | None]] = []
        for i, lemma in enumerate(tree.lemma):
            candidates = self.index.by_word.get(lemma) or self.index.by_word.get(tree.lower[i])
            if not candidates or not (tree.tag[i].startswith("NN") or tree.pos[i] in ("NOUN", "PROPN")):
                continue
            holders, link = self._holders(i)
            for frame, rest in candidates:
                if rest and not self._preceded(i, rest):
                    continue
                found = False
                for reading in self._match(frame, i, holders, link):
                    found = True
                    yield reading
                if not found and frame.predicate == "holdsPositionIn":
                    bare += [(frame, i, holder, link) for holder in holders]
        yield from self._names()
        yield from self._bare(bare)

    def _preceded(self, n: int, rest: tuple[str, ...]) -> bool:
        tree = self.tree
        return all(n - len(rest) + k >= 0 and tree.lower[n - len(rest) + k] == word for k, word in enumerate(rest))

    # ---- who has the role ---------------------------------------------------------------------------------------------------

    def _holders(self, i: int) -> tuple[tuple[Referent, ...], int | None]:
        """Whom the noun describes, and the verb or noun by which it does, if any."""
        tree, referents = self.tree, self.referents
        mention = next((m for m in referents.of_head.get(i, ()) if m[1] == i or tree.head[i] not in range(m[0], m[1] + 1)), None)
        if mention is not None:
            first, last, entity, kind = mention
            if kind is MentionKind.DESCRIPTION or referents.type(entity) is not EntityType.PERSON:
                return (Referent(entity, first, last, i),), None
        if i in referents.covering:
            return (), None
        dep, above = tree.dep[i], tree.head[i]
        following = self._name_after(i)
        if following is not None:
            return self._persons(following, i), None
        if dep == "conj":  # "Deputy Prime Minister and Foreign Minister X"
            for c in tree.children[i]:
                if tree.dep[c] in ("appos", "flat") and (found := self._persons(c, i)):
                    return found, None
            if tree.pos[above] in ("NOUN", "PROPN") and above not in referents.covering:
                return self._holders(above)
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
        if subject is not None and tree.child(i, "cop") is not None:
            return self.referents.at(subject), i
        if dep in ("xcomp", "obj", "obl") and tree.is_verb(above) and tree.lemma[above] in _BECOME:
            if dep == "obl" and tree.case(i) != "as":
                return (), None
            places = self.arguments.verb(above)
            role = "object" if self.arguments.is_passive(above) or (dep in ("xcomp", "obl") and "object" in places) else "subject"
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
        k = i + 1
        if comma:  # "the Minister of Tourism, Dr. X"
            end = self._end_of_title(i) + 1
            if end < len(tree) and tree.lower[end] == ",":
                end += 1
            k = end
        while k < len(tree) and tree.lower[k] in _HONORIFICS and k not in self.referents.covering:
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
        return last

    def _is_person(self, k: int) -> bool:
        mention = self.referents.covering.get(k)
        return mention is not None and self.referents.type(mention[2]) is EntityType.PERSON

    # ---- to whom ----------------------------------------------------------------------------------------------------------

    def _match(self, frame: Frame, i: int, holders: Sequence[Referent], link: int | None) -> Iterator[Reading]:
        tree = self.tree
        if not holders and frame.predicate != "familyOf":
            return
        places = self._places(i, holders)
        forward = "self" in frame.who
        roles = frame.whom if forward else frame.who
        former = self._is_former(i)
        for role in roles:
            found = False
            for other in self.resolver.follow(places, role):
                for holder in holders:
                    subject, object_ = (holder, other) if forward else (other, holder)
                    if not self.fits(frame, subject, object_) or self._is_foreign_post(i, role, other):
                        continue
                    if frame.predicate == "holdsPositionIn" and self._is_of_party(i, other):
                        continue
                    found = True
                    self._held.setdefault((holder.entity, tree.lemma[i]), other.entity)
                    yield Reading(
                        frame,
                        i if link is None else link,
                        (i,),
                        subject,
                        object_,
                        title=self._title(i),
                        ended=former,
                        settled=link is None,
                        places=("self", role) if forward else (role, "self"),
                    )
            if found:
                return

    def _places(self, i: int, holders: Sequence[Referent]) -> Places:
        """The noun's places, and those that the parser hung on the name beside it or on the title it is coordinated with."""
        tree = self.tree
        places = dict(self.arguments.noun(i))
        places.pop("subject", None)
        heads = {h.head for h in holders} | ({tree.first_conjunct(i)} if tree.dep[i] == "conj" else set())
        for head in heads - {i}:
            if tree.sentence[head] != tree.sentence[i]:
                continue
            for role, tokens in self.arguments.noun(head).items():
                before = [t for t in tokens if t < i] if role in ("modifier", "possessor") else tokens
                if before and role not in places and role not in ("subject", "of", "copula"):
                    places[role] = before
        # "Polish Minister of Defense X": what modifies the noun's own modifiers modifies it too.
        for c in places.get("modifier", []):
            for k in tree.children[c]:
                if tree.dep[k] in ("amod", "compound", "nmod:poss"):
                    places = {**places, "modifier": [*places["modifier"], k]}
        return places

    def _is_foreign_post(self, i: int, role: str, other: Referent) -> bool:
        """ "ambassador to Fiji" is no office of Fiji's."""
        return role == "to" and self.referents.type(other.entity) is EntityType.COUNTRY

    def _is_of_party(self, i: int, other: Referent) -> bool:
        """A party's lawmaker or candidate is its member; his office is elsewhere."""
        return (
            self.tree.lemma[i] in _PARTISANS
            and self.referents.type(other.entity) is EntityType.ORGANIZATION
            and self.tree.lemma[other.head] not in _ASSEMBLIES | {"council", "committee", "commission", "court", "congress"}
        )

    def _is_former(self, i: int) -> bool:
        tree = self.tree
        if tree.lower[i].startswith("ex-"):
            return True
        near = [c for c in tree.children[i] if c < i]
        near += [k for c in near for k in tree.children[c]]
        if i and tree.head[i] > i:
            near += [c for c in tree.children[tree.head[i]] if c < i]
        if any(tree.lower[c] in FORMER for c in near):
            return True
        return i > 0 and tree.lower[i - 1] in FORMER

    def _title(self, i: int) -> str:
        """The office as the text has it, without the body that it belongs to."""
        tree, covering = self.tree, self.referents.covering
        first = last = i
        while first - 1 >= 0 and tree.sentence[first - 1] == tree.sentence[i]:
            k = first - 1
            if k in covering or tree.lower[k] in _NOT_TITLE or tree.pos[k] in ("DET", "PUNCT", "PRON", "ADP", "VERB", "CCONJ", "PART"):
                if not (tree.lower[k] == "-" and k - 1 >= 0 and k - 1 not in covering):
                    break
            if k not in self._below(i) and tree.dep[k] not in _TITLE_PARTS and tree.lower[k] != "-":
                break
            first = k
        while tree.lower[first] == "-" and first < i:
            first += 1
        for c in tree.children[i]:
            if c > i and tree.dep[c] == "nmod" and tree.case(c) in ("of", "for"):
                inside = tree.subtree(c)
                if inside == list(range(inside[0], inside[-1] + 1)) and len(inside) <= 8 and not any(k in covering for k in inside):
                    if inside[0] == last + 1:
                        last = inside[-1]
        return tree.text[tree.begin[first] : tree.end[last]]

    def _below(self, i: int) -> frozenset[int]:
        return frozenset(self.tree.subtree(i))

    # ---- bare titles and names ------------------------------------------------------------------------------------------------

    def _home(self, explicit: Counter[str]) -> str | None:
        """The country that the text is most about: named often, early, and with offices of its own."""
        tree, referents = self.tree, self.referents
        scores: Counter[str] = Counter()
        first: dict[str, int] = {}
        for head, mentions in referents.of_head.items():
            for _, _, entity, kind in mentions:
                if referents.type(entity) is not EntityType.COUNTRY or kind is MentionKind.PRONOUN:
                    continue
                scores[entity] += 1
                first[entity] = min(first.get(entity, head), head)
                above = tree.head[head]
                if tree.lemma[above] in GROUPS and tree.dep[head] in ("amod", "nmod:poss", "compound", "nmod"):
                    scores[entity] += 1
        for entity, number in explicit.items():
            scores[entity] += 4 * number
        if not scores:
            return None
        earliest = min(first, key=lambda entity: first[entity])
        scores[earliest] += 2
        return max(scores, key=lambda entity: (scores[entity], -first.get(entity, 0)))

    def _assembly(self) -> str | None:
        """The one parliament that the text names, if any."""
        found = {
            entity
            for head, mentions in self.referents.of_head.items()
            for _, _, entity, kind in mentions
            if self.referents.type(entity) is EntityType.ORGANIZATION
            and kind is MentionKind.NAME
            and self.tree.lemma[head] in _ASSEMBLIES
        }
        return found.pop() if len(found) == 1 else None

    def _bare(self, bare: Sequence[tuple[Frame, int, Referent, int | None]]) -> Iterator[Reading]:
        """A title without a body: the one that the text gives elsewhere, else the country that it is most about."""
        explicit = Counter(
            where for where in self._held.values() if self.referents.type(where) is EntityType.COUNTRY
        )
        home, assembly = self._home(explicit), self._assembly()
        placed = {person for person, _ in self._held}
        for frame, i, holder, link in bare:
            lemma = self.tree.lemma[i]
            if (holder.entity, lemma) in self._held or self.referents.type(holder.entity) is not EntityType.PERSON:
                continue
            if lemma not in _NATIONAL or (holder.entity in placed and lemma in _WEAK) or self._has_body(i):
                continue
            own = next((iso for iso, titles in TITLES_OF.items() if self._title(i).lower() in titles), None)
            home_of_title = self._by_iso.get(own) if own is not None else None
            place = home_of_title or home
            place = assembly if lemma in _LEGISLATORS and assembly is not None else place
            if place is None:
                continue
            target = Referent(place, holder.first, holder.last, holder.head, exact=False)
            if not self.fits(frame, holder, target):
                continue
            self._held[(holder.entity, lemma)] = place
            yield Reading(
                frame,
                i if link is None else link,
                (i,),
                holder,
                target,
                title=self._title(i),
                ended=self._is_former(i),
                settled=link is None,
                places=("self", "salient"),
                implied=True,
            )

    def _has_body(self, i: int) -> bool:
        """Whether the title names a body after all, one that is no known entity."""
        tree = self.tree
        for c in tree.children[i]:
            dep = tree.dep[c]
            if dep == "nmod:poss":
                return True
            if dep == "nmod" and tree.case(c) in ("of", "for", "at", "in") and c > i:
                if tree.lemma[i] not in _PORTFOLIOS and tree.lemma[c] not in ("state", "republic", "country", "nation", "government"):
                    return True
            if dep in ("compound", "nmod", "amod") and c < i and tree.tag[c] in ("NNP", "NNPS") and tree.lemma[i] not in _PORTFOLIOS:
                return True
        return False

    def _names(self) -> Iterator[Reading]:
        """ "Mosul in Iraq", "Irving, Texas", "Saudi Interior Ministry": frames of bare names."""
        tree, referents = self.tree, self.referents
        for head, mentions in list(referents.of_head.items()):
            first, last, entity, kind = mentions[0]
            if kind is not MentionKind.NAME:
                continue
            own = Referent(entity, first, last, head)
            places = self._name_places(head, first, last)
            for frame in self.index.of_names:
                for role in frame.whom:
                    found = False
                    for other in self.resolver.follow(places, role):
                        if not other.exact or not self.fits(frame, own, other):
                            continue
                        if role in ("modifier", "possessor") and not self._next_to(other, own):
                            continue
                        if frame.predicate == "basedIn" and self._is_organ(head):
                            continue
                        found = True
                        yield Reading(frame, head, (), own, other, settled=True, places=("self", role))
                    if found:
                        break
            if referents.type(entity) is EntityType.ORGANIZATION:
                yield from self._body_within(own)

    def _next_to(self, owner: Referent, own: Referent) -> bool:
        """Whether nothing but a possessive stands between, so that no title takes the owner for itself."""
        between = [k for k in range(owner.last + 1, own.first) if self.tree.lower[k] not in ("'s", "’s", "'", "’")]
        return owner.last < own.first and not any(self.tree.tag[k].startswith("NN") for k in between)

    def _is_organ(self, head: int) -> bool:
        """Ministries and the like are part of a state, not merely based in it."""
        return any(frame.predicate == "partOf" for frame, _ in self.index.by_word.get(self.tree.lemma[head], ()))

    def _name_places(self, head: int, first: int, last: int) -> Places:
        tree = self.tree
        places: Places = {}
        for role, tokens in self.arguments.noun(head).items():
            outside = [t for t in tokens if not first <= t <= last]
            if outside and role not in ("subject", "copula", "undergoer", "clause"):
                places[role] = outside
        after = last + 2
        if after < len(tree) and tree.lower[last + 1] in (",", "(") and tree.sentence[after] == tree.sentence[head]:
            mention = self.referents.covering.get(after)
            if mention is not None and mention[0] == after and self._closes(mention[1] + 1):
                places["comma"] = [after]
        return places

    def _closes(self, i: int) -> bool:
        """Whether what stands after a comma is no list but an address: it ends there."""
        tree = self.tree
        if i >= len(tree):
            return True
        return tree.lower[i] not in ("and", "or", "&") and not (
            tree.lower[i] == "," and i + 1 < len(tree) and i + 1 in self.referents.covering and self._in_list(i + 1)
        )

    def _in_list(self, i: int) -> bool:
        tree = self.tree
        first, last = self.referents.covering[i][:2]
        return last + 1 < len(tree) and tree.lower[last + 1] in ("and", "or", ",") and first == i

    def _body_within(self, own: Referent) -> Iterator[Reading]:
        """Ministries, armies and courts whose names begin or end with whose they are."""
        tree = self.tree
        words = [tree.text[tree.begin[k] : tree.end[k]] for k in range(own.first, own.last + 1)]
        if words and words[0].lower() == "the":
            words = words[1:]
        lemma = tree.lemma[own.head]
        frames = [frame for frame, rest in self.index.by_word.get(lemma, ()) if frame.predicate == "partOf" and not rest]
        if len(words) < 2 or not frames:
            return
        options = [words[:n] for n in (3, 2, 1) if n < len(words)]
        if "of" in words:
            options.append([w for w in words[len(words) - words[::-1].index("of") :] if w.lower() != "the"])
        for option in options:
            owner = self._named(" ".join(option))
            if owner is not None:
                other = Referent(owner, own.first, own.last, own.head)
                if self.fits(frames[0], own, other):
                    yield Reading(frames[0], own.head, (), own, other, settled=True, places=("self", "within"))
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
