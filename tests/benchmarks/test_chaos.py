"""The short part of the fault harness passes on both databases; the seed is in its output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
@pytest.mark.timeout(900)
def test_the_short_part_of_the_fault_harness(database: str, tmp_path: Path) -> None:
    words = ["-q", "-rA", "-p", "no:cacheprovider", "-k", database, "--basetemp", str(tmp_path / "short")]
    command = [sys.executable, "-m", "pytest", *words, "tests/benchmarks/short_chaos.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "seed " in done.stdout
