"""What deciding who is who costs as the store grows: `python -m bench.resolve [ENTITIES] [DOCUMENTS]`.

Names are made up from syllables, so that they collide about as often as names of people do. Printed first for each
size: the microseconds to look one new entity up, and how many candidates it has. It is compared with 50 others at most,
so figures level off once so many share its keys, and then no longer depend on what the store holds. Then the pass at
the end of a build: processor milliseconds a document, over stores of growing size.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.describe import BASE, entity_iri
from kg.describe import terms as t
from kg.records import Entity, EntityType
from kg.resolve import CandidateIndex, Profile
from kg.schema import KG
from kg.store import GraphStore, Load
from kg.store.likeness import identify

SYLLABLES = [a + b for a in "bdfghklmnprstvz" for b in "aeiou"]
TRIALS = 2_000


def name(rng: random.Random) -> str:
    """A made-up given and family name."""
    given = "".join(rng.choices(SYLLABLES, k=2))
    family = "".join(rng.choices(SYLLABLES, k=3))
    return f"{given.title()} {family.title()}"


PEOPLE_IN_A_DOCUMENT = 8


def loads(documents: int) -> Iterator[Load]:
    """Documents that name some people; every second of them is new, the others were named before."""
    rng = random.Random(2)
    known = [name(rng)]
    for number in range(documents):
        document = f"{BASE}document/{number:08d}"
        graph = f"<{BASE}graph/document/{number:08d}>"
        lines = [f"<{document}> {t.TYPE} <{KG}Document>", f'<{document}> {t.IS_STRING} "Text {number}."']
        for place in range(PEOPLE_IN_A_DOCUMENT):
            if place % 2:
                known.append(name(rng))
            who = known[-1] if place % 2 else rng.choice(known)
            node = f"<{entity_iri(Entity('e', EntityType.PERSON, who), BASE)}>"
            lines += [f"{node} {t.TYPE} <{KG}Person>", f'{node} {t.LABEL} "{who}"']
            lines.append(f"{node} <{KG}mentionedIn> <{document}>")
        quads = "".join(f"{line} {graph} .\n" for line in dict.fromkeys(lines))
        yield Load(document, quads.encode())


def look_ups(most: int) -> None:
    """Fill an index up to `most` entities and time look-ups on the way."""
    rng = random.Random(1)
    index = CandidateIndex()
    size = 0
    print("entities  microseconds  candidates")
    target = 1_000
    while target <= most:
        while size < target:
            index.add(Profile(f"p{size}", EntityType.PERSON, name(rng)))
            size += 1
        fresh = [Profile(f"n{n}", EntityType.PERSON, name(rng)) for n in range(TRIALS)]
        began = time.process_time()
        found = sum(len(index.near(profile)) for profile in fresh)
        spent = (time.process_time() - began) / TRIALS * 1e6
        print(f"{size:8,}  {spent:12.0f}  {found / TRIALS:10.2f}")
        target *= 4


def passes(most: int) -> None:
    """Time the pass over stores of up to `most` documents."""
    print("documents  ms a document")
    size = most
    while size > 100:
        size //= 4
    while size <= most:
        with (
            tempfile.TemporaryDirectory() as folder,
            GraphStore.open(Path(folder) / "s", create=True) as store,
        ):
            store.load(loads(size))
            began = time.process_time()
            identify(store)
            print(f"{size:9,}  {(time.process_time() - began) / size * 1e3:13.2f}")
        size *= 4


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]]
    look_ups(sizes[0] if sizes else 256_000)
    passes(sizes[1] if sizes[1:] else 6_400)
