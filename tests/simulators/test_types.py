"""The record types against the published contracts: what a type declares of itself is what the contract says of it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from simulators.province.catalogue import record_types
from simulators.province.plan import Plan
from simulators.province.record_type import RecordType
from simulators.province.registration import ID_CARD
from simulators.province.stores import Export, Table
from simulators.province.world import Settings, World
from tests.world import ROOT

TYPES = record_types()
PUBLISHED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schemas/json").glob("*.json")}
SETTINGS = Settings(3, 400, "40", 6, datetime(2026, 11, 22, 6, 30, tzinfo=UTC))

each = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.flow)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(World(SETTINGS))


def test_every_contract_has_a_type_and_every_type_a_contract() -> None:
    assert {kind.flow for kind in TYPES} == set(PUBLISHED)
    assert {kind.flow: kind.domain for kind in TYPES} == {name: one["x-domain"] for name, one in PUBLISHED.items()}


def test_records_of_a_domain_are_shared_out_whole(plan: Plan) -> None:
    counts = plan.world.counts
    for domain in {kind.domain for kind in TYPES}:
        assert sum(counts[kind.flow] for kind in TYPES if kind.domain == domain) == SETTINGS.records


@each
def test_an_error_is_in_a_field_of_the_contract(kind: RecordType) -> None:
    fields = {*PUBLISHED[kind.flow]["properties"], "natural_key", "raw", "unit"}
    assert {error.field for error in kind.errors.values()} <= fields


@each
def test_a_type_leans_on_what_its_contract_names_as_parents(kind: RecordType) -> None:
    named = {parent["kind"] for parent in PUBLISHED[kind.flow].get("x-parents", [])} - {"person"}
    assert set(kind.parents) == named


@each
def test_rows_have_the_columns_of_their_store(kind: RecordType, plan: Plan) -> None:
    rows = [plan.record(kind.flow, number).row for number in range(plan.world.counts[kind.flow])]
    if isinstance(kind.store, Table):
        assert {frozenset(row) for row in rows} == {frozenset(columns(PUBLISHED[kind.flow]))}
    elif isinstance(kind.store, Export):
        known = [set(names(form)) for form in kind.store.forms.values()]
        assert all(not all(known) or any(set(row) <= one for one in known) for row in rows)


def names(form: Any) -> tuple[str, ...]:
    return getattr(form, "names", ()) or getattr(form, "header", ())


def columns(contract: dict[str, Any]) -> set[str]:
    """The wire names as columns: nksNoiSinhDVHC is nks_noi_sinh_dvhc."""
    wire = (one["x-wire-name"] for one in contract["properties"].values())
    return {re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() for name in wire}


@each
def test_dossiers_have_a_procedure_and_an_event(kind: RecordType, plan: Plan) -> None:
    if kind.dossiers:
        procedure, event = kind.asked(plan.world, 0)
        assert procedure.code
        assert event.commune == plan.world.commune(0)
    else:
        assert (kind.event, kind.procedure) == (None, None)


@each
def test_a_record_of_any_number_can_be_made(kind: RecordType, plan: Plan) -> None:
    assert plan.record(kind.flow, 5 * SETTINGS.records, 3).expect in ("accepted", "waiting")


def test_citizens_show_their_card_of_twelve_digits(plan: Plan) -> None:
    row = plan.record("birth", 0).row
    assert (row["me_loai_giay_to_tuy_than"], ID_CARD) == ("4", "4")
    assert len(row["me_so_giay_to_tuy_than"]) == 12


def test_every_module_with_a_type_is_named_after_it() -> None:
    folder = Path(ROOT / "simulators" / "province")
    assert {kind.flow for kind in TYPES} == {
        path.stem for path in folder.glob("*.py") if "\nTYPE = " in path.read_text(encoding="utf-8")
    }
