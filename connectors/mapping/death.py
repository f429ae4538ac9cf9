"""Deaths from the civil-status database."""

from __future__ import annotations

from connectors.mapping.fields import by_alias
from connectors.mapping.layout import Table
from connectors.mapping.readings import number
from connectors.mapping.units import CurrentCommune
from schemas.death import CONTRACT

LAYOUT = Table("khai_tu")
READINGS = by_alias(CONTRACT, number=number("so"))
UNIT = CurrentCommune("registered_on", homes=("residence",))
