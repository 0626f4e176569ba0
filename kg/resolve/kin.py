"""Relatives who share a family name: who is introduced as somebody's wife or son, and families named as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.resolve.named import Named

_KIN: Final = re.compile(
    r"\b(?:wife|husband|spouse|widow|widower|son|daughter|brother|sister|father|mother|uncle|aunt|nephew|niece|cousin|"
    r"grandson|granddaughter|grandfather|grandmother|son-in-law|daughter-in-law|fiancée?|first (?:lady|gentleman)),? $",
    re.IGNORECASE,
)
_FAMILY: Final = re.compile(r"\b(?:the|both) $", re.IGNORECASE)


def relatives(mentions: Sequence[Named], text: str) -> frozenset[int]:
    """Where the mentions begin before which a word of kinship stands ("his wife Anna Berg", "First Lady Anna Berg")."""
    return frozenset(
        mention.begin for mention in mentions if _KIN.search(text, max(0, mention.begin - 24), mention.begin)
    )


def without_families(mentions: Sequence[Named], text: str) -> list[Named]:
    """The mentions without those of a whole family ("the Bergs"), which is none of its members."""
    families = {mention.key.split()[-1] for mention in mentions if mention.key}
    return [
        mention
        for mention in mentions
        if not (
            " " not in mention.text
            and mention.key.endswith("s")
            and mention.key[:-1] in families
            and _FAMILY.search(text, max(0, mention.begin - 6), mention.begin)
        )
    ]
