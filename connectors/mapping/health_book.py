"""Health books from a facility's CSV export; raw keys are its headings, which are the contract's titles."""

from __future__ import annotations

from connectors.mapping.fields import by_title
from connectors.mapping.layout import Csv, Export
from connectors.mapping.readings import label_of, local_decimal
from schemas.health_book import CONTRACT

HEADER = ("STT", *CONTRACT.titles.values())
LAYOUT = Export("health_book", {".csv": Csv(HEADER, source_id=("Mã cơ sở", "STT"))})
MEASURES = {"height_cm": local_decimal("Chiều cao (cm)"), "weight_kg": local_decimal("Cân nặng (kg)")}
READINGS = by_title(CONTRACT, sex=label_of("Giới tính", "sex"), **MEASURES)
