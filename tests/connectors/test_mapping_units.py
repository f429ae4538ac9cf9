"""The unit of a record is the commune that answers today, whatever commune wrote it."""

from __future__ import annotations

import json

import pytest

from schemas import units
from tests.connectors.good_raws import normalise, spoilt

OLD = next(
    code
    for code, edges in units.crosswalk().edges.items()
    if len(edges) == 1 and len(code) == 5 and not units.valid_on(code, "2026-01-01")
)
SPLIT = "00634"  # lives on as a code, but its default successor is another commune


def unit(code: str, day: str) -> tuple[str | None, list[tuple[str, str]]]:
    made = normalise("birth", spoilt("birth", noi_dang_ky_dvhc=code, ngay_dang_ky=day))
    assert json.loads(made.frame["content"][0])["registration_unit"] == code
    return made.frame["unit"][0], made.changes.select("field", "change").rows()


def test_an_old_code_goes_to_its_successor() -> None:
    assert unit(OLD, "05/03/2020") == (units.successors(OLD)[0], [("registration_unit", "successor")])


def test_a_code_that_lives_on_is_read_by_its_day() -> None:
    assert unit(SPLIT, "05/03/2020") == ("00637", [("registration_unit", "default_successor")])
    assert unit(SPLIT, "05/03/2026") == (SPLIT, [])


def test_an_unknown_code_has_no_unit() -> None:
    assert unit("99999", "05/03/2026") == (None, [])


def test_a_split_commune_without_a_default_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.mapping import units as mapped

    monkeypatch.setattr(mapped, "current_units", lambda old: {})
    mapped._table.cache_clear()
    made = normalise("birth", spoilt("birth"))
    mapped._table.cache_clear()
    assert ("map.unit", "unit", "critical") in made.violations.select("rule", "field", "severity").rows()
