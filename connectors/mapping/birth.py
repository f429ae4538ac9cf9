"""Births from the civil-status database; dates are dd/mm/yyyy, mm/yyyy or yyyy."""

from __future__ import annotations

from connectors.mapping.fields import by_alias
from connectors.mapping.layout import Table
from connectors.mapping.readings import number
from connectors.mapping.units import CurrentCommune
from schemas.birth import CONTRACT

LAYOUT = Table("khai_sinh")
READINGS = by_alias(CONTRACT, number=number("so"))
UNIT = CurrentCommune("registered_on", homes=("mother_residence", "father_residence"))
