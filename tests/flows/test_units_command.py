"""`lienthong units` for provinces, districts and communes: what a code named when, by which decision, and who answers today."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app, main


def lienthong(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def described(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lienthong("units", *arguments, "--json").stdout)
    return found


def codes(found: list[dict[str, str]]) -> list[str]:
    return [one["code"] for one in found]


def test_a_province_that_was_merged() -> None:
    found = described("49")
    assert (found["name"], found["valid"], found["split"], found["province"]) == (None, False, False, "48")
    assert codes(found["successors"]) == codes(found["answers"]) == ["48"]
    assert [one["ended_by"]["id"] for one in found["periods"]] == ["202/2025/QH15"]
    assert codes(described("48")["predecessors"]) == ["48", "49"]


def test_a_district_is_there_before_the_rearrangement_and_gone_after() -> None:
    before, after = described("412", "--on", "2025-06-30"), described("412", "--on", "2025-07-01")
    assert (before["name"], before["valid"], after["name"], after["valid"]) == ("Thành phố Vinh", True, None, False)
    assert codes(before["predecessors"]) == ["412", "413"]
    assert len(before["answers"]) == 6
    assert described("413", "--on", "2024-11-30")["name"] == "Thị xã Cửa Lò"


def test_a_commune_with_its_periods_and_their_decisions() -> None:
    found = described("16702", "--on", "2024-01-01")
    assert [one["decree"]["id"] for one in found["periods"]] == [
        "124/2004/QĐ-TTg",
        "1243/NQ-UBTVQH15",
        "1678/NQ-UBTVQH15",
    ]
    assert (found["name"], found["district"], found["province"]) == ("Xã Nghi Phú", "412", "40")
    assert described("06886", "--on", "2025-01-01")["split"] is True
    assert len(described("06886", "--on", "2025-01-01")["answers"]) == 3


def test_the_screen_says_it_in_words() -> None:
    shown = lienthong("units", "06886", "--on", "2025-01-01").stdout
    assert "Xã Hải Lạng" in shown
    assert "chia tách · split" in shown
    assert "1679/NQ-UBTVQH15" in shown or "124/2004/QĐ-TTg" in shown


def test_a_code_nobody_ever_had_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["units", "99999"])
    assert ended.value.code == 2
    assert "No unit ever had the code 99999" in capsys.readouterr().err
