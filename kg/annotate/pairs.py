"""Features of mentions and of mention pairs, in arrays: what the coreference scorer sees beside word vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.mentions import NAME, PRONOUN, Mention

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

PRONOUNS: Final = (
    frozenset({"he", "him", "his", "himself"}),
    frozenset({"she", "her", "hers", "herself"}),
    frozenset({"it", "its", "itself"}),
    frozenset({"they", "them", "their", "theirs", "themselves", "'em"}),
    frozenset({"i", "me", "my", "mine", "myself"}),
    frozenset({"you", "your", "yours", "yourself", "yourselves"}),
    frozenset({"we", "us", "our", "ours", "ourselves", "'s"}),
    frozenset({"who", "whom", "whose", "which", "that"}),
    frozenset({"this", "these", "those", "one", "another", "each", "both", "all", "some"}),
)
_PRONOUN_CLASS: Final = {word: number for number, group in enumerate(PRONOUNS, start=1) for word in group}
_REFLEXIVE_WORDS: Final = "himself herself itself themselves myself yourself ourselves yourselves"
_REFLEXIVE: Final = frozenset(_REFLEXIVE_WORDS.split())
_FUNCTION_WORDS: Final = "the a an this that these those its his her their our my your 's ’s of"
_EMPTY_WORDS: Final = frozenset(_FUNCTION_WORDS.split())
KINDS: Final = 4
TYPES: Final = 11
"""Kinds of entity that the encoder tells apart, none of them the first."""
SENTENCE_STEPS: Final = np.array([1, 2, 3, 5, 8])
MENTION_STEPS: Final = np.array([2, 3, 5, 9, 17, 33])


@dataclass(slots=True)
class MentionTable:
    """Arrays [M, ...] over the mentions of one Doc, in order of their heads."""

    mentions: Sequence[Mention]
    kinds: Integers
    pronouns: Integers
    reflexive: NDArray[np.bool_]
    plural: Integers
    subject: NDArray[np.bool_]
    sentences: Integers
    begins: Integers
    ends: Integers
    heads: Integers
    texts: Integers
    lemmas: Integers
    lasts: Integers
    acronyms: Integers
    names: Integers
    words: list[frozenset[str]]
    appositions: Integers
    copulas: Integers
    governors: Integers
    query: Floats
    key: Floats
    types: Floats
    states: Floats

    def __len__(self) -> int:
        return len(self.mentions)


def tabulate(doc: Doc, mentions: Sequence[Mention], width: int) -> MentionTable:
    """Look at the mentions once; `width` is that of the query and of the key in `doc.tensor`,
    where the chances of each kind of entity and the encoder's state follow them.
    """
    size = len(mentions)
    ids: dict[str, int] = {}
    sentence_of = np.zeros(len(doc), dtype=np.int64)
    for number, sentence in enumerate(doc.sents):
        sentence_of[sentence.start : sentence.end] = number
    columns = {
        name: np.zeros(size, dtype=np.int64)
        for name in (
            "pronouns",
            "plural",
            "texts",
            "lemmas",
            "lasts",
            "acronyms",
            "names",
            "apposed",
            "copula",
            "governor",
        )
    }
    reflexive, subject = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    words: list[frozenset[str]] = []
    for row, one in enumerate(mentions):
        head = doc[one.head]
        lower = head.lower_
        tokens = [
            token
            for token in doc[one.begin : one.end]
            if token.lower_ not in _EMPTY_WORDS and not token.is_punct
        ]
        content = [token.lower_ for token in tokens]
        plurality = head.morph.to_dict().get("Number")
        if one.kind == PRONOUN:
            columns["pronouns"][row] = _PRONOUN_CLASS.get(lower, len(PRONOUNS) + 1)
            reflexive[row] = lower in _REFLEXIVE
        columns["plural"][row] = 2 if plurality == "Plur" else 1 if plurality == "Sing" else 0
        columns["texts"][row] = _number(ids, " ".join(content))
        columns["lemmas"][row] = _number(ids, head.lemma_.lower())
        name = [token.lower_ for token in tokens if token.ent_iob_ in "BI"] or content
        columns["lasts"][row] = _number(ids, name[-1] if name else lower)
        if len(tokens) > 1:
            columns["acronyms"][row] = _number(
                ids, "".join(token.text[0] for token in tokens if token.is_title).lower()
            )
        else:
            columns["acronyms"][row] = -1 - row
        columns["names"][row] = head.ent_type
        subject[row] = head.dep_.startswith("nsubj")
        columns["apposed"][row] = head.head.i if head.dep_ in ("appos", "nmod:desc", "flat") else -1
        copula = next((c.i for c in head.lefts if c.dep_.startswith("nsubj")), -1)
        columns["copula"][row] = copula if any(c.dep_ == "cop" for c in head.lefts) else -1
        columns["governor"][row] = (
            head.head.i if head.dep_ in ("nsubj", "obj", "iobj", "obl", "nsubj:pass") else -1 - row
        )
        words.append(frozenset(content) if one.kind != PRONOUN else frozenset())
    heads = np.array([one.head for one in mentions], dtype=np.int64)
    vectors = (
        np.asarray(doc.tensor, dtype=np.float32)[heads]
        if size
        else np.zeros((0, 2 * width), dtype=np.float32)
    )
    return MentionTable(
        mentions=mentions,
        kinds=np.array([one.kind for one in mentions], dtype=np.int64),
        pronouns=columns["pronouns"],
        reflexive=reflexive,
        plural=columns["plural"],
        subject=subject,
        sentences=sentence_of[heads],
        begins=np.array([one.begin for one in mentions], dtype=np.int64),
        ends=np.array([one.end for one in mentions], dtype=np.int64),
        heads=heads,
        texts=columns["texts"],
        lemmas=columns["lemmas"],
        lasts=columns["lasts"],
        acronyms=columns["acronyms"],
        names=columns["names"].astype(np.int64),
        words=words,
        appositions=columns["apposed"],
        copulas=columns["copula"],
        governors=columns["governor"],
        query=vectors[:, :width],
        key=vectors[:, width : 2 * width],
        types=vectors[:, 2 * width : 2 * width + TYPES],
        states=vectors[:, 2 * width + TYPES :],
    )


def _number(ids: dict[str, int], text: str) -> int:
    return ids.setdefault(text, len(ids) + 1)


def mention_features(table: MentionTable) -> Floats:
    """[M, F]: kind, pronoun class, number, entity types and grammatical role of single mentions."""
    return np.concatenate(
        [
            np.eye(KINDS, dtype=np.float32)[table.kinds],
            np.eye(len(PRONOUNS) + 2, dtype=np.float32)[table.pronouns],
            np.eye(3, dtype=np.float32)[table.plural],
            np.stack([table.subject, table.reflexive, table.names > 0], axis=1).astype(np.float32),
            table.types,
        ],
        axis=1,
    )


def pair_features(table: MentionTable, left: Integers, right: Integers, scores: Floats) -> Floats:
    """[P, F] for mentions `left` and their possible antecedents `right`; `scores` [P] is the coarse score."""
    name = (table.kinds[left] == NAME) & (table.kinds[right] == NAME)
    spoken = (table.kinds[left] != PRONOUN) & (table.kinds[right] != PRONOUN)
    number_left, number_right = table.plural[left], table.plural[right]
    known = (number_left > 0) & (number_right > 0)
    labels = (table.names[left] > 0) & (table.names[right] > 0)
    same_label = table.names[left] == table.names[right]
    both_pronouns = (table.pronouns[left] > 0) & (table.pronouns[right] > 0)
    same_pronoun = table.pronouns[left] == table.pronouns[right]
    overlaps = [
        (len(table.words[i] & table.words[j]), len(table.words[i]), len(table.words[j]))
        if both
        else (0, 1, 1)
        for i, j, both in zip(left.tolist(), right.tolist(), spoken.tolist(), strict=True)
    ]
    overlap = np.array(overlaps, dtype=np.float32).reshape(-1, 3)
    inside = (table.begins[left] >= table.begins[right]) & (table.ends[left] <= table.ends[right])
    around = (table.begins[left] <= table.begins[right]) & (table.ends[left] >= table.ends[right])
    columns = [
        spoken & (table.texts[left] == table.texts[right]),
        spoken & (table.lemmas[left] == table.lemmas[right]),
        name & (table.lasts[left] == table.lasts[right]),
        (table.acronyms[left] == table.texts[right]) | (table.texts[left] == table.acronyms[right]),
        overlap[:, 0] > 0,
        overlap[:, 0] == overlap[:, 1],
        overlap[:, 0] == overlap[:, 2],
        known & (number_left == number_right),
        known & (number_left != number_right),
        labels & same_label,
        labels & ~same_label,
        both_pronouns & same_pronoun,
        both_pronouns & ~same_pronoun,
        inside,
        around,
        (table.appositions[left] == table.heads[right]) | (table.appositions[right] == table.heads[left]),
        (table.copulas[left] == table.heads[right]) | (table.copulas[right] == table.heads[left]),
        table.governors[left] == table.governors[right],
        table.subject[left] & table.subject[right],
        spoken & (table.types[left].argmax(axis=1) == table.types[right].argmax(axis=1)),
    ]
    flags = np.stack(columns, axis=1).astype(np.float32)
    apart = np.digitize(table.sentences[left] - table.sentences[right], SENTENCE_STEPS)
    between = np.digitize(left - right, MENTION_STEPS)
    kinds = table.kinds[left] * KINDS + table.kinds[right]
    likeness = (table.types[left] * table.types[right]).sum(axis=1, keepdims=True)
    return np.concatenate(
        [
            flags,
            np.eye(len(SENTENCE_STEPS) + 1, dtype=np.float32)[apart],
            np.eye(len(MENTION_STEPS) + 1, dtype=np.float32)[between],
            np.eye(KINDS * KINDS, dtype=np.float32)[kinds],
            likeness,
            scores[:, None],
        ],
        axis=1,
        dtype=np.float32,
    )
