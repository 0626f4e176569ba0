"""Articles made up by chance, as long as news and with as many names, for measuring speed; no two are alike."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

_COUNTRIES = (
    "Norway", "Brazil", "Japan", "Kenya", "Chile", "Poland", "Canada", "Vietnam", "Egypt", "Portugal",
    "Finland", "Peru", "Ghana", "Austria",
)  # fmt: skip
_FIRST = (
    "Anna", "Boris", "Clara", "David", "Elena", "Farid", "Grace", "Henrik", "Ines", "Jonas", "Karin",
    "Liam", "Marta", "Nils", "Olga", "Pavel",
)  # fmt: skip
_LAST = (
    "Lindholm", "Okafor", "Petrov", "Santos", "Weber", "Novak", "Tanaka", "Moreau", "Haddad",
    "Kowalczyk", "Jensen", "Ferrari", "Silva", "Berg",
)  # fmt: skip
_POSTS = (
    "foreign minister", "prime minister", "president", "defense minister", "trade envoy", "central bank governor",
)  # fmt: skip
_BODIES = (
    "United Nations", "World Bank", "European Union", "African Union", "World Trade Organization", "Red Cross",
)  # fmt: skip
_DEEDS = (
    "rejected a proposal from", "accused", "met with", "imposed sanctions on", "signed an agreement with", "criticized",
    "praised", "asked for aid from", "threatened to leave talks with", "sent aid to", "held talks with",
    "refused to support",
)  # fmt: skip
_THINGS = (
    "harbours", "prices", "wages", "pipelines", "farms", "schools", "hospitals", "bridges", "railways",
    "banks", "mines", "forests", "borders",
)  # fmt: skip
_FILLERS = (
    "Officials said that {n} percent of the {thing} in the {side} of the country were affected by the decision.",
    "“We have waited {n} months for an answer about the {thing},” {person} told reporters in the capital.",
    "The dispute over {thing} and {thing2} began in {year}, when a court ordered both sides back to the table.",
    "Analysts expect the cost of the {thing} to rise by {n} million before the end of the year, if nothing changes.",
    "A second round of talks, planned for {month}, may not take place, according to two people with knowledge of it.",
)
_MONTHS = (
    "January", "March", "April", "June", "July", "September", "October", "November",
)  # fmt: skip


def article(seed: int, words: int = 450) -> dict[str, str]:
    """One article as a row with title, text, date and URL; the same for the same seed."""
    chance = random.Random(seed)
    people = [
        (f"{chance.choice(_FIRST)} {chance.choice(_LAST)}", chance.choice(_COUNTRIES), chance.choice(_POSTS))
        for _ in range(4)
    ]
    paragraphs: list[str] = []
    while sum(paragraph.count(" ") for paragraph in paragraphs) < words:
        paragraphs.append(" ".join(_sentence(chance, people) for _ in range(3)))
    return {
        "title": f"{people[0][1]} at odds over {chance.choice(_THINGS)}",
        "text": "\n\n".join(paragraphs),
        "date": f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "url": f"https://news.example/{seed}",
    }


def _sentence(chance: random.Random, people: list[tuple[str, str, str]]) -> str:
    person, country, post = chance.choice(people)
    if chance.random() < 0.5:
        actor = chance.choice([country, f"{country}'s {post}, {person},", f"The {chance.choice(_BODIES)}"])
        target = chance.choice([other for other in _COUNTRIES if other != country])
        day = chance.choice(("Monday", "Tuesday", "Friday"))
        return f"{actor} {chance.choice(_DEEDS)} {target} on {day} over {chance.choice(_THINGS)}."
    return chance.choice(_FILLERS).format(
        n=chance.randint(2, 97),
        thing=chance.choice(_THINGS),
        thing2=chance.choice(_THINGS),
        side=chance.choice(("north", "south", "east", "west")),
        person=person,
        year=chance.randint(1990, 2023),
        month=chance.choice(_MONTHS),
    )


def write_articles(path: Path, count: int) -> int:
    """Writes that many articles as JSON lines, and gives the number of their words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for row in _rows(count):
            words += len(row["text"].split())
            file.write(json.dumps(row) + "\n")
    return words


def _rows(count: int) -> Iterator[dict[str, str]]:
    return (article(seed) for seed in range(count))
