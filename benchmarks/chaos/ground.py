"""Where runs take place: prepared worlds on one kind of database, copied for every run, so that each begins in the same state."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import requests

from benchmarks.chaos import outside, product
from benchmarks.chaos.points import Messages, Passing
from benchmarks.postgres import Postgres, control_postgres

STAGES = ("first", "night")
#: A night in which much happens to few records.
NIGHT = {"change": 0.3, "delete": 0.1, "late": 0.2}


class Databases(Protocol):
    """The kind of database the store lies on."""

    name: str

    def copied(self, template: str, home: Path) -> str:
        """The address of a new database like the template's."""
        ...

    def address(self, home: Path) -> str:
        """The address of the database made for `home`."""
        ...

    def drop(self, home: Path) -> None:
        """Remove the database made for `home`."""
        ...


class Sqlite:
    """Files: the copied folder has the store already."""

    name = "sqlite"

    def copied(self, template: str, home: Path) -> str:
        """The file inside the folder."""
        return self.address(home)

    def address(self, home: Path) -> str:
        """The file inside the folder."""
        return f"sqlite:///{home}/product/store.db"

    def drop(self, home: Path) -> None:
        """It goes with its folder."""


class PostgreSql:
    """Databases of a private server, copied by the server itself."""

    name = "postgres"

    def __init__(self, server: Postgres, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self._do("ALTER SYSTEM SET fsync = off")  # processes are killed here, the machine is not

    def copied(self, template: str, home: Path) -> str:
        """A new database named like the folder."""
        origin = f' TEMPLATE "{template}"' if template else ""
        self._do(f'CREATE DATABASE "{home.name}"{origin}')
        return self.address(home)

    def address(self, home: Path) -> str:
        """The database named like the folder."""
        return self.server.sqlalchemy_url(home.name)

    def drop(self, home: Path) -> None:
        """Remove it, whoever is still connected."""
        self._do(f'DROP DATABASE IF EXISTS "{home.name}" WITH (FORCE)')

    def restart(self) -> None:
        """Stop the server at once, as a crash would, and start it again."""
        control_postgres(self.folder, "restart")

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.server.uri, autocommit=True) as connection:
            connection.execute(statement.encode())


@dataclass
class Ground:
    """Prepared worlds under `folder`; `flows`: the record types that runs are about."""

    folder: Path
    databases: Databases
    seed: int
    records: int
    flows: Sequence[str]

    def prepare(self) -> None:
        """Make both stages: nothing delivered yet, and everything delivered with a day gone by since."""
        for stage in STAGES:
            home = self._template(stage)
            home.mkdir(parents=True)
            _in_child(lambda home=home: outside.make(home, self.seed, self.records))
            url = self.databases.copied("", home)
            _in_child(lambda home=home, url=url: _migrate(home, url))
        self._live_through_a_day(self._template("night"))

    @contextmanager
    def fresh(self, stage: str, name: str, *, tmpfs_kb: int = 0) -> Iterator[tuple[Path, str]]:
        """A copy of a stage: its home and the address of its store. With `tmpfs_kb` the product has only so much more disk."""
        home = self.folder / f"{self.databases.name}-{name}"
        origin = self._template(stage)
        shutil.copytree(
            origin, home, ignore=lambda folder, names: ["product"] if tmpfs_kb and folder == str(origin) else []
        )
        if tmpfs_kb:
            mount_full(origin / "product", home / "product", tmpfs_kb)
        url = self.databases.copied(origin.name, home)
        try:
            yield home, url
        finally:
            self.databases.drop(home)
            if tmpfs_kb:
                subprocess.run(["umount", str(home / "product")], check=True)
            shutil.rmtree(home)

    def _template(self, stage: str) -> Path:
        return self.folder / f"{self.databases.name}-template-{stage}"

    def _live_through_a_day(self, home: Path) -> None:
        url = self.databases.address(home)
        with outside.running(home, nights=True) as world:
            where = product.Installation(home / "product", url, world.known, silence_s=30)
            code = _in_child(lambda: product.run(where, self.flows, Messages(), Passing()))
            assert code == product.FINE, f"the first night ended with {code}"
            requests.post(
                f"{world.urls['control']}/_night", json=NIGHT | {"seed": self.seed}, timeout=60
            ).raise_for_status()


def mount_full(origin: Path, place: Path, free_kb: int) -> None:
    """A small disk that holds a copy of `origin` and little more."""
    place.mkdir(parents=True)
    used = sum(file.stat().st_size for file in origin.rglob("*") if file.is_file()) // 1024
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + free_kb + 64}k", "tmpfs", str(place)], check=True)
    shutil.copytree(origin, place, dirs_exist_ok=True)


def make_room(place: Path) -> None:
    """Somebody has cleared the disk."""
    subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)


def can_mount(folder: Path) -> bool:
    """Whether this machine lets us make a small disk."""
    place = folder / "probe"
    place.mkdir(parents=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if done.returncode == 0:
        subprocess.run(["umount", str(place)], check=True)
    return done.returncode == 0


def _migrate(home: Path, url: str) -> None:
    from relay.audit.keys import signer
    from relay.store import Store

    store = Store(url, signer(home / "product" / "keys"))
    store.migrate()
    store.close()


def _in_child(work) -> int:  # type: ignore[no-untyped-def]
    """Do it in a process of its own: threads it starts must not be there when runs are forked."""
    return os.waitstatus_to_exitcode(os.waitpid(outside.forked(work), 0)[1])
