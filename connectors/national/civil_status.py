"""The civil-status registry (MOCK): entries of the civil-status books; a newborn's personal number is promised by ticket."""

from __future__ import annotations

from typing import ClassVar

from connectors.credentials import Auth, ClientCredentials, Connection
from connectors.national.records import RecordsEndpoint
from connectors.national.verdicts import COMMON, Ruling, Rulings


class CivilStatus(RecordsEndpoint):
    """Endpoint `civil_status`."""

    name = "civil_status"
    can_digest = True
    rulings: ClassVar[Rulings] = {
        **COMMON,
        "PENDING": Ruling("promised"),  # the number of a newborn is being issued
        "E101": Ruling("refused", "registration_unit"),  # not in the registry's list of units
        "E103": Ruling("refused", "natural_key"),  # our key and the content tell two stories
        "E107": Ruling("unknown"),  # a ticket it never gave says nothing about the record: ask by key
    }

    def auth(self, connection: Connection) -> Auth:
        """OAuth2 client credentials."""
        return ClientCredentials(connection)
