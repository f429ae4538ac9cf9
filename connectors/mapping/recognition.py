"""Recognitions from the civil-status database."""

from __future__ import annotations

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.fields import by_alias
from connectors.mapping.layout import Table
from connectors.mapping.readings import number
from connectors.mapping.units import CurrentCommune
from schemas.recognition import CONTRACT

LAYOUT = Table("nhan_cha_me_con")
READINGS = by_alias(CONTRACT, number=number("so"))


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; recognitions hold no personal number in their key."""
    return ColumnarMapping(CONTRACT, secret, READINGS, unit=CurrentCommune("registered_on"))
