"""A past day is counted again without moving what stands today, and nobody is told of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.daily import progress, weekly_report
from flows.secrets import Connections
from relay.errors import FatalError
from relay.store import Store
from relay.store.figure_tables import index_figure, lead, open_dossier, standing
from tests.tracking.filling import Filling
from tracking.campaigns import local_today

PERSON = "040226000001"


@pytest.fixture
def store(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    for name, value in {"HOME": tmp_path, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    monkeypatch.delenv("LIENTHONG_CONFIG", raising=False)
    fill, now = Filling(store), datetime.now(UTC)
    born = (local_today() - timedelta(days=20)).isoformat()
    fill.accepted(1, now - timedelta(days=3), flow="birth", unit="16690", personal_id=PERSON, born_on=born)
    late = {"received_at": "2026-01-05T08:00", "due_at": "2026-01-09T08:00", "settling_unit": "H41.10", "status": "4"}
    fill.accepted(1, now - timedelta(days=3), flow="dossier", unit="H41.10", procedure_code="1.001193", **late)
    fill.batch("birth", 2)
    return store


def nobody(name: str) -> None:
    raise FatalError(f"no connection {name}", f"chưa có kết nối {name}")


NOBODY: Connections = nobody  # type: ignore[assignment]


def counted(store: Store) -> dict[str, int]:
    tables = (index_figure, lead, open_dossier)
    with store.read() as tx:
        return {table.name: tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables}


def test_a_day_of_the_past_moves_nothing_but_its_standing(store: Store) -> None:
    today = progress(connections=NOBODY)
    assert (today["leads"], today["dossiers"]) == (1, 1)
    before = counted(store)
    assert before["open_dossier"] == before["lead"] == 1
    past = progress(as_of="2020-05-05", connections=NOBODY)
    assert "leads" not in past
    assert counted(store) == before
    with store.read() as tx:
        days = set(tx.execute(sa.select(standing.c.day)).scalars())
        closed = tx.execute(sa.select(lead.c.closed_on)).scalars().all()
    assert days == {"2020-05-05", local_today().isoformat()}
    assert closed == [None]


def test_a_week_without_any_standing_is_said_and_no_failure(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    assert weekly_report(as_of="2025-01-06", connections=NOBODY) == {"files": 0, "packs": 0}
    assert "No standing was kept" in caplog.text
