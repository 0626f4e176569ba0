"""Learns the lemma table from treebanks: for each tag the commonest edit of each ending, and the words that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import takewhile

from kg.annotate.lemmas import KEEP_CASE, LONGEST_ENDING, LemmaTable, apply
from kg.train.treebanks import Sentence


def script(word: str, lemma: str) -> str:
    """The edit from a word to its lemma."""
    lower = word.lower()
    keeps = lemma != lemma.lower() or (word != lower and lemma == word)
    source = word if keeps else lower
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(source, lemma, strict=False)))
    return f"{KEEP_CASE if keeps else ''}{len(source) - shared}{lemma[shared:]}"


def learn(sentences: Iterable[Sentence], lexicon: Iterable[str] = ()) -> LemmaTable:
    """Count the edits of all words, and keep what the endings don't predict.

    `lexicon` (lower-case words, the word pieces' for instance) helps with verbs and nouns that the treebanks lack:
    where the endings would make a word that nobody knows of an inflected form of a known one, the known one wins.
    """
    by_word: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_ending: defaultdict[str, Counter[str]] = defaultdict(Counter)
    known = {word for word in lexicon if word.isalpha()}
    for sentence in sentences:
        for row in sentence.rows:
            word, lemma, tag = row[1], row[2], row[4]
            if lemma == "_" or "Typo=Yes" in row[5]:
                continue
            if lemma[:1].isdigit() != word[:1].isdigit() or len(lemma) > len(word) + 6:
                continue
            lower = word.lower()
            edit = script(word, lemma)
            known.add(lemma.lower())
            by_word[f"{tag} {lower}"][edit, word] += 1
            for size in range(min(LONGEST_ENDING, len(lower)) + 1):
                by_ending[f"{tag} {lower[len(lower) - size :]}"][edit] += 1
    endings: dict[str, str] = {}
    for key, counts in sorted(by_ending.items(), key=lambda item: len(item[0])):
        best, count = counts.most_common(1)[0]
        tag, _, ending = key.partition(" ")
        if not ending or (count >= 2 and _inherited(endings, tag, ending[1:]) != best):
            endings[key] = best
    table = LemmaTable({}, endings)
    words = {"PRP i": "1I", "NNS people": "0"}
    for key, seen in by_word.items():
        (best, form), _ = seen.most_common(1)[0]
        tag, _, _ = key.partition(" ")
        if apply(best, form) != table.lemma(form, tag):
            words.setdefault(key, best)
    for word in sorted(known):
        for tag, form in _inflected(word):
            if f"{tag} {form}" not in by_word and table.lemma(form, tag) not in known:
                words.setdefault(f"{tag} {form}", script(form, word))
    return LemmaTable(words, endings)


def _inflected(word: str) -> list[tuple[str, str]]:
    """The regular inflected forms of a word, with their tags."""
    if len(word) < 3 or not word.isalpha() or not word.isascii():
        return []
    stem = word[:-1] if word.endswith("e") else word
    plural = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        plural = word + "es"
    past = word[:-1] + "ied" if plural.endswith("ies") else stem + "ed"
    forms = [("VBG", stem + "ing"), ("VBD", past), ("VBN", past), ("VBZ", plural), ("NNS", plural)]
    if word[-1] in "bdgklmnprt" and word[-2] in "aeiou" and word[-3] not in "aeiou":
        double = word + word[-1]
        forms += [("VBG", double + "ing"), ("VBD", double + "ed"), ("VBN", double + "ed")]
    return forms


def _inherited(endings: dict[str, str], tag: str, ending: str) -> str | None:
    for cut in range(len(ending) + 1):
        found = endings.get(f"{tag} {ending[cut:]}")
        if found is not None:
            return found
    return None
