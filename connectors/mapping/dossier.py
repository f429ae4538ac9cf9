"""Dossiers from the one-stop system: the portal's names, dates dd/mm/yyyy HH:MM:SS, and a table of states of its own."""

from __future__ import annotations

from connectors.mapping.columnar import Items
from connectors.mapping.fields import by_kind
from connectors.mapping.layout import Dossiers
from connectors.mapping.readings import coded
from schemas.contract import nested
from schemas.dossier import CONTRACT

LAYOUT = Dossiers("/api/dossiers")
#: Local state → contract. 6 is "đã bổ sung" here, so processing again; 11 and 12 are local additions ("nhận trực tiếp", "phí").
STATUS = {**{str(n): str(n) for n in range(1, 11)}, "6": "4", "11": "2", "12": "6"}

ALIASES = CONTRACT.aliases
LISTS = {name: items for name, info in CONTRACT.model.model_fields.items() if (items := nested(info))}
READINGS = by_kind(
    CONTRACT.model,
    {name: alias for name, alias in ALIASES.items() if name not in LISTS},
    {"status": coded(ALIASES["status"], STATUS)},
)
ITEMS = {
    name: Items(
        ALIASES[name], by_kind(items, {field: info.alias or field for field, info in items.model_fields.items()}, {})
    )
    for name, items in LISTS.items()
}
