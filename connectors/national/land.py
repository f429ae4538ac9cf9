"""The land registry (MOCK): parcels, each answered with its national identifier."""

from __future__ import annotations

from typing import ClassVar

from connectors.credentials import Auth, ClientCredentials, Connection
from connectors.national.records import RecordsEndpoint
from connectors.national.verdicts import Ruling, Rulings


class Land(RecordsEndpoint):
    """Endpoint `land`."""

    name = "land"
    contracts = frozenset({"parcel"})
    can_digest = True
    rulings: ClassVar[Rulings] = {
        "00": Ruling("accepted"),
        "E201": Ruling("refused", "certificate_serial"),  # revoked: only the registry can know
        "E202": Ruling("parent_unknown", "holder_id"),  # goes again once the holder's birth is accepted
        "E1xx": Ruling("refused"),  # the shape of the request, common to the JSON registries
        "E2xx": Ruling("refused"),
    }

    def auth(self, connection: Connection) -> Auth:
        """OAuth2 client credentials."""
        return ClientCredentials(connection)
