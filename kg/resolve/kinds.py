"""Which of the four classes a name belongs to, from its words and the model's label."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from spacy.tokens import Span

from kg.resolve.countries import FormKind, countries
from kg.resolve.lexicon import Listed, organizations, places, words
from kg.resolve.names import fold


class Kind(Enum):
    """What a name names; NOTHING for peoples, faiths and plain words."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    NOTHING = "nothing"


def listed_organization(text: str) -> Listed | None:
    """The general organization that `text` names, without forms that need a fuller one beside them."""
    for form in organizations().get(fold(text), ()):
        if not form.weak and (form.text == text or text.isupper() or _capitals(text) == _capitals(form.text)):
            return form.listed
    return None


def listed_place(text: str, after_comma: bool = False) -> Listed | None:
    """The general place that `text` names; adjectives of regions ("African") name none.

    Abbreviations such as "Tex." name one only `after_comma`.
    """
    for form in places().get(fold(text), ()):
        if (after_comma or not form.weak) and not form.adjective and text[:1].isupper():
            return form.listed
    return None


def _capitals(text: str) -> list[bool]:
    return [char.isupper() for char in text if char.isalpha()]


def kind_of_name(span: Span) -> Kind:
    """The class of a name that the model calls an organization, a place or a people (ORG, LOC, GPE, FAC, NORP)."""
    text = span.text
    lists = words()
    if listed_organization(text) is not None:
        return Kind.ORGANIZATION
    if listed_place(text) is not None:
        return Kind.PLACE
    lowered = [word.lower().strip(".,") for word in text.split()]
    if not lowered or text.lower() in lists.not_names or lowered[-1] in lists.never:
        return Kind.NOTHING
    if span.label_ == "NORP":
        return _kind_of_people(text, lowered)
    if len(lowered) == 1 and (lowered[0] in lists.groups or text.islower()):
        return Kind.NOTHING
    head = head_word(lowered)
    if lowered[-1] in lists.female_words | lists.male_words and len(lowered) > 1 and span.label_ == "ORG":
        return Kind.NOTHING  # "Grain Board spokesman" is no board
    if head in lists.never or (
        lowered[-1] == "government" and all(word in lists.generic for word in lowered)
    ):
        return Kind.NOTHING
    if span.label_ == "ORG":
        sure = head in lists.sure_places and not any(word in lists.organization_heads for word in lowered)
        return Kind.PLACE if sure and len(lowered) > 1 else Kind.ORGANIZATION
    return Kind.ORGANIZATION if is_surely_a_body(text) else Kind.PLACE


def is_surely_a_body(text: str) -> bool:
    """Whether the words of a name say that it is an organization's, whatever the model takes it for."""
    lowered = [word.lower().strip(".,") for word in text.split()]
    return len(lowered) > 1 and head_word(lowered) in words().sure_organizations


def _kind_of_people(text: str, lowered: list[str]) -> Kind:
    lists = words()
    if " ".join(lowered) in lists.groups or lowered[-1] in lists.groups:
        return Kind.NOTHING
    if text[:1].isupper() and (lowered[-1] in lists.partisans or lowered[0] in lists.partisans):
        return Kind.ORGANIZATION
    if lowered[-1] in lists.organization_heads and len(lowered) > 1:
        return Kind.ORGANIZATION
    return Kind.NOTHING


def head_word(lowered: Sequence[str]) -> str:
    """The word that says what it is: the last, or the last before "of", "for" or a comma."""
    for index, word in enumerate(lowered):
        if index and word in ("of", "for", "on", "to", "in", "against", "de", "del", "da"):
            return lowered[index - 1]
    return lowered[-1]


def core_of_body(text: str) -> str | None:
    """A body's name without its country's adjective and without plain nouns after it, None where that is all of it.

    "Danish Ministry of Health" is also "Ministry of Health", "Lund Bears hockey club" also "Lund Bears".
    """
    parts = text.split()
    first, last = 0, len(parts)
    for count in (2, 1):
        rest = parts[count:]
        if not rest or head_word([word.lower() for word in rest]) not in words().organization_heads:
            continue
        forms = countries().find(" ".join(parts[:count]))
        if any(form.kind is FormKind.PEOPLE for form in forms) and len(rest) > 1:
            first = count
            break
    while last - first > 2 and parts[last - 1].islower() and parts[last - 1].isalpha():
        last -= 1
    if first == 0 and (last == len(parts) or len(parts) - last > 2 or not parts[last - 1][:1].isupper()):
        return None
    return " ".join(parts[first:last])


def called_a_body(span: Span) -> bool:
    """Whether a noun for a body stands right before a name ("the oil giant Norvik", "the daily Tanden")."""
    lists, doc = words(), span.doc
    if span.start == 0 or any(word.lower() in lists.place_heads for word in span.text.split()):
        return False
    before = doc[span.start - 1]
    return (
        before.is_lower
        and before.tag_ == "NN"
        and before.lower_
        in lists.company_nouns | lists.any_body | {"party", "militia", "coalition", "website"}
        and before.lower_ not in lists.place_bodies
    )
