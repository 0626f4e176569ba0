"""What finding near names for a new entity costs as the store grows: `python bench/resolve.py [most]`.

Names are made up from syllables, so that they collide about as often as names of people do. Printed for each size: the
microseconds to look one new entity up, and how many candidates it has. It is compared with 50 others at most,
so figures level off once so many share its keys, and then no longer depend on what the store holds.
"""

from __future__ import annotations

import random
import sys
import time

from kg.records import EntityType
from kg.resolve import CandidateIndex, Profile

SYLLABLES = [a + b for a in "bdfghklmnprstvz" for b in "aeiou"]
TRIALS = 2_000


def name(rng: random.Random) -> str:
    """A made-up given and family name."""
    given = "".join(rng.choices(SYLLABLES, k=2))
    family = "".join(rng.choices(SYLLABLES, k=3))
    return f"{given.title()} {family.title()}"


def main(most: int) -> None:
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


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 256_000)
