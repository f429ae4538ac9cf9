"""`python -m benchmarks.pages`: how fast the pages of progress answer with 3,321 units × 5 campaigns × 90 days behind them.

Pages and a plain file of the same size take turns in one run against one server; medians are told, and the ratio to the file.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests
from rich.console import Console
from rich.table import Table

from benchmarks.pages.history import CAMPAIGNS, fill
from relay.store import Store
from schemas import units
from tracking.campaigns import local_today

WARM_UP = 3


def addresses(unit: str) -> dict[str, str]:
    """Name → path of what is asked for."""
    one = f"/lienthong/progress/{CAMPAIGNS[1]}"
    return {
        "plain file": "/plain.html",
        "progress": "/lienthong/progress",
        "campaign": one,
        "campaign, searched": f"{one}?q=phu&sort=percent",
        "unit": f"{one}/units/{unit}",
        "chart": f"{one}/chart.svg",
    }


def measure(base: str, paths: Mapping[str, str], runs: int) -> dict[str, list[float]]:
    """Milliseconds of every answer, everyone in turn."""
    taken: dict[str, list[float]] = {name: [] for name in paths}
    with requests.Session() as session:
        for number in range(WARM_UP + runs):
            for name, path in paths.items():
                start = time.perf_counter()
                answer = session.get(base + path, timeout=60)
                spent = 1000 * (time.perf_counter() - start)
                answer.raise_for_status()
                if number >= WARM_UP:
                    taken[name].append(spent)
    return taken


def served(home: Path, paths: Mapping[str, str], runs: int) -> dict[str, list[float]]:
    """Start the server over the store in `home`, give it a plain file as large as the page of progress, and measure."""
    plain = home / "plain.html"
    plain.write_text("<p></p>", encoding="utf-8")
    environment = {**os.environ, "LIENTHONG_HOME": str(home)}
    environment.pop("LIENTHONG_DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.pages.server", str(plain)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            base = process.stdout.readline().strip()
            plain.write_bytes(requests.get(base + paths["progress"], timeout=60).content)
            return measure(base, paths, runs)
        finally:
            process.terminate()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, measure, print the table and the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--units", type=int, default=3321, help="communes in each of five campaigns")
    parser.add_argument("--days", type=int, default=90, help="days of history")
    parser.add_argument("--runs", type=int, default=30, help="measured answers of each page")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    codes = sorted(current_communes())[: asked.units]
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        store = Store(f"sqlite:///{folder}/lienthong.db")
        store.migrate()
        rows = fill(store, codes, asked.days, local_today(), asked.seed)
        store.close()
        taken = served(Path(folder), addresses(codes[0]), asked.runs)
    report(taken, rows)
    return 0


def current_communes() -> list[str]:
    """The codes of today's communes."""
    return [code for code in units.all_codes() if units.valid_on(code, local_today().isoformat())]


def report(taken: Mapping[str, Sequence[float]], rows: int) -> None:
    """The table for people, then one JSON line."""
    medians = {name: statistics.median(values) for name, values in taken.items()}
    table = Table(title=f"{rows:,} standings; milliseconds of an answer", title_justify="left")
    for heading in ("page", "median", "fastest", "slowest", "× plain file"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for name, values in taken.items():
        ratio = medians[name] / medians["plain file"]
        table.add_row(name, f"{medians[name]:.1f}", f"{min(values):.1f}", f"{max(values):.1f}", f"{ratio:.1f}")
    Console().print(table)
    ratios = {name: round(median / medians["plain file"], 2) for name, median in medians.items()}
    print(
        json.dumps(
            {
                "bench": "pages",
                "standings": rows,
                "median_ms": {k: round(v, 1) for k, v in medians.items()},
                "ratios": ratios,
            }
        )
    )


if __name__ == "__main__":
    sys.exit(main())
