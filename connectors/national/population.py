"""The population register (MOCK): which persons the nation knows, and which records their owners can see on VNeID."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from connectors.credentials import ApiKey, Connection
from connectors.http import UNREADABLE, Http, Limits
from connectors.national.verdicts import agreed
from relay.errors import RetryableError

PERSON = "person|"
_T = TypeVar("_T")


class _Identity(msgspec.Struct):
    id: str
    known: bool


class _Identities(msgspec.Struct):
    results: list[_Identity]


class _Visible(msgspec.Struct):
    visible: list[str]


class Population:
    """ParentRegistry `population`; parents are "person|<12 digits>"."""

    name = "population"
    ids_per_request = 1000

    def __init__(self, connection: Connection, *, limits: Limits | None = None) -> None:
        self._http = Http(self.name, connection, ApiKey(connection), limits)

    def probe(self) -> None:
        """Asks about nobody. Raises FatalError or RetryableError."""
        self._read("/v1/identity/check", {"ids": []}, _Identities)

    def known(self, ids: Sequence[str]) -> set[str]:
        """The parents among `ids` the nation knows; of another kind than persons it knows none."""
        numbers = [parent.removeprefix(PERSON) for parent in ids if parent.startswith(PERSON)]
        found: set[str] = set()
        for at in range(0, len(numbers), self.ids_per_request):
            wanted = numbers[at : at + self.ids_per_request]
            results = self._read("/v1/identity/check", {"ids": wanted}, _Identities).results
            found |= {PERSON + number for number in agreed((result.id, result.known) for result in results)}
        return found.intersection(ids)

    def visible(self, contract: str, keys: Sequence[str]) -> set[str]:
        """The keys among `keys` whose records their owners can see in their own account."""
        found: set[str] = set()
        for at in range(0, len(keys), self.ids_per_request):
            wanted = {"contract": contract, "keys": keys[at : at + self.ids_per_request]}
            found |= set(self._read("/v1/vneid/visible", wanted, _Visible).visible)
        return found.intersection(keys)

    def _read(self, path: str, wanted: Mapping[str, object], shape: type[_T]) -> _T:
        try:
            said = self._http.read("POST", path, body=msgspec.json.encode(wanted))
            return msgspec.json.decode(said.decode(), type=shape)
        except UNREADABLE:
            raise RetryableError(
                "population gave an answer that cannot be read; try again later.",
                "CSDL dân cư trả lời không đọc được; hãy thử lại sau.",
                system=self.name,
            ) from None
