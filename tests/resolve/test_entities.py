"""Properties that hold for every document."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.records import Document, EntityType, MentionKind
from kg.resolve import resolve

from .builders import entities, marked

_PIECES = st.sampled_from(
    [
        "[Jens Larsen|PERSON]", "[Larsen|PERSON]", "Mr. [Larsen|PERSON]", "[Acme Corp.|ORG]", "[Acme|ORG]", "Poland",
        "Polish", "U.S.", "Warsaw", "NATO", "the alliance", "he",
        "(NATO)", "[Ambar|LOC] province", "Russia-Ukraine", "\n", "\n\n", "said",
        ",", "[ |ORG]", "[the|LOC]", "[\n|PERSON]", "of", "and",
        "“", "”", "’s", "'s", "-", "https://x.org/Poland",
        "@Poland", "é", "𝔘", "(", "[King Olav|PERSON]", "[Ministry of Grain|ORG]",
        "Korea", "Georgia", "[Congo|PERSON]", "[U.S.|ORG]", "/", "[A|PERSON]",
    ]
)  # fmt: skip


def check(doc: Doc) -> None:
    document = Document("d", doc.text)
    found = resolve(doc, document)
    assert found == resolve(doc, document)
    assert [entity.id for entity in found] == [f"e{n}" for n in range(1, len(found) + 1)]
    named: set[int] = set()
    for entity in found:
        assert entity.name == entity.name.strip() != ""
        assert entity.name not in entity.aliases
        assert len(set(entity.aliases)) == len(entity.aliases)
        assert entity.mentions
        assert (entity.iso is not None) <= (entity.type is EntityType.COUNTRY)
        for mention in entity.mentions:
            words = mention.span.of(doc.text)
            assert words == words.strip() != ""
            if mention.kind in (MentionKind.NAME, MentionKind.DEMONYM):
                inside = set(range(mention.span.begin, mention.span.end))
                assert not named & inside, "names never overlap"
                named |= inside
    firsts = [entity.mentions[0].span.begin for entity in found]
    assert len(set(firsts)) == len(firsts)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=14), st.sampled_from([" ", "", " "]))
def test_mentions_are_words_of_the_text(pieces: list[str], between: str) -> None:
    check(marked(between.join(pieces)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all(text: str) -> None:
    check(marked(text.replace("[", "(")))


def test_empty_and_blank() -> None:
    for text in ("", " ", "\n\n\n", "\u200b", "."):
        assert entities(marked(text)) == {}


def test_ids_follow_the_first_name() -> None:
    found = entities(marked("[Acme|ORG] in Poland, said [Jens Larsen|PERSON]. Acme."))
    assert [entity.name for entity in sorted(found.values(), key=lambda e: e.id)] == [
        "Acme",
        "Poland",
        "Jens Larsen",
    ]


def test_a_text_with_thousands_of_names_is_read_in_time() -> None:
    rng = random.Random(7)

    def word() -> str:
        return "".join(rng.choice(letters) for letters in ("bdfglmnprst", "aeiou") * 4).title()

    text = " ".join(
        f"[{word()} {word()}|PERSON] met [{word()} Council|ORG] in [{word()}|LOC]." for _ in range(400)
    )
    doc = marked(text)
    began = time.process_time()
    found = resolve(doc, Document("d", doc.text))
    assert len(found) > 1100
    assert time.process_time() - began < 15


def test_a_place_and_its_owner_are_two_and_a_saints_name_is_one() -> None:
    found = entities(
        marked("[Peru's Lima Province|GPE] and [St. Mary's Hospital|FAC] and [Peru's Supreme Court|ORG]")
    )
    assert {"Peru", "Lima Province", "St. Mary's Hospital", "Supreme Court"} <= set(found)


def test_a_body_is_known_without_its_countrys_adjective_and_plain_nouns_too() -> None:
    found = entities(marked("[Danish Ministry of Health|ORG] met the [Lund Bears hockey club|ORG]."))
    assert found["Danish Ministry of Health"].aliases == ("Ministry of Health",)
    assert found["Lund Bears hockey club"].aliases == ("Lund Bears",)


@pytest.mark.parametrize("noun", ["Coalition", "Alliance", "Bloc"])
def test_what_several_join_in_is_a_body_with_a_capital(noun: str) -> None:
    found = entities(
        marked(f"They said that the {noun} met the {noun.lower()}. The {noun} Herald spoke of {noun}s.")
    )
    assert [entity.name for entity in found.values()] == [noun]
    assert len(found[noun].mentions) == 1


def test_who_is_named_in_the_name_of_an_organ_only_is_named() -> None:
    found = entities(
        marked("The [Malta Police Force|ORG] asked the [UN Security Council|ORG] and [Air France|ORG].")
    )
    assert {"Malta Police Force", "Malta", "UN Security Council", "UN"} <= set(found)
    assert "France" not in found
    alone = entities(marked("The [UN|ORG] and the [UN Security Council|ORG] met."))
    assert len(alone["UN"].mentions) == 1
