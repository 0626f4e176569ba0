"""`kg entities`: who is who in a store, and what people decide about it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.curating import add_history, decisions_of, quiet_option, say, signed, store_option
from kg.cli.tables import add_row, plain_table, print_table
from kg.records import EntityType
from kg.store import Curator, GraphStore, Snapshot
from kg.store.lookup import find_document, find_entity
from kg.store.reading import document, entity, local_name
from kg.store.reading import entities as all_entities

ABOUT_ENTITIES = frozenset({"Merge", "Split", "Distinction", "Rename"})


@click.group(no_args_is_help=True)
@store_option
@click.pass_context
def entities(context: click.Context, store: Path) -> None:
    """List entities, and merge, split or rename them.

    An ENTITY is given by its IRI, the end of it (country-pl), or a name that it alone has. Decisions are kept in the
    curation graph with who, when and why; later builds respect them, and undo takes them back.
    """
    context.obj = store


@entities.command("list")
@click.option(
    "--type", "kind", type=click.Choice([kind.value for kind in EntityType]), help="Only of this type."
)
@click.option("--find", metavar="TEXT", help="Only those with this in a name, in capitals or not.")
@click.pass_obj
def list_(store: Path, kind: str | None, find: str | None) -> None:
    """Print the entities, those named in most documents first."""
    with Snapshot.latest(store) as snapshot:
        found = list(all_entities(snapshot.store, *([EntityType(kind)] if kind else [])))
    if find:
        found = [
            one
            for one in found
            if any(find.casefold() in name.casefold() for name in (one.name, *one.aliases))
        ]
    table = plain_table("entity", "type", "name", "aliases", "documents")
    for one in sorted(found, key=lambda one: (-len(one.documents), one.name, one.iri)):
        cells = (local_name(one.iri), one.type, one.name, ", ".join(one.aliases), str(len(one.documents)))
        add_row(table, *cells)
    print_table(table)


@entities.command()
@click.argument("name", metavar="ENTITY")
@click.pass_obj
def show(store: Path, name: str) -> None:
    """Print all that is known of an entity."""
    with Snapshot.latest(store) as snapshot:
        one = entity(snapshot.store, find_entity(snapshot.store, name, snapshot.base))
        assert one is not None
        click.echo(f"{one.name} ({one.type})\n  IRI        {one.iri}")
        for label, values in (
            ("alias", one.aliases),
            ("ISO code", (one.iso,) if one.iso else ()),
            ("same as", one.links),
        ):
            for value in values:
                click.echo(f"  {label:<10} {value}")
        for iri in one.documents:
            known = document(snapshot.store, iri)
            click.echo(
                f"  {'named in':<10} {local_name(iri)}{f', {known.title}' if known and known.title else ''}"
            )


@entities.command()
@click.argument("name", metavar="ENTITY")
@click.argument("into", metavar="INTO")
@signed
@quiet_option
@click.pass_obj
def merge(store: Path, name: str, into: str, by: str, why: str | None, quiet: bool) -> None:
    """Make one of two entities; INTO keeps its name and IRI."""
    with GraphStore.open(store) as opened:
        first, second = (find_entity(opened.database, text, opened.base) for text in (name, into))
        say(Curator(opened, by).merge(first, second, why), quiet)


@entities.command()
@click.argument("name", metavar="ENTITY")
@click.option(
    "--document", "documents", multiple=True, metavar="ID", help="A document that speaks of the other one."
)
@click.option(
    "--as",
    "qualifier",
    metavar="TEXT",
    help="What tells the other one from this; part of its IRI.",
)
@click.option("--name", "called", metavar="NAME", help="The name of the other one.")
@signed
@quiet_option
@click.pass_obj
def split(
    store: Path,
    name: str,
    documents: tuple[str, ...],
    qualifier: str | None,
    called: str | None,
    by: str,
    why: str | None,
    quiet: bool,
) -> None:
    """Make two of one entity.

    With --document, what those documents say is of another entity of that name. Without, entities that were merged
    into this one are parted from it again.
    """
    with GraphStore.open(store) as opened:
        iri = find_entity(opened.database, name, opened.base)
        chosen = [find_document(opened.database, one, opened.base) for one in documents]
        for decision in Curator(opened, by).split(iri, chosen, qualifier=qualifier, name=called, why=why):
            say(decision, quiet)


@entities.command()
@click.argument("name", metavar="ENTITY")
@click.argument("new", metavar="NAME")
@signed
@quiet_option
@click.pass_obj
def rename(store: Path, name: str, new: str, by: str, why: str | None, quiet: bool) -> None:
    """Give an entity another name; the old one becomes an alias, the IRI stays."""
    with GraphStore.open(store) as opened:
        say(Curator(opened, by).rename(find_entity(opened.database, name, opened.base), new, why), quiet)


@entities.command()
@click.pass_obj
def candidates(store: Path) -> None:
    """Print entities that may be one, and why, for you to merge or leave alone.

    Those that are one beyond doubt are merged when a store is built; those that somebody told apart are not shown.
    """
    from kg.store.likeness import pairs  # loads the rules about names, and spaCy with them

    table = plain_table("one", "named", "other", "named", "why")
    with Snapshot.latest(store) as snapshot:
        for pair in pairs(snapshot.store, snapshot.base, decisions_of(snapshot)):
            one, other = pair.one, pair.other
            cells = (local_name(one.iri), one.name, local_name(other.iri), other.name, pair.reason)
            add_row(table, *cells)
    print_table(table)


add_history(entities, "decision", ABOUT_ENTITIES)
