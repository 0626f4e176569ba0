"""Plain tables, and those on standard output: fitted to a terminal, as wide as they need to be in a file or a pipe."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDEST = 10_000
"""Characters of a line where nobody looks at it on a screen."""


def plain_table(*columns: str) -> Table:
    """A table without lines."""
    return Table(*columns, box=None, padding=(0, 2, 0, 0))


def add_row(table: Table, *cells: str) -> None:
    """Adds a row of texts that are shown as they are, folded where they are too long."""
    table.add_row(*(Text(cell, overflow="fold") for cell in cells))


def print_table(table: Table) -> None:
    """Prints it, with cells folded only where a terminal is too narrow."""
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDEST).print(table)
