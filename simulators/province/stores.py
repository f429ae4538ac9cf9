"""Where a record type lies outside: a table of the civil-status database, files of the drop folder, the one-stop system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulators.local.forms import Form

if TYPE_CHECKING:
    from simulators.province.world import World


@dataclass(frozen=True)
class Table:
    """A table of the civil-status database; its columns are the keys of the rows."""

    name: str


@dataclass(frozen=True)
class OneStop:
    """The one-stop system."""


@dataclass(frozen=True)
class Export:
    """A folder of the drop folder and the kinds of files in it, by their ending.

    A record goes into a file of its unit. `file` gives the ending and what else stands in the name behind the unit;
    without it all go into the one kind there is, named after the unit alone.
    """

    folder: str
    forms: Mapping[str, Form]
    file: Callable[[World, int], tuple[str, ...]] | None = None

    def place(self, world: World, number: int) -> tuple[str, ...]:
        """(ending, further pieces of the name …) of the file a record goes into."""
        return self.file(world, number) if self.file else tuple(self.forms)


Store = Table | OneStop | Export
