"""`python -m simulators`: makes the province if it is not there, serves the outside world on loopback until stopped.

The first line on standard output is JSON with every address, printed once all services answer; progress goes to
standard error. All services run in one process and one event loop, on free ports or on port-base and those after it.
A complete province is never made again unasked: whoever read from it remembers how far, and would miss another's records.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Generator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from simulators import control
from simulators.clock import HANOI, Clock
from simulators.credentials import credentials
from simulators.local import onestop, reports
from simulators.local.civil_db import CivilDb
from simulators.local.dossiers import Dossiers
from simulators.national import apps
from simulators.province.generate import build
from simulators.province.night import Night
from simulators.province.places import Places, has_types_of, load_settings
from simulators.province.plan import Plan
from simulators.province.systems import Systems
from simulators.province.world import Settings, World

LOOPBACK = "127.0.0.1"
# Of a new province; one that is there keeps its own.
DEFAULTS: dict[str, Any] = {"seed": 1, "records": 2000, "province": "40", "communes": 12, "twice": 3, "twins": 10}


class OtherProvinceError(Exception):
    """The home holds a complete province made from other settings; the message is the sentence to print."""


class Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Nothing to catch: `serve` stops all servers together."""
        yield


class Outside(NamedTuple):
    """A made province and where it lies."""

    plan: Plan
    places: Places
    state: Path


def at_least(least: int) -> Callable[[str], int]:
    """What reads a whole number that is not below `least`."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {least}")
        return int(text)

    return number


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m simulators", description=__doc__)
    parser.add_argument("--seed", type=int, help="same seed, same province; 1 for a new one")
    parser.add_argument("--records", type=at_least(2), help="records of each domain; 2000 for a new one")
    parser.add_argument("--province", help="code of a province of today; 40 for a new one")
    parser.add_argument("--communes", type=at_least(1), help="how many of its communes; 12 for a new one")
    parser.add_argument(
        "--twice", type=at_least(0), help="per mille of records of one person a second time; 3 for a new one"
    )
    parser.add_argument("--twins", type=at_least(0), help="per mille of births that are a twin's; 10 for a new one")
    parser.add_argument("--anew", action="store_true", help="remove the province and the ledgers of the home first")
    parser.add_argument("--port-base", type=int, default=None, help="first port; otherwise free ports")
    home = Path(os.environ.get("LIENTHONG_HOME", ".lienthong")) / "simulators"
    parser.add_argument("--home", type=Path, default=home, help="folder of the province and of the ledgers")
    parser.add_argument("--only-generate", action="store_true", help="make the province and stop")
    parser.add_argument(
        "--credentials", action="store_true", help="print the accounts of the simulated systems and stop"
    )
    return parser.parse_args(words)


def prepare(given: argparse.Namespace, clock: Clock) -> Outside:
    """The province under the home folder when it is complete, else a new one.

    Raises OtherProvinceError when the one that is there was made from other settings than those given.
    """
    places, state = Places(given.home.resolve() / "province"), given.home.resolve() / "national"
    found = None if given.anew else load_settings(places)
    if found:
        refuse_others(given, found)
        world = World(found)
        refuse_other_types(given, places, world)
        return Outside(Plan(world), places, state)
    wipe(places, state)
    wanted = Settings(**DEFAULTS | asked(given), made_at=clock.now())
    sys.stderr.write(f"making a province of {wanted.records:,} records per domain\n")
    _, plan = build(places, wanted)
    return Outside(plan, places, state)


def asked(given: argparse.Namespace) -> dict[str, Any]:
    """The settings that stand on the command line."""
    return {name: getattr(given, name) for name in DEFAULTS if getattr(given, name) is not None}


def refuse_others(given: argparse.Namespace, found: Settings) -> None:
    """Raise OtherProvinceError unless every setting on the command line is that of the province."""
    wanted = {name: value for name, value in asked(given).items() if value != getattr(found, name)}
    if wanted:
        held = ", ".join(f"--{name} {getattr(found, name)}" for name in wanted)
        other = ", ".join(f"--{name} {value}" for name, value in wanted.items())
        raise OtherProvinceError(
            f"{given.home} holds a province made with {held}, not {other}: leave the option out to go on with it, "
            "choose another --home (or LIENTHONG_HOME), or wipe it and its ledgers with --anew."
        )


def refuse_other_types(given: argparse.Namespace, places: Places, world: World) -> None:
    """Raise OtherProvinceError for a province that was made before a record type was added or taken away."""
    if not has_types_of(places, world):
        raise OtherProvinceError(
            f"{given.home} holds a province made with other record types than there are now: choose another --home "
            "(or LIENTHONG_HOME), or wipe it and its ledgers with --anew."
        )


def wipe(places: Places, state: Path) -> None:
    """Remove a province and its ledgers; its settings go first, so that a killed wipe leaves no complete province."""
    places.settings.unlink(missing_ok=True)
    for folder in (places.root, state):
        if folder.exists():
            sys.stderr.write(f"{folder.name}: not complete or not wanted any more, made again\n")
            shutil.rmtree(folder)


def bind(port: int) -> socket.socket:
    """A listening place on loopback; port 0 takes a free one."""
    # Named by its protocol, or asyncio leaves Nagle's algorithm on and every answer in two writes waits 40 ms.
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind((LOOPBACK, port))
    return place


def addresses(urls: Mapping[str, str], places: Places) -> dict[str, Any]:
    """What the first line says."""
    inner = ("onestop", "control", "reports")
    return {
        "local": {
            "onestop": urls["onestop"],
            "reports": urls["reports"],
            "civil_db": f"sqlite:///{places.civil_db}",
            "drop": str(places.drop),
            "civil_scans": str(places.scans),
        },
        "national": {name: url for name, url in urls.items() if name not in inner},
        "control": urls["control"],
        "manifest": str(places.manifest),
    }


async def serve(services: Mapping[str, Any], places: Places, port_base: int | None) -> None:
    """Run every service until the process is told to stop."""
    sockets = {name: bind(0 if port_base is None else port_base + n) for n, name in enumerate(services)}
    urls = {name: f"http://{LOOPBACK}:{place.getsockname()[1]}" for name, place in sockets.items()}
    servers = {
        name: Server(uvicorn.Config(service, log_level="warning", access_log=False, timeout_graceful_shutdown=2))
        for name, service in services.items()
    }
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    running = [asyncio.create_task(server.serve([sockets[name]])) for name, server in servers.items()]
    while not stop.is_set() and not all(server.started for server in servers.values()):
        await asyncio.sleep(0.02)
    print(json.dumps(addresses(urls, places)), flush=True)
    await asyncio.wait([asyncio.create_task(stop.wait()), *running], return_when=asyncio.FIRST_COMPLETED)
    for server in servers.values():
        server.should_exit = True
    await asyncio.gather(*running)


@cache
def _made(units: tuple[str, ...], today: date, seed: int) -> reports.Items:
    return reports.made(units, today, seed)


def _reported(world: World, clock: Clock) -> reports.Items:
    """What the report system knows on the day it is in the simulated world."""
    today = clock.now().astimezone(HANOI).date()
    return _made(tuple(commune.agency for commune in world.communes), today, world.seed)


def main() -> int:
    """Make, then serve; the exit code is 2 when the home holds another province."""
    given, clock = arguments(), Clock()
    if given.credentials:
        print(json.dumps({name: login._asdict() for name, login in credentials().items()}))
        return 0
    try:
        outside = prepare(given, clock)
    except OtherProvinceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if given.only_generate:
        return 0
    systems = Systems(CivilDb(outside.places.civil_db), Dossiers(outside.places.onestop))
    outside.state.mkdir(parents=True, exist_ok=True)
    night = Night(outside.plan, outside.places, systems, clock)
    services = {
        "onestop": onestop.app(systems.dossiers, credentials()["onestop"]),
        "control": control.app(night.fall, clock),
        **apps(outside.state, outside.places.seed, clock),
        # Last, so that the ports of the others stay where they are.
        "reports": reports.app(lambda: _reported(outside.plan.world, clock), credentials()["reports"]),
    }
    try:
        asyncio.run(serve(services, outside.places, given.port_base))
    finally:
        systems.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
