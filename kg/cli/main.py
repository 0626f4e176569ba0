"""The `kg` command: finds its sub-commands by name and imports only the one that is called."""

from __future__ import annotations

import importlib
import sys

import click

from kg.errors import KgError

COMMANDS = {
    "build": "Read texts and write their claims into a store.",
    "failures": "List the texts that could not be read into a store, and why.",
    "load": "Bring a store to what shards say that a cluster wrote.",
    "watch": "Add to a store what is new in feeds and folders, again and again.",
    "extract": "Read texts and print what they say, without a store.",
    "query": "Ask a store a question in SPARQL.",
    "export": "Write a store's graph to a file.",
    "entities": "List entities; merge, split and rename them.",
    "claims": "List claims; accept and reject them.",
    "explain": "Show where a claim comes from: sentence, evidence, frame or model, parse.",
    "push": "Send a store's graph to another SPARQL store.",
    "serve": "Serve a store: SPARQL endpoint and pages.",
    "conformance": "Run the W3C's SPARQL tests over HTTP.",
    "evaluate": "Measure claims, event types and the English model on annotated files.",
    "reason": "Write what follows by the ontology into the graph of inferences.",
    "describe": "Write into a store what it holds, as VoID, with a licence.",
    "validate": "Check a store against the SHACL shapes, in plain English.",
    "info": "Say what is installed, and what a store holds.",
    "demo": "Build a folder's graph, print it, and answer the questions beside it.",
}
"""Name and one-line help of each command; each is a function of its name in kg.cli.NAME (dashes as underscores)."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, so that `kg --help` takes no time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(f"kg.cli.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="kg", prog_name="kg")
def cli() -> None:
    """Who did what to whom, and who says so: reads English news and writes claims that can be queried and checked."""


def main() -> None:
    """Entry point: errors that kg raises on purpose become one line on standard error and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("kg: interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(1)
