"""`lienthong leads`: counted by rule, one by one on request, and never a name or a number of a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.figures import keep_leads
from flows.wiring import Wiring
from relay.store import Store
from tests.tracking.filling import Filling
from tracking.campaigns import local_today

PERSON, NAME = "040226000001", "Nguyễn Thị Bí Mật"


@pytest.fixture
def child(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A newborn of a month ago, and the leads of today's night."""
    for name, value in {"HOME": str(tmp_path), "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", value)
    born = local_today().replace(day=1).isoformat()
    accepted = [("accepted", False, datetime.now(UTC))]
    made = Filling(store).record("birth", "16690", accepted, personal_id=PERSON, born_on=born, child_name=NAME)
    keep_leads(Wiring(), local_today())
    return made


def lienthong(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["leads", *arguments], env={"COLUMNS": "160"})


def asked(*arguments: str) -> Any:
    result = lienthong(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def open_ones(found: Any) -> dict[str, int]:
    return {line["rule"]: line["open"] for line in found["rules"] if line["open"]}


def test_leads_are_counted_by_rule_and_unit(child: int) -> None:
    assert open_ones(asked()) == {"child-health-insurance": 1}
    assert open_ones(asked("--unit", "16690")) == {"child-health-insurance": 1}
    assert open_ones(asked("--unit", "00004")) == {}


def test_a_rule_is_listed_one_by_one_without_anybodys_name(child: int) -> None:
    found = asked("--rule", "child-health-insurance")
    assert [(line["record_id"], line["unit"]) for line in found["leads"]] == [(child, "16690")]
    for output in (lienthong("--rule", "child-health-insurance").output, json.dumps(found)):
        assert str(child) in output
        assert PERSON not in output
        assert NAME not in output


def test_why_is_told_in_both_languages(child: int) -> None:
    assert "được cấp thẻ bảo hiểm y tế" in " ".join(lienthong().output.split())
    assert "entitled to a card" in " ".join(lienthong("--lang", "en").output.split())


def test_a_rule_there_is_none_of_names_those_there_are(child: int) -> None:
    result = lienthong("--rule", "x")
    assert result.exit_code == 2
    assert "grade-one" in result.output
