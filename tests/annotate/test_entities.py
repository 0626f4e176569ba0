"""Entities as they grow, and linking by them, on hand-made tables."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.coreference import WIDTH, link
from kg.annotate.entities import FITS, GAPS, Entity, Rows
from kg.annotate.mentions import DEFINITE, NAME, PRONOUN, Mention
from kg.annotate.pairs import TYPES, MentionTable, mention_features, pair_features

HE, SHE = 1, 2
STATE = 3
SAME_TEXT, SAME_LAST, HAS_NAME, OTHER_PRONOUN = 0, 2, 7, 11


def table(*mentions: tuple[int, str, int]) -> MentionTable:
    """Mentions of one word: their kind, their text and the class of the pronoun; a sentence for each."""
    size = len(mentions)
    zeros = np.zeros(size, dtype=np.int64)
    order = np.arange(size)
    ids = {text: number for number, text in enumerate({text for _, text, _ in mentions}, start=1)}
    texts = np.array([ids[text] for _, text, _ in mentions], dtype=np.int64)
    types = np.zeros((size, TYPES), dtype=np.float32)
    types[:, 1] = 1
    return MentionTable(
        mentions=[Mention(place, place, place + 1, kind) for place, (kind, _, _) in enumerate(mentions)],
        kinds=np.array([kind for kind, _, _ in mentions], dtype=np.int64),
        pronouns=np.array([pronoun for _, _, pronoun in mentions], dtype=np.int64),
        reflexive=zeros.astype(bool),
        plural=zeros,
        subject=zeros.astype(bool),
        sentences=order,
        begins=order,
        ends=order + 1,
        heads=order,
        texts=texts,
        lemmas=texts,
        lasts=texts,
        acronyms=-1 - order,
        names=zeros,
        words=[frozenset() if kind == PRONOUN else frozenset({text}) for kind, text, _ in mentions],
        appositions=zeros - 1,
        copulas=zeros - 1,
        governors=-1 - order,
        query=np.zeros((size, WIDTH), dtype=np.float32),
        key=np.zeros((size, WIDTH), dtype=np.float32),
        types=types,
        states=np.zeros((size, STATE), dtype=np.float32),
    )


def grown(mentions: MentionTable, *rows: int) -> Entity:
    entity = Entity()
    for row in rows:
        entity.add(Rows.of(mentions), row)
    return entity


def test_an_entity_remembers_more_than_its_last_mention() -> None:
    mentions = table((NAME, "quill", 0), (PRONOUN, "he", HE), (NAME, "quill", 0), (PRONOUN, "she", SHE))
    entity = grown(mentions, 0, 1)
    name, pronoun = (entity.fit(Rows.of(mentions), row) for row in (2, 3))
    assert len(name) == FITS
    assert name[SAME_TEXT]
    assert name[SAME_LAST]
    assert pronoun[OTHER_PRONOUN]
    assert not pronoun[SAME_TEXT]
    assert not grown(mentions, 0).fit(Rows.of(mentions), 3)[OTHER_PRONOUN]


@given(st.integers(1, 200))
def test_every_distance_has_one_step(gap: int) -> None:
    mentions = table(*[(DEFINITE, str(place), 0) for place in range(gap + 1)])
    first = 14
    steps = grown(mentions, 0).fit(Rows.of(mentions), gap)[first : first + len(GAPS) + 1]
    assert sum(steps) == 1


def weights(entity: dict[int, float], alone: float) -> dict[str, np.ndarray]:
    """A head with one hidden unit, which sees only how a mention fits an entity."""
    nothing = table((NAME, "a", 0), (NAME, "b", 0))
    one = np.zeros(1, dtype=np.int64)
    own = mention_features(nothing).shape[1] + STATE
    pairs = pair_features(nothing, one + 1, one, np.zeros(1, dtype=np.float32)).shape[1]
    fits = np.zeros((FITS + 1, 1), dtype=np.float32)
    for feature, weight in entity.items():
        fits[feature] = weight

    def zeros(*shape: int) -> np.ndarray:
        return np.zeros(shape, dtype=np.float32)

    return {
        "coref_entity": fits,
        "coref_pair": zeros(pairs, 1),
        "coref_product": zeros(WIDTH, 1),
        "coref_left": zeros(own, 1),
        "coref_right": zeros(own, 1),
        "coref_hidden_bias": zeros(1),
        "coref_output": np.ones(1, dtype=np.float32),
        "coref_alone": zeros(own, 1),
        "coref_alone_bias": zeros(1),
        "coref_alone_output": zeros(1),
        "coref_alone_shift": np.full(1, alone, dtype=np.float32),
    }


def test_a_mention_joins_the_entity_that_it_fits() -> None:
    mentions = table(
        (NAME, "quill", 0), (NAME, "holm", 0), (PRONOUN, "she", SHE), (NAME, "quill", 0), (NAME, "holm", 0)
    )
    found = link(mentions, weights({SAME_TEXT: 5.0}, alone=2.0))
    assert [[one.head for one in cluster] for cluster in found] == [[0, 3], [1, 4]]


def test_the_chances_of_an_entitys_mentions_add_up() -> None:
    """No single antecedent is as likely as none, all of one entity together are."""
    head = weights({SAME_TEXT: 5.0, HAS_NAME: 1.6}, alone=2.0)
    assert not link(table((NAME, "quill", 0), (DEFINITE, "leader", 0)), head)
    (cluster,) = link(table((NAME, "quill", 0), (NAME, "quill", 0), (DEFINITE, "leader", 0)), head)
    assert [one.head for one in cluster] == [0, 1, 2]


@given(st.lists(st.sampled_from([(NAME, "a", 0), (PRONOUN, "he", HE), (DEFINITE, "b", 0)]), max_size=60))
def test_no_mention_is_in_two_clusters(mentions: list[tuple[int, str, int]]) -> None:
    found = link(table(*mentions), weights({SAME_TEXT: 3.0, HAS_NAME: 0.5}, alone=1.0))
    heads = [one.head for cluster in found for one in cluster]
    assert len(heads) == len(set(heads))
    assert all(len(cluster) > 1 for cluster in found)
