"""Puts the national services together: judge, ledger file, face, guard and shell of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from fastapi import FastAPI

from simulators.clock import Clock
from simulators.credentials import Login, credentials
from simulators.national import health_face, health_xml, population_face, portal_face, records_face, reporting
from simulators.national.auth import ApiKey, Basic, Guard, OAuth2
from simulators.national.civil_status import CivilStatusJudge
from simulators.national.health import HealthJudge
from simulators.national.judge import ContractJudge
from simulators.national.land import LandJudge
from simulators.national.model import Judge
from simulators.national.openapi import Shapes, service
from simulators.national.people import People
from simulators.national.portal import PortalJudge
from simulators.national.portal_guard import PortalSession
from simulators.national.published import FOLDER, published
from simulators.national.registry import Registry
from simulators.national.school import SchoolJudge
from simulators.national.shell import Shell

DIGESTS = ("civil_status", "land")
LETTERS = {"civil_status": "HT", "land": "DD", "school": "GD", "health": "YT", "portal": "DVC"}
BROKEN = "Hệ thống bận, giao dịch không được xử lý"
JSON_ERROR = ("application/json", f'{{"code": "E900", "message": "{BROKEN}"}}'.encode())
ERRORS = {
    "health": (health_xml.MEDIA, health_xml.failure("E900", BROKEN)),
    "portal": ("application/json", f'{{"error_code": -1, "message": "{BROKEN}"}}'.encode()),
}


class Title(NamedTuple):
    """How a service introduces itself."""

    title: str
    guard: type[Guard]


TITLES = {
    "population": Title("Population register", ApiKey),
    "civil_status": Title("Civil-status registry", OAuth2),
    "land": Title("Land registry", OAuth2),
    "school": Title("School registry", ApiKey),
    "health": Title("Health gateway", Basic),
    "portal": Title("National public-service portal", PortalSession),
    "reporting": Title("National reporting interface", ApiKey),
}
DESCRIPTION = (
    "A MOCK for development and tests. The push contract of the real system is not public; "
    "this one is our own and proves nothing about it."
)


#: A registry keeps all published contracts of the domain of its name; the portal keeps the dossiers.
JUDGES: dict[str, type[ContractJudge]] = {
    "civil_status": CivilStatusJudge,
    "land": LandJudge,
    "school": SchoolJudge,
    "health": HealthJudge,
}


def apps(state: Path, seed: Path, clock: Clock, contracts: Path = FOLDER) -> dict[str, Shell]:
    """The services by name; their files lie under `state`, the province's persons are read live from `seed`.

    `contracts` is the folder of the published contracts.
    """
    people = People(seed, state / "civil_status.sqlite")
    known = published(contracts)
    judges: dict[str, Judge] = {
        name: judge(people, {one.name: one for one in known.values() if one.domain == name})
        for name, judge in JUDGES.items()
    }
    judges["portal"] = PortalJudge()
    registries = {
        name: Registry(state / f"{name}.sqlite", clock, judge, LETTERS[name]) for name, judge in judges.items()
    }
    logins = credentials()
    shells = {name: _shell(name, people, registries, logins[name]) for name in TITLES if name != "reporting"}
    return {**shells, "reporting": _reporting(reporting.Reporting(registries["portal"], clock), logins["reporting"])}


def _reporting(seen: reporting.Reporting, login: Login) -> Shell:
    """The interface that keeps nothing of its own: it looks at what the portal holds."""
    title, kind = TITLES["reporting"]
    app, shapes = service("reporting", title, DESCRIPTION, kind)
    reporting.mount(app, shapes, seen)
    return Shell(app, kind(app, login), None, JSON_ERROR)


def _shell(name: str, people: People, registries: Mapping[str, Registry], login: Login) -> Shell:
    title, kind = TITLES[name]
    app, shapes = service(name, title, DESCRIPTION, kind)
    guard = kind(app, login)
    registry = registries.get(name)
    if registry is None:
        keepers = {contract: kept for kept in registries.values() for contract in kept.judge.contracts}
        population_face.mount(app, shapes, people, keepers)
    else:
        _FACES.get(name, _records)(name, app, shapes, registry, guard)
    return Shell(app, guard, registry, ERRORS.get(name, JSON_ERROR))


def _records(name: str, app: FastAPI, shapes: Shapes, registry: Registry, guard: Guard) -> None:
    records_face.mount(app, shapes, registry, digests=name in DIGESTS)


def _health(name: str, app: FastAPI, shapes: Shapes, registry: Registry, guard: Guard) -> None:
    health_face.mount(app, shapes, registry)


def _portal(name: str, app: FastAPI, shapes: Shapes, registry: Registry, guard: Guard) -> None:
    assert isinstance(guard, PortalSession)
    portal_face.mount(app, shapes, registry, guard.open)


_FACES: dict[str, Callable[[str, FastAPI, Shapes, Registry, Guard], None]] = {"health": _health, "portal": _portal}
