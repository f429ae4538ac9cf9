"""Where everything of a province lies, and what a complete one was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from simulators.province.world import Settings, World


class Places(NamedTuple):
    """Where everything of a province lies."""

    root: Path

    @property
    def civil_db(self) -> Path:
        """The civil-status database."""
        return self.root / "civil_db.sqlite"

    @property
    def onestop(self) -> Path:
        """The store of the one-stop system."""
        return self.root / "onestop.sqlite"

    @property
    def drop(self) -> Path:
        """The drop folder."""
        return self.root / "drop"

    @property
    def scans(self) -> Path:
        """Scans the civil-status rows point to."""
        return self.root / "civil_scans"

    @property
    def manifest(self) -> Path:
        """The truth."""
        return self.root / "manifest.jsonl"

    @property
    def seed(self) -> Path:
        """The population before the first night."""
        return self.root / "population.sqlite"

    @property
    def live(self) -> Path:
        """Versions of the records."""
        return self.root / "versions"

    @property
    def settings(self) -> Path:
        """What the province was made from."""
        return self.root / "settings.json"


def load_settings(places: Places) -> Settings | None:
    """The settings of a complete province in the folder, or None."""
    raw = _read(places)
    if raw is None:
        return None
    made_at = datetime.fromisoformat(raw["made_at"])
    doubles = raw.get("twice", 0), raw.get("twins", 0)
    return Settings(raw["seed"], raw["records"], raw["province"], raw["communes"], made_at, *doubles)


def has_types_of(places: Places, world: World) -> bool:
    """True if the complete province in the folder has the record types of a world, and as many records of each."""
    return (_read(places) or {}).get("counts") == world.counts


def save_settings(places: Places, world: World) -> None:
    """Say that the province is complete, in one step."""
    raw = asdict(world.settings) | {"made_at": world.settings.made_at.isoformat(), "counts": world.counts}
    aside = places.settings.with_suffix(".new")
    aside.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    aside.replace(places.settings)


def _read(places: Places) -> Mapping[str, Any] | None:
    try:
        raw: Mapping[str, Any] = json.loads(places.settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return raw
