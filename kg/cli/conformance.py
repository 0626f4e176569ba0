"""`kg conformance`: the W3C's SPARQL tests over HTTP."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--suite", "suites", multiple=True, help="Only this suite; may be given more than once.")
@click.option("--quiet", is_flag=True, help="Print the totals only.")
def conformance(folder: Path, suites: tuple[str, ...], quiet: bool) -> None:
    """Run the W3C's SPARQL 1.1 tests over HTTP against a server of their own.

    FOLDER is sparql11 of the W3C's rdf-tests. Exits with 1 if a test fails that is not known to.
    """
    from kg.serve.conformance import SUITES, run_suites

    unknown = set(suites) - set(SUITES)
    if unknown:
        raise click.BadParameter(
            f"{', '.join(sorted(unknown))}; there are {', '.join(SUITES)}", param_hint="--suite"
        )
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    surprises = 0
    for outcome in run_suites(folder, suites):
        total[outcome.suite] += 1
        if outcome.problem is None:
            passed[outcome.suite] += 1
            continue
        surprises += outcome.reason is None
        if not quiet:
            click.echo(f"FAILED {outcome.name}: {outcome.reason or outcome.problem}")
    for name, number in total.items():
        click.echo(f"{name}: {passed[name]} of {number}")
    if surprises:
        click.echo(f"{surprises} failures are not known ones", err=True)
        sys.exit(1)
