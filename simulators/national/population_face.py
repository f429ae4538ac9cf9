"""The face of the population register: who is known, and which records their owner can see on VNeID.

It keeps no ledger. Known are the province's adults and the children of accepted births; visible is a record that is
accepted, not deleted and about a known person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from fastapi import FastAPI, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulators.national import ledger
from simulators.national.model import Text
from simulators.national.openapi import Shapes, answer, read
from simulators.national.people import People
from simulators.national.records_face import AtMost, limited
from simulators.national.registry import Registry


class Ids(msgspec.Struct):
    """Personal numbers, at most 1,000."""

    ids: Annotated[list[Text], AtMost]


class Identity(msgspec.Struct):
    """What the state knows of one personal number."""

    id: str
    known: bool
    deceased: bool


class Identities(msgspec.Struct):
    """One answer for each number, in the order of the request."""

    results: list[Identity]


class Keys(msgspec.Struct):
    """Record keys of one contract, at most 1,000."""

    contract: Text
    keys: Annotated[list[Text], AtMost]


class Visible(msgspec.Struct):
    """The keys their owners can see, in the order of the request."""

    visible: list[str]


def mount(app: FastAPI, shapes: Shapes, people: People, registries: Mapping[str, Registry]) -> None:
    """Give the application its routes; `registries` maps each contract to who keeps it."""

    @app.post(
        "/v1/identity/check",
        responses=shapes.answers(Identities, 400, 401, 413, 429),
        response_class=Response,
        openapi_extra=shapes.body(Ids),
    )
    async def identity(request: Request) -> Response:
        """Say which personal numbers are known, and whose owner is deceased."""
        ids = limited((await read(request, Ids)).ids)
        known = await run_in_threadpool(people.known, ids)
        return answer(Identities([Identity(id_, id_ in known, known.get(id_, False)) for id_ in ids]))

    @app.post(
        "/v1/vneid/visible",
        responses=shapes.answers(Visible, 400, 401, 404, 413, 429),
        response_class=Response,
        openapi_extra=shapes.body(Keys),
    )
    async def visible(request: Request) -> Response:
        """Say which records their owners can see on VNeID."""
        asked = await read(request, Keys)
        registry = registries.get(asked.contract)
        if registry is None:
            raise HTTPException(404, f"no registry keeps {asked.contract}")
        return answer(Visible(await run_in_threadpool(_visible, people, registry, asked.contract, limited(asked.keys))))


def _visible(people: People, registry: Registry, contract: str, keys: list[str]) -> list[str]:
    with registry.ledger.snapshot() as db:
        entries = ledger.entries(db, contract, keys)
    owners = {key: entry.person for key, entry in entries.items() if entry.person and not entry.deleted}
    known = people.known(owner for owner in owners.values() if owner)
    return [key for key in keys if owners.get(key) in known]
