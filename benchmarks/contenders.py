"""Who is measured: each contender knows how to make one load of so many pages, and what a load needs beforehand."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks import dlt_peer
from benchmarks.measure import Reading, run
from benchmarks.postgres import Postgres

DATABASE = "bench"


@dataclass(frozen=True)
class World:
    """What a load needs: the page server's address, a folder to write in, PostgreSQL where one is used."""

    address: str
    folder: Path
    postgres: Postgres | None


class Contender(Protocol):
    """One way of loading. `measure` gives a reading per label: the load, and what follows it in the same database."""

    @property
    def labels(self) -> Sequence[str]: ...

    def measure(self, world: World, pages: int) -> dict[str, Reading]: ...


@dataclass(frozen=True)
class Ours:
    """The engine with the birth mapping: a first load into an empty store, then the same pages again, unchanged."""

    store: str

    @property
    def labels(self) -> Sequence[str]:
        """First load and unchanged reload."""
        return (f"ours {self.store}", f"ours {self.store} unchanged")

    def measure(self, world: World, pages: int) -> dict[str, Reading]:
        """Both loads, each in its own process."""
        url, database_cpu = self._fresh_store(world)
        command = [sys.executable, "-m", "benchmarks.ours", world.address, str(pages), url]
        first, again = (run(command, database_cpu) for _ in range(2))
        if first.versions != first.records or again.versions != 0:
            raise RuntimeError(f"Ours stored {first.versions} of {first.records} records, then {again.versions} of 0.")
        return dict(zip(self.labels, (first, again), strict=True))

    def _fresh_store(self, world: World) -> tuple[str, Callable[[], float]]:
        if self.store == "sqlite":
            shutil.rmtree(world.folder / "sqlite", ignore_errors=True)
            return f"sqlite:///{world.folder}/sqlite/store.db", lambda: 0.0
        assert world.postgres is not None
        world.postgres.empty_database(DATABASE)
        return world.postgres.sqlalchemy_url(DATABASE), world.postgres.cpu_s


@dataclass(frozen=True)
class Dlt:
    """dlt on PostgreSQL; `disposition` append is its fastest, merge drops what came before by primary key."""

    python: Path
    disposition: str

    @property
    def labels(self) -> Sequence[str]:
        """The first load only."""
        return (f"dlt {self.disposition}",)

    def measure(self, world: World, pages: int) -> dict[str, Reading]:
        """One load into an empty database."""
        assert world.postgres is not None
        world.postgres.empty_database(DATABASE)
        folder = world.folder / "dlt"
        shutil.rmtree(folder, ignore_errors=True)
        script = [str(self.python), str(Path(dlt_peer.__file__).resolve())]
        where = [world.address, str(pages), world.postgres.socket, DATABASE, self.disposition, str(folder)]
        return {self.labels[0]: run([*script, *where], world.postgres.cpu_s)}
