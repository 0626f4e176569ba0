"""Names that are the beginning or the end of one that the text gave before: "Brenholt", "the Forum"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.resolve.countries import countries
from kg.resolve.kinds import head_word
from kg.resolve.lexicon import organizations, words
from kg.resolve.names import is_acronym

if TYPE_CHECKING:
    from kg.resolve.bodies import Body


def named_by_last_word(bodies: Sequence[Body]) -> Callable[[Body], Body | None]:
    """The body named in full before of which a name is the last word: "Forum" after "Barley Growers' Forum".

    None for what everyone knows by it ("Democrats" after "Senate Democrats").
    """
    by_word: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        for word in {key.split()[-1] for key in body.keys if " " in key}:
            by_word[word].append(body)

    def full(short: Body) -> Body | None:
        if " " in short.longest or not short.keys.isdisjoint(organizations()):
            return None
        known = [body for key in short.keys for body in by_word.get(key, ()) if body.is_before(short)]
        only = known[0] if len(known) == 1 else None
        return only if only is not None and not has_other_nouns(only, short.longest) else None

    return full


def named_by_first_words(bodies: Sequence[Body]) -> Callable[[Body], Body | None]:
    """The body named in full before with which a name begins: "Brenholt" after "Brenholt Resources".

    Not where the full name is an organ's ("Velm" of "Velm Municipal Council").
    """
    lists = words()
    by_beginning: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        parts = body.longest.split()
        if head_word(parts) not in lists.organs | lists.organization_heads:
            for count in range(1, len(parts)):
                by_beginning[" ".join(parts[:count])].append(body)

    def full(short: Body) -> Body | None:
        known = [body for body in by_beginning.get(short.longest, ()) if body is not short]
        only = known[0] if len(known) == 1 else None
        return only if only is not None and only.is_before(short) and _is_plain_name(short) else None

    return full


def _is_plain_name(body: Body) -> bool:
    """Whether a body's name is neither of the tables, nor letters, nor a country or what says by itself what it is."""
    return (
        body.listed is None
        and body.longest not in words().bodies
        and (body.longest.split()[-1] not in words().organization_heads or " " not in body.longest)
        and body.keys.isdisjoint(organizations())
        and not any(is_acronym(mention.text) for mention in body.mentions)
        and all(countries().named(mention.text) is None for mention in body.mentions)
    )


def has_other_nouns(body: Body, word: str) -> bool:
    """Whether the last word of a body of the tables is none by which one takes it up: "House" of "White House"."""
    listed = body.listed
    if listed is None or " " in word or word in listed.nouns:
        return False
    return any(key.endswith(f" {word}") for key in body.keys)
