"""Health books from a facility's CSV export; raw keys are its headings, which are the contract's titles."""

from __future__ import annotations

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.fields import by_title
from connectors.mapping.layout import Csv, Export
from connectors.mapping.readings import label_of, local_decimal
from schemas.health_book import CONTRACT

HEADER = ("STT", *CONTRACT.titles.values())
LAYOUT = Export("health_book", {".csv": Csv(HEADER, source_id=("Mã cơ sở", "STT"))})
READINGS = by_title(
    CONTRACT,
    sex=label_of("Giới tính", "sex"),
    height_cm=local_decimal("Chiều cao (cm)"),
    weight_kg=local_decimal("Cân nặng (kg)"),
)


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; the unit is the facility. The personal number is in the key as a keyed hash only."""
    return ColumnarMapping(CONTRACT, secret, READINGS)
