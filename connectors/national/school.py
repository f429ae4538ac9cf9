"""The school registry (MOCK): students and their results; it lists what it holds but gives no digests."""

from __future__ import annotations

from typing import ClassVar

from connectors.credentials import ApiKey, Auth, Connection
from connectors.national.records import RecordsEndpoint
from connectors.national.verdicts import COMMON, Ruling, Rulings


class School(RecordsEndpoint):
    """Endpoint `school`."""

    name = "school"
    rulings: ClassVar[Rulings] = {
        **COMMON,
        "E301": Ruling("refused", "personal_id"),  # the number belongs to a deceased person
        "E3xx": Ruling("refused"),
    }

    def auth(self, connection: Connection) -> Auth:
        """An API key."""
        return ApiKey(connection)
