"""The engine of kg itself, in batches and across processes."""

from __future__ import annotations

import pickle

import pyoxigraph as ox
import pytest

from kg.bulk import ExtractorRecipe
from kg.read import document
from kg.records import Publication
from kg.store.profiles import profiles_of

TEXTS = (
    "France has rejected a request from Brazil. The Brazilian foreign minister, Ana Souza, criticized the decision.",
    "Japan accused China of spying on Tuesday. China denied that it had spied on Japan.",
    "Kenya and Ghana signed an agreement on trade in Accra, according to President Otieno.",
)


@pytest.fixture(scope="module")
def engine():
    return pickle.loads(pickle.dumps(ExtractorRecipe())).engine()


def test_batches_do_not_matter_and_words_are_forgotten(engine):
    documents = [document(text, (Publication(path=f"{n}.txt"),)) for n, text in enumerate(TEXTS)]
    together = engine.write(documents)
    strings = len(engine._extractor.nlp.vocab.strings)
    apart = [engine.write([each])[0] for each in reversed(documents)][::-1]
    assert [each.quads for each in together] == [each.quads for each in apart]
    assert sum(each.claims for each in together) >= 3
    for number in range(5):
        engine.write([document(f"{TEXTS[0]} Unheardofword{number} said so.", (Publication(),))])
    assert len(engine._extractor.nlp.vocab.strings) == strings


def test_the_bare_graph_has_no_claims(engine):
    bare = engine.bare(document(TEXTS[0], (Publication(title="No"),))).decode()
    assert '"No"' in bare
    assert "ontology#Claim" not in bare


def test_profiles_are_those_that_the_graph_gives(engine):
    (written,) = engine.write([document(TEXTS[0], (Publication(),))])
    assert "Ana Souza" in {profile.name for profile in written.profiles}
    graph = ox.parse(written.quads, format=ox.RdfFormat.N_QUADS)
    assert sorted(written.profiles, key=repr) == sorted(profiles_of(graph, ExtractorRecipe().base), key=repr)
