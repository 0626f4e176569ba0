"""Makes `data/country_codes.tsv`: `python -m kg.resolve.make_country_codes country-codes.csv [titles.tab]`.

`country-codes.csv` is the table of the Open Knowledge Foundation's "Comprehensive country codes"
(datasets/country-codes, Public Domain Dedication and License), whose Wikidata ids and capitals are taken over.
`titles.tab`, optional, is the list of Wikipedia titles with their Wikidata ids of the UD English GUM treebank; it adds
ids of countries that have no ISO code or whose row in the first table lacks one. ISO codes and official names come
from pycountry. No id is written by hand.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pycountry

from kg.resolve.countries import DATA, rows

HEADER = "key\talpha_3\tnumeric\twikidata\tcapital\tofficial"
_ITEM = re.compile(r"Q[1-9][0-9]*$")


def table(codes: Path, titles: Path | None = None) -> list[str]:
    """The lines of the table, one for each key of `country_names.tsv`, in its order."""
    with codes.open(encoding="utf-8", newline="") as file:
        known = {row["ISO3166-1-Alpha-2"]: row for row in csv.DictReader(file)}
    items: dict[str, str] = {}
    if titles is not None:
        for line in titles.read_text(encoding="utf-8").splitlines():
            title, _, item, *_ = [*line.split("\t"), "", ""]
            items[title.replace("_", " ")] = item
    lines = [
        "# Facts about countries, made by kg.resolve.make_country_codes. Wikidata ids and capitals: Comprehensive",
        "# country codes, Open Knowledge Foundation (PDDL); ids it lacks: UD English GUM's list of Wikipedia titles.",
        "# Codes and official names: pycountry.",
        HEADER,
    ]
    for key, _, name, *_ in rows("country_names.tsv"):
        row = known.get(key, {})
        iso = pycountry.countries.get(alpha_2=key) if len(key) == 2 else None
        found = _ITEM.search(row.get("wikidata_id", "")) or _ITEM.search(items.get(name, ""))
        lines.append(
            "\t".join(
                (
                    key,
                    iso.alpha_3 if iso else "",
                    iso.numeric if iso else "",
                    found.group() if found else "",
                    row.get("Capital", "").strip(),
                    getattr(iso, "official_name", iso.name) if iso else "",
                )
            )
        )
    return lines


def main(arguments: list[str]) -> None:
    """Write the table from the paths given on the command line."""
    if not 1 <= len(arguments) <= 2:
        sys.exit("usage: python -m kg.resolve.make_country_codes country-codes.csv [titles.tab]")
    lines = table(*map(Path, arguments))
    (DATA / "country_codes.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
