"""`kg claims`: what texts say in a store, and what people think of how it was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox

from kg.cli.curating import add_history, quiet_option, say, signed, store_option
from kg.cli.tables import add_row, plain_table, print_table
from kg.cli.wording import sentence
from kg.errors import CurationError
from kg.records import Modality, Polarity
from kg.store import Curator, GraphStore, Snapshot
from kg.store.lookup import find_claim, find_entity
from kg.store.reading import StoredClaim, claim, label, local_name
from kg.store.reading import claims as all_claims

VERDICTS = frozenset({"Acceptance", "Rejection"})


@click.group(no_args_is_help=True)
@store_option
@click.pass_context
def claims(context: click.Context, store: Path) -> None:
    """List claims, and accept or reject them.

    A CLAIM is given by its IRI or the end of it, as `list` prints it. A rejected claim and its plain triple leave the
    graph, also when other documents make the same claim later; undo brings them back.
    """
    context.obj = store


@claims.command("list")
@click.option("--about", metavar="ENTITY", help="Only those of which this is subject, object or source.")
@click.option("--predicate", metavar="NAME", help="Only those of this predicate, such as attacked.")
@click.pass_obj
def list_(store: Path, about: str | None, predicate: str | None) -> None:
    """Print the claims in plain English, the least certain first."""
    table = plain_table("claim", "says", "confidence", "evidence")
    with Snapshot.latest(store) as snapshot:
        entity = find_entity(snapshot.store, about, snapshot.base) if about else None
        chosen = [
            one
            for one in all_claims(snapshot.store)
            if (entity is None or entity in (one.subject, one.object, one.source))
            and (predicate is None or local_name(one.predicate) == predicate)
        ]
        for one in sorted(chosen, key=lambda one: (one.confidence, one.iri)):
            words = in_english(snapshot.store, one)
            cells = (local_name(one.iri), words, f"{one.confidence:.2f}", str(len(one.evidence)))
            add_row(table, *cells)
    print_table(table)


@claims.command()
@click.argument("name", metavar="CLAIM")
@click.pass_obj
def show(store: Path, name: str) -> None:
    """Print a claim with every piece of evidence."""
    with Snapshot.latest(store) as snapshot:
        one = claim(snapshot.store, find_claim(name, snapshot.base))
        if one is None:
            raise CurationError(f"there is no claim {name}; kg claims list shows them")
        click.echo("\n".join(_lines(snapshot.store, one)))


@claims.command()
@click.argument("name", metavar="CLAIM")
@signed
@quiet_option
@click.pass_obj
def accept(store: Path, name: str, by: str, why: str | None, quiet: bool) -> None:
    """Note that the text does say that."""
    with GraphStore.open(store) as opened:
        say(Curator(opened, by).accept(find_claim(name, opened.base), why), quiet)


@claims.command()
@click.argument("name", metavar="CLAIM")
@signed
@quiet_option
@click.pass_obj
def reject(store: Path, name: str, by: str, why: str | None, quiet: bool) -> None:
    """Take a claim out of the graph: the text does not say that."""
    with GraphStore.open(store) as opened:
        say(Curator(opened, by).reject(find_claim(name, opened.base), why), quiet)


add_history(claims, "verdict", VERDICTS)


def in_english(store: ox.Store, one: StoredClaim) -> str:
    """A claim as a sentence."""
    return sentence(
        label(store, one.subject),
        "".join(f" {char.lower()}" if char.isupper() else char for char in local_name(one.predicate)),
        label(store, one.object),
        Polarity(one.polarity),
        Modality(one.modality),
        label(store, one.source) if one.source else None,
        ", ".join(one.titles) or None,
        ", ".join(one.time_texts) or None,
        one.ended,
    )


def _lines(store: ox.Store, one: StoredClaim) -> Iterator[str]:
    yield in_english(store, one)
    yield f"  IRI         {one.iri}"
    yield f"  confidence  {one.confidence:.2f}"
    for maker in one.made_by:
        yield f"  made by     {maker}"
    for evidence in one.evidence:
        yield f"  evidence    {local_name(evidence.document)} {evidence.begin}-{evidence.end}: “{evidence.quote}”"
