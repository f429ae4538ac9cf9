"""The installation the pages show: one wiring for the life of the process, configuration read again when its file changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.people import Person, load_people

if TYPE_CHECKING:
    from flows.wiring import Wiring
    from tracking.names import UnitNames


@cache
def wiring() -> Wiring:
    """The installation of LIENTHONG_HOME and LIENTHONG_DATABASE_URL. Raises FatalError when there is no store yet."""
    from flows.commands import looking

    return looking()


def people() -> Mapping[str, Person]:
    """Users by name, as people.yaml says now."""
    path = wiring().settings.config / "people.yaml"
    return _people(path, path.stat().st_mtime_ns)


def unit_names() -> UnitNames:
    """Names of units, as units.yaml says now."""
    path = wiring().settings.config / "units.yaml"
    return _unit_names(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _people(path: Path, changed: int) -> Mapping[str, Person]:
    return load_people(path)


@lru_cache(maxsize=1)
def _unit_names(path: Path, changed: int) -> UnitNames:
    from tracking.names import load_names

    return load_names(path)
