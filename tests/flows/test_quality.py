"""The quality report of a night: Data Docs with rules and counts and no value, and people told when nobody reviews it."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from expectations import judge_for, rule_text
from flows import alerting
from flows.cli import app
from flows.quality import folder_of, quality_report, say
from flows.wiring import Wiring
from relay.errors import FatalError
from relay.store import Store
from relay.store.desk_tables import quality_figure
from relay.store.tables import content
from tests.expectations import good
from tests.expectations.kit import found, frame
from tests.tracking.test_quality import BAD, night
from tracking.campaigns import local_today

CONFIG = Path(__file__).parents[2] / "config"

#: Values of the planted records, each in a field of its own.
MARKS = {
    "child_name": "DẤU Bí Mật Xyzzy",
    "personal_id": "091919191919",
    "mother_name": "DẤU Mẹ Quux",
    "note": "DẤU-ghi-chú",
}


@pytest.fixture
def wiring(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wiring:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    for name, value in {"HOME": tmp_path, "CONFIG": config, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    return Wiring()


def planted(store: Store) -> set[str]:
    """A night of births with marked values that break rules. Returns the rules they break."""
    records = [good.birth(number) | MARKS | {"born_on": "2030-01-01", "signer": None} for number in range(30)]
    caught = found(judge_for("birth", local_today())(frame(records)))
    wrong = [[(rule, field, "critical") for rule, field in caught[place]] for place in range(30)]
    night(store, [("16690", one) for one in wrong], datetime.now(UTC))
    with store.begin() as tx:
        tx.execute(content.update().values(payload=json.dumps(records[0], ensure_ascii=False)))
    return {rule for one in wrong for rule, _, _ in one}


def test_the_data_docs_say_what_is_wrong_and_hold_no_value(wiring: Wiring) -> None:
    broken = planted(wiring.store)
    assert "birth.born_in_future" in broken
    done = quality_report(wiring, local_today())
    assert done["judged"] == 30
    files = [path for path in folder_of(wiring, local_today()).rglob("*") if path.is_file()]
    assert len(files) == done["files"] >= 3
    texts = {path: path.read_bytes().decode() for path in files}
    [results] = [text for path, text in texts.items() if "validations" in path.parts]
    for rule in broken:
        words = rule_text("birth", rule)
        assert words is not None
        assert words.vi in results
        assert words.fix_vi in results
    assert "100% of 30 total rows" in re.sub(r"<[^>]+>", "", results).replace("\n", " ")
    for path, text in texts.items():
        assert [value for value in MARKS.values() if value in text or value in str(path)] == []
        assert "2030-01-01" not in text


def test_the_data_docs_ask_nobody_for_anything_and_run_nothing(wiring: Wiring) -> None:
    planted(wiring.store)
    quality_report(wiring, local_today())
    for page in folder_of(wiring, local_today()).rglob("*.html"):
        assert re.findall(r"https?://|<script|<link|<img", page.read_text(encoding="utf-8")) == []


def test_writing_a_report_again_replaces_it(wiring: Wiring) -> None:
    planted(wiring.store)
    quality_report(wiring, local_today())
    (folder_of(wiring, local_today()) / "left.html").write_text("from an earlier time")
    first = quality_report(wiring, local_today())
    assert not (folder_of(wiring, local_today()) / "left.html").exists()
    assert quality_report(wiring, local_today()) == first
    assert folder_of(wiring, local_today()).stat().st_mode & 0o077 == 0


def test_a_day_without_batches_has_no_report(wiring: Wiring) -> None:
    assert quality_report(wiring, local_today()) == {"judged": 0, "files": 0}
    assert not folder_of(wiring, local_today()).exists()


def test_only_a_reviewer_or_a_leader_reviews(wiring: Wiring) -> None:
    night(wiring.store, [("16690", [BAD])], datetime.now(UTC))
    quality_report(wiring, local_today())
    for user in ("clerk", "auditor", "stranger"):
        with pytest.raises(FatalError, match="none of the roles"):
            say(wiring, local_today(), user, "accepted", "")
    assert say(wiring, local_today(), "leader", "needs_work", "Xem lại.").reviewer == "leader"


def test_people_are_told_of_a_report_nobody_reviewed_in_time(wiring: Wiring) -> None:
    for back in (2, 3, 50):
        row = {"flow": "birth", "source": "s", "unit": "16690", "rule": "", "evaluated": 1, "failed": 0}
        with wiring.store.begin() as tx:
            tx.execute(quality_figure.insert().values(day=(local_today() - timedelta(days=back)).isoformat(), **row))
    late = (local_today() - timedelta(days=3)).isoformat()
    told = {
        name: state for name, state in alerting.states(wiring, local_today()).items() if name.startswith("quality/")
    }
    assert told == {f"quality/{late}": "unreviewed"}
    changes = alerting.alerts.changes(wiring.store, "mail", told)
    assert "chưa được xem xét" in alerting.message(wiring, changes, local_today(), alerting.config(wiring))
    alerting.alerts.told(wiring.store, "mail", changes)
    say(wiring, local_today() - timedelta(days=3), "reviewer", "accepted", "")
    told = {
        name: state for name, state in alerting.states(wiring, local_today()).items() if name.startswith("quality/")
    }
    changes = alerting.alerts.changes(wiring.store, "mail", told)
    assert "đã được xem xét" in alerting.message(wiring, changes, local_today(), alerting.config(wiring))
    with wiring.store.read() as tx:
        assert tx.execute(sa.text("SELECT count(*) FROM alert")).scalar() == 1


def test_a_terminal_shows_the_report_and_takes_the_review(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_ACTOR", "leader")
    night(wiring.store, [("16690", [BAD]), ("16690", [])], datetime.now(UTC))
    runner, day = CliRunner(), local_today().isoformat()
    assert json.loads(runner.invoke(app, ["quality", "count", "--json"]).stdout)["judged"] == 2
    shown = runner.invoke(app, ["quality", "report"]).stdout
    assert "50,0 %" in shown
    assert "Ngày sinh ở tương lai." in " ".join(shown.split())
    said = ["quality", "review", day, "--decision", "needs_work", "--comment", "Xem lại."]
    assert runner.invoke(app, said).exit_code == 0
    assert json.loads(runner.invoke(app, ["quality", "report", day, "--json"]).stdout)["review"]["reviewer"] == "leader"
    assert runner.invoke(app, ["quality", "birth", "--json"]).stdout.strip() == "[]"
    assert runner.invoke(app, ["quality", "births"]).exit_code == 2
