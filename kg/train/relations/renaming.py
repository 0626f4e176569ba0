"""Other names for the persons and countries of a window, lest the network learns by heart who does what to whom."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kg.relate.model.windows import TYPES, Window
from kg.resolve.countries import Form, FormKind, Standing, countries
from kg.train.relations.examples import Example

PERSON: Final = TYPES.index("Person")
COUNTRY: Final = TYPES.index("Country")
_SHORTEST: Final = 3
"""Letters; shorter words are initials and particles."""


class Renaming:
    """Gives windows other names, the same one wherever a window has a name.

    Persons get names of other persons in the examples; countries that a window calls by name and adjective only, those
    of other countries. The number of words stays, and so does all that is known of them.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        windows = [example.window for example in examples]
        small = {word for window in windows for word in window.words if word.islower()}
        given: set[str] = set()
        family: set[str] = set()
        for window in windows:
            for _, words in _mentions(window, PERSON):
                names = [word for word in words if _is_name(word, small)]
                given.update(names[:-1])
                family.update(names[-1:])
        self._like = {word: pool for pool in (sorted(given), sorted(family)) for word in pool}
        """For each name all of its sort; what is given and family name is the latter."""
        self._forms = _forms()
        self._states = _states(self._forms)

    def __call__(self, example: Example, rng: random.Random) -> Example:
        """The example with other names in its words."""
        window = example.window
        new = self._persons(window, rng) | self._countries(window, rng)
        words = tuple(new.get(word, word) for word in window.words)
        return replace(example, window=replace(window, words=words))

    def _persons(self, window: Window, rng: random.Random) -> dict[str, str]:
        names = dict.fromkeys(
            word for _, words in _mentions(window, PERSON) for word in words if word in self._like
        )
        return {name: rng.choice(self._like[name]) for name in names}

    def _countries(self, window: Window, rng: random.Random) -> dict[str, str]:
        called: dict[int, dict[str, None]] = {}
        for entity, words in _mentions(window, COUNTRY):
            called.setdefault(entity, {}).update(dict.fromkeys(word for word in words if word[:1].isupper()))
        new: dict[str, str] = {}
        for names in called.values():
            if all(name in self._forms for name in names):
                state = rng.choice(self._states)
                new.update({name: state[self._forms[name].kind] for name in names})
        return new


def _mentions(window: Window, kind: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Entities of a kind, and the words of each of their mentions."""
    for slot in window.slots:
        if slot.type == kind:
            for begin, end in slot.spans:
                yield slot.entity, window.words[begin:end]


def _is_name(word: str, small: set[str]) -> bool:
    """What some text writes small is no name."""
    return len(word) >= _SHORTEST and word.isalpha() and word.istitle() and word.lower() not in small


def _forms() -> dict[str, Form]:
    """The names and adjectives of one word, that one state alone has, without plurals of adjectives."""
    table = countries()
    found = [table.find(key.capitalize()) for key in table.folded() if " " not in key]
    alone = {forms[0].text: forms[0] for forms in found if len(forms) == 1}
    return {
        text: form
        for text, form in alone.items()
        if form.kind in (FormKind.NAME, FormKind.PEOPLE)
        and form.country.standing is Standing.STATE
        and text.removesuffix("s") not in alone.keys() - {text}
    }


def _states(forms: Mapping[str, Form]) -> list[dict[FormKind, str]]:
    """For each state with a name and an adjective of one word ("Norway", "Norwegian") the first of each."""
    words: dict[str, dict[FormKind, str]] = {}
    for text, form in forms.items():
        words.setdefault(form.country.key, {}).setdefault(form.kind, text)
    return [of_state for of_state in words.values() if len(of_state) == 2]
