"""Marriages from the civil-status database."""

from __future__ import annotations

from connectors.mapping.fields import by_alias
from connectors.mapping.layout import Table
from connectors.mapping.readings import number
from connectors.mapping.units import CurrentCommune
from schemas.marriage import CONTRACT

LAYOUT = Table("ket_hon")
READINGS = by_alias(CONTRACT, number=number("so"))
UNIT = CurrentCommune("registered_on", homes=("husband_residence", "wife_residence"))
