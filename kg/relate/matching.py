"""Verb, noun and adjective frames, matched against one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.relate.analysis import Analysis
from kg.relate.dependents import Places, has_complement
from kg.relate.reading import Reading
from kg.relate.referents import Referent
from kg.relate.speakers import speakers_of
from kg.schema.frames import ROLES, Frame, FrameKind

_PARTICLE_DEPS = frozenset({"compound:prt", "advmod", "xcomp", "obj", "obl", "amod", "case", "mark", "nmod"})

_MOST = 4
"""Of more than so many, nobody says that each did it with each."""
_FIRST = frozenset({"i", "we", "me", "us", "my", "our"})


class FrameIndex:
    """The schema's verb, noun and adjective frames by the first word of their triggers."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.by_word: dict[str, list[tuple[Frame, tuple[str, ...]]]] = defaultdict(list)
        for frame in frames:
            if frame.kind is FrameKind.ROLE:
                continue
            for trigger in frame.triggers:
                words = tuple(trigger.lower().split())
                # A noun of several words hangs from its last one, a verb from its first.
                key, rest = (words[-1], words[:-1]) if frame.kind is FrameKind.NOUN else (words[0], words[1:])
                self.by_word[key].append((frame, rest))


class Matcher:
    """Reads frames off one document."""

    def __init__(self, index: FrameIndex, analysis: Analysis) -> None:
        self.index = index
        self.analysis = analysis

    def readings(self) -> Iterator[Reading]:
        """Every frame that fits, in the order of the text."""
        tree = self.analysis.tree
        by_word = self.index.by_word
        for i, lemma in enumerate(tree.lemma):
            candidates = by_word.get(lemma)
            if candidates is None:
                continue
            if i in self.analysis.referents.covering and tree.pos[i] == "PROPN":
                continue  # words of a name ("Peace Talks Council") name no deed
            for frame, rest in candidates:
                yield from self._match(frame, rest, i)

    def _match(self, frame: Frame, rest: tuple[str, ...], i: int) -> Iterator[Reading]:
        tree = self.analysis.tree
        if frame.kind is FrameKind.VERB:
            if not self._is_trigger_verb(i):
                return
            particles = self._particles(i, rest)
            if particles is None or (not rest and self._has_particle(i, frame)):
                return
            yield from self._verb(frame, i, particles)
        elif frame.kind is FrameKind.NOUN:
            if tree.pos[i] not in ("NOUN", "PROPN") and not tree.tag[i].startswith("NN"):
                return
            if tree.dep[i] in ("compound", "flat"):
                return
            if rest and not self._preceded(i, rest):
                return
            yield from self._noun(frame, i)
        elif tree.pos[i] in ("ADJ", "VERB", "ADP"):
            yield from self._adjective(frame, i)

    def _is_trigger_verb(self, i: int) -> bool:
        """Full verbs, copulas, and modals but for "should have done", which asks for nothing any more."""
        tree = self.analysis.tree
        if tree.tag[i] == "MD":
            return not any(tree.lower[c] == "have" for c in tree.children_by(tree.head[i], "aux"))
        return tree.is_verb(i) and tree.pos[i] != "NOUN" and tree.dep[i] not in ("aux", "aux:pass")

    def _particles(self, v: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a verb's particles, None if one is missing."""
        tree = self.analysis.tree
        found: list[int] = []
        for word in rest:
            at = next(
                (
                    c
                    for c in tree.children[v]
                    if (tree.lower[c] == word or tree.lemma[c] == word)
                    and tree.dep[c] in _PARTICLE_DEPS
                    and c not in found
                ),
                None,
            )
            if at is None:
                for c in tree.children[v]:
                    at = next(
                        (
                            k
                            for k in tree.children[c]
                            if tree.lower[k] == word and tree.dep[k] in ("case", "amod")
                        ),
                        None,
                    )
                    if at is not None:
                        break
            if at is None:
                return None
            found.append(at)
        return tuple(found)

    def _has_particle(self, v: int, frame: Frame) -> bool:
        """Whether the verb has a particle that makes it another verb: "turn" is not "turn down"."""
        tree = self.analysis.tree
        return any(
            tree.dep[c] == "compound:prt" and tree.lower[c] not in frame.whom for c in tree.children[v]
        )

    def _preceded(self, n: int, rest: tuple[str, ...]) -> bool:
        tree = self.analysis.tree
        return all(
            n - len(rest) + k >= 0 and tree.lemma[n - len(rest) + k] == word for k, word in enumerate(rest)
        )

    # ---- verbs ----

    def _verb(self, frame: Frame, v: int, particles: tuple[int, ...]) -> Iterator[Reading]:
        tree, arguments = self.analysis.tree, self.analysis.arguments
        places = arguments.verb(v)
        if frame.complement and not has_complement(tree, places, v, frame.complement):
            return
        if frame.without and has_complement(tree, places, v, frame.without):
            return
        tokens: list[int] = [*particles]
        if frame.object_noun:
            first = frame.whom[0].split("/")[0] if "/" in frame.whom[0] else "object"
            if first == "subject":
                first = "object" if arguments.is_passive(v) else "subject"
            noun = self._wanted_noun(places.get(first, ()), frame)
            if noun is None and first == "object":  # "said no to X"
                noun = next(
                    (
                        c
                        for c in tree.children[v]
                        if c > v and tree.lower[c] in frame.object_noun and not tree.children[c]
                    ),
                    None,
                )
            if noun is None or any(tree.lower[c] in frame.without for c in tree.children[noun]):
                return
            tokens.append(noun)
            if first == "object":
                places = self._with_noun(places, noun)
        if tree.dep[v] == "cop":  # what denies or doubts it hangs on what it helps
            tokens.append(v)
            v = tree.head[v]
        yield from self._pairs(frame, v, places, tokens)

    def _wanted_noun(self, tokens: Sequence[int], frame: Frame) -> int | None:
        tree = self.analysis.tree
        for token in tokens:
            antecedent = tree.antecedent(token)
            for t in tree.conjuncts(token if antecedent is None else antecedent):
                if tree.lemma[t] in frame.object_noun or tree.lower[t] in frame.object_noun:
                    return t
                if (
                    tree.lower[t] in ("it", "this", "that", "them", "one")
                    and any(path.endswith("/author") for path in frame.whom)
                    and self.analysis.resolver.authors.of(t)
                ):
                    return t
        return None

    def _with_noun(self, places: Places, noun: int) -> Places:
        """The verb's places and, where they are not its own, those of the noun that it carries."""
        own = self.analysis.arguments.noun(noun)
        merged = dict(places)
        for role, tokens in own.items():
            if role not in (
                "possessor",
                "modifier",
                "self",
                "subject",
                "by",
                "undergoer",
                "copula",
                "clause",
            ):
                merged.setdefault(role, tokens)
        return merged

    # ---- nouns and adjectives ----

    def _noun(self, frame: Frame, n: int) -> Iterator[Reading]:
        tree = self.analysis.tree
        places = dict(self.analysis.arguments.noun(n))
        tokens: list[int] = []
        above = tree.head[n]
        if "subject" in places or "undergoer" in places:
            tokens.append(above)
        if undergoer := places.pop("undergoer", None):
            found = False
            for reading in self._pairs(frame, n, {**places, frame.whom[0].split("/")[0]: undergoer}, tokens):
                found = True
                yield reading
            if found:
                return
        who = frame.who if set(frame.who) & {"subject", "speaker"} else (*frame.who, "subject")
        whom = frame.whom
        if "possessor" in places and "by" in places and "possessor" in whom:
            who = tuple(role for role in who if role != "possessor")
        yield from self._pairs(frame, n, places, tokens, who=who, whom=whom)

    def _adjective(self, frame: Frame, a: int) -> Iterator[Reading]:
        tree = self.analysis.tree
        places = dict(self.analysis.arguments.verb(a))
        if tree.dep[a] in ("amod", "acl") and "subject" not in places:
            places["subject"] = [tree.head[a]]
        yield from self._pairs(frame, a, places, [])

    # ---- pairs ----

    def _pairs(
        self,
        frame: Frame,
        trigger: int,
        places: Places,
        tokens: Sequence[int],
        who: tuple[str, ...] | None = None,
        whom: tuple[str, ...] | None = None,
    ) -> Iterator[Reading]:
        tree = self.analysis.tree
        who, whom = who or frame.who, whom or frame.whom
        each = "each" in whom
        tried: set[tuple[str, str]] = set()
        found_subject = False
        for role in who:
            subjects = (
                speakers_of(tree, self.analysis.arguments, self.analysis.referents, trigger)
                if role == "speaker"
                else self.analysis.resolver.follow(places, role)
            )
            if (
                not subjects
                and role == "subject"
                and frame.kind is FrameKind.VERB
                and not self.analysis.arguments.is_passive(trigger)
            ):
                subjects = self.analysis.resolver.beside(trigger, role)
            if not subjects:
                continue
            found_subject = False
            for target in whom:
                if target == "each" or target == role:
                    continue
                objects = self.analysis.resolver.follow(places, target)
                if not objects and self._may_look_beside(frame, trigger, places, target):
                    objects = self.analysis.resolver.beside(trigger, target)
                for s in subjects:
                    for o in objects:
                        if (s.entity, o.entity) in tried or not self.analysis.fits(frame, s, o):
                            continue
                        if role == "speaker" and self._is_own(o):
                            continue  # "our country must act", he said: that asks nobody else
                        tried.add((s.entity, o.entity))
                        found_subject = True
                        yield Reading(frame, trigger, (trigger, *tokens), s, o, places=(role, target))
                if found_subject:
                    break
            if each and not found_subject and 1 < len(subjects) <= _MOST:
                for index, s in enumerate(subjects):
                    for o in subjects[index + 1 :]:
                        if self.analysis.fits(frame, s, o):
                            found_subject = True
                            yield Reading(frame, trigger, (trigger, *tokens), s, o, places=(role, "each"))
            if found_subject:
                return

    def _is_own(self, o: Referent) -> bool:
        """Whether somebody speaks of himself: "we", "our country"."""
        tree = self.analysis.tree
        return any(tree.lower[k] in _FIRST for k in (o.head, *tree.children[o.head]))

    def _may_look_beside(self, frame: Frame, trigger: int, places: Places, target: str) -> bool:
        """Whether the order of words may stand in for a place that the tree leaves empty."""
        if target in ROLES and target != "object":
            return False
        if frame.kind is FrameKind.VERB and not self._is_trigger_verb(trigger):
            return False  # what a copula helps
        if "/" in target or (
            target == "object"
            and (frame.kind is not FrameKind.VERB or self.analysis.arguments.is_passive(trigger))
        ):
            return False
        return target not in places
