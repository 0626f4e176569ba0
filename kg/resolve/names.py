"""What a name is when spelling is set aside: folding, acronyms, transliteration."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.records import EntityType

_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae",
        "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H", "ə": "a", "Ə": "A", "’": "'", "‘": "'", "ʼ": "'",
        "ʻ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "&": " and ",
    }
)  # fmt: skip
_POSSESSIVE: Final = re.compile(r"(?<=\w)'s?(?=\s|$)")
_DOTS: Final = re.compile(r"(?<=\w)\.(?=\w\.|\w\b)")
_NOT_WORD: Final = re.compile(r"[^\w]+")
_SINGLE_LETTERS: Final = re.compile(r"\b(?:[^\W\d_] )+[^\W\d_]\b")
_ARTICLE: Final = re.compile(r"^(?:the|a|an) (?=.)")
_TABLE: Final = tomllib.loads((Path(__file__).parent / "data" / "names.toml").read_text(encoding="utf-8"))
_LEGAL: Final = frozenset(_TABLE["legal"])
_SMALL_WORDS: Final = frozenset(_TABLE["small"])
_SPELLING: Final[dict[str, str]] = _TABLE["spelling"]
PARTICLES: Final = frozenset(_TABLE["particles"])
"""Words in persons' names that come and go ("al", "bin", "van")."""


def fold(name: str) -> str:
    """`name` without accents, case, possessives, punctuation and leading article: what is compared, never shown.

    Runs of single letters grow together, so that "U.N.", "UN" and "U. N." are one.
    """
    return _fold(name)


@lru_cache(maxsize=65536)
def _fold(name: str) -> str:
    text = name.translate(_LETTERS)
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = _POSSESSIVE.sub("", text.casefold())
    text = _DOTS.sub("", text).replace("'", "")
    text = _NOT_WORD.sub(" ", text).strip()
    text = _SINGLE_LETTERS.sub(lambda match: match.group().replace(" ", ""), text)
    return _ARTICLE.sub("", text)


def normalise_name(name: str, type: EntityType | None = None) -> str:
    """The form of a name that identity is computed from: the same on every machine and in every order.

    Beside `fold`, the names of organizations lose their legal form ("Ltd") and are spelled the American way. A name
    of which nothing is left (only punctuation) comes back as it is, without outer blanks.
    """
    words = fold(name).split()
    if type is EntityType.ORGANIZATION:
        words = [_SPELLING.get(word, word) for word in words if word != "the"] or words
        while len(words) > 1 and words[-1] in _LEGAL:
            words.pop()
    return " ".join(words) or " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_acronym(name: str) -> bool:
    """Whether `name` is one word of capitals, such as UN, U.N., ISIS, BoG or AMPI."""
    letters = [char for char in name if char.isalpha()]
    if not 2 <= len(letters) <= 10 or " " in name.strip():
        return False
    capitals = sum(char.isupper() for char in letters)
    return capitals >= 2 and capitals * 2 >= len(letters) and letters[0].isupper()


def stands_for(acronym: str, name: str) -> bool:
    """Whether the letters of `acronym` are those of the words of `name`, small words in or left out.

    Of the words of the name only small ones may be left out, or all from a small one on; so "WHO" stands for "World
    Health Organization". Where it is written like a word, a word may give its first two letters ("Numar" for "Northern
    Union of Makers of Arms"); capitals are initials ("NASA" is no "National Security Agency").
    """
    letters = re.sub(r"[^a-z0-9]", "", fold(acronym.replace("&", "")))
    if letters.endswith("s") and acronym.rstrip("'’").endswith("s"):
        letters = letters[:-1]
    words = fold(name).split()
    if len(letters) < 2 or len(words) < 2:
        return False
    return _spells(letters, tuple(words), 0, 1 if acronym.isupper() else 2)


def _spells(letters: str, words: tuple[str, ...], used: int, most: int) -> bool:
    if not letters:
        return used >= 2 and (not words or words[0] in _SMALL_WORDS)
    if not words:
        return False
    word, rest = words[0], words[1:]
    if word in _SMALL_WORDS and _spells(letters, rest, used, most):
        return True
    # Two letters of a word at most, so that none is taken whole by chance.
    for length in range(1, most + 1):
        if (
            word.startswith(letters[:length])
            and len(letters) >= length
            and _spells(letters[length:], rest, used + 1, most)
        ):
            return True
    return False


_SOUNDS: Final = (
    (re.compile(r"sch|sh|ch|tch|cz|sz|zh|tsch"), "S"),
    (re.compile(r"th|dh|d|t(?!s)"), "T"),
    (re.compile(r"ph|f|v|w|b|p"), "P"),
    (re.compile(r"kh|gh|qu|q|ck|c|k|g|h"), "K"),
    (re.compile(r"ts|x|z|s|j"), "S"),
    (re.compile(r"[aeiouy]+"), "a"),
)


@lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """A coarse key under which transliterations of one word meet ("Gaddafi", "Qadhafi", "Kadafi")."""
    key = fold(word).replace(" ", "")
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    key = re.sub(r"(.)\1+", r"\1", key)
    return key[:1] + key[1:].replace("a", "")


def distance(one: str, other: str, most: int) -> int:
    """The number of letters to add, drop, change or swap with a neighbour; `most` + 1 where it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def near(one: str, other: str) -> bool:
    """Whether two folded words are one misspelled: same first letter and digits, one slip in 5 letters, two in 9."""
    length = min(len(one), len(other))
    if length < 5 or one[:1] != other[:1] or re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    slips = 1 if length < 9 else 2
    return distance(one, other, slips) <= slips
