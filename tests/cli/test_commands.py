"""Every command loads, helps, and is written about."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 5


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_or_the_docs(name: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(re.search(rf"\bkg {re.escape(name)}\b", page.read_text("utf-8")) for page in pages), (
        f"no page says what `kg {name}` does"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    commands = [command, *getattr(command, "commands", {}).values()]
    for one in commands:
        for parameter in one.params:
            if parameter.param_type_name == "option":
                assert getattr(parameter, "help", None), f"kg {name} {parameter.opts} has no help text"


def test_an_unknown_command_is_an_error() -> None:
    result = CliRunner().invoke(cli, ["frobnicate"])
    assert result.exit_code == 2
    assert "frobnicate" in result.output


def test_help_imports_neither_spacy_nor_rdflib() -> None:
    code = (
        "import sys; import kg.cli.main as m; m.cli.main(['--help'], standalone_mode=False); "
        "sys.exit(any(n in sys.modules for n in ('spacy', 'rdflib', 'owlready2')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_version_is_that_of_the_package() -> None:
    from importlib import metadata

    result = CliRunner().invoke(cli, ["--version"])
    assert metadata.version("kg") in result.output
