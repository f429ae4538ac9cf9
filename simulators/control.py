"""The hand on the simulated world: lets nights fall and sets the date. Loopback only, for tests and benchmarks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import FastAPI
from pydantic import BaseModel, Field

from simulators.clock import Clock
from simulators.province.night import Done, Shares

__all__ = ["Done", "Shares", "app"]

Share = Annotated[float, Field(ge=0, le=1)]


class NightOrder(BaseModel):
    """Shares of the good, live records of every flow that change and are deleted; `late` is a share of the changes."""

    change: Share = 0.01
    delete: Share = 0.001
    late: Share = 0.02
    seed: int = 0


class NightDone(BaseModel):
    """Number of records by flow."""

    changed: dict[str, int]
    deleted: dict[str, int]
    late: dict[str, int]


class ClockOrder(BaseModel):
    """The date to live in; null returns to the real one."""

    date: date | None


def app(fall: Callable[[Shares], Done], clock: Clock) -> FastAPI:
    """The control service of a province; `fall` lets one night fall."""
    api = FastAPI(title="Control of the simulated province", version="1.0.0", openapi_url=None, docs_url=None)
    one_at_a_time = threading.Lock()

    @api.post("/_night")
    def let_a_day_pass(order: NightOrder) -> NightDone:
        with one_at_a_time:
            done = fall(Shares(**order.model_dump()))
        return NightDone(**done._asdict())

    @api.put("/_clock")
    def set_date(order: ClockOrder) -> ClockOrder:
        clock.set(order.date)
        return order

    @api.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return api
