"""Writes the OpenAPI documents of the national services: `python -m simulators.national.export [folder]`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fastapi import FastAPI

from simulators.clock import Clock
from simulators.national.house import apps

FOLDER = Path(__file__).parents[2] / "schemas" / "openapi"


def documents() -> dict[str, str]:
    """The document of each service, as it lies in its file."""
    with tempfile.TemporaryDirectory() as folder:
        services = apps(Path(folder), Path(folder) / "seed.sqlite", Clock())
        written = {}
        for name, shell in services.items():
            assert isinstance(shell.app, FastAPI)
            written[name] = json.dumps(shell.app.openapi(), ensure_ascii=False, indent=1) + "\n"
            shell.close()
    return written


def main(folder: Path) -> None:
    """Write every document."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
