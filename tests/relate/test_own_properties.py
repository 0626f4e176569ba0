"""Properties of the user's own, with frames of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.flow import Extractor
from kg.records import Claim, Document
from kg.relate import Relater
from kg.schema import load

Reader = Callable[..., dict[tuple[str, str, str], Claim]]


def test_a_property_of_the_users_own(tmp_path: Path, reader: Reader) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        """
        @prefix kg: <https://w3id.org/kg/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        kg:outmanoeuvred a owl:ObjectProperty ; rdfs:label "outmanoeuvred"@en ;
            rdfs:comment "Subject got the better of object by skill."@en ;
            rdfs:domain kg:Actor ; rdfs:range kg:Actor ; rdfs:subPropertyOf kg:relation ;
            kg:frame [ a kg:VerbFrame ; kg:verb "outmanoeuvre, outmaneuver, outfox" ] .
        """,
        encoding="utf-8",
    )
    claims = reader(
        Relater(load(mine)),
        """
        Borduria NNP 3 nsubj:pass
        was VBD 3 aux:pass be
        outfoxed VBN 0 root outfox
        by IN 5 case
        Aland NNP 3 obl:agent
        . . 3 punct
        """,
    )
    assert claims["a", "outmanoeuvred", "b"].is_plain


def test_a_property_of_the_users_own_stands_beside_kgs(tmp_path: Path) -> None:
    """kg's narrower frame of the same words does not take the place of the user's wide one."""
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        """
        @prefix kg: <https://w3id.org/kg/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        kg:slighted a owl:ObjectProperty ; rdfs:label "slighted"@en ; rdfs:comment "Subject slighted object."@en ;
            rdfs:domain kg:Actor ; rdfs:range kg:Actor ;
            kg:frame [ a kg:VerbFrame ; kg:verb "reject" ; kg:whom "object/owner" ] .
        """,
        encoding="utf-8",
    )
    found = Extractor([mine]).extract(Document("1", "Norway rejected Spain's proposal."))
    assert {"slighted", "rejectedProposalOf"} <= {claim.predicate for claim in found.claims}
