"""A circuit breaker per endpoint whose state all workers share: after failures in a row, nobody knocks for a while.

The rules are pybreaker's; only where it remembers is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pybreaker
import sqlalchemy as sa

from relay.clock import utc_now
from relay.delivery.limits import Limits
from relay.errors import RetryableError
from relay.store import Store, evidence
from relay.store.side_tables import breaker

FRESH: Mapping[str, Any] = {"state": pybreaker.STATE_CLOSED, "failures": 0, "successes": 0, "opened_at": None}


class NoAnswerError(Exception):
    """Every message of a request stayed without a clear answer; counts as a failure of the endpoint."""


def circuit(store: Store, endpoint: str, limits: Limits) -> pybreaker.CircuitBreaker:
    """The breaker of an endpoint; what is not the endpoint's failure does not count as one."""
    return pybreaker.CircuitBreaker(
        fail_max=limits.failures,
        reset_timeout=limits.pause.total_seconds(),
        exclude=[lambda error: not isinstance(error, RetryableError | NoAnswerError)],
        state_storage=_Shared(store, endpoint),
        name=endpoint,
        throw_new_error_on_trip=False,
    )


def left_alone(endpoint: str) -> RetryableError:
    """The error while a breaker is open."""
    return RetryableError(
        f"{endpoint} has failed several times in a row and is left alone for a while; nothing was lost, the next run goes on.",
        f"{endpoint} lỗi nhiều lần liên tiếp nên tạm ngừng gửi; dữ liệu vẫn còn nguyên, lượt sau sẽ gửi tiếp.",
        system=endpoint,
    )


def states(store: Store) -> dict[str, Mapping[str, Any]]:
    """The state of every breaker that was ever asked: state, failures, opened_at."""
    with store.read() as tx:
        return {row.endpoint: dict(row._mapping) for row in tx.execute(sa.select(breaker))}


class _Shared(pybreaker.CircuitBreakerStorage):
    """Where a breaker remembers: one row of the store."""

    def __init__(self, store: Store, endpoint: str) -> None:
        super().__init__(endpoint)
        self._store = store

    def _row(self) -> Mapping[str, Any]:
        with self._store.read() as tx:
            found = tx.execute(sa.select(breaker).where(breaker.c.endpoint == self.name)).first()
        return dict(found._mapping) if found else FRESH

    def _set(self, **values: Any) -> None:
        with self._store.begin(f"breaker of {self.name}") as tx:
            mine = breaker.c.endpoint == self.name
            if not tx.execute(sa.select(breaker.c.endpoint).where(mine)).first():
                tx.execute(breaker.insert().values(endpoint=self.name, **FRESH))
            tx.execute(breaker.update().where(mine).values(values))
            if "state" in values:
                evidence.note(tx, "breaker", "", {"endpoint": self.name, "state": values["state"]})

    @property
    def state(self) -> str:
        """closed, open or half-open."""
        return str(self._row()["state"])

    @state.setter
    def state(self, state: str) -> None:
        if state != self.state:
            self._set(state=state)

    @property
    def counter(self) -> int:
        """Failures in a row."""
        return int(self._row()["failures"])

    def increment_counter(self) -> None:
        """One more failure."""
        self._set(failures=breaker.c.failures + 1)

    def reset_counter(self) -> None:
        """No failure any more; a success after a success writes nothing."""
        if self.counter:
            self._set(failures=0)

    @property
    def success_counter(self) -> int:
        """Successes in a row while half open."""
        return int(self._row()["successes"])

    def increment_success_counter(self) -> None:
        """One more success."""
        self._set(successes=breaker.c.successes + 1)

    def reset_success_counter(self) -> None:
        """No success yet."""
        if self.success_counter:
            self._set(successes=0)

    @property
    def opened_at(self) -> datetime | None:
        """When it opened last, by the clock pybreaker compares it with; a clock set back since must not keep it open for long."""
        found: datetime | None = self._row()["opened_at"]
        now = utc_now()
        return found - (now - datetime.now(UTC)) if found and found <= now else None

    @opened_at.setter
    def opened_at(self, at: datetime) -> None:
        self._set(opened_at=at + (utc_now() - datetime.now(UTC)))
