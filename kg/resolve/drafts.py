"""Entities of one document while they are put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.records import EntityType, Mention, MentionKind, Span
from kg.resolve.countries import Country
from kg.resolve.lexicon import Listed
from kg.resolve.named import Named
from kg.resolve.names import fold, is_acronym
from kg.resolve.titles import Gender


@dataclass(eq=False)
class Draft:
    """An entity with its named mentions; what refers to it otherwise is added later."""

    type: EntityType
    named: list[Named]
    country: Country | None = None
    listed: Listed | None = None
    gender: Gender | None = None
    titles: set[tuple[str, ...]] = field(default_factory=set)
    references: list[tuple[int, int, MentionKind]] = field(default_factory=list)
    """Pronouns and descriptions: begin, end, kind."""

    @property
    def first(self) -> int:
        """Where it is first named."""
        return self.named[0].begin

    @cached_property
    def name(self) -> str:
        """The fullest name that the text gives; for a country its usual English name."""
        if self.country is not None and self.type is EntityType.COUNTRY:
            return self.country.name
        if self.type is EntityType.PERSON:
            return fullest(self.texts)
        forms = {fold(form) for form in self.listed.forms} if self.listed is not None else set()
        # What takes a listed body up ("the Alliance") is longer than its name at times, and still not its name.
        texts = [text for text in self.texts if fold(text) in forms] or self.texts
        spelled = [text for text in texts if not is_acronym(text)]
        return fullest(spelled or texts)

    @cached_property
    def texts(self) -> list[str]:
        """Its different names, in the order of first use."""
        return list(dict.fromkeys(clean(mention.text) for mention in self.named))

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its names but the fullest, without those that differ only in spaces or possessives."""
        name = self.name
        ranked = [mention.titled.text for mention in self.named if mention.titled and mention.titled.text]
        bases = [clean(mention.base) for mention in self.named if mention.base]
        return tuple(text for text in dict.fromkeys([*self.texts, *ranked, *bases]) if text != name)

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions in the order of the text, none twice."""
        found = {(m.begin, m.end): Mention(Span(m.begin, m.end), m.kind) for m in self.named}
        for begin, end, kind in self.references:
            found.setdefault((begin, end), Mention(Span(begin, end), kind))
        return tuple(found[key] for key in sorted(found))


def most_named(drafts: Iterable[Draft], ahead: float = 1.0) -> Draft | None:
    """The country that a text is about: named most often, `ahead` times as often as the next; None on a tie."""
    counts = Counter({draft: len(draft.named) for draft in drafts if draft.type is EntityType.COUNTRY})
    ranked = counts.most_common(2)
    if len(ranked) == 2:
        most, next_most = ranked[0][1], ranked[1][1]
        if most == next_most or most < ahead * next_most:
            return None
    return ranked[0][0] if ranked else None


def clean(text: str) -> str:
    """`text` on one line, without a possessive."""
    joined = " ".join(text.split())
    for ending in ("'s", "’s"):
        joined = joined.removesuffix(ending)
    return joined


def fullest(texts: Iterable[str]) -> str:
    """The name with most words; of equals one that is not all in capitals, then the longer, then the first."""
    options = list(texts)
    best = max(
        range(len(options)),
        key=lambda i: (
            len(fold(options[i]).split()),
            not options[i].isupper() or len(options[i]) < 5,
            len(options[i]),
            -i,
        ),
    )
    return options[best]
