"""spaCy's English tokenizer, with hyphens parted as in Universal Dependencies, and safe on endless words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

# Universal Dependencies part "10-year-old" and "mid-1990s" at their hyphens as they do "well-known".
INFIXES: Final = (r"(?<=[0-9])-(?=[A-Za-z])", r"(?<=[A-Za-z])-(?=[0-9])")
SLICE: Final = 500
_ENDLESS: Final = re.compile(rf"\S{{{2 * SLICE},}}")


class EnglishTokenizer(Tokenizer):
    """Takes runs of letters without a space in slices, since peeling affixes off a run takes quadratic time."""

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        if not _ENDLESS.search(text):
            return self._tokenize(text)
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for match in _ENDLESS.finditer(text):
            self._extend(text[position : match.start()], words, spaces)
            for begin in range(match.start(), match.end(), SLICE):
                self._extend(text[begin : min(begin + SLICE, match.end())], words, spaces)
            position = match.end()
        self._extend(text[position:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _tokenize(self, text: str) -> Doc:
        doc: Doc = super().__call__(text)
        return doc

    def _extend(self, text: str, words: list[str], spaces: list[bool]) -> None:
        if text.startswith(" ") and words and not spaces[-1]:
            spaces[-1] = True
            text = text[1:]
        for token in self._tokenize(text):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))


@registry.tokenizers("kg.EnglishTokenizer.v1")
def make_tokenizer() -> Callable[[Language], EnglishTokenizer]:
    """For spaCy's configuration."""

    def make(nlp: Language) -> EnglishTokenizer:
        defaults = nlp.Defaults
        return EnglishTokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(defaults.prefixes or []).search,
            suffix_search=compile_suffix_regex(defaults.suffixes or []).search,
            infix_finditer=compile_infix_regex([*(defaults.infixes or []), *INFIXES]).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return make
