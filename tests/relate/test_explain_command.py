"""`kg explain` on a store made by hand; without the parse, so that no model is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.explain import explain
from kg.describe import describe
from kg.describe.identity import claim_iri, document_iri, entity_iri
from kg.errors import QueryError
from kg.records import Claim, Document, Entity, EntityType, Extraction, Polarity, Publication, Span
from kg.schema import load
from kg.store import GraphStore

TEXT = "Aland did not attack Borduria. Nothing else happened."


@pytest.fixture(name="store", scope="module")
def _store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with one claim, and the claim's IRI."""
    entities = (
        Entity("e1", EntityType.COUNTRY, "Aland"),
        Entity("e2", EntityType.COUNTRY, "Borduria"),
    )
    claim = Claim(
        "e1",
        "attacked",
        "e2",
        Span(0, 29),
        Polarity.DENIED,
        plover="ASSAULT",
        made_by="frame:attacked/attack-v",
    )
    document = Document("d1", TEXT, Publication(title="Peace", publisher="The Paper"))
    schema = load()
    directory = tmp_path_factory.mktemp("explain") / "store"
    with GraphStore.open(directory, create=True) as store:
        store.replace(
            document_iri("d1"), describe(Extraction(document, entities, (claim,)), schema), digest="x"
        )
        store.publish()
    iri = claim_iri(
        entity_iri(entities[0]),
        schema.predicates["attacked"].iri,
        entity_iri(entities[1]),
        claim.polarity,
        claim.modality,
    )
    return directory, iri


def test_sentence_evidence_frame_and_source(store: tuple[Path, str]) -> None:
    directory, iri = store
    for name in (iri, iri.rsplit("/", 1)[1]):
        result = CliRunner().invoke(
            explain, [name, "--store", str(directory), "--quiet"], catch_exceptions=False
        )
        assert result.exit_code == 0
        assert "it is not so that Aland attacked Borduria" in result.output
        assert "PLOVER category: ASSAULT" in result.output
        assert "frame:attacked/attack-v (VerbFrame attack" in result.output
        assert "[Aland did not attack Borduria]." in result.output
        assert "Peace, The Paper" in result.output


@pytest.mark.parametrize("name", ["no claim", "a b:c", "zzzz"])
def test_what_is_no_claim_is_refused(store: tuple[Path, str], name: str) -> None:
    with pytest.raises(QueryError, match="claim"):
        CliRunner().invoke(explain, [name, "--store", str(store[0]), "-q"], catch_exceptions=False)
