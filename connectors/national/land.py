"""The land registry (MOCK): parcels, each answered with its national identifier."""

from __future__ import annotations

from typing import ClassVar

from connectors.credentials import Auth, ClientCredentials, Connection
from connectors.national.records import RecordsEndpoint
from connectors.national.verdicts import COMMON, Ruling, Rulings


class Land(RecordsEndpoint):
    """Endpoint `land`."""

    name = "land"
    can_digest = True
    rulings: ClassVar[Rulings] = {
        **COMMON,
        "E201": Ruling("refused", "certificate_serial"),  # revoked: only the registry can know
        "E2xx": Ruling("refused"),
    }

    def auth(self, connection: Connection) -> Auth:
        """OAuth2 client credentials."""
        return ClientCredentials(connection)
