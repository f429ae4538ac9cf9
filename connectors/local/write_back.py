"""Receipts and returned ids carried back to the local systems; saying them twice changes nothing there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from connectors.credentials import ClientCredentials, Connection
from connectors.http import UNREADABLE, Http, Limits, NoClearAnswer
from relay.errors import RetryableError

NAME = "onestop"
STORED = frozenset({"stored", "already"})


class _Result(msgspec.Struct):
    idempotency_key: str
    status: str


class _Results(msgspec.Struct):
    results: list[_Result]


class OneStopWriteBack:
    """WriteBack through the one-stop system, which keeps a table of its own for all local systems."""

    name = NAME
    path = "/api/write-backs"
    items_per_request = 500

    def __init__(self, connection: Connection, *, limits: Limits | None = None) -> None:
        self._http = Http(self.name, connection, ClientCredentials(connection), limits)

    def write(self, items: Sequence[Mapping[str, object]]) -> None:
        """Each item: source, source_id, contract, receipt, returned, accepted_at, idempotency_key.

        Raises RetryableError unless the system confirmed every one of them; writing all of them again is safe.
        """
        for at in range(0, len(items), self.items_per_request):
            self._write(items[at : at + self.items_per_request])

    def _write(self, items: Sequence[Mapping[str, object]]) -> None:
        try:
            answer = self._http.send(self.path, msgspec.json.encode({"items": items}))
            results = msgspec.json.decode(answer.decode(), type=_Results).results
        except (NoClearAnswer, *UNREADABLE):
            raise self._unconfirmed(len(items)) from None
        stored = {result.idempotency_key for result in results if result.status in STORED}
        stored -= {result.idempotency_key for result in results if result.status not in STORED}
        if missing := sum(item["idempotency_key"] not in stored for item in items):
            raise self._unconfirmed(missing)

    def _unconfirmed(self, count: int) -> RetryableError:
        return RetryableError(
            f"onestop did not confirm {count} returned receipts; they will be sent again.",
            f"Hệ thống một cửa chưa xác nhận {count} biên nhận trả về; hệ thống sẽ gửi lại.",
            system=self.name,
            unconfirmed=count,
        )
