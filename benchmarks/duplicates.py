"""`python -m benchmarks.duplicates SEED…`: how many planted duplicates are found, how many pairs are none, and what a look costs.

For each seed a province with twins and with records that tell of one person or parcel twice is made, synced, and searched; what is found is
held against the generator's manifest. CPU is this process's, per 10,000 births, over a first look at everything.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Pairs = set[tuple[str, frozenset[str]]]


@dataclass
class Measure:
    """Counts over all seeds, per record type."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    twins: Counter[str] = field(default_factory=Counter)
    confused: Counter[str] = field(default_factory=Counter)
    looked_at: Counter[str] = field(default_factory=Counter)
    cpu_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, truth: Pairs, twins: Pairs, found: Pairs) -> None:
        """One province."""
        shares = ((self.planted, truth), (self.found, found), (self.right, truth & found))
        for counter, pairs in (*shares, (self.twins, twins), (self.confused, twins & found)):
            counter.update(flow for flow, _ in pairs)

    def lines(self) -> list[dict[str, Any]]:
        """Per record type: recall, precision, twins taken for one child, CPU seconds for 10,000 records."""
        return [
            {
                "flow": flow,
                "planted": self.planted[flow],
                "recall": round(self.right[flow] / self.planted[flow], 4) if self.planted[flow] else None,
                "precision": round(self.right[flow] / self.found[flow], 4) if self.found[flow] else None,
                "twins": self.twins[flow],
                "twins_confused": self.confused[flow],
                "cpu_s_per_10k": round(self.cpu_s[flow] / self.looked_at[flow] * 10_000, 2),
            }
            for flow in sorted(self.looked_at)
        ]


def truth_of(lines: Sequence[Mapping[str, Any]], name: str) -> Pairs:
    """The pairs of the manifest: `name` is duplicate_of or twin_of. Each line leads to the other by its source's id."""
    keys = {(line["flow"], line["source_id"]): line["key"] for line in lines}
    named = (line for line in lines if name in line)
    return {(line["flow"], frozenset((line["key"], keys[line["flow"], line[name]]))) for line in named}


@contextmanager
def outside(home: Path, seed: int, records: int, twice: int, twins: int) -> Iterator[dict[str, Any]]:
    """A simulated province; gives its addresses."""
    options = {"home": home, "seed": seed, "records": records, "twice": twice, "twins": twins}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    with subprocess.Popen([sys.executable, "-m", "simulators", *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def measure(seed: int, asked: argparse.Namespace, result: Measure) -> None:
    """One province from its making to the pairs found in it."""
    with tempfile.TemporaryDirectory(prefix="duplicates-") as folder:
        home = Path(folder)
        os.environ |= {"LIENTHONG_HOME": folder, "LIENTHONG_DATABASE_URL": f"sqlite:///{home}/store.db"}
        with outside(home / "world", seed, asked.records, asked.twice, asked.twins) as world:
            _sync(world)
            lines = [json.loads(line) for line in Path(world["manifest"]).read_text(encoding="utf-8").splitlines()]
            result.add(truth_of(lines, "duplicate_of"), truth_of(lines, "twin_of"), _searched(result))


def _connections(world: Mapping[str, Any]) -> Any:
    from connectors.credentials import Connection
    from simulators.credentials import credentials

    accounts = credentials()
    addresses = {**world["local"], **world["national"]}

    def connection(name: str) -> Connection:
        login, password = accounts.get(name, ("", ""))
        return Connection(addresses[name], login, password)

    return connection


def _sync(world: Mapping[str, Any]) -> None:
    from flows.night import run_flow
    from tracking.duplicates.declared import declared

    for flow in declared():
        run_flow(flow, connections=_connections(world))


def _searched(result: Measure) -> Pairs:
    from flows.duplicates import look
    from flows.wiring import Wiring
    from tracking.duplicates.declared import declared
    from tracking.duplicates.reading import pairs

    wiring = Wiring()
    for flow in declared():
        before = time.process_time()
        [looked] = look(wiring, [flow])
        result.cpu_s[flow] += time.process_time() - before
        result.looked_at[flow] += looked.records
    return {(one.flow, frozenset((one.a.key, one.b.key))) for one in pairs(wiring.store)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure at every seed and print a line per record type over all of them, as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.duplicates", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="+", help="a province is made for each")
    parser.add_argument("--records", type=int, default=4000, help="records of each domain")
    parser.add_argument("--twice", type=int, default=20, help="per mille of records of one person a second time")
    parser.add_argument("--twins", type=int, default=15, help="per mille of births that are a twin's")
    asked = parser.parse_args(arguments)
    result = Measure()
    for seed in asked.seeds:
        measure(seed, asked, result)
    for line in result.lines():
        print(json.dumps(line))
    return 0


if __name__ == "__main__":
    sys.exit(main())
