"""The catalogue of flows: one flow for each published contract, parents before the records that lean on them."""

from __future__ import annotations

import json
from pathlib import Path

from flows.catalogue import FLOWS, catalogue, flows_by_domain
from schemas.contract import contracts


def publish(folder: Path, name: str, domain: str, *parents: str) -> None:
    """A contract as the catalogue reads it."""
    told = {
        "x-domain": domain,
        "title": name.upper(),
        "x-title-en": name,
        "x-parents": [{"kind": kind} for kind in parents],
    }
    (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")


def test_every_contract_has_its_flow_and_says_what_it_is_called() -> None:
    assert {flow.name: (flow.domain, flow.title_vi, flow.title_en) for flow in FLOWS.values()} == {
        name: (one.domain, one.title, one.title_en) for name, one in contracts().items()
    }
    assert all(name == flow.name for name, flow in FLOWS.items())


def test_parents_stand_before_their_children() -> None:
    order = list(FLOWS)
    for name, one in contracts().items():
        assert all(order.index(parent.kind) < order.index(name) for parent in one.parents if parent.kind in FLOWS)


def test_flows_come_by_domain_and_name_unless_a_parent_comes_first(tmp_path: Path) -> None:
    publish(tmp_path, "b_land", "land", "z_health", "person")
    publish(tmp_path, "z_health", "health")
    publish(tmp_path, "a_health", "health", "z_health")
    publish(tmp_path, "c_birth", "civil_status", "person")
    found = catalogue(tmp_path)
    assert list(found) == ["c_birth", "z_health", "b_land", "a_health"]
    assert (found["b_land"].title_vi, found["b_land"].title_en, found["b_land"].domain) == ("B_LAND", "b_land", "land")


def test_flows_of_a_domain_stand_together() -> None:
    assert {name for names in flows_by_domain().values() for name in names} == set(FLOWS)
