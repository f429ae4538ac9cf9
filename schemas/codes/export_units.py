"""Writes communes.json, districts.json, provinces.json and successors.json from the package vietnamadminunits 1.0.4 (MIT).

Run once, in a throw-away environment that has the package; the product reads only the JSON it leaves behind:

    python schemas/codes/export_units.py

The package keys its crosswalk by names without diacritics; this script joins them back to the official codes, and stops
when a name finds no code, finds two, or the totals differ from the decision's (10,035 old and 3,321 new communes).
Five island districts had no commune: in successors.json their 3-digit district code stands as `old`, and communes.json,
which lists communes, does not have them. What changed before or since these two lists is no business of this script: it
stands, row by row, in unit_changes.json; the decisions cited here and there are in decrees.json.
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
OLD, NEW, EDGES, SPLIT, DISTRICTS = 10_035, 3_321, 10_602, 471, 696
#: The decision the old codes are from, the one the new provinces are from, and of each new province that of its communes.
OLD_CODES, PROVINCES = "124/2004/QĐ-TTg", "202/2025/QH15"
COMMUNES_OF = {
    "01": 1656, "04": 1657, "08": 1684, "11": 1661, "12": 1670, "14": 1681, "15": 1673, "19": 1683, "20": 1672,
    "22": 1679, "24": 1658, "25": 1676, "31": 1669, "33": 1666, "37": 1674, "38": 1686, "40": 1678, "42": 1665,
    "44": 1680, "46": 1675, "48": 1659, "51": 1677, "52": 1664, "56": 1667, "66": 1660, "68": 1671, "75": 1662,
    "79": 1685, "80": 1682, "82": 1663, "86": 1687, "91": 1654, "92": 1668, "96": 1655,
}  # fmt: skip


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


def _row(decree: str, code: str, name: str, province: str, district: str | None = None) -> dict[str, Any]:
    old = decree == OLD_CODES
    above = {"province": province} if len(code) > 2 else {}
    if len(code) == 5 and district:
        above["district"] = district
    return {
        "code": code,
        "name": name,
        **above,
        "valid_from": None if old else CHANGE,
        "valid_to": CHANGE if old else None,
        "decree": decree,
    }


def _sorted(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["code"], row["valid_from"] or ""))


def commune_rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Old and new communes; a code that lives on is two rows, told apart by validity."""
    old = db.execute("SELECT wardCode, ward, provinceCode, districtCode FROM admin_units_legacy WHERE ward IS NOT NULL")
    rows = [_row(OLD_CODES, *unit) for unit in old]
    new = db.execute("SELECT wardCode, ward, provinceCode FROM admin_units")
    more = [_row(f"{COMMUNES_OF[unit[2]]}/NQ-UBTVQH15", *unit) for unit in new]
    if (len(rows), len(more)) != (OLD, NEW) or any(
        len({one["code"] for one in all_}) != len(all_) for all_ in (rows, more)
    ):
        raise SystemExit(f"{len(rows)} old and {len(more)} new communes")
    return _sorted(rows + more)


def district_rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The districts of the last day there were any."""
    found = db.execute("SELECT DISTINCT districtCode, district, provinceCode FROM admin_units_legacy").fetchall()
    if len(found) != DISTRICTS:
        raise SystemExit(f"{len(found)} districts")
    return _sorted(_row(OLD_CODES, *unit) for unit in found)


def province_rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """63 old and 34 new provinces; a code that lives on is two rows."""
    rows = []
    for table, decree in (("admin_units_legacy", OLD_CODES), ("admin_units", PROVINCES)):
        found = db.execute(f"SELECT DISTINCT provinceCode, province FROM {table}").fetchall()
        rows += [_row(decree, code, name, code) for code, name in found]
    return _sorted(rows)


def main() -> None:
    """Reads the package's tables, checks the totals, writes the four files."""
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
    write("districts.json", district_rows(db))
    write("successors.json", pairs)
    write("provinces.json", province_rows(db))


if __name__ == "__main__":
    main()
