"""The peer's own environment, made once from its hashed lock under LIENTHONG_HOME/bench; nothing of it enters ours."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parent / "requirements-dlt.txt"


def dlt_python(home: Path) -> Path:
    """The Python of dlt's environment; made (half a minute) when the lock is new. Raises CalledProcessError."""
    stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    folder = home / f"dlt-{stamp}"
    python = folder / "bin" / "python"
    done = folder / "complete"
    if not done.exists():
        print("Making the environment of dlt …", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--compile"]
        subprocess.run([*install, "--require-hashes", "--requirement", str(LOCK)], check=True)
        done.touch()
    return python.absolute()


def version_of_dlt() -> str:
    """The version the lock names."""
    line = next(line for line in LOCK.read_text().splitlines() if line.startswith("dlt=="))
    return line.removeprefix("dlt==").split()[0]
