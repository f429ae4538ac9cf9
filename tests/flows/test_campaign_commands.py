"""What a leader types about campaigns: a goal moves by somebody's word only, and nothing that cannot be measured comes into force."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.figures import keep_standing
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.store import Store
from tests.tracking.filling import write_campaign
from tracking.campaign_versions import versions
from tracking.campaigns import local_today

PEOPLE = """people:
  - {user: leader, roles: [leader], units: ["*"]}
  - {user: clerk, roles: [clerk], units: ["*"]}
"""
ROOT = Path(__file__).parents[2]
CLEAR = {"version": "2025", "owner": "A", "task": "B", "authority": "C", "product": "D"}

Declare = Callable[..., None]


@pytest.fixture
def config(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one campaign over an empty store."""
    folder = tmp_path / "config"
    folder.mkdir()
    for name in ("units.yaml", "leads.yaml"):
        (folder / name).write_bytes((ROOT / "config" / name).read_bytes())
    (folder / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    write_campaign(folder)
    for name, value in {"HOME": tmp_path, "CONFIG": folder, "DATABASE_URL": store.url, "ACTOR": "leader"}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    return folder


def night() -> None:
    keep_standing(Wiring(), local_today())


def asked(*arguments: str) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def told(*arguments: str, **environment: str) -> str:
    result = CliRunner().invoke(app, [*arguments], env={"COLUMNS": "200", **environment})
    return " ".join(f"{result.output} {result.exception or ''}".split())


def test_a_moved_deadline_waits_for_the_leaders_word(config: Path) -> None:
    night()
    write_campaign(config, deadline="2025-07-01")
    [line] = asked("campaigns")
    assert (line["deadline"], line["version"], line["waiting"]) == (
        "2025-06-01",
        1,
        {"deadline": ["2025-06-01", "2025-07-01"]},
    )
    [measured] = asked("progress")["campaigns"]
    assert (measured["deadline"], measured["version"], measured["change_waits"]) == ("2025-06-01", 1, True)
    assert "chưa có hiệu lực" in told("progress")
    done = asked("campaigns", "adopt", "land-test", "--why", "Công văn 123/UBND")
    assert [(one["number"], one["actor"], one["reason"]) for one in done] == [
        (1, "configuration", "A test."),
        (2, "leader", "Công văn 123/UBND"),
    ]
    assert done[1]["changes"] == {"deadline": ["2025-06-01", "2025-07-01"]}
    [measured] = asked("progress")["campaigns"]
    assert (measured["deadline"], measured["version"], measured["change_waits"]) == ("2025-07-01", 2, False)
    assert "chưa có hiệu lực" not in told("progress")
    assert "Công văn 123/UBND" in told("campaigns", "history", "land-test")


def test_a_clerk_moves_no_goal(config: Path, store: Store) -> None:
    night()
    write_campaign(config, deadline="2025-07-01")
    assert "clerk has none of the roles" in told(
        "campaigns", "adopt", "land-test", "--why", "x", LIENTHONG_ACTOR="clerk"
    )
    assert len(versions(store)["land-test"]) == 1


@pytest.mark.parametrize("changes", [{"deadline": "2025-04-30"}, {"flows": ["birth"]}])
def test_what_is_refused_never_comes_into_force(config: Path, store: Store, changes: dict[str, Any]) -> None:
    """Neither by adopting nor by being new; until it is mended the night measures by what holds."""
    night()
    write_campaign(config, **changes)
    assert "is not allowed" in told("campaigns", "adopt", "land-test", "--why", "x")
    night()
    write_campaign(config, id="another", **changes)
    with pytest.raises(FatalError, match="Campaign another"):
        night()
    assert [len(kept) for kept in versions(store).values()] == [1]
    write_campaign(config, id="another")
    night()
    assert set(versions(store)) == {"land-test", "another"}


def test_a_campaign_that_left_the_file_is_missed_until_somebody_ends_it(config: Path, store: Store) -> None:
    night()
    write_campaign(config, id="another")
    night()
    gone = {line["campaign"]: line["missing"] for line in asked("campaigns")}
    assert gone == {"another": False, "land-test": True}
    assert "no longer in campaigns.yaml" in told("campaigns")
    asked("campaigns", "adopt", "land-test", "--why", "Kết thúc theo kế hoạch")
    assert [line["campaign"] for line in asked("campaigns")] == ["another"]
    assert versions(store)["land-test"][-1].reason == "Kết thúc theo kế hoạch"
    assert "There is no campaign land-test" in told("campaigns", "adopt", "land-test", "--why", "x")


def test_a_campaign_that_comes_back_is_measured_as_it_is_written(config: Path, store: Store) -> None:
    night()
    write_campaign(config, id="another")
    asked("campaigns", "adopt", "land-test", "--why", "Kết thúc")
    write_campaign(config, deadline="2025-08-01")
    night()
    [line] = [one for one in asked("campaigns") if one["campaign"] == "land-test"]
    assert (line["deadline"], line["version"], line["waiting"]) == ("2025-08-01", 3, {})
    assert versions(store)["land-test"][-1].actor == "configuration"


def test_where_the_five_clear_things_are_not_clear(config: Path) -> None:
    units = {
        "16690": {"owner": " ", "authority": ""},
        "00004": {"version": "2023", "leader": "Phó chủ tịch"},
        "00006": {"version": "2023"},
    }
    write_campaign(config, clear={"default": CLEAR, "units": units})
    found = {line["unit"]: (line["version"], line["gaps"]) for line in asked("campaigns", "gaps")}
    assert found == {"16690": ("2025", ["owner", "authority"]), "00006": ("2023", ["leader"])}
    write_campaign(config, deadline="open", clear={"default": {**CLEAR, "owner": ""}})
    assert [line["gaps"] for line in asked("campaigns", "gaps")] == [["owner", "due"]]
    assert "tất cả" in told("campaigns", "gaps")
    write_campaign(config)
    assert "clear everywhere" in told("campaigns", "gaps")


def test_progress_says_who_took_a_campaign_over(config: Path) -> None:
    write_campaign(config, province="49", start="2025-01-01", deadline="2025-09-30")
    units = config / "units.yaml"
    ours = units.read_text(encoding="utf-8")
    assert asked("progress", "--as-of", "2025-07-01")["campaigns"] == [], "another province's"
    units.write_text(ours.replace('province: "40"', 'province: "48"'), encoding="utf-8")
    before, after = (asked("progress", "--as-of", day)["campaigns"][0] for day in ("2025-06-30", "2025-07-01"))
    assert before["responsible"] == {"province": "49", "name": "Tỉnh Quảng Nam", "since": None, "resolution": None}
    assert after["responsible"]["province"] == "48"
    assert "Thành phố Đà Nẵng, từ 01/07/2025 (202/2025/QH15)" in told("progress", "--as-of", "2025-07-01")
    assert "Đà Nẵng" not in told("progress", "--as-of", "2025-06-30")


def test_a_past_day_is_told_by_the_first_version(config: Path) -> None:
    night()
    write_campaign(config, deadline="2025-07-01")
    asked("campaigns", "adopt", "land-test", "--why", "x")
    before, now = asked("progress", "--as-of", "2025-05-31")["campaigns"][0], asked("progress")["campaigns"][0]
    assert (before["version"], before["deadline"]) == (1, "2025-06-01")
    assert (now["version"], now["deadline"]) == (2, "2025-07-01")
