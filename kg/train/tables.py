"""Made-up sport tables, squad lists, datelines and market lists, filled with names of a corpus.

Agency copy is full of them and no free corpus is: a model that never saw a table reads team names as places and
misses surnames beside figures. The templates are this project's own.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from kg.annotate.shapes import BREAK_LINE
from kg.train.texts import Text, spans_to_bilou, tags_to_spans

Name = tuple[str, ...]
Line = list[tuple[Name, str]]


@dataclass(frozen=True, slots=True)
class Gazette:
    """Names to fill the templates with."""

    people: list[Name]
    bodies: list[Name]
    cities: list[Name]
    countries: list[Name]


def gazette(texts: list[Text], countries_csv: Path) -> Gazette:
    """Collect the names of annotated texts, parting countries from other places."""
    with countries_csv.open(encoding="utf-8", newline="") as stream:
        names = {row["CLDR display name"] for row in csv.DictReader(stream)}
    found: dict[str, set[Name]] = {"PERSON": set(), "ORG": set(), "LOC": set()}
    for text in texts:
        tags = [tag or "O" for tag in text.labels["ner_worldwide"]]
        for begin, end, kind in tags_to_spans(tags)[0]:
            name = tuple(text.words[begin:end])
            if kind in found and all(word[:1].isupper() and word.isalpha() for word in name):
                found[kind].add(name)
    places = sorted(found["LOC"])
    return Gazette(
        people=sorted(name for name in found["PERSON"] if 2 <= len(name) <= 3),
        bodies=sorted(name for name in found["ORG"] if len(name) <= 3),
        cities=[name for name in places if " ".join(name) not in names and len(name) <= 2],
        countries=[name for name in places if " ".join(name) in names and len(name) <= 3],
    )


def made_up_tables(names: Gazette, count: int, seed: int) -> list[Text]:
    """`count` texts, each a block of lines of one or two kinds."""
    rng = random.Random(seed)
    maker = _Maker(names, rng)
    return [maker.text(number) for number in range(count)]


class _Maker:
    def __init__(self, names: Gazette, rng: random.Random) -> None:
        self.names = names
        self.rng = rng
        self.blocks = (
            self.standings,
            self.results,
            self.ranking,
            self.matches,
            self.scorecard,
            self.squad,
            self.market,
        )

    def text(self, number: int) -> Text:
        lines: list[Line] = []
        if self.rng.random() < 0.6:
            lines.append(self.headline())
        if self.rng.random() < 0.6:
            lines.append(self.dateline())
        for block in self.rng.sample(self.blocks, self.rng.randint(1, 2)):
            lines.extend(block())
        text = Text(f"tables-{number}", "worldwide", [], [], [])
        tags: list[str | None] = []
        sentences: list[str | None] = []
        for line in lines:
            words: list[str] = []
            spans = []
            for name, kind in line:
                if kind:
                    spans.append((len(words), len(words) + len(name), kind))
                words.extend(name)
            text.starts.append(len(text.words))
            text.words.extend(words)
            text.breaks.extend([BREAK_LINE] + [0] * (len(words) - 1))
            tags.extend(spans_to_bilou(spans, len(words)))
            sentences.extend(["B"] + ["I"] * (len(words) - 1))
        text.labels = {"ner_worldwide": tags, "sent": sentences}
        return text

    def words(self, text: str) -> Line:
        return [(tuple(text.split()), "")]

    def number(self, most: int) -> Line:
        return self.words(str(self.rng.randint(0, most)))

    def person(self) -> Line:
        name = self.rng.choice(self.names.people)
        style = self.rng.random()
        if style < 0.2:
            name = (f"{name[0][0]}.", *name[1:])
        elif style < 0.35:
            name = name[-1:]
        return [(name, "PERSON")]

    def surname(self) -> Line:
        return [(self.rng.choice(self.names.people)[-1:], "PERSON")]

    def team(self) -> Line:
        chance = self.rng.random()
        if chance < 0.55:
            city = self.rng.choice(self.names.cities)
            if self.rng.random() < 0.25:
                city = (
                    *city,
                    self.rng.choice(("United", "City", "Rovers", "Town", "Athletic", "FC", "Wanderers")),
                )
            return [(city, "ORG")]
        return [(self.rng.choice(self.names.bodies), "ORG")]

    def country(self) -> Line:
        return [(self.rng.choice(self.names.countries), "LOC")]

    def side(self, national: bool) -> Line:
        return self.country() if national else self.team()

    def upper(self, line: Line) -> Line:
        return [(tuple(word.upper() for word in name), kind) for name, kind in line]

    def headline(self) -> Line:
        sport = self.rng.choice(
            ("SOCCER", "TENNIS", "CRICKET", "GOLF", "BASKETBALL", "BASEBALL", "CYCLING", "RUGBY UNION")
        )
        national = self.rng.random() < 0.5
        verb = self.rng.choice(("BEAT", "HOLD", "EDGE", "OVERCOME", "CRUSH", "DRAW WITH", "LOSE TO", "FACE"))
        endings = (
            "IN FIRST TEST",
            "TO GO TOP",
            "IN FRIENDLY",
            "3-1",
            "IN SEMIFINAL",
            "LEAGUE STANDINGS",
            "RESULTS",
        )
        line = [
            *self.words(f"{sport} -"),
            *self.upper(self.side(national)),
            *self.words(verb),
            *self.upper(self.side(national)),
            *self.words(self.rng.choice(endings)),
            *self.words("."),
        ]
        if self.rng.random() < 0.3:
            line = [
                *self.words(f"{sport} -"),
                *self.upper(self.person()),
                *self.words("WINS"),
                *self.upper(self.country()),
            ]
            line += self.words(self.rng.choice(("OPEN .", "TITLE .", "GRAND PRIX .", "STAGE .")))
        return line

    def dateline(self) -> Line:
        line = self.upper([(self.rng.choice(self.names.cities), "LOC")])
        if self.rng.random() < 0.4:
            line = [*line, *self.words(","), *self.country()]
        year, month, day = self.rng.randint(1990, 2024), self.rng.randint(1, 12), self.rng.randint(1, 28)
        return [*line, ((f"{year}-{month:02}-{day:02}",), "DATE")]

    def standings(self) -> list[Line]:
        national = self.rng.random() < 0.2
        columns = self.rng.randint(3, 7)
        header = self.words(
            self.rng.choice(("P W D L F A P", "Played Won Drawn Lost For Against Points", "W L PCT GB"))
        )
        lines = [self.words("Standings ( tabulate under played , won , drawn , lost , points ) :"), header]
        for _ in range(self.rng.randint(3, 8)):
            figures: Line = []
            for _ in range(columns):
                figures += self.number(40)
            lines.append([*self.side(national), *figures])
        return lines

    def results(self) -> list[Line]:
        national = self.rng.random() < 0.3
        lines = []
        for _ in range(self.rng.randint(2, 7)):
            line = [*self.side(national), *self.number(5)]
            if self.rng.random() < 0.3:
                line += [*self.words("("), *self.surname(), *self.words(f"{self.rng.randint(1, 90)} )")]
            elif self.rng.random() < 0.2:
                line += self.words("vs")
            lines.append([*line, *self.side(national), *self.number(5)])
        return lines

    def ranking(self) -> list[Line]:
        lines = []
        units = ("points", "seconds", "metres", "", "", "lengths behind")
        unit = self.rng.choice(units)
        for place in range(1, self.rng.randint(4, 10)):
            line = [*self.words(f"{place}."), *self.person(), *self.words("("), *self.country()]
            if self.rng.random() < 0.3:
                line += [*self.words(","), *self.team()]
            lines.append(
                [*line, *self.words(f") {self.rng.randint(1, 300)}.{self.rng.randint(0, 99):02} {unit}")]
            )
        return lines

    def matches(self) -> list[Line]:
        lines = []
        for _ in range(self.rng.randint(2, 6)):
            seed = self.words(f"{self.rng.randint(1, 9)} -") if self.rng.random() < 0.5 else []
            first = [*self.person(), *self.words("("), *self.country(), *self.words(") beat")]
            second = [*self.person(), *self.words("("), *self.country(), *self.words(")")]
            lines.append([*seed, *first, *second, *self.words("6-4 6-2")])
        return lines

    def scorecard(self) -> list[Line]:
        lines = [[*self.country(), *self.words("first innings")]]
        for _ in range(self.rng.randint(3, 8)):
            how = self.rng.random()
            if how < 0.5:
                line = [*self.person(), *self.words("c"), *self.surname(), *self.words("b"), *self.surname()]
            elif how < 0.75:
                line = [*self.person(), *self.words("lbw b"), *self.surname()]
            else:
                line = [*self.person(), *self.words("not out")]
            lines.append([*line, *self.number(120)])
        overs = [
            *self.words("Bowling :"),
            *self.surname(),
            *self.words("10-2-33-1 ,"),
            *self.surname(),
            *self.words("8-0-40-2"),
        ]
        return [*lines, overs]

    def squad(self) -> list[Line]:
        roles = ("Goalkeepers", "Defenders", "Midfielders", "Forwards", "Squad", "Team", "Reserves")
        lines = []
        for _ in range(self.rng.randint(1, 4)):
            line = self.words(f"{self.rng.choice(roles)} {self.rng.choice((':', '-', '--'))}")
            for index in range(self.rng.randint(2, 6)):
                line += self.words(",") if index else []
                line += self.person()
                if self.rng.random() < 0.4:
                    line += [*self.words("("), *self.team(), *self.words(")")]
            lines.append(line)
        return lines

    def market(self) -> list[Line]:
        lines = []
        for _ in range(self.rng.randint(2, 6)):
            body = [(self.rng.choice(self.names.bodies), "ORG")]
            change = f"{self.rng.choice('+-')}{self.rng.randint(0, 9)}.{self.rng.randint(0, 99):02}"
            lines.append(
                [*body, *self.words(f"{self.rng.randint(1, 900)}.{self.rng.randint(0, 99):02} {change}")]
            )
        return lines
