"""`kg reason`: what follows from a store's plain triples by the ontology."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(no_args_is_help=True)
@click.option("--store", type=click.Path(path_type=Path), required=True, help="The store's directory.")
@click.option(
    "--ontology",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A file with further predicates, as the store was built with.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing.")
def reason(store: Path, ontology: tuple[Path, ...], quiet: bool) -> None:
    """Write what follows from the plain triples into the graph of inferences, anew each time.

    Super-properties such as kg:reject, inverses, symmetry, transitivity, the classes of subjects and objects, and
    property chains: whoever rejected a proposal while holding an office in a body makes the body a party to it
    (kg:bodyRejectedProposalOf). Claims that are denied, hedged or somebody's words play no part.
    """
    import kg.describe
    import kg.schema
    from kg.store import GraphStore

    schema = kg.schema.load(*ontology)
    with GraphStore.open(store) as graphs:
        triples = list(kg.describe.infer(graphs.database, schema, graphs.base))
        graphs.replace_graph(graphs.graphs.inferences, triples)
        inferences = graphs.graphs.inferences.value
    if not quiet:
        click.echo(f"{len(triples)} triples follow; they are in <{inferences}>", err=True)
