"""Titles: their words, whether they are former, and whose they are where the text does not say ("President X")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kg.records import EntityType
from kg.relate.analysis import Analysis
from kg.relate.homes import home_scores
from kg.relate.reading import Reading
from kg.relate.referents import Referent, Referents
from kg.relate.seats import Seats
from kg.relate.tree import Tree
from kg.relate.words import FORMER, TITLES_OF, word_set
from kg.schema.frames import Frame

_NOT_TITLE = FORMER | word_set(
    """
    new newly current incumbent long-time longtime late first second third embattled outspoken
    powerful influential popular own re-elected elected recently ruling veteran senior young older
    younger eldest then- when where while as also only is was
    """
)
_TITLE_PARTS = frozenset({"amod", "compound", "nmod:desc", "flat", "nummod", "advmod", "nmod:unmarked"})
_NATIONAL = word_set(
    """
    president vice-president premier minister chancellor king queen emir amir sultan emperor empress
    pm vp speaker senator congressman congresswoman lawmaker legislator parliamentarian mp envoy
    secretary undersecretary under-secretary spokesman spokeswoman prince princess ex-president
    ex-minister ex-premier sheikh consul deputy dictator
    """
)
_NATIONAL_TITLES = frozenset(
    {
        "attorney general",
        "attorney-general",
        "solicitor general",
        "prosecutor general",
        "auditor general",
        "chief justice",
        "crown prince",
        "supreme leader",
        "head of state",
        "head of government",
    }
)
# Of these, only those of which the text says what for: "Defence Secretary", "presidential spokesman".
_QUALIFIED = word_set("secretary undersecretary under-secretary spokesman spokeswoman")
# Titles that say little of themselves: not added where the text gives the person a better one.
_WEAK = word_set(
    """
    spokesman spokeswoman envoy deputy sheikh prince secretary consul
    """
)
_PORTFOLIOS = word_set("minister secretary undersecretary under-secretary vice-minister ex-minister")
_STATE = word_set("state republic country nation government")


def title_of(tree: Tree, referents: Referents, i: int) -> str:
    """The office as the text has it, without the body that it belongs to."""
    covering = referents.covering
    below = frozenset(tree.subtree(i))
    first = last = i
    while first - 1 >= 0 and tree.sentence[first - 1] == tree.sentence[i]:
        k = first - 1
        if (
            k in covering
            or tree.lower[k] in _NOT_TITLE
            or tree.pos[k] in ("DET", "PUNCT", "PRON", "ADP", "VERB", "CCONJ", "PART")
        ) and not (tree.lower[k] == "-" and k - 1 >= 0 and k - 1 not in covering):
            break
        if k not in below and tree.dep[k] not in _TITLE_PARTS and tree.lower[k] != "-":
            break
        first = k
    while tree.lower[first] == "-" and first < i:
        first += 1
    # "Secretary General X": the parts of a title may hang side by side on the name.
    while last + 1 < len(tree.dep) and _goes_on(tree, i, last + 1) and last + 1 not in covering:
        last += 1
    for c in tree.children[i]:
        if c > i and tree.dep[c] == "nmod" and tree.case(c) in ("of", "for"):
            inside = tree.subtree(c)
            if (
                inside == list(range(inside[0], inside[-1] + 1))
                and len(inside) <= 8
                and not any(k in covering for k in inside)
            ) and inside[0] == last + 1:
                last = inside[-1]
            elif inside[0] == last + 1:
                last = max(last, _end_of_field(tree, referents, c))
    return tree.text[tree.begin[first] : tree.end[last]]


def _end_of_field(tree: Tree, referents: Referents, body: int) -> int:
    """The last word of the field that goes on after the body: "Commissioner of the Union for Energy"; else -1.

    The field may stand within what was taken for the body's name, where its name is the shorter one elsewhere.
    """
    mention = referents.covering.get(body)
    if mention is None:
        return -1
    first, last, entity, _ = mention
    text = tree.text[tree.begin[first] : tree.end[last]]
    names = {n for e in referents.entities if e.id == entity for n in (e.name, *e.aliases)}
    if " for " in text and text.split(" for ")[0] in names:
        return last
    if last + 2 < len(tree) and tree.lower[last + 1] == "for":
        field = tree.head[last + 1]
        if tree.head[field] in (body, tree.head[body]) and tree.pos[field] in ("NOUN", "PROPN"):
            return field
    return -1


def _goes_on(tree: Tree, i: int, k: int) -> bool:
    """Whether word k, right after a title at i, is another part of it and not of the name."""
    return (
        tree.dep[i] in _TITLE_PARTS
        and tree.dep[k] == tree.dep[i]
        and tree.head[k] == tree.head[i]
        and tree.head[i] > k
        and tree.pos[k] in ("NOUN", "PROPN", "ADJ")
    )


def is_former(tree: Tree, i: int) -> bool:
    """Whether the words before a title say that the office has ended."""
    if tree.lower[i].startswith("ex-"):
        return True
    near = [c for c in tree.children[i] if c < i]
    near += [k for c in near for k in tree.children[c]]
    if i and tree.head[i] > i:
        near += [c for c in tree.children[tree.head[i]] if c < i]
    if any(tree.lower[c] in FORMER for c in near):
        return True
    return i > 0 and tree.lower[i - 1] in FORMER


class BareTitles:
    """Finds the country or assembly of titles that stand alone.

    Args:
        analysis: what is known of the document.
        held: (person, title's lemma) to where the text says that he holds it; new ones are added.
        offices: (title, country) to those who hold it now by the text's own words.
    """

    def __init__(
        self,
        analysis: Analysis,
        held: dict[tuple[str, str], str],
        offices: Mapping[tuple[str, str], set[str]],
    ) -> None:
        self.tree = analysis.tree
        self.referents = analysis.referents
        self.fits = analysis.fits
        self.seats = Seats(analysis.tree, analysis.referents)
        self.held = held
        self.offices = offices
        self._by_iso = {
            entity.iso: entity.id for entity in analysis.referents.entities if entity.iso is not None
        }

    def readings(self, bare: Sequence[tuple[Frame, int, Referent, int | None]]) -> Iterator[Reading]:
        """A title without a body: the one that the text gives elsewhere, else the country that it is most about."""
        explicit = Counter(
            where for where in self.held.values() if self.referents.type(where) is EntityType.COUNTRY
        )
        scores = home_scores(self.tree, self.referents, explicit)
        placed = {person for person, _ in self.held}
        for frame, i, holder, link in bare:
            lemma = self.tree.lemma[i]
            if (holder.entity, lemma) in self.held or self.referents.type(
                holder.entity
            ) is not EntityType.PERSON:
                continue
            title = title_of(self.tree, self.referents, i)
            chamber = self.seats.chamber(lemma)
            if chamber is None and lemma not in _NATIONAL and title.lower() not in _NATIONAL_TITLES:
                continue
            if (holder.entity in placed and lemma in _WEAK) or self._has_body(i):
                continue
            if lemma in _QUALIFIED and " " not in title:
                continue
            own = next((iso for iso, titles in TITLES_OF.items() if title.lower() in titles), None)
            home_of_title = self._by_iso.get(own) if own is not None else None
            if own is not None and home_of_title is None:
                continue  # "Home Secretary" in a text that does not name that country: of no other either
            homes = {} if home_of_title is not None else self._homes(scores, title, holder.entity)
            place = home_of_title or max(homes, key=homes.__getitem__, default=None)
            if chamber is not None:
                place, homes = chamber, {}
            if place is None:
                continue
            target = Referent(place, holder.first, holder.last, holder.head, exact=False)
            if not self.fits(frame, holder, target):
                continue
            self.held[(holder.entity, lemma)] = place
            yield Reading(
                frame,
                i if link is None else link,
                (i,),
                holder,
                target,
                title=title,
                ended=is_former(self.tree, i),
                settled=link is None,
                places=("self", "salient"),
                homes=homes,
            )

    def _has_body(self, i: int) -> bool:
        """Whether the title names a body after all, one that is no known entity."""
        tree = self.tree
        for c in tree.children[i]:
            dep = tree.dep[c]
            if dep == "nmod:poss":
                return True
            follows = dep == "nmod" and tree.case(c) in ("of", "for", "at", "in", "on") and c > i
            if follows and tree.lemma[i] not in _PORTFOLIOS and tree.lemma[c] not in _STATE:
                return True
            if (
                dep in ("compound", "nmod", "amod")
                and c < i
                and tree.tag[c] in ("NNP", "NNPS")
                and tree.lemma[i] not in _PORTFOLIOS
            ):
                return True
        return False

    def _homes(self, scores: Mapping[str, float], title: str, holder: str) -> dict[str, float]:
        """The countries that the text may be at home in, without those whose office of that name somebody else has."""
        return {
            country: score
            for country, score in scores.items()
            if self.offices.get((title.lower(), country), {holder}) <= {holder}
        }
