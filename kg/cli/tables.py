"""Tables on standard output: fitted to a terminal, as wide as they need to be in a file or a pipe."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

_WIDEST = 10_000
"""Characters of a line where nobody looks at it on a screen."""


def print_table(table: Table) -> None:
    """Prints it, with cells folded only where a terminal is too narrow."""
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDEST).print(table)
