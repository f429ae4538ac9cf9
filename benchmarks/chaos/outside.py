"""The outside world of one run: the simulated systems in a forked process, on sockets that listen before it starts."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from simulators import control
from simulators.__main__ import LOOPBACK, Server
from simulators.clock import Clock
from simulators.credentials import credentials
from simulators.local import onestop
from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.national import apps
from simulators.province.generate import build
from simulators.province.night import Night
from simulators.province.places import Places, load_settings
from simulators.province.plan import Plan
from simulators.province.systems import Systems
from simulators.province.world import Settings, World

SERVICES = ("onestop", "control", "population", "civil_status", "land", "school", "health", "portal", "reporting")


class Outside(NamedTuple):
    """A running outside world: what a connection needs, by name, and where its truth lies."""

    known: Mapping[str, dict[str, str]]
    urls: Mapping[str, str]
    places: Places


def make(home: Path, seed: int, records: int) -> None:
    """Make a small province under `home`."""
    build(Places(home / "province"), Settings(seed, records, "40", 3, Clock().now()))


@contextmanager
def running(home: Path, *, nights: bool = False) -> Iterator[Outside]:
    """The world of the province under `home`, until the block ends. `nights`: its control service is there too."""
    sockets = {name: _listening() for name in SERVICES}
    places = Places(home / "province")
    child = forked(lambda: _serve(home, places, sockets, nights=nights))
    urls = {name: f"http://{LOOPBACK}:{place.getsockname()[1]}" for name, place in sockets.items()}
    for place in sockets.values():
        place.close()
    try:
        yield Outside(_connections(places, urls), urls, places)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def forked(work: Callable[[], int | None]) -> int:
    """Do `work` in a child process, which ends with what it gives, or 70 after an error. Returns the child's pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        code = work() or 0
    except BaseException:  # whatever it is, it must not go on in the parent's code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _listening() -> socket.socket:
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    place.bind((LOOPBACK, 0))
    place.listen(128)
    return place


def _connections(places: Places, urls: Mapping[str, str]) -> dict[str, dict[str, str]]:
    accounts = {name: login._asdict() for name, login in credentials().items()}
    folders = {"civil_db": f"sqlite:///{places.civil_db}", "drop": str(places.drop), "civil_scans": str(places.scans)}
    nobody = {"login": "", "password": ""}
    return {name: {"url": url, **accounts.get(name, nobody)} for name, url in (folders | dict(urls)).items()}


def _serve(home: Path, places: Places, sockets: Mapping[str, socket.socket], *, nights: bool) -> None:
    clock, state = Clock(), home / "national"
    state.mkdir(parents=True, exist_ok=True)
    systems = Systems(CivilDb(places.civil_db), Dossiers(places.onestop))
    services: dict[str, Any] = {"onestop": onestop.app(systems.dossiers, credentials()["onestop"])}
    services |= apps(state, places.seed, clock)
    if nights:
        settings = load_settings(places)
        assert settings is not None
        night = Night(Plan(World(settings)), places, systems, clock)
        services["control"] = control.app(night.fall, clock)
    asyncio.run(_until_killed({name: (service, sockets[name]) for name, service in services.items()}))


async def _until_killed(services: Mapping[str, tuple[Any, socket.socket]]) -> None:
    async def one(service: Any, place: socket.socket) -> None:
        await Server(uvicorn.Config(service, log_level="critical", access_log=False, lifespan="off")).serve([place])

    await asyncio.gather(*(one(*pair) for pair in services.values()))
