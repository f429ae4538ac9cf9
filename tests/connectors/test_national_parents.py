"""Records that lean on records: each registry says who is missing, who cannot go yet, and whom it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.national.health import Health
from connectors.national.land import Land
from connectors.national.population import Population
from connectors.national.school import School
from flows.parents import known_by
from relay.model import Endpoint
from simulators.national.published import FOLDER
from tests.connectors.world import ADULT, QUICK, STRANGER, World, message, national


def publish(folder: Path, name: str, domain: str, fields: str, *parents: tuple[str, str]) -> None:
    """A contract of text fields, all required, keyed by the first of them."""
    told = {
        "x-contract": name,
        "x-domain": domain,
        "x-key": [{"field": fields.split()[0]}],
        "x-parents": [{"kind": kind, "key": [{"field": field}]} for kind, field in parents],
        "properties": {field: {"type": "string", "x-wire-name": field} for field in fields.split()},
    }
    (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The services with a parent and a child type more in three domains."""
    home = tmp_path_factory.mktemp("leaning")
    contracts = home / "contracts"
    contracts.mkdir()
    for path in FOLDER.glob("*.json"):
        (contracts / path.name).write_bytes(path.read_bytes())
    for domain in ("land", "school", "health"):
        publish(contracts, f"{domain}_above", domain, "code owner", ("person", "owner"))
        publish(contracts, f"{domain}_below", domain, "code above", (f"{domain}_above", "above"))
    with national(home, contracts) as running:
        yield running


KINDS: Any = pytest.mark.parametrize("kind", [Land, School, Health], ids=lambda kind: kind.name)


@KINDS
def test_a_child_waits_for_its_parent_and_its_parent_waits_for_it(world: World, kind: Any) -> None:
    endpoint: Endpoint = world.endpoint(kind)
    above, below = f"{kind.name}_above", f"{kind.name}_below"
    child = message("c", {"code": "c", "above": "p"})
    for verb in (endpoint.check, endpoint.push):
        assert [(v.kind, v.code) for v in verb(below, [child])] == [("parent_unknown", "E109")]
    assert endpoint.push(above, [message("p", {"code": "p", "owner": ADULT})])[0].kind == "accepted"
    assert endpoint.push(below, [child])[0].kind == "accepted", "the same message, once its parent is there"
    gone = message("p", None, version=2)
    for verb in (endpoint.check, endpoint.push):
        assert [(v.kind, v.code) for v in verb(above, [gone])] == [("has_children", "E108")]
    assert endpoint.ask(above, [gone])[0].kind == "absent", "what may come again is not remembered"
    assert endpoint.holds(above, ["p"]) == {"p"}
    assert endpoint.push(below, [message("c", None, version=2)])[0].kind == "accepted"
    assert endpoint.check(above, [gone])[0].kind == "accepted"
    assert endpoint.push(above, [gone])[0].kind == "accepted"
    assert endpoint.holds(above, ["p"]) == set()


def test_parents_of_every_kind_are_asked_of_who_keeps_them(world: World) -> None:
    endpoints = {f"{kind.name}_above": world.endpoint(kind) for kind in (Land, School, Health)}
    for name, endpoint in endpoints.items():
        assert endpoint.push(name, [message("k|1", {"code": "k|1", "owner": ADULT})])[0].kind == "accepted"
    population = Population(world.connection("population"), limits=QUICK)
    known = known_by(population.known, endpoints.__getitem__)
    there = {f"person|{ADULT}", *(f"{name}|k|1" for name in endpoints)}
    assert known([*there, f"person|{STRANGER}", "land_above|k|2", "school_above|k"]) == there
    assert known([]) == set()


@KINDS
def test_many_parents_are_asked_for_in_portions(world: World, kind: Any) -> None:
    endpoint, name = world.endpoint(kind), f"{kind.name}_above"
    keys = [f"m{n}" for n in range(endpoint.batch_size + 2)]
    wanted = [message(key, {"code": key, "owner": ADULT}) for key in (keys[0], keys[-1])]
    assert {verdict.kind for verdict in endpoint.push(name, wanted)} == {"accepted"}
    assert endpoint.holds(name, keys) == {keys[0], keys[-1]}
