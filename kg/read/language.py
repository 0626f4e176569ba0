"""Which language a text is in, by py3langid, whose model comes with it."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kg.errors import ReadError

_SURE = 0.8
_SAMPLE = 1500
_LATIN = 0x250


def check_language(text: str, wanted: str) -> None:
    """Nothing, if the text is in the wanted language or too short to tell.

    Raises:
        ReadError: it is surely in another one.
    """
    language = surely(text)
    if language not in (None, wanted):
        raise ReadError(f"the text is not in {_name(wanted)} but in {_name(language or '')}")


def surely(text: str) -> str | None:
    """The ISO 639 code of the text's language, if that is beyond doubt; a few words without a verb rarely are."""
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[middle : middle + _SAMPLE]
    if not any(map(str.isalpha, sample)):
        return None
    language, probability = _identifier().rank(sample)[0]
    return str(language) if probability >= _SURE or _in_foreign_script(sample) else None


def _in_foreign_script(sample: str) -> bool:
    letters = [letter for letter in sample if letter.isalpha()]
    return sum(ord(letter) > _LATIN for letter in letters) * 2 > len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _name(code: str) -> str:
    import pycountry

    found = pycountry.languages.get(alpha_2=code) or pycountry.languages.get(alpha_3=code)
    return str(found.name) if found else f"language {code!r}"
