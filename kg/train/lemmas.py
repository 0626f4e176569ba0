"""Learns the lemma table from treebanks: for each tag the commonest edit of each ending, and the words that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

import lemminflect

from kg.annotate.lemmas import KEEP_CASE, LONGEST_ENDING, LemmaTable, apply
from kg.train.treebanks import Sentence

_INFLECTED: Final = ("VBD", "VBN", "VBG", "VBZ", "NNS")


def script(word: str, lemma: str) -> str:
    """The edit from a word to its lemma."""
    lower = word.lower()
    keeps = lemma != lemma.lower() or (word != lower and lemma == word)
    source = word if keeps else lower
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(source, lemma, strict=False)))
    return f"{KEEP_CASE if keeps else ''}{len(source) - shared}{lemma[shared:]}"


def learn(sentences: Iterable[Sentence], lexicon: Iterable[str] = ()) -> LemmaTable:
    """Count the edits of all words, and keep what the endings don't predict.

    `lexicon` (lower-case words, the commoner first: the word pieces' for instance) helps with verbs and nouns that the
    treebanks lack: of a form that they lack too, LemmInflect knows the lemmas, and the commonest wins where the
    endings give none of them. Where a treebank has for such a form what is no word ("flead"), it is not believed.
    """
    sentences = list(sentences)
    lexicon = [word for word in lexicon if word.isalpha()]
    forms = _forms({*lexicon, *(row[2].lower() for sentence in sentences for row in sentence.rows)})
    by_word: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_ending: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for row in sentence.rows:
            word, lemma, tag = row[1], row[2], row[4]
            if lemma == "_" or "Typo=Yes" in row[5]:
                continue
            if lemma[:1].isdigit() != word[:1].isdigit() or len(lemma) > len(word) + 6:
                continue
            lower = word.lower()
            lemmas = forms.get((tag, lower))
            if lemmas and lemma.lower() not in lemmas and not lemminflect.getAllInflections(lemma.lower()):
                continue
            edit = script(word, lemma)
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
    ranks = {word: rank for rank, word in enumerate(lexicon)}
    for (tag, form), lemmas in forms.items():
        if f"{tag} {form}" not in by_word and table.lemma(form, tag) not in lemmas:
            commonest = min(lemmas, key=lambda lemma: (ranks.get(lemma, len(ranks)), lemma))
            words.setdefault(f"{tag} {form}", script(form, commonest))
    return LemmaTable(words, endings)


def _forms(words: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """By tag the inflected forms of verbs and nouns, each with those of the words that it may be a form of."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for word in words:
        if len(word) < 3 or not word.isalpha() or not word.isascii():
            continue
        verb = lemminflect.getAllInflections(word, "VERB")
        noun = lemminflect.getAllInflections(word, "NOUN")
        forms = {"VBN": verb.get("VBD", ())} | verb | {"NNS": noun.get("NNS", ())}
        for tag in _INFLECTED:
            for form in forms.get(tag, ()):
                found[tag, form].add(word)
    return found


def _inherited(endings: dict[str, str], tag: str, ending: str) -> str | None:
    for cut in range(len(ending) + 1):
        found = endings.get(f"{tag} {ending[cut:]}")
        if found is not None:
            return found
    return None
