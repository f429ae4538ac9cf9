"""Recognitions from the civil-status database."""

from __future__ import annotations

from connectors.mapping.fields import by_alias
from connectors.mapping.layout import Table
from connectors.mapping.readings import number
from connectors.mapping.units import CurrentCommune
from schemas.recognition import CONTRACT

LAYOUT = Table("nhan_cha_me_con")
READINGS = by_alias(CONTRACT, number=number("so"))
UNIT = CurrentCommune("registered_on", homes=("parent_residence", "child_residence"))
