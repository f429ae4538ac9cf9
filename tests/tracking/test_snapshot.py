"""The daily snapshot is written once per day however often it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from relay.store import Store
from relay.store.tables import snapshot as table
from tests.tracking.filling import FLOWS, TODAY, Filling, campaign
from tracking.snapshot import snapshot

MAY_10 = datetime(2025, 5, 10, 3, tzinfo=UTC)


def rows(store: Store) -> set[tuple[object, ...]]:
    with store.read() as tx:
        return {tuple(row) for row in tx.execute(sa.select(table))}


def test_a_day_written_again_is_replaced(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    fill.accepted(2, MAY_10, flow="birth", unit="00004", linked=True)
    fill.open(1, flow="death", unit=None)
    one = campaign(tmp_path, id="civil", domain="civil_status")
    other = campaign(tmp_path, id="birth-only", domain="civil_status", flows=["birth"], target={"00006": "4"})
    assert snapshot(store, [one, other], FLOWS, TODAY) == 3
    first = rows(store)
    assert first == {
        ("2026-11-22", "civil", "birth", "00004", 2, 0, 2, 2, 2),
        ("2026-11-22", "civil", "death", "unknown", 1, 0, 0, 0, 0),
        ("2026-11-22", "birth-only", "birth", "00006", 4, 0, 0, 0, 0),
    }
    assert snapshot(store, [one, other], FLOWS, TODAY) == 3
    assert rows(store) == first


def test_a_unit_that_is_gone_leaves_the_day_and_other_days_stay(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    record_id = fill.record(unit="00004")
    one = campaign(tmp_path)
    snapshot(store, [one], FLOWS, MAY_10.date())
    snapshot(store, [one], FLOWS, TODAY)
    with store.begin() as tx:
        tx.exec_driver_sql(f"DELETE FROM record WHERE record_id = {record_id}")
    fill.accepted(1, MAY_10, unit="00006")
    snapshot(store, [one], FLOWS, TODAY)
    assert {(day, unit) for day, _, _, unit, *_ in rows(store)} == {("2025-05-10", "00004"), ("2026-11-22", "00006")}
