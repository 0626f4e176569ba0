"""The optional check by a complete reasoner: `python -m kg.schema.consistency [FILE...]`. It needs Java.

HermiT, which comes with owlready2, reads classes and properties only: it refuses literals of xsd:date, which the
ontology has none of, and takes no notice of frames.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pyoxigraph as ox

from kg.errors import SchemaError
from kg.schema.files import ontology_dir, parse
from kg.schema.load import ONTOLOGY


def unsatisfiable(*extra: Path) -> list[str]:
    """The IRIs of the classes that can have no member, by HermiT; empty where all is well.

    Args:
        extra: files to be checked together with kg.ttl.

    Raises:
        SchemaError: Java is not there, a file has a syntax error, or the whole ontology is inconsistent.
    """
    import owlready2

    if shutil.which("java") is None:
        raise SchemaError(
            "HermiT needs Java, which is not on the PATH; the checks of kg.schema.load do without it"
        )
    text = io.BytesIO()
    triples = [triple for path in (ontology_dir() / "kg.ttl", *extra) for triple in parse(path)]
    ox.serialize(triples, text, format=ox.RdfFormat.N_TRIPLES)
    text.seek(0)
    world = owlready2.World()
    try:
        world.get_ontology(f"{ONTOLOGY}#").load(fileobj=text)
        owlready2.sync_reasoner_hermit(world, debug=0)
        return sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise SchemaError(
            "HermiT finds the ontology inconsistent as a whole: nothing can exist by it"
        ) from None
    finally:
        world.close()


if __name__ == "__main__":
    try:
        found = unsatisfiable(*map(Path, sys.argv[1:]))
    except SchemaError as error:
        sys.exit(f"kg: {error}")
    print("\n".join(f"can have no member: {iri}" for iri in found) or "consistent")
    sys.exit(bool(found))
