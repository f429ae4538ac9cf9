"""Writes communes.json, successors.json and provinces.json from the package vietnamadminunits 1.0.4 (MIT).

Run once, in a throw-away environment that has the package; the product reads only the JSON it leaves behind:

    python schemas/codes/export_units.py

The package keys its crosswalk by names without diacritics; this script joins them back to the official codes, and stops
when a name finds no code, finds two, or the totals differ from the decision's (10,035 old and 3,321 new communes).
Five island districts had no commune: in successors.json their 3-digit district code stands as `old`, and communes.json,
which lists communes, does not have them.
"""

import importlib.util
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CHANGE = "2025-07-01"
OLD, NEW, EDGES, SPLIT = 10_035, 3_321, 10_602, 471


def package_data() -> Path:
    """Where the installed package keeps its tables."""
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("install vietnamadminunits==1.0.4 in a throw-away environment first")
    return Path(spec.origin).parent / "data"


def write(name: str, rows: Iterable[dict[str, Any]]) -> None:
    """One row a line, so that a change of one unit is a change of one line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    (HERE / name).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def only(found: dict[str, set[str]], key: str) -> str:
    """The one code of a name; two or none would make the crosswalk a guess."""
    codes = found[key]
    if len(codes) != 1:
        raise SystemExit(f"{key}: {len(codes)} codes")
    return next(iter(codes))


def edges(crosswalk: dict[str, Any], old: dict[str, set[str]], new: dict[str, set[str]]) -> Iterator[dict[str, Any]]:
    """(old commune, new commune) pairs; of a split commune exactly one pair is the default."""
    for province, wards in crosswalk["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, sources in wards.items():
            for source in sources:
                yield {"old": only(old, source), "new": only(new, f"{province}_{ward}"), "default": True}
    for province, sources in crosswalk["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in sources.items():
            for part in parts:
                target = only(new, f"{province}_{part['newWardKey']}")
                yield {"old": only(old, source), "new": target, "default": bool(part["isDefaultNewWard"])}


def commune_rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Old and new communes; a code that lives on is two rows, told apart by validity."""
    old = db.execute("SELECT wardCode, ward, provinceCode FROM admin_units_legacy WHERE ward IS NOT NULL").fetchall()
    new = db.execute("SELECT wardCode, ward, provinceCode FROM admin_units").fetchall()
    if (len(old), len(new)) != (OLD, NEW) or len({row[0] for row in old}) != OLD or len({row[0] for row in new}) != NEW:
        raise SystemExit(f"{len(old)} old and {len(new)} new communes")
    rows: list[tuple[str, str | None, str | None, str, str]]
    rows = [(code, None, CHANGE, name, province) for code, name, province in old]
    rows += [(code, CHANGE, None, name, province) for code, name, province in new]
    rows.sort(key=lambda row: (row[0], row[1] or ""))
    return [
        {"code": code, "name": name, "province": province, "valid_from": start, "valid_to": end}
        for code, start, end, name, province in rows
    ]


def province_rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """63 old and 34 new provinces; a code that lives on is two rows."""
    old = dict(db.execute("SELECT DISTINCT provinceCode, province FROM admin_units_legacy").fetchall())
    new = dict(db.execute("SELECT DISTINCT provinceCode, province FROM admin_units").fetchall())
    rows: list[tuple[str, str, str, str | None, str | None]]
    rows = [(code, "", name, None, CHANGE) for code, name in old.items()]
    rows += [(code, CHANGE, name, CHANGE, None) for code, name in new.items()]
    return [
        {"code": code, "name": name, "valid_from": start, "valid_to": end} for code, _, name, start, end in sorted(rows)
    ]


def main() -> None:
    """Reads the package's tables, checks the totals, writes the three files."""
    data = package_data()
    db = sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True)
    old: dict[str, set[str]] = defaultdict(set)
    new: dict[str, set[str]] = defaultdict(set)
    # An island district has neither ward nor ward code: its key ends in "_" and its code has three digits.
    names = "provinceKey||'_'||districtKey||'_'||coalesce(wardKey, ''), coalesce(wardCode, districtCode)"
    for key, code in db.execute(f"SELECT {names} FROM admin_units_legacy"):
        old[key].add(code)
    for key, code in db.execute("SELECT provinceKey||'_'||wardKey, wardCode FROM admin_units"):
        new[key].add(code)
    crosswalk = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    pairs = sorted(edges(crosswalk, old, new), key=lambda row: (row["old"], not row["default"], row["new"]))
    fan_out = Counter(row["old"] for row in pairs)
    split = sum(1 for count in fan_out.values() if count > 1)
    defaults = sum(1 for row in pairs if row["default"])
    sys.stdout.write(
        f"{len(pairs)} edges, {len(fan_out)} old, {len({row['new'] for row in pairs})} new, {split} split\n"
    )
    if (len(pairs), split, defaults) != (EDGES, SPLIT, len(fan_out)):
        raise SystemExit("the crosswalk is not the one this script was written for")
    write("communes.json", commune_rows(db))
    write("successors.json", pairs)
    write("provinces.json", province_rows(db))


if __name__ == "__main__":
    main()
