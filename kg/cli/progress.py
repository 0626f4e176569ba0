"""How far a long piece of work is: on a terminal a bar, elsewhere a line now and then."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from kg.bulk import Tally
from kg.read import Failure

_LINE_EVERY = 30.0


class Watched:
    """Shows a build's progress and failures on standard error.

    Args:
        quiet: show failures only.
        total: bytes to be read, 0 if that is unknown.
    """

    def __init__(self, quiet: bool, total: int = 0) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._quiet = quiet
        self._total = total
        self._next_line = time.monotonic() + _LINE_EVERY
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=quiet or not self._console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("starting", total=total or None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def failure(self, failure: Failure) -> None:
        """A line for what could not be read; none for what is passed over by design."""
        if not failure.skipped:
            if self._bar.live.is_started:
                self._console.print(f"kg: {failure}", markup=False, soft_wrap=True)
            else:
                click.echo(f"kg: {failure}", err=True)

    def progress(self, tally: Tally) -> None:
        """Brings the bar up to date."""
        if self._quiet:
            return
        self._bar.update(self._task, completed=min(tally.bytes_read, self._total), description=_line(tally))
        now = time.monotonic()
        if not self._console.is_terminal and now > self._next_line:
            self._next_line = now + _LINE_EVERY
            share = f", {tally.bytes_read / self._total:.0%}" if self._total else ""
            click.echo(f"{_line(tally)}{share}", err=True)


def _line(tally: Tally) -> str:
    rate = tally.written / tally.seconds if tally.seconds > 0 else 0
    failed = f", {tally.failed} failed" if tally.failed else ""
    return f"{tally.seen:,} texts, {rate:.1f}/s{failed}"
