"""Titles and honorifics: kept out of a person's name, but remembered for who the person is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from spacy.tokens import Span, Token

from kg.resolve.countries import countries
from kg.resolve.lexicon import words

Gender = Literal["female", "male"]
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Titled:
    """What stands before a person's name."""

    words: tuple[str, ...] = ()
    """The words of the title in lower case, in order, without honorifics."""
    gender: Gender | None = None
    royal: bool = False
    """Whether the name is one that is never used without its title ("King Harald")."""
    text: str | None = None
    """The name with the title of rank before it ("Sheikh Hamad bin Khalifa"), where there is one."""


def is_title_word(token: Token) -> bool:
    """Whether a word may stand in a title before a name: offices, their modifiers, honorifics."""
    lists = words()
    lower = token.lower_
    return (
        lower in lists.offices
        or lower in lists.honorifics
        or lower in lists.royal
        or (lower in lists.title_modifiers and lower not in ("of", "for", "and", "the"))
        or lower.rstrip(".") in lists.offices
        or (lower in lists.title_abbreviations and token.text.isupper())
    )


def without_titles(span: Span) -> tuple[Span | None, Titled]:
    """The name in a person's span, without titles, and what titles stand in or before it.

    The name is None where nothing but titles is there. A title of rank with one given name stays with it.
    """
    lists = words()
    doc = span.doc
    start, stop = span.start, span.end
    while start < stop and (
        is_title_word(doc[start])
        or doc[start].is_punct
        or doc[start].is_space
        or (
            stop - start > 2
            and countries().named(doc[start].text) is not None
            and is_title_word(doc[start + 1])
        )
    ):
        if stop - start == 1:
            break
        start += 1
    if start == stop - 1 and is_title_word(doc[start]) and not _looks_like_name(doc[start]):
        return None, Titled()
    while stop - start > 1 and (
        doc[stop - 1].lower_ in lists.after_names
        or doc[stop - 1].is_punct
        or doc[stop - 1].lower_ in ("'s", "’s", "the", "of")
    ):
        stop -= 1
    if doc[start].text.lower() in lists.honorifics and stop - start == 1 and "." in doc[start].text:
        return None, Titled()
    before: list[Token] = []
    index = start - 1
    while index >= 0 and start - index <= _MOST_WORDS:
        token = doc[index]
        linking = token.lower_ in ("of", "for", "and", "-")
        if not (is_title_word(token) or (linking and index + 1 < start)):
            break
        before.append(token)
        index -= 1
    before.reverse()
    lowered = [token.lower_ for token in before]
    first = start
    while first > 0 and doc[first - 1].lower_ in lists.royal and doc[first - 1].text[:1].isupper():
        first -= 1
    royal = first < start and stop - start == 1
    ranked = " ".join(doc[start - 1 : stop].text.split()) if first < start else None
    titles = tuple(word for word in lowered if word not in lists.honorifics)
    return doc[first:stop] if royal else doc[start:stop], Titled(titles, _gender(lowered), royal, ranked)


def _looks_like_name(token: Token) -> bool:
    """A capitalised word that is a title and a name ("Judge", "Bishop") counts as a name where the model says so."""
    return (
        token.text[:1].isupper()
        and token.pos_ == "PROPN"
        and token.lower_ not in words().offices | words().royal
    )


def _gender(lowered: list[str]) -> Gender | None:
    lists = words()
    for word in reversed(lowered):
        if word in lists.female or word in lists.female_words:
            return "female"
        if word in lists.male or word in lists.male_words:
            return "male"
    return None
