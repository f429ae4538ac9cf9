"""Dossiers from the one-stop system: the portal's names, dates dd/mm/yyyy HH:MM:SS, and a table of states of its own."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from connectors.mapping.columnar import ColumnarMapping, Items
from connectors.mapping.readings import Reading, coded, local_moment, text, whole
from schemas.contract import nested
from schemas.dossier import CONTRACT

#: Local state → contract. 6 is "đã bổ sung" here, so processing again; 11 and 12 are local additions ("nhận trực tiếp", "phí").
STATUS = {**{str(n): str(n) for n in range(1, 11)}, "6": "4", "11": "2", "12": "6"}


def _reading(name: str, alias: str) -> Reading:
    if name == "status":
        return coded(alias, STATUS)
    return local_moment(alias) if name.endswith("_at") else text(alias)


def _item(name: str, alias: str) -> Reading:
    if name == "amount":
        return whole(alias)
    return local_moment(alias) if name.endswith("_at") or name.startswith("due_") else text(alias)


def _aliases(model: type[BaseModel]) -> Mapping[str, str]:
    return {name: info.alias or name for name, info in model.model_fields.items()}


LISTS = {name: items for name, info in CONTRACT.model.model_fields.items() if (items := nested(info))}
READINGS = {name: _reading(name, alias) for name, alias in CONTRACT.aliases.items() if name not in LISTS}
ITEMS = {
    name: Items(CONTRACT.aliases[name], {field: _item(field, alias) for field, alias in _aliases(model).items()})
    for name, model in LISTS.items()
}


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; the unit is the settling agency."""
    return ColumnarMapping(CONTRACT, secret, READINGS, ITEMS)
