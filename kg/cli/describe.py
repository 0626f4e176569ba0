"""`kg describe`: a store's description of itself, in VoID."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(no_args_is_help=True)
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option("--license", help="IRI of the licence under which you give the data away, if you do.")
@click.option(
    "--ontology",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A file with further predicates, as the store was built with.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing.")
def describe(store: Path, license: str | None, ontology: tuple[Path, ...], quiet: bool) -> None:
    """Count what a store holds and write that into its graph of description, in VoID.

    Documents, entities by class, claims, plain triples by predicate; the vocabulary with its version, and the licence.
    What was described before is replaced.
    """
    import kg.describe
    import kg.schema
    from kg.describe.identity import dataset_iri
    from kg.store import GraphStore

    schema = kg.schema.load(*ontology)
    with GraphStore.open(store) as graphs:
        described = kg.describe.describe_dataset(graphs.database, schema, graphs.base, license=license)
        graph = graphs.graphs.description
        dataset = dataset_iri(graphs.base)
        others = [
            quad.triple
            for quad in graphs.database.quads_for_pattern(None, None, None, graph)
            if not str(quad.subject).startswith((f"<{dataset}>", f"<{dataset}#"))
        ]
        graphs.replace_graph(graph, [*others, *described])
    if not quiet:
        click.echo(f"{len(described)} triples describe <{dataset}>; they are in <{graph.value}>", err=True)
