"""The civil-status registry (MOCK): births and deaths; a newborn's personal number is promised by ticket."""

from __future__ import annotations

from typing import ClassVar

from connectors.credentials import Auth, ClientCredentials, Connection
from connectors.national.records import RecordsEndpoint
from connectors.national.verdicts import Ruling, Rulings


class CivilStatus(RecordsEndpoint):
    """Endpoint `civil_status`."""

    name = "civil_status"
    contracts = frozenset({"birth", "death"})
    can_digest = True
    rulings: ClassVar[Rulings] = {
        "00": Ruling("accepted"),
        "PENDING": Ruling("promised"),  # the number of a newborn is being issued
        "E101": Ruling("refused", "registration_unit"),  # not in the registry's list of units
        "birth.E102": Ruling("refused", "child_name"),
        "death.E102": Ruling("refused", "deceased_name"),
        "E103": Ruling("refused", "natural_key"),  # our key and the content tell two stories
        "E107": Ruling("unknown"),  # a ticket it never gave says nothing about the record: ask by key
        "E1xx": Ruling("refused"),  # its own range: said clearly, though we do not know the reason
    }

    def auth(self, connection: Connection) -> Auth:
        """OAuth2 client credentials."""
        return ClientCredentials(connection)
