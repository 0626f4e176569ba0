"""Words to word-piece ids, with a bounded cache: news repeats its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tokenizers import Tokenizer

MAX_PIECES: Final = 12
MAX_LETTERS: Final = 80
CACHE_WORDS: Final = 200_000


class Pieces:
    """Looks up the word pieces of single words; a word always has between 1 and MAX_PIECES of them."""

    def __init__(self, tokenizer_json: str) -> None:
        self._tokenizer = Tokenizer.from_str(tokenizer_json)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cache: dict[str, tuple[int, ...]] = {}
        self.unknown = self._special("[UNK]")
        self.first = self._special("[CLS]")
        self.last = self._special("[SEP]")
        self.mask = self._special("[MASK]")

    def _special(self, token: str) -> int:
        index = self._tokenizer.token_to_id(token)
        if index is None:
            raise ValueError(f"the tokenizer has no {token} token")
        return int(index)

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The piece ids of each word, in order."""
        cache = self._cache
        try:
            return [cache[word] for word in words]
        except KeyError:
            pass
        missing = [word for word in dict.fromkeys(words) if word not in cache]
        if len(cache) + len(missing) > CACHE_WORDS:
            cache.clear()
            missing = list(dict.fromkeys(words))
        encoded = self._tokenizer.encode_batch(
            [word[:MAX_LETTERS] for word in missing], add_special_tokens=False
        )
        for word, encoding in zip(missing, encoded, strict=True):
            cache[word] = tuple(encoding.ids[:MAX_PIECES]) or (self.unknown,)
        return [cache[word] for word in words]
