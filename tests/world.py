"""Starts the outside world for a test: `python -m simulators` as a process of its own, stopped when the test is done.

from tests.world import start_world

with start_world(tmp_path, records=200) as world:
    world.addresses["local"]["onestop"]
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # seconds to answer


@dataclass
class World:
    """A running outside world; `addresses` is the first line it printed."""

    addresses: dict[str, Any]
    home: Path
    process: subprocess.Popen[str]

    def manifest(self) -> list[dict[str, Any]]:
        """Every line of the truth so far."""
        return [json.loads(line) for line in Path(self.addresses["manifest"]).read_text(encoding="utf-8").splitlines()]

    def night(self, **shares: float) -> dict[str, dict[str, int]]:
        """Let a day pass."""
        answer = requests.post(f"{self.addresses['control']}/_night", json=shares, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()

    def set_date(self, day: str | None) -> None:
        """Live on another day; None is today."""
        answer = requests.put(f"{self.addresses['control']}/_clock", json={"date": day}, timeout=PATIENCE)
        answer.raise_for_status()

    def stop(self) -> int:
        """End it; gives the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def start_world(home: Path, *, records: int = 200, seed: int = 1, **options: object) -> Iterator[World]:
    """A world under `home`; further options are those of the command line (`communes=4`). Nothing outlives the block."""
    words = [sys.executable, "-m", "simulators", "--home", str(home), "--records", str(records), "--seed", str(seed)]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the outside world ended with {process.wait()}"
        yield (world := World(json.loads(line), home, process))
        world.stop()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
