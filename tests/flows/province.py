"""A simulated province with the product beside it: the same steps as a night in Airflow, called in this process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.credentials import Connection
from flows import tasks
from flows.catalogue import FLOWS
from flows.figures import desk
from flows.night import run_flow
from flows.wiring import Wiring
from tests.oracle import Score, compare
from tests.world import ROOT, World, start_world


@dataclass
class Province:
    """`world` is outside, `connections` leads to it; the store is wherever LIENTHONG_DATABASE_URL says."""

    world: World
    known: dict[str, dict[str, str]]

    def connections(self, name: str) -> Connection:
        found = self.known[name]
        return Connection(found["url"], found["login"], found["password"])

    def run(self, *flows: str) -> dict[str, dict[str, Any]]:
        outcomes = {flow: run_flow(flow, connections=self.connections) for flow in flows or FLOWS}
        tasks.settle(connections=self.connections)
        return outcomes

    def wiring(self) -> Wiring:
        return Wiring(self.connections)

    def score(self) -> Score:
        return compare(self.world.manifest(), desk(self.wiring()), self.world.addresses["national"])


@contextmanager
def province(home: Path, patch: pytest.MonkeyPatch, database_url: str, **options: Any) -> Iterator[Province]:
    """Start a world and point the product at it."""
    patch.setenv("LIENTHONG_HOME", str(home))
    patch.setenv("LIENTHONG_DATABASE_URL", database_url)
    patch.delenv("LIENTHONG_CONFIG", raising=False)
    command = [sys.executable, "-m", "simulators", "--credentials"]
    accounts = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    with start_world(home / "world", **options) as world:
        addresses = {**world.addresses["local"], **world.addresses["national"]}
        known = {
            name: {"url": url, "login": "", "password": "", **accounts.get(name, {})} for name, url in addresses.items()
        }
        yield Province(world, known)
