"""`python -m benchmarks.forecast`: how often the forecast held on simulated campaigns, beside two simpler methods, in one run."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.forecast.backtest import Held, backtest, told
from benchmarks.forecast.histories import FAMILIES
from benchmarks.forecast.peers import alike, normal
from benchmarks.forecast.picture import draw
from tracking.forecast import forecast

METHODS = {"ours": forecast, "normal": normal, "days alike": alike}


def main(arguments: Sequence[str] | None = None) -> int:
    """Test every method on the same histories, print a table per method and one JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--each", type=int, default=100, help="histories of each family, each asked three times")
    parser.add_argument("--picture", type=Path, help="only draw the picture of docs/forecast.md, to this SVG file")
    asked = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    if asked.picture:
        draw(asked.seed, asked.picture)
        return 0
    known = told(asked.seed, asked.each)
    found: dict[str, dict[str, Held]] = {}
    for name, method in METHODS.items():
        start = time.process_time()
        found[name] = backtest(method, known)
        spent = time.process_time() - start
        show(name, found[name], 1000 * spent / sum(found[name][family].forecasts for family in FAMILIES))
    figures = {name: {family: asdict(held) for family, held in held_by.items()} for name, held_by in found.items()}
    print(json.dumps({"bench": "forecast", "seed": asked.seed, "held": figures}))
    return 0


def show(name: str, found: dict[str, Held], milliseconds: float) -> None:
    """One method's table."""
    table = Table(title=f"{name}: {milliseconds:.2f} ms a forecast", title_justify="left")
    for heading in ("family", "forecasts", "done by P50", "done by P90", "band ÷ time left"):
        table.add_column(heading, justify="left" if heading == "family" else "right")
    for family, held in found.items():
        table.add_row(family, str(held.forecasts), f"{held.p50:.1%}", f"{held.p90:.1%}", f"{held.width:.2f}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
