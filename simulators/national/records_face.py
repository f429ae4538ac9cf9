"""The face of the registries that speak JSON records: civil status, land and school.

Push, check and query take up to 1,000 records; listings are paged in key order; digests let a client compare whole
buckets of keys before it asks for single ones.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from fastapi import Depends, FastAPI, HTTPException, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulators.national.ledger import Entry
from simulators.national.model import LIMIT, Held, Listed, Record, Text, Verdict
from simulators.national.openapi import Shapes, answer, read
from simulators.national.registry import NO_TICKET, Registry

T = TypeVar("T")
AtMost = msgspec.Meta(extra_json_schema={"maxItems": LIMIT})


class Batch(msgspec.Struct):
    """Records to apply or to check, at most 1,000."""

    records: Annotated[list[Record], AtMost]


class Verdicts(msgspec.Struct):
    """One verdict for each record, in the order of the request."""

    results: list[Verdict]


class Asked(msgspec.Struct):
    """Record keys, or else idempotency keys, at most 1,000."""

    keys: Annotated[list[Text] | None, AtMost] = None
    idempotency_keys: Annotated[list[Text] | None, AtMost] = None


class Answers(msgspec.Struct):
    """What is held, in the order of the request."""

    results: list[Held]


class Tickets(msgspec.Struct):
    """Tickets given for pending records, at most 1,000."""

    tickets: Annotated[list[Text], AtMost]


class Resolved(msgspec.Struct):
    """What became of one ticket; E107 when it was never given."""

    ticket: str
    status: Literal["pending", "accepted", "refused"]
    code: str
    field: str | None
    receipt: str | None
    returned: dict[str, str]


class Resolutions(msgspec.Struct):
    """One resolution for each ticket, in the order of the request."""

    results: list[Resolved]


class Page(msgspec.Struct):
    """Part of the listing; `next` is the `after` of the following page, null on the last."""

    records: list[Listed]
    next: str | None


class Bucket(msgspec.Struct):
    """How many live records fall into a bucket, and BLAKE2b-256 over their sorted "key hash" lines."""

    count: int
    digest: str


class Digests(msgspec.Struct):
    """Buckets by the leading bits of BLAKE2b-256 of the key, in hexadecimal; empty buckets are left out."""

    bits: int
    buckets: dict[str, Bucket]


After = Annotated[str, Query(description="The last key of the page before")]
Bits = Annotated[int, Query(ge=4, le=16, multiple_of=4)]
PageSize = Annotated[int, Query(ge=1, le=10_000)]
BucketName = Annotated[str, Query(pattern="^[0-9a-f]{0,4}$", description="Only keys whose BLAKE2b-256 begins so")]
READ_AT_ONCE = 10_000


def mount(app: FastAPI, shapes: Shapes, registry: Registry, *, digests: bool) -> None:
    """Give the application the routes of a JSON registry."""
    contracts = kept_by(registry)
    _mount_writing(app, shapes, registry, contracts)
    _mount_asking(app, shapes, registry, contracts)
    if digests:
        _mount_digests(app, shapes, registry, contracts)
    else:
        _mount_listing(app, shapes, registry, contracts)


def kept_by(registry: Registry) -> Any:
    """The `contract` of a path; HTTP 404 for one the registry does not keep."""

    names = {"enum": list(registry.judge.contracts)}
    named = Path(description="The contract of the records", json_schema_extra=names)

    def known(contract: str = named) -> str:
        if contract not in registry.judge.contracts:
            raise HTTPException(404, f"no contract {contract} is kept here")
        return contract

    return Depends(known)


def _mount_writing(app: FastAPI, shapes: Shapes, registry: Registry, contracts: Any) -> None:
    pending = {202: "The answer; at least one record is pending"}
    verdicts = shapes.answers(Verdicts, 400, 401, 404, 413, 429, more=pending)
    batch = shapes.body(Batch)

    @app.post("/v1/records/{contract}", responses=verdicts, response_class=Response, openapi_extra=batch)
    async def push(request: Request, contract: str = contracts) -> Response:
        """Apply records. The same idempotency key again gets the same verdict and changes nothing."""
        records = limited((await read(request, Batch)).records)
        results = await run_in_threadpool(registry.push, contract, records)
        return answer(Verdicts(results), 202 if any(verdict.status == "pending" for verdict in results) else 200)

    checked = shapes.answers(Verdicts, 400, 401, 404, 413, 429)

    @app.post("/v1/records/{contract}/check", responses=checked, response_class=Response, openapi_extra=batch)
    async def check(request: Request, contract: str = contracts) -> Response:
        """Say what a push would answer; nothing is applied."""
        records = limited((await read(request, Batch)).records)
        return answer(Verdicts(await run_in_threadpool(registry.check, contract, records)))


def _mount_asking(app: FastAPI, shapes: Shapes, registry: Registry, contracts: Any) -> None:
    held = shapes.answers(Answers, 400, 401, 404, 413, 429)

    @app.post("/v1/records/{contract}/query", responses=held, response_class=Response, openapi_extra=shapes.body(Asked))
    async def query(request: Request, contract: str = contracts) -> Response:
        """Say what is held under record keys, or what was answered under idempotency keys."""
        asked = await read(request, Asked)
        if asked.keys is not None:
            results = await run_in_threadpool(registry.by_key, contract, limited(asked.keys))
        else:
            wanted = limited(asked.idempotency_keys or [])
            results = await run_in_threadpool(registry.by_idempotency_key, contract, wanted)
        return answer(Answers(results))

    resolutions = shapes.answers(Resolutions, 400, 401, 413, 429)

    @app.post("/v1/tickets/query", responses=resolutions, response_class=Response, openapi_extra=shapes.body(Tickets))
    async def tickets(request: Request) -> Response:
        """Say what became of pending records; a ticket is resolved when it is asked for the second time."""
        wanted = limited((await read(request, Tickets)).tickets)
        polled = await run_in_threadpool(registry.poll, wanted)
        return answer(Resolutions([_resolved(ticket, verdict) for ticket, verdict in polled]))


def _mount_listing(app: FastAPI, shapes: Shapes, registry: Registry, contracts: Any) -> None:
    page_shape = shapes.answers(Page, 400, 401, 404, 429)

    @app.get("/v1/records/{contract}", responses=page_shape, response_class=Response)
    async def listing(contract: str = contracts, after: After = "", limit: PageSize = LIMIT) -> Response:
        """List every record ever accepted, deleted ones included, in the order of the keys' UTF-8 bytes."""
        return answer(paged(await run_in_threadpool(registry.ledger.page, contract, after, limit), limit))


def _mount_digests(app: FastAPI, shapes: Shapes, registry: Registry, contracts: Any) -> None:
    page_shape = shapes.answers(Page, 400, 401, 404, 429)
    buckets = shapes.answers(Digests, 400, 401, 404, 429)

    @app.get("/v1/records/{contract}", responses=page_shape, response_class=Response)
    async def listing(
        contract: str = contracts, after: After = "", limit: PageSize = LIMIT, bucket: BucketName = ""
    ) -> Response:
        """List every record ever accepted, deleted ones included, in the order of the keys' UTF-8 bytes; or one bucket of them."""
        return answer(paged(await run_in_threadpool(in_bucket, registry, contract, bucket, after, limit), limit))

    @app.get("/v1/records/{contract}/digests", responses=buckets, response_class=Response)
    async def digests(contract: str = contracts, bits: Bits = 8) -> Response:
        """Digest the live records by buckets of their keys; deleted records are left out."""
        return answer(Digests(bits, await run_in_threadpool(bucket_digests, registry, contract, bits)))


def bucket_digests(registry: Registry, contract: str, bits: int) -> dict[str, Bucket]:
    """The buckets of a contract's live records; `bits` is a multiple of four."""
    running: dict[str, tuple[int, Any]] = {}
    for key, content in registry.ledger.live(contract):
        name = place(key)[: bits // 4]
        count, lines = running.get(name) or (0, blake2b(digest_size=32))
        lines.update(f"{key} {content}\n".encode())
        running[name] = (count + 1, lines)
    return {name: Bucket(count, lines.hexdigest()) for name, (count, lines) in sorted(running.items())}


def in_bucket(registry: Registry, contract: str, bucket: str, after: str, limit: int) -> list[Entry]:
    """Up to `limit` ledger rows of a bucket with keys after `after`."""
    found: list[Entry] = []
    at_once = READ_AT_ONCE if bucket else limit
    while len(found) < limit and (rows := registry.ledger.page(contract, after, at_once)):
        found += [row for row in rows if place(row.key).startswith(bucket)]
        after = rows[-1].key
    return found[:limit]


def place(key: str) -> str:
    """Where a key falls among the buckets."""
    return blake2b(key.encode(), digest_size=32).hexdigest()


def paged(rows: list[Entry], limit: int) -> Page:
    """A page of the listing."""
    listed = [Listed(row.key, row.hash, bool(row.deleted)) for row in rows]
    return Page(listed, listed[-1].key if len(listed) == limit else None)


def limited(asked: list[T]) -> list[T]:
    """The list as it is; HTTP 413 when it is longer than a request may carry."""
    if len(asked) > LIMIT:
        raise HTTPException(413, f"at most {LIMIT} in one request")
    return asked


def _resolved(ticket: str, verdict: Verdict | None) -> Resolved:
    if verdict is None:
        return Resolved(ticket, "refused", NO_TICKET[0], None, None, {})
    status: Any = verdict.status
    return Resolved(ticket, status, verdict.code, verdict.field, verdict.receipt, verdict.returned)
