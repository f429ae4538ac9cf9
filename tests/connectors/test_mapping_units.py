"""The unit of a record is the commune that answers today, whatever commune wrote it; the one that wrote it is kept beside."""

from __future__ import annotations

import json

import pytest

from schemas import units
from tests.connectors.good_raws import normalise, spoilt

REARRANGED = units.REARRANGED_ON
OLD = next(
    one.code
    for one in units.units_on("2025-06-30")
    if not units.is_split(one.code) and not units.valid_on(one.code, "2026-01-01")
)
#: "Xã Hải Lạng" of Quảng Ninh went to "Xã Hải Lạng" and to "Xã Ba Chẽ" (NQ 1679/NQ-UBTVQH15).
SPLIT, PARTS = "06886", units.successors("06886")
VIOLATED = ("map.unit", "unit", "critical")


def unit(code: str, day: str, **more: str) -> tuple[str | None, str | None, list[tuple[str, str]], bool]:
    """Unit now, unit as written, changes, held by `map.unit`."""
    made = normalise("birth", spoilt("birth", noi_dang_ky_dvhc=code, ngay_dang_ky=day, **more))
    assert json.loads(made.frame["content"][0])["registration_unit"] == code
    held = VIOLATED in made.violations.select("rule", "field", "severity").rows()
    changes = [row for row in made.changes.select("field", "change").rows() if row[0] == "registration_unit"]
    return made.frame["unit"][0], made.frame["unit_then"][0], changes, held


def test_an_old_code_goes_to_its_successor_and_keeps_the_unit_it_was_written_in() -> None:
    noted = [("registration_unit", "successor")]
    assert unit(OLD, "05/03/2020") == (units.successors(OLD)[0], f"{OLD}@", noted, False)


def test_a_code_that_lives_on_is_read_by_its_day() -> None:
    assert unit("16702", "05/03/2024") == ("16702", "16702@", [], False)
    assert unit("16702", "05/03/2025") == ("16702", "16702@2024-12-01", [], False)
    assert unit("16702", "05/03/2026") == ("16702", f"16702@{REARRANGED}", [], False)


def test_an_unknown_code_has_no_unit() -> None:
    assert unit("99999", "05/03/2026") == (None, None, [], False)


def test_a_split_commune_without_a_word_about_its_parts_is_held() -> None:
    assert unit(SPLIT, "05/03/2020") == (None, f"{SPLIT}@", [], True)


def part(name: str) -> str:
    return next(code for code in PARTS if units.name_of(code) == name)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Thôn 3, Xã Hải Lạng (nay thuộc Xã Ba Chẽ), Tỉnh Quảng Ninh", "Xã Ba Chẽ"),
        ("Thôn 3,  XÃ  BA CHẼ, Quảng Ninh", "Xã Ba Chẽ"),
        ("Thôn 3, Xã Ba Che\u0303, Quảng Ninh", "Xã Ba Chẽ"),
        ("Thôn 3, Xã Hải Hòa", None),  # a neighbour of that name was there before
        ("06970, thôn 3", None),
        ("Thôn 3, Xã Hải Lạng, Tỉnh Quảng Ninh", None),
        ("Thôn 3, Xã Ba Chẽ 2", None),
        ("Thôn Ba Chẽ", None),
        ("X06970, 069701", None),
        ("", None),
    ],
)
def test_a_split_commune_s_record_is_placed_by_the_part_its_own_words_name(words: str, name: str | None) -> None:
    placed = part(name) if name else None
    noted = [("registration_unit", "placed_by_address")] if name else []
    assert unit(SPLIT, "05/03/2020", me_noi_cu_tru=words) == (
        placed,
        f"{SPLIT}@" + (f">{placed}@{REARRANGED}" if placed else ""),
        noted,
        not name,
    )


def test_two_parts_named_are_no_evidence() -> None:
    assert parcel(c18="06970.4.17", c23="Xứ đồng 1, Xã Hải Hòa") == (None, f"{SPLIT}@")
    assert parcel(c23="Xã Ba Chẽ, Xã Hải Hòa") == (None, f"{SPLIT}@")
    assert parcel(c18="06970.4.17", c23="Xứ đồng 1, Xã Ba Chẽ") == ("06970", f"{SPLIT}@>06970@{REARRANGED}")


def parcel(**cells: str) -> tuple[str | None, str | None]:
    made = normalise("parcel", spoilt("parcel", c01=SPLIT, c03="05/03/2020", **{"c18": "", **cells}))
    return made.frame["unit"][0], made.frame["unit_then"][0]


def test_a_parcel_is_placed_by_its_id_or_its_address() -> None:
    assert parcel(c18="06970.4.17", c23="Xứ đồng 1") == ("06970", f"{SPLIT}@>06970@{REARRANGED}")
    assert parcel(c23="Xứ đồng 1, Xã Ba Chẽ") == ("06970", f"{SPLIT}@>06970@{REARRANGED}")
    assert parcel(c18=f"{SPLIT}.4.17", c23="Xứ đồng 1") == (None, f"{SPLIT}@")
