"""The page of leads: what a rule says, whose unit it is by its name, and only what is for the visitor."""

from __future__ import annotations

import csv
import io

from relay.store.figure_tables import lead
from tests.ui.conftest import Get
from ui import installation


def a_lead(record_id: int, unit: str, rule: str = "identity-card") -> None:
    row = {"rule": rule, "record_id": record_id, "unit": unit, "due_on": "2026-01-02", "found_on": "2026-01-01"}
    with installation.wiring().store.begin() as tx:
        tx.execute(lead.insert().values(row))


def records(get: Get, user: str) -> list[str]:
    text = get("/leads", user, format="csv").content.decode("utf-8-sig")
    return sorted(row["Bản ghi"] for row in csv.DictReader(io.StringIO(text)))


def test_a_school_and_a_commune_stand_under_their_names(get: Get) -> None:
    a_lead(1, "16690")
    a_lead(2, "16690S01")
    page = get("/leads").text
    assert "<td>Phường Trường Vinh</td>" in page
    assert "<td>Trường số 01, Phường Trường Vinh</td>" in page


def test_a_clerk_sees_the_leads_of_the_own_units_only(get: Get) -> None:
    a_lead(1, "16690")
    a_lead(2, "17272")
    assert records(get, "admin") == ["1", "2"]
    assert records(get, "clerk") == ["1"]
    assert "17272" not in get("/leads", "clerk").text
