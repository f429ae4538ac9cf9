"""Writes the OpenAPI documents of the local services: `python -m simulators.local.openapi [folder]`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fastapi import FastAPI

from simulators import control
from simulators.clock import Clock
from simulators.credentials import Login
from simulators.local import onestop, reports
from simulators.local.dossiers import Dossiers

FOLDER = Path(__file__).parents[2] / "schemas" / "openapi"


def documents() -> dict[str, str]:
    """The document of each service, as it lies in its file."""
    with tempfile.TemporaryDirectory() as folder:
        store = Dossiers(Path(folder) / "onestop.sqlite")
        apps = {
            "onestop": onestop.app(store, Login("", "")),
            "control": control.app(_no_night, Clock()),
            "reports": reports.app(_nothing, Login("", "")),
        }
        store.close()
        return {name: _text(app) for name, app in apps.items()}


def _no_night(shares: control.Shares) -> control.Done:
    raise NotImplementedError("only described here, never run")


def _nothing() -> reports.Items:
    raise NotImplementedError("only described here, never run")


def _text(app: FastAPI) -> str:
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1) + "\n"


def main(folder: Path) -> None:
    """Write every document."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
