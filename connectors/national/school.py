"""The school registry (MOCK): students; it lists what it holds but gives no digests."""

from __future__ import annotations

from typing import ClassVar

from connectors.credentials import ApiKey, Auth, Connection
from connectors.national.records import RecordsEndpoint
from connectors.national.verdicts import Ruling, Rulings


class School(RecordsEndpoint):
    """Endpoint `school`."""

    name = "school"
    contracts = frozenset({"student"})
    rulings: ClassVar[Rulings] = {
        "00": Ruling("accepted"),
        "E301": Ruling("refused", "personal_id"),  # the number belongs to a deceased person
        "E302": Ruling("refused", "full_name"),
        "E303": Ruling("parent_unknown", "personal_id"),  # goes again once the pupil's birth is accepted
        "E1xx": Ruling("refused"),  # the shape of the request, common to the JSON registries
        "E3xx": Ruling("refused"),
    }

    def auth(self, connection: Connection) -> Auth:
        """An API key."""
        return ApiKey(connection)
