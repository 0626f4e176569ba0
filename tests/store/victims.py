"""What the processes do that test_store_kills.py kills; it gives them ACTION, ARGUMENTS and ACKS, a pipe."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import Curator, GraphStore, Load

sys.path.insert(0, str(Path(__file__).parent))
from claims import VICTIM_DOCUMENTS, content, document, quads  # type: ignore[import-not-found]

FILE_LIMIT = 3_000_000
"""Bytes that a file may have where the disk is to look full."""


def write_forever(acks: Connection, directory: str, seed: int, version: int) -> None:
    """Announces each operation, does it, acknowledges it."""
    chance = random.Random(seed)
    with GraphStore.open(directory, create=True) as store:
        while True:
            version += 1
            number = chance.randrange(VICTIM_DOCUMENTS)
            removes = chance.random() < 0.1
            acks.send((number, None if removes else version))
            if removes:
                store.remove(document(f"d{number}"))
            elif chance.random() < 0.5:
                store.replace(document(f"d{number}"), content(number, version), digest=str(version))
            else:
                lines = ox.serialize(content(number, version), format=ox.RdfFormat.N_QUADS)
                store.put(Load(document(f"d{number}"), lines, str(version)))
            acks.send(None)
            if chance.random() < 0.15:
                store.publish()


def make(acks: Connection, directory: str) -> None:
    """Makes a store."""
    acks.send("go")
    GraphStore.open(directory, create=True).close()


def rename_forever(acks: Connection, directory: str) -> None:
    """Gives an entity of all documents one name after the other."""
    with GraphStore.open(directory) as store:
        acks.send("go")
        person = quads("d0", "Shared Person")[1].subject
        assert isinstance(person, ox.NamedNode)
        number = 0
        while True:
            number += 1
            Curator(store, "Ada").rename(person.value, f"Name {os.getpid()} {number}")


def fill_disk(acks: Connection, directory: str) -> None:
    """Writes until no file may grow any more, then says how many were acknowledged and which error came."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = GraphStore.open(directory)
    done = 0
    try:
        for number in range(10_000):
            store.replace(
                document(f"n{number}"), quads(f"n{number}", *(f"P {number} {n}" for n in range(50)))
            )
            done = number + 1
    except StoreError as error:
        acks.send((done, str(error)))
    acks.close()
    os._exit(0)


if __name__ == "victims":
    globals()[ACTION](ACKS, *ARGUMENTS)  # noqa: F821  (given by the test)
