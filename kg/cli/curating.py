"""What the commands that curate have in common: options, how decisions are printed and how they are taken back."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.tables import add_row, plain_table, print_table
from kg.store import Curator, Decision, Graphs, GraphStore, Snapshot
from kg.store.decisions import read_decisions
from kg.store.reading import local_name

Command = TypeVar("Command", bound=Callable[..., Any])


def store_option(command: Command) -> Command:
    """The store of a group of commands."""
    option = click.option(
        "--store", type=click.Path(path_type=Path), required=True, help="The store's directory."
    )
    return option(command)


def by_option(command: Command) -> Command:
    """Who decides."""
    return click.option("--by", metavar="NAME", default=_user, help="Who decides; by default, you.")(command)


def signed(command: Command) -> Command:
    """Who decides, and why."""
    return by_option(
        click.option("--why", metavar="TEXT", help="The reason, kept with the decision.")(command)
    )


def quiet_option(command: Command) -> Command:
    """No report of what was done."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing when it is done.")(command)


def say(decision: Decision, quiet: bool) -> None:
    """One line about a decision that was taken or undone."""
    if not quiet:
        undone = " undone" if not decision.is_active else ""
        click.echo(f"decision {decision.id}{undone}: {in_words(decision)}")


def in_words(decision: Decision) -> str:
    """What was decided, by the ends of IRIs."""
    about, result = local_name(decision.about), local_name(decision.result) if decision.result else ""
    name = f" “{decision.name}”" if decision.name else ""
    documents = ", ".join(local_name(document) for document in decision.documents)
    return {
        "Merge": f"{about} is {result},{name}",
        "Split": f"{about} is {result}{name} in {documents}",
        "Distinction": f"{about} is not {result}",
        "Rename": f"{about} is called{name}",
        "Acceptance": f"claim {about} is right:{name}",
        "Rejection": f"claim {about} is wrong:{name}",
    }[decision.kind]


def decisions_of(snapshot: Snapshot) -> list[Decision]:
    """All decisions that a snapshot holds, those that were undone too."""
    quads = snapshot.store.quads_for_pattern(None, None, None, Graphs(snapshot.base).curation)
    return read_decisions(quad.triple for quad in quads)


def add_history(group: click.Group, noun: str, kinds: frozenset[str]) -> None:
    """Gives a group the commands `history` and `undo`.

    Args:
        group: its context's object is the store.
        noun: what a decision is called there.
        kinds: the decisions that its history shows.
    """

    @group.command(help=f"Print the {noun}s: by whom, when, why, and whether they were undone.")
    @click.pass_obj
    def history(store: Path) -> None:
        _print_history(store, kinds)

    @group.command(help=f"Take back the {noun} of that number; `history` lists them.")
    @click.argument("number", metavar="NO")
    @by_option
    @quiet_option
    @click.pass_obj
    def undo(store: Path, number: str, by: str, quiet: bool) -> None:
        with GraphStore.open(store) as opened:
            say(Curator(opened, by).undo(number), quiet)


def _print_history(store: Path, kinds: frozenset[str]) -> None:
    """All decisions of some kinds, those that were undone too."""
    table = plain_table("no.", "decision", "who", "when", "why", "undone")
    with Snapshot.latest(store) as snapshot:
        for one in decisions_of(snapshot):
            if one.kind in kinds:
                undone = f"{one.undone_by}, {one.undone_when}" if not one.is_active else ""
                number = "-" if one.is_automatic else one.id
                cells = (number, in_words(one), one.who, one.when or "", one.why or "", undone)
                add_row(table, *cells)
    print_table(table)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
