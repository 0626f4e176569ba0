"""`kg info`: what is installed, and what a store holds."""

from __future__ import annotations

import dataclasses
import json
import platform
from importlib import metadata
from pathlib import Path

import click

from kg.errors import ModelError


@click.command()
@click.option("--store", type=click.Path(path_type=Path), help="Count what this store holds, too.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How."
)
@click.option("-q", "--quiet", is_flag=True, help="Leave out what is installed; for use with --store.")
def info(store: Path | None, form: str, quiet: bool) -> None:
    """Say what is installed, and what a store holds.

    The model and the ontology are loaded, so that a broken one shows here.
    """
    facts: dict[str, object] = {} if quiet else _installed()
    if store is not None:
        facts |= _held(store)
    if form == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    width = max((len(name) for name in facts), default=0)
    for name, value in facts.items():
        click.echo(f"{name:<{width}}  {_words(value)}")


def _installed() -> dict[str, object]:
    import kg.annotate
    import kg.schema

    schema = kg.schema.load()
    try:
        meta = kg.annotate.load().meta
        model = f"{meta['lang']}_{meta['name']} {meta['version']}"
    except ModelError as error:
        model = f"none: {error}"
    libraries = ("spacy", "onnxruntime", "pyoxigraph", "rdflib", "owlready2")
    return {
        "kg": metadata.version("kg"),
        "python": platform.python_version(),
        "libraries": {name: metadata.version(name) for name in libraries},
        "model": model,
        "ontology": f"{schema.iri} {schema.version}",
        "predicates": len(schema.predicates),
        "frames": len(schema.frames),
    }


def _held(store: Path) -> dict[str, object]:
    from kg.store import Snapshot, count

    with Snapshot.latest(store) as snapshot:
        return {"store": str(store), **dataclasses.asdict(count(snapshot))}


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(number)}" for name, number in value.items() if number)
    return f"{value:,}" if isinstance(value, int) else str(value)
